"""The town whose people share energy. Until the arena stands in the list, only its rules are tested."""

from pathlib import Path

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas import ARENAS
from coproduce.community.people.models import Community

HERE = Path(__file__).parent
collect_ignore = [] if "energy" in ARENAS else [
    one.name for one in HERE.glob("test_*.py") if not one.name.startswith(("test_rules", "test_real"))
]  # fmt: skip


@pytest.fixture
def town(town: Town) -> Town:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "energy"])
    return town
