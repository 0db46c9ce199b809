"""What may be written down as help, to the minute and to the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, Unit
from coproduce.core.recording import may_write_down

TODAY = date(2026, 11, 17)
SEWING = Help("Ana", "Ben", HOURS(90), TODAY)


def code(help_: Help) -> str | None:
    fault = may_write_down(help_, TODAY, longest_minutes=120, oldest_days=30)
    return fault and fault.code


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"receiver": "Ana"}, "SAME_ACCOUNT"),
        ({"time": Unit("kwh", 3, "kWh")(5)}, "UNIT_MISMATCH"),
        ({"time": HOURS(0)}, "NOT_POSITIVE"),
        ({"time": HOURS(1)}, None),
        ({"time": HOURS(120)}, None),
        ({"time": HOURS(121)}, "TOO_LARGE"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"done_on": TODAY - timedelta(days=30)}, None),
        ({"done_on": TODAY - timedelta(days=31)}, "TOO_OLD"),
    ],
)
def test_help_is_written_down_or_says_what_to_mend(change: dict[str, object], expected: str | None) -> None:
    assert code(replace(SEWING, **change)) == expected


def test_a_plain_mapping_does() -> None:
    said = {"giver": "Ana", "receiver": "Ben", "time": HOURS(5), "done_on": TODAY}
    assert may_write_down(said, TODAY, 5, 0) is None
