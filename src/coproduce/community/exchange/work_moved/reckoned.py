"""Work moved: hours members give, by sex, beside the paid hours of staff; for any arena that counts hours.

Sex is what people said of themselves, as it stands today; "not said" is counted like any other answer. The hours are
those of the contributions that stand, so they are the ledger's to the minute. Who may not see the books whole reads
sums of more than a few people, by `Suppression`, and no paid hours by sex: staff are few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, F, IntegerField, Min, Sum, Value, When

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.counting.rules import MAN, NOT_SAID, OTHER, WOMAN
from coproduce.community.people.counting.staff_hours import standing_staff_hours
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Crossed, Suppression

#: Families and groups give too; they have no sex.
GROUP = "group"

#: All of them as one column.
GAVE = "gave"

WHO = (WOMAN, MAN, OTHER, NOT_SAID, GROUP)


@dataclass(frozen=True, slots=True)
class Part:
    """What some gave and were paid; `who` names several where they were put together. None is not shown."""

    who: tuple[str, ...]
    people: int | None
    given_minutes: int | None
    paid_minutes: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One month, several put together, or the year. `elsewhere_minutes` were paid for the whole community.

    No `parts` where it may not be told who gave.
    """

    months: tuple[str, ...]
    parts: tuple[Part, ...]
    everybody: Part
    elsewhere_minutes: int


@dataclass(frozen=True, slots=True)
class WorkMoved:
    """A year. How many people gave is said of the year; of months only to who sees the books whole."""

    year: int
    is_whole: bool
    months: tuple[Line, ...]
    total: Line


@dataclass(frozen=True, slots=True)
class _Gave:
    """What one giver gave in a month."""

    month: str
    who: str
    giver: int
    minutes: int


@dataclass(frozen=True, slots=True)
class _Paid:
    """What was paid in a month, for the arena and for the whole community, by whose."""

    here: Counter[tuple[str, str]]
    elsewhere: Counter[str]


def paid_and_unpaid(actor: Actor, arena: str, today: date, year: int | None = None) -> WorkMoved | None:
    """Given and paid hours of a year, this one unless said; None for who may not read the arena's figures."""
    seen = policy.rule_on(actor, f"{arena}.read_figures")
    if seen == "deny":
        return None
    return work_moved(actor.community_id, arena, today, year or today.year, is_whole=seen == "allow")


def work_moved(community_id: int, arena: str, today: date, year: int, is_whole: bool) -> WorkMoved:
    """Given and paid hours of a year until today. `is_whole` for who may see the books whole."""
    months = [f"{year:04}-{month:02}" for month in range(1, 13) if (year, month) <= (today.year, today.month)]
    gave, paid = _gave(community_id, arena, year), _paid(community_id, arena, year)
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in gave:
        people[one.month, one.who].add(one.giver)
    rule = Suppression(0) if is_whole else Suppression()
    crossed = rule.crossed(months, WHO, people)
    by_month = crossed
    if len(crossed.rows) < 2 and not is_whole:
        # Months that cannot be told apart by who gave are told without it: `crossed` allows the sum of any row.
        everybody = {(month, GAVE): set().union(*(people[month, who] for who in WHO)) for month in months}
        by_month = replace(rule.crossed(months, (GAVE,), everybody), columns=())
    lines = (_line(group, by_month, gave, paid, is_whole, is_whole) for group in by_month.rows)
    total = _line(tuple(months), crossed, gave, paid, is_whole, True)
    return WorkMoved(year, is_whole, tuple(lines), total)


def years_of_work(community_id: int, arena: str, today: date) -> tuple[int, ...]:
    """From this year back to the first in which somebody gave."""
    given = Contribution.objects.filter(community_id=community_id, arena=arena, unit=HOURS.code, corrected_by=None)
    first = given.aggregate(first=Min("effective_on"))["first"] or today
    return tuple(range(today.year, min(first.year, today.year) - 1, -1))


def _line(
    months: tuple[str, ...], crossed: Crossed, gave: Sequence[_Gave], paid: _Paid, is_whole: bool, says_people: bool
) -> Line:
    here = [one for one in gave if one.month in months]
    columns = () if crossed.is_hidden else crossed.columns
    parts = tuple(_part(who, months, here, paid if is_whole else None, says_people) for who in columns)
    if crossed.is_hidden:
        everybody = Part((), None, None, _sum_paid(paid, months, WHO))
    else:
        everybody = _part(WHO, months, here, paid, says_people)
    return Line(months, parts, everybody, sum(paid.elsewhere[month] for month in months))


def _part(
    who: tuple[str, ...], months: tuple[str, ...], gave: Iterable[_Gave], paid: _Paid | None, says_people: bool
) -> Part:
    theirs = [one for one in gave if one.who in who]
    return Part(
        who,
        len({one.giver for one in theirs}) if says_people else None,
        sum(one.minutes for one in theirs),
        None if paid is None else _sum_paid(paid, months, who),
    )


def _sum_paid(paid: _Paid, months: Iterable[str], who: Iterable[str]) -> int:
    return sum(paid.here[month, one] for month in months for one in who)


def _gave(community_id: int, arena: str, year: int) -> list[_Gave]:
    begins = [date(year, month, 1) for month in range(2, 13)]
    months = [When(effective_on__lt=day, then=Value(number)) for number, day in enumerate(begins, start=1)]
    rows = (
        Contribution.objects.filter(community_id=community_id, arena=arena, unit=HOURS.code, corrected_by=None)
        .filter(effective_on__gte=date(year, 1, 1), effective_on__lte=date(year, 12, 31))
        # A month by its first day and the next one's: SQLite would ask Python for the month of every row.
        .annotate(month=Case(*months, default=Value(12), output_field=IntegerField()))
        .values("month", "giver", "giver__kind", sex=F("giver__membership__about_me__sex"))
        .annotate(minutes=Sum("amount"))
        .order_by("month", "giver")
    )
    return [
        _Gave(
            f"{year:04}-{row['month']:02}",
            (row["sex"] or NOT_SAID) if row["giver__kind"] == Agent.PERSON else GROUP,
            row["giver"],
            row["minutes"],
        )
        for row in rows
    ]


def _paid(community_id: int, arena: str, year: int) -> _Paid:
    here: Counter[tuple[str, str]] = Counter()
    elsewhere: Counter[str] = Counter()
    for row in standing_staff_hours(community_id, year).filter(arena__in=(arena, "")):
        month = f"{row.month_on:%Y-%m}"
        hours = {WOMAN: row.women_minutes, MAN: row.men_minutes, OTHER: row.other_minutes,
                 NOT_SAID: row.not_said_minutes}  # fmt: skip
        if row.arena:
            here.update({(month, who): minutes for who, minutes in hours.items()})
        else:
            elsewhere[month] += sum(hours.values())
    return _Paid(here, elsewhere)
