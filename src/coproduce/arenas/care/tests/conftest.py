"""The town that visits: it stands for all tests of this folder, each in a transaction round its own."""

import pytest
from tests.fixtures.standing import ON_A_TOWN, Standing
from tests.fixtures.towns import Town

from coproduce.arenas.care.tests.town import Ward, ward_of

ON_A_TOWN["ward"] = ward_of


@pytest.fixture
def ward(standing: Standing, town: Town) -> Ward:
    return Ward(town) if "ward" in standing.names else ward_of(town)
