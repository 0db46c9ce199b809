"""A month of one community: what each supply point used and made on its own days, shared by the key members chose.

What is not known counts as nothing, neither taken nor given, and it is said how much of it there was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from coproduce.arenas.energy.rules.keys import Key
from coproduce.arenas.energy.rules.money import Allocation, flows
from coproduce.arenas.energy.rules.points import Belonging, own_part
from coproduce.arenas.energy.rules.readings import ESTIMATED, Curve
from coproduce.core.arena import told_as

#: Where intervals are counted from, so that the odd watt-hour goes round from month to month.
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A supply point: which days are the community's, and its curves of a month, of what it uses and what it makes."""

    meter: str
    belongings: tuple[Belonging, ...]
    used: Curve | None = None
    made: Curve | None = None
    uses: bool = True
    makes: bool = False


@dataclass(frozen=True)
class Sharing:
    """A key and what it goes by, by meter: parts per million, or for pair from whom to whom; classes for cascade.

    Who is not named has no part, and is of the last class.
    """

    key: Key
    parts: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)

    def weights(self, meters: Sequence[str]) -> NDArray[np.int64] | None:
        """The parts as `flows` takes them; None for a key that has none."""
        if self.key == "pair":
            rows = [[self.pairs.get(giver, {}).get(meter, 0) for meter in meters] for giver in meters]
            return np.array(rows, np.int64).reshape(len(meters), len(meters))
        if self.key in ("static", "hybrid"):
            return np.array([self.parts.get(meter, 0) for meter in meters], np.int64)
        return None

    def priority(self, meters: Sequence[str]) -> NDArray[np.int64]:
        """The classes as `flows` takes them; a key that has none does not look at them."""
        last = max(self.classes.values(), default=0) + 1
        return np.array([self.classes.get(meter, last) for meter in meters], np.int64)


class Shared(NamedTuple):
    """A meter's month; of how many intervals nothing is known and how many are guessed; when it got and gave most.

    The hours are those of the clock there; None where it got or gave nothing.
    """

    allocation: Allocation
    missing: int
    estimated: int
    got_at: int | None
    gave_at: int | None


class Days(NamedTuple):
    """From the first day to the last, both included, by the clock of a place, in intervals of so many minutes."""

    first_on: date
    last_on: date
    zone: str
    step_minutes: int = 15

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def step(self) -> timedelta:
        return timedelta(minutes=self.step_minutes)

    @property
    def many(self) -> int:
        """How many intervals there are.

        >>> Days(date(2026, 3, 1), date(2026, 3, 31), "Europe/Amsterdam").many
        2972
        """
        return (self.midnight(self.last_on + timedelta(1)) - self.midnight(self.first_on)) // self.step

    @property
    def start(self) -> int:
        """The number of the first interval."""
        return (self.midnight(self.first_on) - _FIRST) // self.step

    def hours(self) -> NDArray[np.int64]:
        """Which hour the clock there shows, interval by interval.

        >>> Days(date(2026, 3, 29), date(2026, 3, 29), "Europe/Amsterdam", 60).hours()[:4].tolist()
        [0, 1, 3, 4]
        """
        begins, zone = self.midnight(self.first_on), ZoneInfo(self.zone)
        return np.array([(begins + number * self.step).astimezone(zone).hour for number in range(self.many)], np.int64)


def month_of(month_on: date, zone: str, step_minutes: int = 15) -> Days:
    """The month that begins on that day.

    >>> month_of(date(2026, 12, 1), "UTC").last_on.isoformat()
    '2026-12-31'
    """
    after = date(month_on.year + month_on.month // 12, month_on.month % 12 + 1, 1)
    return Days(month_on, after - timedelta(1), zone, step_minutes)


def loads(
    places: Sequence[Place], community: str, days: Days | tuple[Any, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each place used and made of the community's, (places, intervals): nothing where nothing is known.

    >>> mill = [Belonging("hill", 500_000, date(2026, 5, 2))]
    >>> place = Place("mill", mill, Curve("mill", 720, (8, None, 8, 8), "mxmm"))
    >>> loads([place], "hill", Days(date(2026, 5, 1), date(2026, 5, 2), "UTC", 720))[0].tolist()
    [[0, 0, 4, 4]]
    """
    days = Days(*days)

    def parts(curves: Iterable[Curve | None]) -> NDArray[np.int64]:
        rows = [
            own_part([one or 0 for one in curve.wh], place.belongings, community, days.first_on, days.zone,
                     days.step_minutes)
            if curve else np.zeros(days.many, np.int64)
            for place, curve in zip(places, curves, strict=True)
        ]  # fmt: skip
        return np.array(rows, np.int64).reshape(len(places), days.many)

    return parts(place.used for place in places), parts(place.made for place in places)


def share_month(
    places: Iterable[Place], sharing: Sharing | Mapping[str, Any], community: str, days: Days | tuple[Any, ...]
) -> tuple[Shared, ...]:
    """The month of each place, in their order.

    >>> noon = Days(date(2026, 5, 1), date(2026, 5, 1), "UTC", 720)
    >>> all_of_it = (Belonging("hill", 1_000_000, date(2026, 1, 1)),)
    >>> ana = Place("Ana", all_of_it, used=Curve("Ana", 720, (None, 70), "xm"))
    >>> roof = Place("roof", all_of_it, made=Curve("roof", 720, (0, 90), "mm"), uses=False, makes=True)
    >>> for one in share_month([ana, roof], Sharing("dynamic"), "hill", noon):
    ...     print(one.allocation.bought_wh, one.allocation.sold_wh, one.missing, one.got_at, one.gave_at)
    70 0 1 12 None
    0 70 0 None 12
    """
    places, sharing, days = tuple(places), told_as(Sharing, sharing), Days(*days)
    meters = [place.meter for place in places]
    used, made = loads(places, community, days)
    found = flows(
        used, made, key=sharing.key, weights=sharing.weights(meters), priority=sharing.priority(meters),
        start=days.start,
    )  # fmt: skip
    hours = days.hours()
    return tuple(
        Shared(allocation, *_not_measured(place, community, days), _most_at(bought, hours), _most_at(sold, hours))
        for place, allocation, bought, sold in zip(
            places, found.months(meters), found.bought, found.sold, strict=True
        )
    )  # fmt: skip


def _not_measured(place: Place, community: str, days: Days) -> tuple[int, int]:
    """Of how many intervals of its own days something is missing, and in how many something was guessed."""
    ones = np.full(days.many, 1_000_000)
    is_ours = own_part(ones, place.belongings, community, days.first_on, days.zone, days.step_minutes) > 0
    missing, estimated = np.zeros(days.many, np.bool_), np.zeros(days.many, np.bool_)
    for is_told, curve in ((place.uses, place.used), (place.makes, place.made)):
        if is_told and curve is None:
            missing[:] = True
        elif is_told and curve:
            missing |= np.array([one is None for one in curve.wh])
            estimated |= np.array([letter == ESTIMATED for letter in curve.quality])
    return int((missing & is_ours).sum()), int((estimated & is_ours).sum())


def _most_at(wh: NDArray[np.int64], hours: NDArray[np.int64]) -> int | None:
    """The hour of the day in which most of it was; the earliest of several."""
    by_hour = [int(wh[hours == hour].sum()) for hour in range(24)]
    return by_hour.index(max(by_hour)) if any(by_hour) else None
