"""What each family is still to be paid, by all that is known today: the month, and differences of those before."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from coproduce.arenas.stipends.models import Child, Family, Payment
from coproduce.arenas.stipends.queries.records import Here, record_of, standing_rows
from coproduce.arenas.stipends.rules import Line, differences, month
from coproduce.community.people.models import Membership

#: So far back a month is looked at again.
MOST_MONTHS = 24


class Due(NamedTuple):
    """What is to be paid to a family for one month, and what the month comes to, part by part."""

    family: Family
    month_on: date
    amount_minor: int
    lines: tuple[Line, ...]


def months_until(first_on: date, last_on: date) -> list[date]:
    """The first days of months, both included, no more than are looked at again.

    >>> [day.isoformat() for day in months_until(date(2025, 12, 5), date(2026, 1, 1))]
    ['2025-12-01', '2026-01-01']
    """
    number = last_on.year * 12 + last_on.month - 1
    first = max(first_on.year * 12 + first_on.month - 1, number - MOST_MONTHS)
    return [date(one // 12, one % 12 + 1, 1) for one in range(first, number + 1)]


def due(place: Here, month_on: date) -> Iterator[Due]:
    """Every family's, in the order they came, each month by what counted then.

    What failed or was taken back is due again by itself. Nothing goes to somebody who is not here any more.
    """
    still = (Membership.ACTIVE, Membership.PAUSED)
    here = Family.objects.filter(community=place.community, agent__membership__state__in=still)
    families = list(here.select_related("agent").order_by("pk"))
    children: dict[int, list[Child]] = defaultdict(list)
    for child in Child.objects.filter(community=place.community).order_by("pk"):
        children[child.family_id].append(child)
    rows = standing_rows([child.pk for of_one in children.values() for child in of_one])
    stands = Payment.objects.filter(family__in=families, state__in=(Payment.PENDING, Payment.PAID))
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for whose, when, amount in stands.values_list("family", "for_month_on", "amount_minor"):
        paid[whose].append((when, amount))
    for family in families:
        records = [record_of(child, rows.get(child.pk, ())) for child in children[family.pk]]
        lines = {
            when: month(*family.in_month(when), records, place.rules_on(when), when, place.today)
            for when in months_until(family.since_on, month_on)
        }
        whole = {when: sum(line.amount_minor for line in of_month) for when, of_month in lines.items()}
        for when, amount in sorted(differences(whole, paid[family.pk]).items()):
            yield Due(family, when, amount, lines[when])
