"""The way of a festival, one step at a time; who is not of age organises one with a guardian's yes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest

from coproduce.arenas.play.rules.festivals import STATES, Idea, Plan, lacks, may_follow, stands, waits_for
from coproduce.arenas.play.rules.lending import Loan, due_on, is_to_ask
from coproduce.arenas.play.rules.sets import RULE_SETS

NOON = datetime(2026, 7, 4, 12, tzinfo=UTC)
WAY = ("idea", "agreed", "announced", "on", "done")


def test_it_goes_its_way_and_may_be_cancelled_from_any_before_done() -> None:
    allowed = {(one, other) for one, other in product(STATES, STATES) if may_follow(one, other) is None}
    assert allowed == {*pairwise(WAY), *((one, "cancelled") for one in WAY[:-1])}
    refused = may_follow("nowhere", "idea")
    assert refused is not None
    assert (refused.code, refused.field) == ("WRONG_STATE", "festival")


@pytest.mark.parametrize(
    ("idea", "waits"),
    [
        (Idea(2), ()),
        (Idea(1), ("others",)),
        (Idea(2, is_minor=True), ("guardian",)),
        (Idea(2, is_minor=True, has_guardians_yes=True), ()),
        (Idea(0, is_minor=False, has_guardians_yes=True), ("others",)),
        (Idea(0, is_minor=True), ("others", "guardian")),
    ],
)
def test_an_idea_is_agreed_once_others_and_a_guardian_said_yes(idea: Idea, waits: tuple[str, ...]) -> None:
    assert waits_for(idea) == waits
    assert waits_for(
        {"backers": idea.backers, "is_minor": idea.is_minor, "has_guardians_yes": idea.has_guardians_yes},
        {"backers_needed_people": 2, "lend_days": 1, "kind_days": 1, "country": "GBR"},
    ) == waits  # fmt: skip


def test_in_a_large_place_more_say_yes() -> None:
    large = RULE_SETS[1]
    assert [waits_for(Idea(backers), large.values) for backers in (6, 7)] == [("others",), ()]


def test_everybody_is_invited_once_they_can_know_how_it_will_be() -> None:
    full = {"parts": 1, "kit": "", "quiet": "The vestry", "access": "No steps", "rain": "In the hall"}
    assert lacks(full) == ()
    for name in ("parts", "quiet", "access", "rain"):
        assert lacks({**full, name: 0 if name == "parts" else ""}) == (name,)
    assert lacks(Plan()) == ("parts", "quiet", "access", "rain")


def test_it_is_on_once_its_first_part_has_begun() -> None:
    later = NOON + timedelta(minutes=1)
    assert stands("announced", NOON, NOON) == stands("announced", NOON, later) == "on"
    assert stands("announced", later, NOON) == stands("announced", None, NOON) == "announced"
    assert [stands(state, NOON, NOON) for state in ("idea", "done", "cancelled")] == ["idea", "done", "cancelled"]


def test_a_thing_is_lent_for_its_own_days_or_the_communitys_and_asked_for_once() -> None:
    rules = {"backers_needed_people": 2, "lend_days": 10, "kind_days": 2, "country": "GBR"}
    on = NOON.date()
    assert [(due_on(on, days, rules) - on).days for days in (None, 3)] == [10, 3]
    asked = [is_to_ask(Loan(on), on + timedelta(days=late), rules) for late in (1, 2, 3)]
    assert asked == [False, True, True]
    assert not is_to_ask({"due_on": on, "asked_on": on}, on + timedelta(days=9), rules)
