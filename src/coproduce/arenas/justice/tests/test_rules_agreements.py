"""What may be agreed, whether it is kept, and the steps where it is not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.justice.rules.agreements import (
    STATES,
    Kept,
    Part,
    agreement_kept,
    may_agree,
    may_extend,
    may_say_part,
    next_step,
)
from coproduce.arenas.justice.rules.sets import RULE_SETS, STANDARD
from coproduce.core.refusal import Refusal

DAY = date(2026, 11, 17)
SOON = DAY + timedelta(days=14)
PAINT = Part("Paint the wall", SOON, 120)


def code(refused: object) -> str:
    return refused.code if isinstance(refused, Refusal) else ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"words": " "}, "MISSING"),
        ({"until_on": None}, "NO_END"),
        ({"until_on": DAY}, ""),
        ({"until_on": DAY - timedelta(days=1)}, "OVER"),
        ({"until_on": DAY + timedelta(days=STANDARD.longest_days)}, ""),
        ({"until_on": DAY + timedelta(days=STANDARD.longest_days + 1)}, "TOO_LATE"),
        ({"minutes": 0}, ""),
        ({"minutes": -1}, "NOT_POSITIVE"),
        ({"minutes": 40 * 60}, ""),
        ({"minutes": 40 * 60 + 1}, "TOO_MUCH"),
        ({"shames": True}, "SHAMES"),
        ({"is_public": True}, "PUBLIC"),
        ({"paid_to": "harmed"}, ""),
        ({"paid_to": "community"}, "MONEY"),
        ({"is_tradable": True}, "TRADABLE"),
    ],
)
def test_what_may_be_agreed(change: dict[str, object], said: str) -> None:
    assert code(may_agree([replace(PAINT, **change)], DAY)) == said  # type: ignore[arg-type]
    whole = {"words": "Paint", "until_on": SOON, "minutes": 60, **change}
    assert code(may_agree([whole], DAY, RULE_SETS[0])) == said


def test_an_agreement_has_a_part_and_its_hours_are_counted_together() -> None:
    assert code(may_agree([], DAY)) == "NOTHING"
    half = replace(PAINT, minutes=20 * 60)
    assert may_agree([half, half], DAY) is None
    assert code(may_agree([half, replace(half, minutes=20 * 60 + 1)], DAY)) == "TOO_MUCH"
    assert "Part 2" in str(may_agree([half, replace(half, words="")], DAY))


def test_an_agreement_that_is_going_on_partly_kept_or_not() -> None:
    later = replace(PAINT, until_on=SOON + timedelta(days=7))
    assert agreement_kept([PAINT, later], SOON) == Kept("going on", (), SOON)
    assert agreement_kept([PAINT, later], SOON + timedelta(days=1)) == Kept("going on", (1,), later.until_on)
    over = SOON + timedelta(days=8)
    assert agreement_kept([PAINT, later], over) == Kept("not kept", (1, 2))
    assert agreement_kept([replace(PAINT, state="kept"), later], over) == Kept("partly", (2,))
    half = replace(PAINT, state="partly", reason="It rained")
    assert agreement_kept([half, later], over) == Kept("partly", (1, 2), None, ((1, "It rained"),))
    not_yet = replace(PAINT, state="not yet", reason="Ill")
    assert agreement_kept([not_yet], SOON + timedelta(days=1)) == Kept("not kept", (1,), None, ((1, "Ill"),))
    assert agreement_kept([replace(PAINT, state="kept")], DAY) == Kept("kept")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (replace(PAINT, until_on=None), "NO_END"),
        (replace(PAINT, state="partly"), "NO_REASON"),
        (replace(PAINT, state="not yet", reason=" "), "NO_REASON"),
        (replace(PAINT, state="maybe"), "UNKNOWN_STATE"),
    ],
)
def test_what_cannot_be_read_is_refused(part: Part, said: str) -> None:
    assert code(agreement_kept([part], DAY)) == said
    assert "Part 1" in str(agreement_kept([part], DAY))
    assert code(agreement_kept([], DAY)) == "NOTHING"


@given(
    st.lists(
        st.builds(
            Part, st.just("x"), st.dates(DAY, DAY + timedelta(days=99)), state=st.sampled_from(["", *STATES]),
            reason=st.just("because"),
        ),
        min_size=1, max_size=6,
    ),
    st.dates(DAY, DAY + timedelta(days=120)),
)  # fmt: skip
def test_it_is_kept_where_each_part_is_and_time_never_makes_it_so(parts: list[Part], on: date) -> None:
    found = agreement_kept(parts, on)
    assert isinstance(found, Kept)
    assert (found.state == "kept") is all(part.state == "kept" for part in parts)
    later = agreement_kept(parts, on + timedelta(days=100))
    assert isinstance(later, Kept)
    assert later.state != "going on"
    assert set(found.missing) <= set(later.missing)


@pytest.mark.parametrize(("state", "reason", "said"), [
    ("kept", "", ""), ("partly", "It rained", ""), ("partly", "", "NO_REASON"), ("not yet", "", "NO_REASON"),
    ("", "x", "UNKNOWN_STATE"),
])  # fmt: skip
def test_what_may_be_said_of_a_part(state: str, reason: str, said: str) -> None:
    assert code(may_say_part(state, reason)) == said


@pytest.mark.parametrize(
    ("days", "is_extended", "on", "said"),
    [
        (1, False, DAY, ""),
        (0, False, DAY, "NOT_LATER"),
        (60, False, DAY, ""),
        (61, False, DAY, "TOO_LATE"),
        (1, True, DAY, "EXTENDED_ONCE"),
        (5, False, SOON + timedelta(days=5), "NOT_LATER"),
        (6, False, SOON + timedelta(days=5), ""),
    ],
)
def test_more_time_is_given_once(days: int, is_extended: bool, on: date, said: str) -> None:
    assert code(may_extend([PAINT], SOON + timedelta(days=days), on, is_extended)) == said
    assert code(may_extend([replace(PAINT, state="kept")], SOON, on, False)) == "NOTHING"


def test_they_are_told_first_and_a_person_sends_it_back() -> None:
    over, told = SOON, SOON + timedelta(days=3)
    nobody_told = next_step(over, None, over + timedelta(days=300))
    assert (nobody_told.to_tell, nobody_told.is_proposed) == ((over,), False)
    last = told + timedelta(days=STANDARD.answer_days)
    assert [next_step(over, told, on).is_proposed for on in (told, last, last + timedelta(days=1))] == [
        False, False, True
    ]  # fmt: skip
    assert next_step(over, told, told).answer_by == last
