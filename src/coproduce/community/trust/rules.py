"""How near a tie is, when silence is noticed and who is asked then, and whom to introduce: rules without a database.

Numbers here decide an order or a word and are shown to nobody. Our own choice, after what
befriending and call rounds such as Jersey's Call & Check do: only whoever wants it, people asked before any office.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Literal, TypeVar

from coproduce.core.ladder import Period, Rung, Step, Terms, climb
from coproduce.core.refusal import Refusal
from coproduce.core.stats import Suppression, difference_in_differences, difference_sequence
from coproduce.core.stats.figure import Figure, difference_of, share_of

#: Days after which a tie counts half, where the installation sets nothing else.
HALF_DAYS = 30

#: What was done longer ago than this says nothing of a tie any more.
SEEN_DAYS = 365

#: A question nobody answered fades after so many days; a no is remembered for half a year, and nobody reads it.
WAITS_DAYS, REMEMBERED_DAYS = 60, 182

#: Days of silence somebody may choose: a day is too short to be noticed kindly, a season too long to matter.
FEWEST_DAYS, MOST_DAYS = 2, 60

#: With fewer names than this, and after so many days without an answer, the desk is asked too.
FEW_NAMES, ANSWER_DAYS = 2, 2

#: Tries at different hours before somebody is asked to go and look.
TRIES = 2

#: Of those who might like a call, so many a week.
CALLS_A_WEEK = 10

#: A tie of so many days before a need counts, and help within so many days after it.
BEFORE_DAYS, MET_DAYS = 180, 42

#: Days looked at on each side of the day a service arrived.
AROUND_DAYS = 90

#: Colder than this, and one might like a call.
COLD = 0.5

DAY = timedelta(days=1)

Person = TypeVar("Person", bound=Hashable)
Near = Literal["near", "further", "far"]

#: First the circle is asked, then the desk. Neither does anything by itself: a person decides what happens.
LADDER = Terms((Rung("circle"), Rung("desk")))


def fade(days: int, half_days: int = HALF_DAYS) -> float:
    """What is left of a tie of 1 so many days after they last had to do with each other.

    >>> fade(0), fade(30), fade(60), fade(10, half_days=10)
    (1.0, 0.5, 0.25, 0.5)
    """
    return float(0.5 ** (max(0, days) / half_days))


def warmth(last: Iterable[date], today: date, half_days: int = HALF_DAYS) -> float:
    """All of somebody's ties together, by the day each was last seen. Nobody reads it: it decides who might like a
    call.

    >>> today = date(2026, 11, 17)
    >>> warmth([today, today - timedelta(days=30)], today), warmth([], today)
    (1.5, 0.0)
    """
    return float(sum(fade((today - day).days, half_days) for day in last))


def near(days: int, half_days: int = HALF_DAYS) -> Near:
    """How near somebody is drawn: within one half of fading, within three, or further.

    >>> near(30), near(31), near(90), near(91)
    ('near', 'further', 'further', 'far')
    """
    if days <= half_days:
        return "near"
    return "further" if days <= 3 * half_days else "far"


def may_keep(days: int) -> Refusal | None:
    """None when silence may be noticed after so many days.

    >>> may_keep(7) is None, may_keep(1).code
    (True, 'OUT_OF_RANGE')
    """
    if FEWEST_DAYS <= days <= MOST_DAYS:
        return None
    between = {"fewest": str(FEWEST_DAYS), "most": str(MOST_DAYS)}
    return Refusal("OUT_OF_RANGE", "Choose from %(fewest)s to %(most)s days.", "days", between)


def heard_last(since_on: date, noted_on: date | None, helped_on: date | None) -> date:
    """The last day somebody said they had to do with them: a call or visit that was noted, or help given or received.

    A sign-in is none of these. Before anything was said it is the day they asked for it.

    >>> heard_last(date(2026, 11, 1), None, None), heard_last(date(2026, 11, 1), date(2026, 11, 3), date(2026, 11, 9))
    (datetime.date(2026, 11, 1), datetime.date(2026, 11, 9))
    """
    return max(day for day in (since_on, noted_on, helped_on) if day)


def silence(heard_on: date, days: int, names: int, circle_asked_on: date | None, today: date) -> Step:
    """On which rung a silence stands: 0 none, 1 the circle is asked, 2 the desk too, where a person decides.

    More than `days` days without a word are a silence. The circle has two days from when it was asked; with fewer than
    two names in it nobody waits.

    >>> heard = date(2026, 11, 1)
    >>> [silence(heard, 7, 3, None, heard + timedelta(days=gone)).name for gone in (7, 8, 30)]
    ['', 'circle', 'circle']
    >>> [silence(heard, 7, 3, date(2026, 11, 9), date(2026, 11, day)).name for day in (10, 11)]
    ['circle', 'desk']
    >>> silence(heard, 7, 1, None, date(2026, 11, 9)).is_proposed
    True
    """
    quiet_on = heard_on + (days + 1) * DAY
    if today < quiet_on:
        return climb(LADDER, (), today)
    if names < FEW_NAMES:  # the circle's turn is over before it begins
        return climb(LADDER, (Period("breach", quiet_on - DAY, quiet_on), Period("breach", quiet_on, quiet_on)), today)
    known = [Period("breach", quiet_on, max(quiet_on, circle_asked_on) if circle_asked_on else None)]
    if circle_asked_on:
        answered_by = max(quiet_on, circle_asked_on) + ANSWER_DAYS * DAY
        known.append(Period("breach", answered_by, answered_by))
    return climb(LADDER, known, today)


#: What somebody at the desk does next in a silence, in this order; none of it happens by itself.
STEPS = ("ring", "ring again", "named contact", "key", "doorstep", "emergency")


def next_step(tries: int) -> str:
    """What comes after so many tries: rung twice, at different hours, before anybody goes and looks.

    >>> next_step(0), next_step(1), next_step(2), next_step(99)
    ('ring', 'ring again', 'named contact', 'emergency')
    """
    return STEPS[min(tries, len(STEPS) - 1)]


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two of different groups whom somebody knows both."""

    one: Hashable
    other: Hashable
    between: Hashable


def who_could_bridge(
    ties: Iterable[tuple[Person, Person]],
    groups: Mapping[Person, Hashable],
    apart: Collection[frozenset[Person]] = (),
    most: int = 5,
) -> list[Bridge]:
    """Pairs of different groups with no tie of their own whom somebody knows both: those of groups with fewest ties
    between them first, and nobody named in two.

    Whoever is of no group, and two who are to be kept `apart`, are left out.

    >>> streets = {"A": "Mill", "B": "Mill", "C": "Hill", "D": "Hill"}
    >>> who_could_bridge(["AB", "BC", "CD"], streets, most=1)
    [Bridge(one='A', other='C', between='B')]
    >>> who_could_bridge(["AB", "BC"], streets, apart=[frozenset("AC")])
    []
    """
    beside: dict[Person, list[Person]] = {}
    known = {frozenset(tie) for tie in ties if tie[0] != tie[1]}
    between: dict[frozenset[Hashable], int] = {}
    for tie in sorted(known, key=lambda pair: sorted(map(str, pair))):
        one, other = sorted(tie, key=str)
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
        if one in groups and other in groups and groups[one] != groups[other]:
            pair = frozenset((groups[one], groups[other]))
            between[pair] = between.get(pair, 0) + 1
    found: list[tuple[int, Bridge]] = []
    for middle, others in beside.items():
        for one, other in combinations(sorted(others, key=str), 2):
            pair = frozenset((one, other))
            if one not in groups or other not in groups or groups[one] == groups[other]:
                continue
            if pair not in known and pair not in apart:
                found.append((between.get(frozenset((groups[one], groups[other])), 0), Bridge(one, other, middle)))
    chosen: list[Bridge] = []
    named: set[Hashable] = set()
    for _, bridge in sorted(found, key=lambda row: (row[0], str(row[1].one), str(row[1].other))):
        if len(chosen) < most and not {bridge.one, bridge.other} & named:
            chosen.append(bridge)
            named |= {bridge.one, bridge.other}
    return chosen


def in_tiles(places: Sequence[tuple[Hashable, float, float]], wide: int = 3) -> dict[Hashable, tuple[int, int]]:
    """Where each place stands on a chart of tiles, (column, row): north above south, west before east.

    Places told at one point stand beside each other, in the order they were told.

    >>> in_tiles([("south", 51.0, -2.0), ("east", 52.0, -1.0), ("west", 52.0, -2.0)], wide=2)
    {'west': (0, 0), 'east': (1, 0), 'south': (0, 1)}
    """
    by_north = sorted(places, key=lambda place: -place[1])
    rows = [by_north[first : first + wide] for first in range(0, len(by_north), wide)]
    return {
        place[0]: (column, number)
        for number, row in enumerate(rows)
        for column, place in enumerate(sorted(row, key=lambda place: place[2]))
    }


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """Somebody's first need of a year: whether a tie of theirs stood before, and whether they were helped in time;
    None of who left meanwhile."""

    had_tie: bool
    was_helped: bool | None


@dataclass(frozen=True, slots=True)
class Around:
    """Whether a service came to somebody, and whether they had to do with others, before and after it began."""

    was_served: bool
    tied_before: bool
    tied_after: bool


def helped_where_tied(
    rows: Iterable[NeedSaid], from_on: date, until_on: date
) -> tuple[tuple[tuple[bool, Figure], ...], Figure]:
    """Is help likelier where a tie stood before: the share helped, with a tie and without, and their difference.

    Design C, a crude comparison: who has ties differs in more than ties. A live figure, whose interval holds at every
    look; hidden where a share is of few.

    >>> rows = [NeedSaid(True, True)] * 30 + [NeedSaid(True, False)] * 10 + [NeedSaid(False, True)] * 20
    >>> rows += [NeedSaid(False, False)] * 20 + [NeedSaid(False, None)] * 9
    >>> groups, difference = helped_where_tied(rows, date(2026, 1, 1), date(2026, 11, 1))
    >>> [(had_tie, figure.k, figure.n) for had_tie, figure in groups]
    [(True, 30, 40), (False, 20, 40)]
    >>> difference.design, round(difference.estimate, 2), difference.reading, difference.missing
    ('C', 0.25, 'cannot tell', 9)
    """
    said = list(rows)
    known = [row for row in said if row.was_helped is not None]
    missing = len(said) - len(known)
    sides = []
    for had_tie in (True, False):
        n = [row for row in known if row.had_tie is had_tie]
        sides.append((sum(row.was_helped is True for row in n), len(n)))
    groups = tuple(
        (had_tie, share_of(k, n, of="people who said what would help", from_on=from_on, until_on=until_on, design="C",
                           is_live=True))
        for had_tie, (k, n) in zip((True, False), sides, strict=True)
    )  # fmt: skip
    (k1, n1), (k2, n2) = sides
    is_shown = all(figure.estimate is not None for _, figure in groups)
    estimate = k1 / n1 - k2 / n2 if is_shown else None
    low, high = difference_sequence(k1, n1, k2, n2) if is_shown else (None, None)
    difference = difference_of(
        estimate, low, high, n1 + n2, design="C", of="people who said what would help", from_on=from_on,
        until_on=until_on, missing=missing,
    )  # fmt: skip
    # Beside one group that is hidden, the sum of both would tell it.
    return groups, difference if is_shown else replace(difference, n=None)


def ties_after(rows: Iterable[Around], from_on: date, until_on: date) -> Figure:
    """What happened to ties after a service arrived: how much more the share with a tie changed among those it came to
    than among the others, by difference in differences (design E), each person held together with themselves.

    Nothing is told where those served, or the others, are few. It holds only where both would have gone alike.

    >>> rows = [Around(True, True, False)] * 8 + [Around(True, True, True)] * 8
    >>> rows += [Around(False, True, True)] * 14 + [Around(False, True, False)] * 2
    >>> found = ties_after(rows, date(2026, 1, 1), date(2026, 6, 30))
    >>> found.design, found.n, round(found.estimate, 3)
    ('E', 32, -0.375)
    """
    people, rule = list(rows), Suppression()
    arms = [sum(row.was_served is arm for row in people) for arm in (True, False)]
    what: dict[str, Any] = {"of": "people here before and after", "from_on": from_on, "until_on": until_on}
    if not all(arms) or None in map(rule.hide, arms):
        return difference_of(None, None, None, len(people) if all(arms) else 0, design="E", **what)
    both = [(row, number, at) for number, row in enumerate(people) for at in (0, 1)]
    found = difference_in_differences(
        [float(row.tied_after if at else row.tied_before) for row, _, at in both],
        [int(row.was_served) for row, _, _ in both],
        [at for _, _, at in both],
        [number for _, number, _ in both],
    )
    return difference_of(found.estimate, found.low, found.high, len(people), design="E", **what)
