"""What may be written down as help in hours: the same in every arena; how long and how far back, each site says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


def may_write_down(
    told: Help | Mapping[str, Any], today: date, longest_minutes: int, oldest_days: int
) -> Refusal | None:
    """None when this help can be written down on that day, else what to mend.

    >>> sewing = Help("Ana", "Ben", HOURS(90), date(2026, 11, 16))
    >>> may_write_down(sewing, date(2026, 11, 17), longest_minutes=90, oldest_days=1) is None
    True
    >>> may_write_down(sewing, date(2026, 11, 17), longest_minutes=89, oldest_days=1).code
    'TOO_LARGE'
    """
    told = told_as(Help, told)
    if told.giver == told.receiver:
        return Refusal("SAME_ACCOUNT", "Help is given to someone else: choose two different people.", "receiver")
    if told.time.unit != HOURS:
        return Refusal(
            "UNIT_MISMATCH", "Hours are counted here: write the time it took, like 1 h 30.", "time",
            {"given": str(told.time)},
        )  # fmt: skip
    if told.time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    if told.time.minor > longest_minutes:
        return Refusal(
            "TOO_LARGE", "Nobody helps longer than %(most)s at once here: record each day by itself.", "time",
            {"most": str(HOURS(longest_minutes))},
        )  # fmt: skip
    if told.done_on > today:
        return Refusal("IN_THE_FUTURE", "Help is recorded once it is done: this day is still to come.", "done_on")
    if (today - told.done_on).days > oldest_days:
        return Refusal(
            "TOO_OLD", "That is more than %(days)s days ago: it goes in with the history, or ask the desk.", "done_on",
            {"days": str(oldest_days)},
        )  # fmt: skip
    return None
