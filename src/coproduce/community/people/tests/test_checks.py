"""Which check a thing takes: by what is done and by the rules of the place, and nothing more than the law allows."""

from typing import Any

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community.people.models import Community
from coproduce.community.people.safeguarding.checks import ACTIVITIES, CHECK_SETS, CHOICES, check_level, checks_of
from coproduce.community.people.safeguarding.rules import LEVELS, is_enough
from coproduce.core.refusal import Refusal


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


@pytest.mark.parametrize("place", ["england", "scotland", "northern-ireland"])
@pytest.mark.parametrize(
    ("done", "level", "is_prohibited"),
    [
        ((), "none", False),
        (("chat",), "none", False),
        (("chat", "lift to health care"), "enhanced", False),
        (("shopping with their money",), "enhanced", False),
        (("running a household", "our basic check"), "enhanced", False),
        (("children alone",), "enhanced", False),
        (("our basic check",), "basic", False),
        (("our enhanced check",), "none", False),
        (("personal care",), "none", True),
        (("lift to health care", "medicines"), "none", True),
    ],
)
def test_the_level_follows_from_what_is_done(place: str, done: Any, level: str, is_prohibited: bool) -> None:
    needed = check_level(done, checks_of(place, TODAY))
    assert (needed.level, needed.is_prohibited) == (level, is_prohibited)
    assert bool(needed.because) is (level != "none" or is_prohibited)


def test_a_community_of_its_own_law_says_it_for_each_kind() -> None:
    own = checks_of("own", TODAY)
    assert check_level(["lift to health care"], own).level == "none"
    for level in LEVELS[1:]:
        assert check_level([f"our {level} check", "our basic check"], own).level == level
    assert check_level(["medicines"], own).is_prohibited
    assert check_level(["medicines", "lift to health care"], None).level == "none"


def test_every_place_knows_what_it_names_and_says_to_verify_it() -> None:
    assert set(CHOICES) == {"england", "scotland", "northern-ireland", "own"}
    for one in CHECK_SETS:
        assert {*one.values.activities, *one.values.prohibited} <= ACTIVITIES.keys(), one.slug
        assert set(one.values.called) == set(LEVELS[1:]), one.slug
        assert one.source and one.note.startswith("Verify locally"), one.slug
    assert checks_of("scotland", CHECK_SETS[1].valid_from.replace(year=2024)) is None


@pytest.mark.parametrize("held", LEVELS)
@pytest.mark.parametrize("asked", LEVELS)
def test_a_higher_check_stands_for_every_lower_one(held: str, asked: str) -> None:
    assert is_enough({held}, asked) is (LEVELS.index(held) >= LEVELS.index(asked))
    assert is_enough((), asked) is (asked == "none")


@pytest.mark.django_db
def test_a_community_picks_its_rules(town: Town) -> None:
    said = {"version": 1, "name": "Town", "benefits_safe": True}
    cleo = town.actor("Cleo")
    assert code(do("people.change_settings", town.actor("Ana"), **said, checks="england")) == "NOT_ALLOWED"
    assert code(do("people.change_settings", cleo, **said, checks="narnia")) == "UNKNOWN_RULE_SET"
    assert code(do("people.change_settings", cleo, **said, checks="england")) == "done"
    assert code(do("people.change_settings", cleo, **{**said, "version": 2})) == "done"
    assert Community.objects.get(slug="alder").checks == "england", "what is left out stays"
