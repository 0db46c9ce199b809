"""What may be recorded as help, and what it is worth: an hour is an hour, whoever gives it.

Source: E. Cahn, No More Throw-Away People (2000): one hour of service earns one
time credit, whatever the service. The longest day follows TimeOverflow, which
also takes help in whole minutes. Rules take their frozen dataclasses, or plain
mappings with the same names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from coproduce.core.arena import Help, told_as
from coproduce.core.places import walking_minutes
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.week import ANY_TIME, overlap, times_of

LONGEST_AT_ONCE = HOURS(24 * 60)

#: Help is recorded up to a year back: older memories go in with the histories of the bank.
OLDEST = timedelta(days=366)


def may_record(told: Help | Mapping[str, Any], today: date) -> Refusal | None:
    """None when this help can be recorded, else what to mend.

    >>> from datetime import date
    >>> sewing = Help("Ana", "Ben", HOURS(90), date(2026, 11, 16))
    >>> may_record(sewing, today=date(2026, 11, 17)) is None
    True
    >>> may_record(Help("Ana", "Ana", HOURS(90), date(2026, 11, 16)), today=date(2026, 11, 17)).code
    'SAME_ACCOUNT'
    """
    told = told_as(Help, told)
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


def may_give(giver: object, receiver: object, time: Quantity) -> Refusal | None:
    """None when these hours can be given away; None as giver or receiver is the community's pot.

    >>> may_give("Ana", None, HOURS(60)) is None
    True
    >>> may_give(None, None, HOURS(60)).code
    'SAME_ACCOUNT'
    """
    if giver == receiver:
        return Refusal("SAME_ACCOUNT", "A gift goes to someone else: choose who it is for.", "receiver")
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "A time bank counts hours: write it like 1 h 30.", "time")
    if time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how many hours to give: one minute or more.", "time")
    return None


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What the giver and the receiver are recognised with: the same minutes, out and back.

    >>> credits(Help("Ana", "Ben", HOURS(90), date(2026, 11, 16)))
    (Quantity('1 h 30'), Quantity('−1 h 30'))
    """
    told = told_as(Help, told)
    return told.time, -told.time


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need as the desk looks for somebody: whose it is, its kind, the wider kind that belongs to, and when it suits.

    Kinds and people are any ids of the caller's; `week` is as in `core.week`.
    """

    who: str
    kind: str
    wider_kind: str
    week: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer of somebody who might help. `metres` lie between the middles of their parts of the town, None unknown.

    `asked_on` is the day they were last asked to help, None never. Who rests, has not answered yet what they were asked
    before, or may not meet the one who needs it is not `is_free`.
    """

    who: str
    kind: str
    wider_kind: str
    week: int = 0
    metres: int | None = None
    asked_on: date | None = None
    is_free: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is suggested: an English sentence with `%(name)s` places, translated when shown."""

    template: str
    values: Mapping[str, str | int | date]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom to ask first, and why."""

    who: str
    reasons: tuple[Reason, ...]


def suggest(
    need: Wanted | Mapping[str, Any], candidates: Iterable[Candidate | Mapping[str, Any]], today: date
) -> Suggestion | None:
    """The one to ask first, or None where nobody fits; in whatever order the candidates come.

    They offer the same kind of help, else one of the same wider kind, at a time that suits. Of those the nearest, then
    whoever was not asked for longest. A tie goes by the week and the person, so that it is not always the same one.

    >>> lift = Wanted("Ottoline", "lift", "transport", week=1)
    >>> near = Candidate("Grace", "lift", "transport", metres=450)
    >>> far = Candidate("Leon", "lift", "transport", metres=2000)
    >>> suggest(lift, [far, near], date(2026, 11, 17)).who
    'Grace'
    >>> suggest(lift, [Candidate("Ottoline", "lift", "transport")], date(2026, 11, 17)) is None
    True
    """
    need = told_as(Wanted, need)
    fitting = [one for one in (told_as(Candidate, one) for one in candidates) if _fits(need, one)]
    if not fitting:
        return None
    best = min(fitting, key=lambda one: _order(need, one, today))
    return Suggestion(best.who, _reasons(need, best))


def _fits(need: Wanted, one: Candidate) -> bool:
    is_of_kind = one.kind == need.kind or one.wider_kind == need.wider_kind
    return one.is_free and one.who != need.who and is_of_kind and overlap(need.week, one.week) != 0


def _order(need: Wanted, one: Candidate, today: date) -> tuple[bool, bool, int, date, bytes, int]:
    """Smallest first: the kind itself, a distance that is known, the distance, the day last asked, and the tie."""
    year, week, _ = today.isocalendar()
    tie = sha256(f"{year}-W{week:02} {one.who}".encode()).digest()
    return (
        one.kind != need.kind, one.metres is None, one.metres or 0, one.asked_on or date.min, tie,
        -overlap(need.week, one.week),
    )  # fmt: skip


def _reasons(need: Wanted, one: Candidate) -> tuple[Reason, ...]:
    reasons = [
        Reason("Offers this kind of help.", {})
        if one.kind == need.kind
        else Reason("Offers something of the same wider kind.", {})
    ]
    if one.metres is not None:
        minutes = walking_minutes(one.metres)
        reasons.append(
            Reason("About %(minutes)s minutes away on foot.", {"minutes": minutes})
            if minutes
            else Reason("Lives in the same part of town.", {})
        )
    common = overlap(need.week, one.week)
    if common != ANY_TIME:
        reasons.append(Reason(f"Free on {DAYS[times_of(common)[0][0]]}.", {}))
    reasons.append(
        Reason("Not asked since %(day)s.", {"day": one.asked_on}) if one.asked_on else Reason("Never asked yet.", {})
    )
    return tuple(reasons)


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
