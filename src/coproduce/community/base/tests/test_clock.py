"""Which day it is, is a question of where."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coproduce.community.base import clock


def test_real_time_unless_it_is_set() -> None:
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)
    with clock.at(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)):
        assert clock.now() == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-11-17T23:30+00:00", "Europe/London", date(2026, 11, 17)),
        ("2026-06-17T23:30+00:00", "Europe/London", date(2026, 6, 18)),
        ("2026-11-17T23:30+00:00", "Europe/Copenhagen", date(2026, 11, 18)),
        ("2026-10-25T00:30+00:00", "Europe/London", date(2026, 10, 25)),
        ("2026-10-25T01:30+00:00", "Europe/London", date(2026, 10, 25)),
        ("2026-02-28T18:45+00:00", "Asia/Karachi", date(2026, 2, 28)),
        ("2026-02-28T19:05+00:00", "Asia/Karachi", date(2026, 3, 1)),
        ("2028-02-29T10:00+00:00", "Pacific/Kiritimati", date(2028, 3, 1)),
    ],
)
def test_today(moment: str, zone: str, day: date) -> None:
    with clock.at(datetime.fromisoformat(moment)):
        assert clock.today(zone) == day


def test_a_moment_says_where() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 11, 17)):  # noqa: DTZ001 - that is the point
        pass
    with clock.at(datetime(2026, 11, 17, 12, tzinfo=ZoneInfo("Asia/Karachi"))):
        assert clock.now().hour == 7
