"""Occasions without a database: on which days one comes round, what it needs, and whether there is a place.

People say a time by the clock on the wall, so a series keeps the wall's time across the change to summer time, and
each one lasts as long as the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: How an occasion may come round. Monthly keeps the weekday: the second Saturday, and a fifth becomes the last.
REPEATS = ("once", "weekly", "every two weeks", "monthly")

LONGEST_PLACE = 200

#: So many of one series are opened at once, a year of weeks.
MOST_IN_SERIES = 53

#: Which dates of a series a change is for, as calendars ask it.
DATES = ("this one", "this and following", "all to come")

MOST_SLOTS = 20
LARGEST_CAPACITY = 1000
LONGEST = timedelta(days=7)

#: Nothing is planned further ahead.
FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class SlotWanted:
    """What is needed, and how many can do it; no capacity is as many as like to."""

    needs: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class SlotSaid:
    """What is needed from now on: `slot` is the one it was until now; without it, it is something more."""

    needs: str
    capacity: int | None = None
    slot: UUID | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """Who came, and how many minutes they gave."""

    who: UUID
    minutes: int


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment by the clock of the community; one without a time zone was said by that clock."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def may_take_place(starts_at: datetime, ends_at: datetime, now: datetime, zone: ZoneInfo) -> Refusal | None:
    """None when something may be planned from the one moment to the other.

    >>> from datetime import UTC
    >>> noon, zone = datetime(2026, 11, 17, 12, tzinfo=UTC), ZoneInfo("Europe/London")
    >>> may_take_place(datetime(2026, 11, 21, 10), datetime(2026, 11, 21, 12), noon, zone) is None
    True
    >>> may_take_place(datetime(2026, 11, 21, 10), datetime(2026, 11, 21, 10), noon, zone).code
    'NOT_LATER'
    """
    if not all(now.year - 1 <= moment.year <= now.year + 4 for moment in (starts_at, ends_at)):
        return Refusal("WRONG_DAY", "Choose a day within the next three years.", "starts_at")
    begins, ends = local(starts_at, zone).astimezone(now.tzinfo), local(ends_at, zone).astimezone(now.tzinfo)
    if begins <= now:
        return Refusal("IN_THE_PAST", "Choose a day and a time that are still to come.", "starts_at")
    if begins > now + FURTHEST:
        return Refusal("WRONG_DAY", "Choose a day within the next three years.", "starts_at")
    if ends <= begins:
        return Refusal("NOT_LATER", "It ends after it begins: look at the two times.", "ends_at")
    if ends - begins > LONGEST:
        return Refusal("TOO_LONG", "Open one for each week: an occasion lasts seven days at most.", "ends_at")
    return None


def may_need(slots: Sequence[SlotWanted | SlotSaid]) -> Refusal | None:
    """None when these can be signed up for.

    >>> may_need([SlotWanted("Tea", 2), SlotWanted("Company")]) is None
    True
    """
    if not 0 < len(slots) <= MOST_SLOTS:
        return Refusal("WRONG_LENGTH", "Say what hands are needed for: one to %(most)s things.", "slots",
                       {"most": str(MOST_SLOTS)})  # fmt: skip
    for slot in slots:
        if fault := may_say(slot.needs, "slots", 120, "Say in a few words what is needed."):
            return fault
        if slot.capacity is not None and not 0 < slot.capacity <= LARGEST_CAPACITY:
            return Refusal("NOT_POSITIVE", "Write how many, from 1 to %(most)s, or leave it open.", "slots",
                           {"most": str(LARGEST_CAPACITY)})  # fmt: skip
    return None


def comes_round(first: date, repeats: str, until_on: date | None) -> tuple[date, ...] | Refusal:
    """The days of a series, the first among them, until a day that counts.

    >>> [str(day) for day in comes_round(date(2026, 11, 29), "monthly", date(2027, 2, 28))]
    ['2026-11-29', '2026-12-27', '2027-01-31', '2027-02-28']
    """
    if repeats not in REPEATS:
        return Refusal("UNKNOWN_REPEAT", "Choose one of: %(repeats)s.", "repeats", {"repeats": ", ".join(REPEATS)})
    if repeats == "once":
        return (first,)
    if until_on is None:
        return Refusal("MISSING", "Say until which day it comes round.", "until_on")
    if until_on < first:
        return Refusal("NOT_LATER", "That day comes before the first: choose a later one.", "until_on")
    days: list[date] = []
    for number in range(MOST_IN_SERIES + 1):
        day = (
            _month_on(first, number)
            if repeats == "monthly"
            else first + timedelta(weeks=number * (1 + (repeats != "weekly")))
        )
        if day > until_on:
            return tuple(days)
        days.append(day)
    return Refusal("TOO_MANY", "That is more than %(most)s at once: choose an earlier last day.", "until_on",
                   {"most": str(MOST_IN_SERIES)})  # fmt: skip


def _month_on(first: date, number: int) -> date:
    """The same weekday of the month, so many months on; of a fifth, the last."""
    which = (first.day - 1) // 7
    month = first.year * 12 + first.month - 1 + number
    begins = date(month // 12, month % 12 + 1, 1)
    day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7 + 7 * which)
    return day if day.month == begins.month else day - timedelta(days=7)


def moments(
    starts_at: datetime, ends_at: datetime, days: Sequence[date], zone: ZoneInfo
) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when on each day, by the same clock on the wall; in UTC.

    A time that a change of the clock leaves out is as long after midnight as it would have been.

    >>> spring = [date(2027, 3, 27), date(2027, 3, 28)]
    >>> wall = datetime(2027, 3, 27, 10), datetime(2027, 3, 27, 12)
    >>> [f"{start:%H:%M}" for start, _ in moments(*wall, spring, ZoneInfo("Europe/London"))]
    ['10:00', '09:00']
    """
    utc = ZoneInfo("UTC")
    begins = local(starts_at, zone)
    lasts = local(ends_at, zone).astimezone(utc) - begins.astimezone(utc)
    starts = (datetime.combine(day, begins.time().replace(fold=begins.fold), zone).astimezone(utc) for day in days)
    return tuple((start, start + lasts) for start in starts)


def moved(
    dates: Sequence[datetime], before: datetime, starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> tuple[tuple[datetime, datetime], ...]:
    """Dates of a series, each as many days on as the one that was at `before`, at its new time and as long as it.

    >>> from datetime import UTC
    >>> zone = ZoneInfo("Europe/London")
    >>> saturdays = [datetime(2027, 3, day, 10, tzinfo=UTC) for day in (13, 20)]
    >>> sunday = datetime(2027, 3, 14, 15), datetime(2027, 3, 14, 17)
    >>> [f"{start:%a %d %H}-{end:%H}" for start, end in moved(saturdays, saturdays[0], *sunday, zone)]
    ['Sun 14 15-17', 'Sun 21 15-17']
    """
    days_on = local(starts_at, zone).date() - local(before, zone).date()
    return moments(starts_at, ends_at, [local(date, zone).date() + days_on for date in dates], zone)


def free_places(capacity: int | None, taken: int) -> int | None:
    """How many may still come; None is as many as like to.

    >>> free_places(3, 1), free_places(3, 4), free_places(None, 40)
    (2, 0, None)
    """
    return None if capacity is None else max(0, capacity - taken)
