"""What an account holds, and how it came to: read from what is stored with each posting."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Exists, OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from coproduce.community.base.wire import unit
from coproduce.community.ledger.days import Days
from coproduce.community.ledger.models import Entry, LedgerAccount, Posting
from coproduce.community.ledger.receipt import Line
from coproduce.community.people.models import Agent
from coproduce.core.quantity import Quantity, Unit


def balance(account: int) -> Quantity:
    """What an account holds now. Raises LedgerAccount.DoesNotExist for a number that is no account."""
    row = LedgerAccount.objects.only("balance", "unit").get(pk=account)
    return unit(row.unit)(row.balance)


#: The lines of one account, in words that leave the databases a single way: back along the index of its lines. With
#: `account_id = …` PostgreSQL may go through everybody's newest first, in the hope of meeting some of this account's.
OWN = "ledger_posting.account_id >= %s AND (ledger_posting.account_id, ledger_posting.entry_id) < (%s, %s)"

#: No line has a number as large.
BEYOND = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an entry: whose account, or what the community calls its own, and how much, of what, for whom, when.

    Whoever's second record was merged stands under the one that was kept.
    """

    agent: int | None
    name: str
    unit: str
    amount: int
    kind: str
    category: str
    for_agent: int | None
    effective_on: date


def arena_sides(community_id: int, arena: str, *units: Unit) -> list[Side]:
    """Every side of an arena's entries in these units that stand, the first first: what was taken back is left out."""
    here = Entry.objects.filter(community_id=community_id, arena=arena)
    undone = here.filter(reverses=OuterRef("entry__client_id"))
    kept = Agent.objects.filter(pk=OuterRef("entry__on_behalf_of")).values("merged_into")[:1]
    rows = Posting.objects.filter(
        ~Exists(undone), entry__in=here.filter(reverses=None), unit__in=[unit.code for unit in units]
    ).annotate(
        holder=Coalesce("account__agent__merged_into", "account__agent", output_field=BigIntegerField()),
        called=Coalesce("account__agent__name", "account__name"),
        for_whom=Coalesce(Subquery(kept), "entry__on_behalf_of", output_field=BigIntegerField()),
    )  # fmt: skip
    columns = (
        "holder",
        "called",
        "unit",
        "amount",
        "entry__kind",
        "entry__category",
        "for_whom",
        "entry__effective_on",
    )
    return [Side(*row) for row in rows.order_by("entry_id", "pk").values_list(*columns)]


#: What is read of each line.
LINE = (
    "entry_id", "unit", "amount", "balance_after", "is_put_right", "entry__client_id", "entry__effective_on",
    "entry__recorded_at", "entry__kind", "entry__category", "entry__source_ref", "entry__note__words",
)  # fmt: skip


def statement(account: int, *, limit: int = 50, before: int | None = None, days: Days | None = None) -> list[Line]:
    """The newest `limit` lines of an account, older than the line numbered `before`, of these `days` alone.

    Two queries, however busy the account: its lines, then what the other sides of them are called.
    """
    own = Posting.objects.filter(RawSQL(OWN, [account, account, before or BEYOND], BooleanField()))  # noqa: S611 # nosec B611 - three numbers
    own = own.filter(**days.as_filter()) if days else own
    undone = Entry.objects.filter(community=OuterRef("entry__community"), reverses=OuterRef("entry__client_id"))
    own = own.annotate(is_put_right=Exists(undone)).order_by("-account_id", "-entry_id")
    rows = list(own.values_list(*LINE, named=True)[:limit])
    if not rows:
        return []
    # Each is looked up by itself: joined, PostgreSQL would first read every account there is.
    holder = LedgerAccount.objects.filter(pk=OuterRef("account")).values(called=Coalesce("agent__name", "name"))
    others = Posting.objects.filter(entry_id__among=[row.entry_id for row in rows]).exclude(account_id=account)
    called = defaultdict[int, list[str]](list)
    for number, name in others.order_by("pk").values_list("entry_id", Subquery(holder[:1])):
        called[number].append(name)
    return [_line(row, called[row.entry_id]) for row in rows]


def _line(row: Any, others: list[str]) -> Line:
    counted = unit(row.unit)
    return Line(
        number=row.entry_id,
        entry=row.entry__client_id,
        effective_on=row.entry__effective_on,
        recorded_at=row.entry__recorded_at,
        kind=row.entry__kind,
        category=row.entry__category,
        amount=counted(row.amount),
        balance_after=counted(row.balance_after),
        others=tuple(others),
        words=row.entry__note__words or "",
        source_ref=row.entry__source_ref,
        is_put_right=row.is_put_right,
    )
