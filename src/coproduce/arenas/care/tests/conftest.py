"""The town that visits."""

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.care.tests.town import Ward, ward_of


@pytest.fixture
def ward(town: Town) -> Ward:
    return ward_of(town)
