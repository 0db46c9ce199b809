"""The satellite account: paid, given and received hours of a year, by whose they are, few put together. No price."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from coproduce.community.evidence.queries.books import DAYS, Books
from coproduce.community.evidence.rules.money import SHIPPED, Rate, read_rates
from coproduce.community.evidence.rules.report import RATES
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.counting.rules import NOT_SAID, SEXES
from coproduce.community.people.models import Agent, StaffHours
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Suppression

#: Families and groups give and receive too.
GROUP = "group"
WHO = (*SEXES, GROUP)

Side = tuple[tuple[tuple[str, ...], int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A year: paid minutes, and those given and received, each side by who; None is hidden."""

    from_on: date
    until_on: date
    paid_minutes: int
    given_minutes: int | None
    gave: Side
    received: Side


def account_of(community_id: int, today: date) -> Account:
    """The year up to a day; help between members counts once as given and once as received, and is never added up."""
    from_on = today - timedelta(days=DAYS)
    rows = Contribution.objects.filter(
        community_id=community_id, corrected_by=None, unit=HOURS.code, effective_on__range=(from_on, today)
    )
    paid = StaffHours.objects.filter(community_id=community_id, month_on__range=(from_on, today), replaced_by=None)
    sums = paid.aggregate(
        sum=Sum("women_minutes") + Sum("men_minutes") + Sum("other_minutes") + Sum("not_said_minutes")
    )
    by_giver, by_receiver = (
        list(rows.values_list(side, f"{side}__kind", f"{side}__membership__about_me__sex").annotate(sum=Sum("amount")))
        for side in ("giver", "receiver")
    )
    given = sum(row[-1] for row in by_giver)
    shown = Suppression().hide(len(by_giver))
    return Account(
        from_on, today, sums["sum"] or 0, None if shown is None else given, _side(by_giver), _side(by_receiver)
    )


def _side(rows: list[tuple[int, str, str | None, int]]) -> Side:
    minutes: defaultdict[str, int] = defaultdict(int)
    people: defaultdict[str, int] = defaultdict(int)
    for _, kind, sex, amount in rows:
        who = (sex or NOT_SAID) if kind == Agent.PERSON else GROUP
        minutes[who] += amount
        people[who] += 1
    table = Suppression().table([(who, people[who]) for who in WHO])
    return tuple(
        (cell.labels, cell.count, None if cell.count is None else sum(minutes[who] for who in cell.labels))
        for cell in table.cells
    )


def weekly_minutes(community_id: int, today: date) -> float | None:
    """What the ledger saw of a week, on the mean of the year; None where too few gave for it to be shown."""
    given = account_of(community_id, today).given_minutes
    return None if given is None else given * 7 / (DAYS + 1)


def rates_text(books: Books) -> str:
    """The table of rates as it stands: the site's own, else what ships."""
    return books.words.get(RATES, SHIPPED)


def rates_of(books: Books) -> Mapping[str, Rate]:
    """The rates by their kind; of two of one kind the later line."""
    found = read_rates(rates_text(books))
    assert isinstance(found, tuple), "what was kept can be read"
    return {rate.kind: rate for rate in found}
