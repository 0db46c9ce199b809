"""The town that makes things."""

import pytest
from tests.fixtures.towns import Town

from coproduce.community.people.models import Community


@pytest.fixture
def town(town: Town) -> Town:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "making"])
    return town
