"""What of work on homes the books recognise, and with how much."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coproduce.arenas.homes.rules import credits, may_record
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, unit_of_money

TODAY = date(2026, 11, 17)
WORK = Help("Ana", "Ben", HOURS(240), TODAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receiver": "Ana"}, "SAME_ACCOUNT"),
        ({"time": unit_of_money("GBP")(240)}, "UNIT_MISMATCH"),
        ({"time": HOURS(0)}, "NOT_POSITIVE"),
        ({"time": HOURS(16 * 60 + 1)}, "TOO_LARGE"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
    ],
)
def test_what_is_not_recognised(change: dict[str, object], code: str) -> None:
    refused = may_record(replace(WORK, **change), TODAY)
    assert refused and refused.code == code


@pytest.mark.parametrize("minutes", [1, 16 * 60])
def test_who_works_is_recognised_and_nobody_owes(minutes: int) -> None:
    work = replace(WORK, time=HOURS(minutes))
    assert may_record(work, TODAY) is None
    assert credits(work) == (HOURS(minutes), HOURS(0))
