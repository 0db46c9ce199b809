"""The town that makes merry."""

import pytest
from tests.fixtures.towns import Town

from coproduce.community.people.models import Community


@pytest.fixture
def town(town: Town) -> Town:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "play"])
    return town
