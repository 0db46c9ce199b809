"""How help went round: by month and kind, to the minute as the ledger has it, and whether the ring closes.

Everything is counted from contributions that stand. Who may not see the books whole reads no number from 1 to 7, and
none from which one could be found.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, Sum, Value, When

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round, shown, standing
from coproduce.community.exchange.ring import Rate, ReturnRate, without_staff
from coproduce.community.people.models import Membership
from coproduce.core.stats import Suppression

ARENA = "timebank"


@dataclass(frozen=True, slots=True)
class Row:
    """Of one month, or several put together, or one kind: exchanges, and minutes given, which are the minutes received.

    None is hidden.
    """

    labels: tuple[str, ...]
    exchanges: int | None
    given_minutes: int | None
    received_minutes: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one year. `cells` are by month and kind, and only there for who sees the books whole."""

    year: int
    years: tuple[int, ...]
    is_whole: bool
    months: tuple[Row, ...]
    kinds: tuple[Row, ...]
    cells: tuple[Row, ...]
    total: Row
    newcomers: tuple[tuple[tuple[str, ...], int | None], ...]
    without_staff: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """One kind in one month: how many exchanges, how many of them without the desk, and the minutes."""

    month: str
    kind: str
    exchanges: int
    unaided: int
    minutes: int


def figures(actor: Actor, today: date, year: int | None = None) -> Figures | None:
    """The figures of a year, this one unless said; None for who may not read them."""
    seen = policy.rule_on(actor, "timebank.read_figures")
    if seen == "deny":
        return None
    year = year or today.year
    counted = _counted(actor, year)
    joined = Counter(day.strftime("%Y-%m") for day in _joined(actor, year))
    months = [f"{year}-{month:02}" for month in range(1, 13) if (year, month) <= (today.year, today.month)]
    rule = Suppression(0) if seen == "allow" else Suppression()
    is_whole = seen == "allow"
    by_month = _added(counted, lambda one: (one.month,), [(month,) for month in months])
    by_kind = _added(counted, lambda one: (one.kind,))
    n, k = sum(one.exchanges for one in counted), sum(one.unaided for one in counted)
    newcomers = rule.table([(month, joined[month]) for month in months]) if months else None
    return Figures(
        year=year,
        years=_years(actor, today),
        is_whole=is_whole,
        months=_hidden(by_month, rule),
        kinds=_hidden(by_kind, rule),
        cells=_added(counted, lambda one: (one.month, one.kind)) if is_whole else (),
        total=_one((str(year),), n, sum(one.minutes for one in counted), rule),
        newcomers=tuple((cell.labels, cell.count) for cell in newcomers.cells) if newcomers else (),
        without_staff=shown(without_staff(k, n), rule),
        return_rate=came_round(actor, ARENA, today, rule),
        asked=asked(actor, ARENA, rule),
    )


def _counted(actor: Actor, year: int) -> list[_Counted]:
    begins = [date(year, month, 1) for month in range(2, 13)]
    months = [When(effective_on__lt=day, then=Value(number)) for number, day in enumerate(begins, start=1)]
    rows = (
        standing(actor.community_id, ARENA)
        .filter(effective_on__year=year)
        # A month by its first day and the next one's: SQLite would ask Python for the month of every row.
        .annotate(month=Case(*months, default=Value(12), output_field=IntegerField()))
        .values("month", "category__name")
        .annotate(
            exchanges=Count("entry", distinct=True),
            unaided=Count("entry", distinct=True, filter=Q(is_by_desk=False)),
            minutes=Sum("amount"),
        )
        .order_by("month", "category__name")
    )
    return [
        _Counted(
            f"{year:04}-{row['month']:02}", row["category__name"], row["exchanges"], row["unaided"], row["minutes"]
        )
        for row in rows
    ]


def _added(counted: Iterable[_Counted], key: Any, first: Sequence[tuple[str, ...]] = ()) -> tuple[Row, ...]:
    """Added up by what `key` says, those of `first` there even where nothing happened."""
    exchanges: Counter[tuple[str, ...]] = Counter(dict.fromkeys(first, 0))
    minutes: Counter[tuple[str, ...]] = Counter()
    for one in counted:
        exchanges[key(one)] += one.exchanges
        minutes[key(one)] += one.minutes
    return tuple(Row(labels, exchanges[labels], minutes[labels], minutes[labels]) for labels in sorted(exchanges))


def _hidden(rows: Sequence[Row], rule: Suppression) -> tuple[Row, ...]:
    """The same rows with small ones put together; minutes go where their exchanges go."""
    of = {row.labels[0]: row for row in rows}
    cells = rule.table([(label, row.exchanges or 0) for label, row in of.items()]).cells
    return tuple(
        _one(cell.labels, sum(of[label].exchanges or 0 for label in cell.labels),
             sum(of[label].given_minutes or 0 for label in cell.labels), rule)
        for cell in cells
    )  # fmt: skip


def _one(labels: tuple[str, ...], exchanges: int, minutes: int, rule: Suppression) -> Row:
    shown = rule.hide(exchanges)
    said = None if shown is None else minutes
    return Row(labels, shown, said, said)


def _joined(actor: Actor, year: int) -> Iterable[date]:
    found = Membership.objects.filter(community_id=actor.community_id, joined_on__year=year)
    return found.exclude(state=Membership.APPLIED).exclude(ended=Membership.DECLINED).values_list(
        "joined_on", flat=True
    )  # fmt: skip


def _years(actor: Actor, today: date) -> tuple[int, ...]:
    first = standing(actor.community_id, ARENA).aggregate(first=Min("effective_on"))["first"] or today
    return tuple(range(today.year, min(first.year, today.year) - 1, -1))
