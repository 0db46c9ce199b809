"""What of a visit is recognised, who may become a visitor, what became of those visited, and what stops it."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.care.rules import RULE_SETS, STANDARD, credits, may_record
from coproduce.arenas.care.rules.outcomes import Ended, by_generation, stopped
from coproduce.arenas.care.rules.visitors import MODULES, Visitor, missing
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.stats import wilson

TODAY = date(2026, 11, 29)
VISIT = Help("Ana", "Ben", HOURS(60), TODAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"receiver": "Ana"}, "SAME_ACCOUNT"),
        ({"time": KWH(60)}, "UNIT_MISMATCH"),
        ({"time": HOURS(0)}, "NOT_POSITIVE"),
        ({"time": HOURS(1)}, None),
        ({"time": HOURS(480)}, None),
        ({"time": HOURS(481)}, "TOO_LARGE"),
        ({"done_on": TODAY + timedelta(1)}, "IN_THE_FUTURE"),
        ({"done_on": TODAY - timedelta(92)}, None),
        ({"done_on": TODAY - timedelta(93)}, "TOO_OLD"),
    ],
)
def test_what_may_be_recognised(change: dict[str, Any], code: str | None) -> None:
    refused = may_record(replace(VISIT, **change), TODAY)
    assert (refused and refused.code) == code


@given(st.integers(1, 480))
def test_receiving_makes_no_debt(minutes: int) -> None:
    given_, received = credits(replace(VISIT, time=HOURS(minutes)))
    assert given_ == HOURS(minutes)
    assert received == HOURS(0)
    assert credits({"giver": "Ana", "receiver": "Ben", "time": HOURS(minutes), "done_on": TODAY})[0] == given_


def test_every_set_says_where_it_is_from_and_leaves_what_stops_it_to_the_site() -> None:
    assert RULE_SETS[0].values is STANDARD
    for one in RULE_SETS:
        assert one.source
        assert one.note.startswith("Verify locally")
        assert one.values.stop_harmed_people is None


READY = Visitor(2, frozenset(MODULES), TODAY, True, True)


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ({}, ()),
        ({"references": 1}, ("references",)),
        ({"references": 3}, ()),
        ({"modules": frozenset(MODULES[1:])}, ("training",)),
        ({"modules": frozenset((*MODULES, "first aid"))}, ()),
        ({"shadowed_on": None}, ("shadowing",)),
        ({"supervisor": False}, ("supervisor",)),
        ({"has_check": False, "references": 0}, ("references", "check")),
    ],
)
def test_what_is_still_to_be_done(change: dict[str, Any], steps: tuple[str, ...]) -> None:
    assert missing(replace(READY, **change)) == steps


def test_a_mapping_says_it_as_well() -> None:
    assert missing({"references": 2, "has_check": True}) == ("training", "shadowing", "supervisor")


ENDED = st.lists(st.builds(Ended, st.integers(0, 3), st.none() | st.booleans(), st.booleans()), max_size=60)


@given(ENDED)
def test_each_generation_is_counted_by_itself(ended: list[Ended]) -> None:
    found = by_generation(ended)
    assert list(found) == sorted({one.generation for one in ended})
    assert sum(one.n for one in found.values()) == len(ended)
    for generation, one in found.items():
        mine = [each for each in ended if each.generation == generation]
        assert one.harmed == sum(each.harm for each in mine)
        assert one.said == sum(each.needs_met is not None for each in mine)
        assert one.met == sum(each.needs_met is True for each in mine)
        assert one.met_interval == wilson(one.met, one.said)
        assert one.harmed_interval == wilson(one.harmed, one.n)


def harmed(many: int, of: int, generation: int = 1) -> list[Ended]:
    return [Ended(generation, harm=number < many) for number in range(of)]


DECIDED = replace(STANDARD, stop_harmed_people=10)


@pytest.mark.parametrize(
    ("ended", "generations"),
    [
        (harmed(2, 20), (1,)), (harmed(1, 20), ()), (harmed(2, 21), ()), (harmed(3, 21), (1,)), (harmed(19, 19), ()),
        (harmed(20, 20, 0), ()), (harmed(2, 20, 2), (2,)), ([*harmed(2, 20), *harmed(5, 20, 2)], (1, 2)), ([], ()),
    ],
)  # fmt: skip
def test_harm_stops_new_visitors(ended: list[Ended], generations: tuple[int, ...]) -> None:
    assert stopped(ended, DECIDED) == generations
    assert stopped(ended, STANDARD) == ()
    assert stopped([asdict(one) for one in ended], asdict(DECIDED)) == generations
