"""The town whose families build homes. Until the arena stands in the list, only its rules are tested."""

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas import ARENAS
from coproduce.community.people.models import Community

WITH_ROWS = ("actions", "days", "money", "pages", "privacy", "tour")
collect_ignore = [] if "homes" in ARENAS else [f"test_{name}.py" for name in WITH_ROWS]


@pytest.fixture
def town(town: Town) -> Town:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "homes"])
    return town
