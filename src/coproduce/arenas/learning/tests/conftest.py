"""The town of these tests is a time bank in which people learn from each other."""

import pytest
from tests.fixtures.towns import Town

from coproduce.community.people.models import Community


@pytest.fixture
def town(town: Town) -> Town:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "learning"])
    return town
