"""What was done in a year, counted: who took part, who was asked, whether giving and receiving come out even.

Every figure is live, and so its interval holds at every look. Nothing small is shown, to anybody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coproduce.community.evidence.queries.books import Books
from coproduce.community.people.counting.rules import AGE_BANDS, SEXES
from coproduce.core.stats import Rounding, Suppression, gini
from coproduce.core.stats.figure import NOT_SAID, Figure, by_group, share_of


@dataclass(frozen=True, slots=True)
class Year:
    """What a community's books say of one year, few hidden."""

    from_on: date
    until_on: date
    took_part: Figure
    by_sex: tuple[tuple[tuple[str, ...], Figure], ...]
    by_age: tuple[tuple[tuple[str, ...], Figure], ...]
    both_ways: Figure
    funnel: tuple[tuple[str, int | None], ...]
    has_fault: bool
    minutes: int | None
    unevenness: float | None


def year_of(books: Books) -> Year:
    """The figures of a year. Only members who are here now are counted, so that each is in one group."""
    rule, rows = Suppression(), books.members
    from_on, today = books.from_on, books.today
    part = [one for one in rows if one.gave or one.got]
    both = sum(1 for one in part if one.gave and one.got)
    minutes = _minutes(books)
    steps = _funnel(books)
    return Year(
        from_on,
        today,
        share_of(len(part), len(rows), of="members", rule=rule, is_live=True, from_on=from_on, until_on=today),
        _split(books, "sex", SEXES),
        _split(books, "age", AGE_BANDS),
        share_of(both, len(part), of="members who took part", rule=rule, is_live=True, from_on=from_on, until_on=today),
        tuple((name, Rounding(rule).of(count)) for name, count in steps),
        any(later > before for (_, before), (_, later) in pairwise(steps)),
        sum(minutes) if rule.hide(sum(1 for one in minutes if one)) else None,
        gini(minutes) if minutes and rule.hide(sum(1 for one in minutes if one)) else None,
    )


def _split(books: Books, by: str, groups: Sequence[str]) -> tuple[tuple[tuple[str, ...], Figure], ...]:
    """Who took part, by a group of theirs; who did not say is one."""
    counts = {group: [0, 0] for group in groups}
    for one in books.members:
        count = counts.setdefault(getattr(one, by), [0, 0])
        count[0] += one.gave or one.got
        count[1] += 1
    named = [(group, k, n) for group, (k, n) in counts.items() if n or group == NOT_SAID]
    return by_group(named, of="members", is_live=True, from_on=books.from_on, until_on=books.today)


def _minutes(books: Books) -> list[int]:
    """Minutes each member gave, nought for who gave none."""
    gave: Counter[int] = Counter()
    for (giver, _), amount in books.minutes.items():
        gave[giver] += amount
    return [max(0, gave[one.agent]) for one in books.members]


def _funnel(books: Books) -> list[tuple[str, int]]:
    """Steps, each of those in the step before."""
    was_asked = {one.agent for one in books.asks if one.is_asked}
    got = {one.agent for one in books.members if one.got}
    gave = {one.agent for one in books.members if one.gave}
    return [
        ("members", len(books.members)),
        ("took part", len(got | gave)),
        ("were helped", len(got)),
        ("were asked, or answered first", len(got & was_asked)),
        ("have helped somebody", len(got & was_asked & gave)),
    ]
