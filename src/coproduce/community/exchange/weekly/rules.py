"""Who takes part from week to week, how people begin and stop, and how a forecast did: counted, never guessed.

Somebody takes part on a day if they helped or were helped within the thirteen weeks that end with it. Whoever begins
was brought by a member where who they first helped, or were helped by, took part before and the desk had no hand in
it; everybody else was brought by the desk, or came along with others who were new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coproduce.core.stats import wilson

WEEK = timedelta(days=7)

#: After so many weeks without help given or received somebody takes part no more.
QUIET_WEEKS = 13

#: How far a forecast may look ahead: two years.
MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Deed:
    """One contribution: who helped whom, when, and whether the desk brought it about. People are numbers."""

    giver: int
    receiver: int
    on: date
    is_by_desk: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """`k` of `n` chances that something happened in a week, with Wilson's 95 % interval; None where there was none."""

    k: int
    n: int
    share: float | None
    low: float | None
    high: float | None


def chance(k: int, n: int) -> Chance:
    """`k` of `n`.

    >>> chance(3, 20).share, chance(0, 0).share
    (0.15, None)
    """
    low, high = wilson(k, n)
    return Chance(k, n, k / n, low, high) if n else Chance(k, n, None, None, None)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Week by week, the last one ending today: members there were, how many took part, began and stopped.

    `brought` counts those who began through somebody who took part, and without the desk.
    """

    ends: tuple[date, ...]
    here: tuple[int, ...]
    taking_part: tuple[int, ...]
    began: tuple[int, ...]
    brought: tuple[int, ...]
    stopped: tuple[int, ...]

    @property
    def stopping(self) -> Chance:
        """Of everybody who took part a week before, how many stopped: a week's drop-out. The first quarter, in which
        nobody can be seen to stop, is left out."""
        since = slice(QUIET_WEEKS, None)
        return chance(sum(self.stopped[since]), sum(self.taking_part[since.start - 1 : -1]))

    def beginning(self, counted: Sequence[int]) -> Chance:
        """Of everybody who did not take part a week before, how many began so."""
        could = [here - part for here, part in zip(self.here[1:], self.taking_part[:-1], strict=True)]
        begun = counted[1:]
        return chance(sum(begun), sum(max(many, new) for many, new in zip(could, begun, strict=True)))

    @property
    def by_word_of_mouth(self) -> Chance:
        return self.beginning(self.brought)

    @property
    def by_the_desk(self) -> Chance:
        """The desk, or others who were new too."""
        return self.beginning([all_ - some for all_, some in zip(self.began, self.brought, strict=True)])


def taking_part_on(deeds: Iterable[Deed], day: date) -> frozenset[int]:
    """Everybody who helped or was helped within the thirteen weeks that end with this day."""
    since = day - QUIET_WEEKS * WEEK
    return frozenset(who for deed in deeds if since < deed.on <= day for who in (deed.giver, deed.receiver))


def weeks_of(deeds: Sequence[Deed], joined: Mapping[int, date], left: Mapping[int, date], today: date) -> Weeks:
    """Everything from the week of the first deed until today; no week where nobody has helped yet.

    `joined` and `left` are the days members came and went; deeds after today have not happened.

    >>> from datetime import date
    >>> deeds = [Deed(1, 2, date(2026, 3, 2), True), Deed(2, 3, date(2026, 3, 12), False)]
    >>> found = weeks_of(deeds, dict.fromkeys((1, 2, 3), date(2026, 1, 1)), {}, date(2026, 3, 15))
    >>> found.taking_part, found.began, found.brought
    ((2, 3), (2, 1), (0, 1))
    """
    happened = [deed for deed in deeds if deed.on <= today]
    many = max(((today - deed.on) // WEEK + 1 for deed in happened), default=0)
    ends = tuple(today - WEEK * (many - 1 - place) for place in range(many))
    by_week: list[list[Deed]] = [[] for _ in ends]
    for deed in happened:
        by_week[many - 1 - (today - deed.on) // WEEK].append(deed)
    seen = [frozenset(who for deed in some for who in (deed.giver, deed.receiver)) for some in by_week]
    rows = []
    before: frozenset[int] = frozenset()
    for place, end in enumerate(ends):
        now = frozenset[int]().union(*seen[max(0, place - QUIET_WEEKS + 1) : place + 1])
        new = now - before
        brought = {
            one
            for deed in by_week[place]
            if not deed.is_by_desk
            for one, other in ((deed.giver, deed.receiver), (deed.receiver, deed.giver))
            if one in new and other in before
        }
        here = sum(day <= end and not (who in left and left[who] <= end) for who, day in joined.items())
        rows.append((here, len(now), len(new), len(brought), len(before - now)))
        before = now
    columns = tuple(zip(*rows, strict=True)) if rows else ((),) * 5
    return Weeks(ends, *columns)


@dataclass(frozen=True, slots=True)
class Score:
    """How a forecast did: of the `n` weeks that have come, in how many (`k`) what came lay between its ends."""

    k: int
    n: int


def score(low: Sequence[int], high: Sequence[int], real: Sequence[int]) -> Score:
    """Held against the weeks that have come. ValueError for more of them than were foretold.

    >>> score([3, 3, 4], [5, 6, 8], [4, 7])
    Score(k=1, n=2)
    """
    if len(real) > len(low):
        raise ValueError(f"{len(low)} weeks were foretold, and {len(real)} are held against them.")
    return Score(sum(a <= came <= b for a, b, came in zip(low, high, real, strict=False)), len(real))


def is_a_fan(low: Sequence[int], middle: Sequence[int], high: Sequence[int]) -> bool:
    """Whether these are as many weeks of whole people, none below nobody, the middle between its ends.

    >>> is_a_fan([1, 1], [2, 2], [3, 4]), is_a_fan([1], [0], [3]), is_a_fan([], [], [])
    (True, False, False)
    """
    if not len(low) == len(middle) == len(high) or not 1 <= len(low) <= MOST_WEEKS:
        return False
    return all(0 <= a <= b <= c for a, b, c in zip(low, middle, high, strict=True))
