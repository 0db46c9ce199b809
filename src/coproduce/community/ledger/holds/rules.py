"""Until when something may be kept back. Decided without a database."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coproduce.core.refusal import Refusal

#: Longest ahead a day may lie: what is agreed on is done within a year, or agreed on again.
MOST_DAYS = 366

LONGEST_WHAT, LONGEST_REASON = 60, 200


def end_of(until: date, today: date, time_zone: str) -> datetime | Refusal:
    """The moment something kept back until and with that day comes free.

    >>> end_of(date(2026, 11, 18), date(2026, 11, 17), "Europe/Paris").isoformat()
    '2026-11-19T00:00:00+01:00'
    >>> end_of(date(2026, 11, 16), date(2026, 11, 17), "Europe/Paris").code
    'IN_THE_PAST'
    """
    if until < today:
        return Refusal("IN_THE_PAST", "That day has gone by: choose one to come.", "until")
    if until > today + timedelta(days=MOST_DAYS):
        return Refusal("OUT_OF_RANGE", "Choose a day within a year.", "until")
    return datetime.combine(until + timedelta(days=1), time(), ZoneInfo(time_zone))


def last_day(expires_at: datetime, time_zone: str) -> date:
    """The last day something is kept back, as it is told."""
    return (expires_at.astimezone(ZoneInfo(time_zone)) - timedelta(microseconds=1)).date()
