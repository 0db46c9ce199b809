"""What families do at school in turn: an hour of reading, a repair, a welcome. It pays no debt."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal

LONGEST_MINUTES, OLDEST_DAYS = 480, 366


def may_help(told: Help | Mapping[str, Any], today: date) -> Refusal | None:
    """None when this help at school can be recognised on that day, else what to mend.

    >>> reading = Help("Ana", "the school", HOURS(60), date(2026, 11, 16))
    >>> may_help(reading, date(2026, 11, 17)) is None, may_help(reading, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    told = told_as(Help, told)
    if told.giver == told.receiver:
        return Refusal("SAME_ACCOUNT", "Nobody helps themselves: choose whom it was for.", "receiver")
    if told.time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write the time it took, like 1 h 30.", "time")
    if told.time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    if told.time.minor > LONGEST_MINUTES:
        most = {"most": str(HOURS(LONGEST_MINUTES))}
        return Refusal("TOO_LARGE", "More than %(most)s is written down day by day.", "time", most)
    if told.done_on > today:
        return Refusal("IN_THE_FUTURE", "This is written down once it is done: that day is still to come.", "done_on")
    if (today - told.done_on).days > OLDEST_DAYS:
        return Refusal(
            "TOO_OLD", "That is more than %(days)s days ago. Ask the desk.", "done_on", {"days": str(OLDEST_DAYS)}
        )
    return None


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What whoever helps and the school are recognised with: the minutes, and nothing. The pot gives them.

    >>> credits(Help("Ana", "the school", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    return told_as(Help, told).time, HOURS(0)
