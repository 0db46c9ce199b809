"""Which days may be closed, and opened again: decided without a database."""

from datetime import date

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_REASON = 200

_WHY = "Say why: whoever finds the books closed, or open again, reads it."


def may_close(through: date, closed_through: date | None, today: date, why: str) -> Refusal | None:
    """None when the books may be closed up to that day, else what to mend.

    >>> day = date(2026, 11, 17)
    >>> may_close(date(2026, 10, 31), None, day, "October is counted") is None
    True
    >>> may_close(day, None, day, "October is counted").code
    'NOT_OVER'
    """
    if through >= today:
        return Refusal("NOT_OVER", "Only days that are over can be closed: choose yesterday or earlier.", "through")
    if closed_through and through <= closed_through:
        said = {"day": closed_through.isoformat()}
        return Refusal("ALREADY_CLOSED", "They are closed up to %(day)s already. Choose a later day.", "through", said)
    return may_say(why, "why", LONGEST_REASON, _WHY)


def may_open(through: date | None, closed_through: date | None, why: str) -> Refusal | None:
    """None when only days up to `through`, or none, may stay closed, else what to mend.

    >>> may_open(None, date(2026, 10, 31), "A sheet of October came late") is None
    True
    >>> may_open(None, None, "A sheet of October came late").code
    'NOT_CLOSED'
    """
    if closed_through is None:
        return Refusal("NOT_CLOSED", "No day is closed: there is nothing to open.", "through")
    if through and through >= closed_through:
        said = {"day": closed_through.isoformat()}
        return Refusal("NOT_CLOSED", "They are closed up to %(day)s only. Choose an earlier day.", "through", said)
    return may_say(why, "why", LONGEST_REASON, _WHY)
