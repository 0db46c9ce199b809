"""The town whose families build homes. Until the arena stands in the list, only its rules are tested."""

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas import ARENAS
from coproduce.community.people.models import Community

collect_ignore = [] if "homes" in ARENAS else ["test_actions.py"]


@pytest.fixture
def town(town: Town) -> Town:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "homes"])
    return town
