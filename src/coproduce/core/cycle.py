"""A dated window with a frozen close: orders, build days, two months at school, a month of sunlight, a dividend year.

It opens, takes what people want until one moment, and closes: from then on it looks at nothing but what was frozen.
What it comes to is a pure function of that, and what was settled is never written anew: put right, only the difference
is said, and names the cycle it belongs to.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from coproduce.core.arena import told_as

Inputs = TypeVar("Inputs")

State = Literal["planned", "open", "closed", "settled", "cancelled"]

#: Whose account, in which unit, and by how many minor units it changes.
Key = tuple[str, str]
Amounts = Mapping[Key, int]

#: So many windows may follow from one rule.
MOST = 1000


class CycleError(ValueError):
    """What a cycle does not do in its state. `code` is stable; `field` names what to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Cycle(Generic[Inputs]):
    """One window: its moments, how far it is, what was frozen at its close, and what was said of it, in that order.

    The first of `said` settled it; each later one is the difference that a correction made; `final` is their sum.
    """

    id: str
    opens_at: datetime
    closes_at: datetime
    state: State = "planned"
    frozen: Inputs | None = None
    said: tuple[Amounts, ...] = field(default=())

    @property
    def final(self) -> dict[Key, int]:
        """All that was said of it, added up; nothing that came to nothing."""
        return _sum(self.said)


def open_cycle(cycle: Cycle[Inputs], now: datetime) -> Cycle[Inputs]:
    """Open a planned one, from its first moment on."""
    _moments(cycle)
    _in(cycle, "planned")
    if now < cycle.opens_at:
        raise CycleError("TOO_EARLY", "now", f"{cycle.id} opens at {cycle.opens_at.isoformat()}.")
    return replace(cycle, state="open")


def accepts(cycle: Cycle[Inputs], now: datetime) -> bool:
    """Whether it takes what people want at this moment: open, and before its close."""
    return cycle.state == "open" and cycle.opens_at <= now < cycle.closes_at


def close(cycle: Cycle[Inputs], inputs: Inputs, now: datetime) -> Cycle[Inputs]:
    """Freeze what it is reckoned from, prices, shares and rules with it. Later changes do not reach this cycle."""
    _in(cycle, "open")
    if now < cycle.closes_at:
        raise CycleError("TOO_EARLY", "now", f"{cycle.id} closes at {cycle.closes_at.isoformat()}.")
    return replace(cycle, state="closed", frozen=deepcopy(inputs))


def settle(cycle: Cycle[Inputs], reckon: Callable[[Inputs], Amounts]) -> Cycle[Inputs]:
    """Say what it comes to. Settled already, it stays as it is: asked twice, it says nothing twice."""
    if cycle.state == "settled":
        return cycle
    _in(cycle, "closed")
    return replace(cycle, state="settled", said=(_reckoned(cycle, reckon),))


def correct(cycle: Cycle[Inputs], inputs: Inputs, reckon: Callable[[Inputs], Amounts]) -> Cycle[Inputs]:
    """Reckon it anew from better inputs, and say the difference alone; unchanged, nothing is said.

    >>> noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    >>> may = close(open_cycle(Cycle("May", noon, noon), noon), 30, noon)
    >>> def halves(much): return {("Ana", "kWh"): much, ("roof", "kWh"): -much}
    >>> late = correct(settle(may, halves), 33, halves)
    >>> late.said[1][("Ana", "kWh")], late.final[("Ana", "kWh")], len(correct(late, 33, halves).said)
    (3, 33, 2)
    """
    _in(cycle, "settled")
    fresh = _reckoned(replace(cycle, frozen=inputs), reckon)
    difference = _sum((fresh, {key: -amount for key, amount in cycle.final.items()}))
    said = (*cycle.said, difference) if difference else cycle.said
    return replace(cycle, frozen=deepcopy(inputs), said=said)


def cancel(cycle: Cycle[Inputs]) -> Cycle[Inputs]:
    """Call it off, as long as nothing was settled."""
    _in(cycle, "planned", "open", "closed")
    return replace(cycle, state="cancelled", frozen=None)


def moment(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which the clock on the wall there says that. CycleError for a time that a day leaves out.

    A time that comes twice, in the night the clocks go back, is the first one.

    >>> moment(date(2026, 7, 1), time(18), "Europe/Amsterdam").isoformat()
    '2026-07-01T16:00:00+00:00'
    >>> moment(date(2026, 3, 29), time(2, 30), "Europe/Amsterdam")
    Traceback (most recent call last):
    coproduce.core.cycle.CycleError: There is no 02:30 on 2026-03-29: the clocks go forward.
    """
    there = datetime.combine(day, at, ZoneInfo(zone))
    exact = there.astimezone(UTC)
    if exact.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise CycleError("NO_SUCH_TIME", "at", f"There is no {at:%H:%M} on {day}: the clocks go forward.")
    return exact


def steps(day: date, zone: str, minutes: int = 15) -> int:
    """How many steps of so many minutes that day has there: 92, 96 or 100 quarters of an hour.

    >>> [steps(date(2026, month, on), "Europe/Amsterdam") for month, on in ((3, 29), (7, 1), (10, 25))]
    [92, 96, 100]
    """
    begins, ends = (datetime.combine(one, time(), ZoneInfo(zone)).astimezone(UTC) for one in (day, day + _DAY))
    return int((ends - begins) / timedelta(minutes=minutes))


def comes_round(
    first: date, every: int, of: Literal["day", "week", "month"], *, count: int | None = None, until: date | None = None
) -> Iterator[date]:
    """The days on which it comes round, the first included. A rule has an end: a count, or a last day.

    A month that has no such day ends with its last one, and the next is of the first day's number again.

    >>> [day.isoformat() for day in comes_round(date(2026, 1, 31), 1, "month", count=3)]
    ['2026-01-31', '2026-02-28', '2026-03-31']
    """
    if (count is None) is (until is None):
        raise CycleError("NO_END", "count", "Say how many times, or until which day: one of the two.")
    for name, number in (("every", every), ("count", MOST if count is None else count)):
        if not 1 <= number <= MOST:
            raise CycleError("NOT_POSITIVE", name, f"{name} is {number}: write 1 to {MOST}.")
    for number in range(count or MOST):
        day = _after(first, number * every, of)
        if until and day > until:
            return
        yield day


class Wish(NamedTuple):
    """Who wants a place, when they said so, how old they are on that day, and what they can do."""

    who: str
    said_at: datetime
    years: int | None = None
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """So many places at one piece of work; the youngest age for it, and what one has to have learned."""

    capacity: int
    youngest_years: int = 0
    skill: str = ""


class Seated(NamedTuple):
    """Who has a place, who waits, both in the order they said so, and who cannot, with the code of why.

    Codes: TOO_YOUNG, AGE_UNKNOWN, NOT_LEARNED.
    """

    there: tuple[str, ...]
    waiting: tuple[str, ...]
    cannot: Mapping[str, str]


def seat(slot: Slot | Mapping[str, Any], wishes: Collection[Wish]) -> Seated:
    """Give out the places of a slot: who said so first has one, ties by name; who may not do it has none.

    >>> nine = datetime(2026, 5, 1, 9, tzinfo=UTC)
    >>> seat(Slot(1, youngest_years=18), [Wish("Ben", nine, 40), Wish("Ana", nine, 30), Wish("Kid", nine, 15)])
    Seated(there=('Ana',), waiting=('Ben',), cannot={'Kid': 'TOO_YOUNG'})
    """
    slot = told_as(Slot, slot)
    line: list[str] = []
    cannot: dict[str, str] = {}
    for wish in sorted(wishes, key=lambda wish: (wish.said_at, wish.who)):
        if code := _why_not(slot, wish):
            cannot[wish.who] = code
        elif wish.who not in line:
            line.append(wish.who)
    return Seated(tuple(line[: slot.capacity]), tuple(line[slot.capacity :]), cannot)


_DAY = timedelta(days=1)


def _why_not(slot: Slot, wish: Wish) -> str:
    if slot.youngest_years and wish.years is None:
        return "AGE_UNKNOWN"
    if wish.years is not None and wish.years < slot.youngest_years:
        return "TOO_YOUNG"
    return "NOT_LEARNED" if slot.skill and slot.skill not in wish.skills else ""


def _after(first: date, many: int, of: Literal["day", "week", "month"]) -> date:
    if of != "month":
        return first + many * (_DAY if of == "day" else 7 * _DAY)
    year, month = divmod(first.year * 12 + first.month - 1 + many, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (first.day - 1) * _DAY, following - _DAY)


def _reckoned(cycle: Cycle[Inputs], reckon: Callable[[Inputs], Amounts]) -> dict[Key, int]:
    """What it comes to, which adds up to nothing in every unit."""
    assert cycle.frozen is not None
    amounts = _sum((reckon(cycle.frozen),))
    units: dict[str, int] = {}
    for (_, unit), amount in amounts.items():
        units[unit] = units.get(unit, 0) + amount
    for unit, rest in units.items():
        if rest:
            raise CycleError("NOT_ZERO_SUM", unit, f"{cycle.id}: what is given and taken in {unit} differs by {rest}.")
    return amounts


def _sum(several: Sequence[Amounts]) -> dict[Key, int]:
    whole: dict[Key, int] = {}
    for amounts in several:
        for key, amount in amounts.items():
            whole[key] = whole.get(key, 0) + amount
    return {key: amount for key, amount in whole.items() if amount}


def _moments(cycle: Cycle[Inputs]) -> None:
    if cycle.opens_at.tzinfo is None or cycle.closes_at.tzinfo is None:
        raise CycleError("NO_ZONE", "opens_at", "A moment has a time zone: see `moment`.")
    if cycle.closes_at < cycle.opens_at:
        raise CycleError("TURNED", "closes_at", f"{cycle.id} closes before it opens.")


def _in(cycle: Cycle[Inputs], *states: State) -> None:
    if cycle.state not in states:
        raise CycleError(
            "STATE", "state", f"{cycle.id} is {cycle.state}; this is for one that is {' or '.join(states)}."
        )
