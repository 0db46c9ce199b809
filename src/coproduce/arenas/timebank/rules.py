"""What may be recorded as help, and what it is worth: an hour is an hour, whoever gives it.

Source: E. Cahn, No More Throw-Away People (2000): one hour of service earns one
time credit, whatever the service. The longest day follows TimeOverflow, which
also takes help in whole minutes.
"""

from datetime import date, timedelta

from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal

LONGEST_AT_ONCE = HOURS(24 * 60)

#: Help is recorded up to a year back: older memories go in with the histories of the bank.
OLDEST = timedelta(days=366)


def may_record(told: Help, today: date) -> Refusal | None:
    """None when this help can be recorded, else what to mend.

    >>> from datetime import date
    >>> sewing = Help("Ana", "Ben", HOURS(90), date(2026, 11, 16))
    >>> may_record(sewing, today=date(2026, 11, 17)) is None
    True
    >>> may_record(Help("Ana", "Ana", HOURS(90), date(2026, 11, 16)), today=date(2026, 11, 17)).code
    'SAME_ACCOUNT'
    """
    if told.giver == told.receiver:
        return Refusal("SAME_ACCOUNT", "Help is given to someone else: choose two different people.", "receiver")
    if told.time.unit != HOURS:
        return Refusal(
            "UNIT_MISMATCH",
            "A time bank counts hours: write the time it took, like 1 h 30.",
            "time",
            {"given": str(told.time)},
        )
    if told.time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    if told.time > LONGEST_AT_ONCE:
        return Refusal("TOO_LARGE", "Nobody helps longer than a day at once: record each day by itself.", "time")
    if told.done_on > today:
        return Refusal("IN_THE_FUTURE", "Help is recorded once it is done: this day is still to come.", "done_on")
    if today - told.done_on > OLDEST:
        return Refusal("TOO_OLD", "That is more than a year ago: it goes in with the history of your bank.", "done_on")
    return None


def credits(told: Help) -> tuple[Quantity, Quantity]:
    """What the giver and the receiver are recognised with: the same minutes, out and back.

    >>> credits(Help("Ana", "Ben", HOURS(90), date(2026, 11, 16)))
    (Quantity('1 h 30'), Quantity('−1 h 30'))
    """
    return told.time, -told.time
