"""What may be recorded as help."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.fixtures.towns import TODAY

from coproduce.arenas.timebank.rules import (
    Candidate,
    Help,
    Rules,
    Wanted,
    credits,
    limits,
    may_give,
    may_record,
    suggest,
)
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS, KWH, Quantity

SEWING = Help("Ana", "Ben", HOURS(90), TODAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"time": HOURS(1)}, None),
        ({"time": HOURS(24 * 60)}, None),
        ({"done_on": TODAY - timedelta(days=366)}, None),
        ({"receiver": "Ana"}, "SAME_ACCOUNT"),
        ({"time": KWH(1)}, "UNIT_MISMATCH"),
        ({"time": HOURS(0)}, "NOT_POSITIVE"),
        ({"time": HOURS(-1)}, "NOT_POSITIVE"),
        ({"time": HOURS(24 * 60 + 1)}, "TOO_LARGE"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"done_on": TODAY - timedelta(days=367)}, "TOO_OLD"),
    ],
)
def test_what_may_be_recorded(change: dict[str, Any], code: str | None) -> None:
    refused = may_record(replace(SEWING, **change), TODAY)
    assert (refused and refused.code) == code
    assert refused is None or refused.field in change


@pytest.mark.promise("One hour is one hour, whoever gives it")
def test_an_hour_is_an_hour_whoever_gives_it() -> None:
    for minutes in range(1, 1441):
        given, received = credits(replace(SEWING, time=HOURS(minutes)))
        assert (given + received).minor == 0
        assert given == HOURS(minutes)


@pytest.mark.parametrize(
    ("giver", "receiver", "time", "code"),
    [
        ("Ana", "Ben", HOURS(1), None),
        (None, "Ben", HOURS(60), None),
        ("Ana", "Ana", HOURS(60), "SAME_ACCOUNT"),
        ("Ana", "Ben", KWH(1), "UNIT_MISMATCH"),
        ("Ana", "Ben", HOURS(0), "NOT_POSITIVE"),
        ("Ana", "Ben", HOURS(-1), "NOT_POSITIVE"),
    ],
)
def test_what_may_be_given(giver: str | None, receiver: str | None, time: Quantity, code: str | None) -> None:
    refused = may_give(giver, receiver, time)
    assert (refused and refused.code) == code


def test_how_far_hours_may_go() -> None:
    """Nothing said is no limit; a number of minutes counts downwards for who received more."""
    assert limits() == {"hour": Limit(None, None, "off")}
    said = Rules(longest_minutes=60, oldest_days=30, past_limit="enforce", below_minutes=0, above_minutes=90)
    assert limits(said) == {"hour": Limit(0, 90, "enforce")}


def test_plain_mappings_are_understood_as_the_dataclasses_are() -> None:
    told = {"giver": "Ana", "receiver": "Ben", "time": HOURS(90), "done_on": date(2026, 11, 16)}
    assert may_record(told, date(2026, 11, 17)) is None
    assert may_record({**told, "receiver": "Ana"}, date(2026, 11, 17)) == may_record(
        Help(**{**told, "receiver": "Ana"}), date(2026, 11, 17)
    )
    assert credits(told) == credits(Help(**told))
    need, near = {"who": "Ottoline", "kind": "lift", "wider_kind": "transport"}, ("Grace", "lift", "transport")
    found = suggest(need, [dict(zip(("who", "kind", "wider_kind"), near, strict=True))], date(2026, 11, 17))
    assert found == suggest(Wanted(**need), [Candidate(*near)], date(2026, 11, 17))
    with pytest.raises(TypeError):
        may_record({**told, "hours": 1}, date(2026, 11, 17))
