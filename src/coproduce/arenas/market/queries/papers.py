"""What goes to the bank: the payments that went out together, in the file it takes (ISO 20022, pain.001.001.09)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Sum

from coproduce.arenas.market.models import BookLine
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Community
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.interop.paying import Order, Transfer, is_iban, pain_001


@dataclass(frozen=True, slots=True)
class Batch:
    """Payments that went out together: when, how many, and what they come to."""

    id: UUID
    on: date
    many: int
    minor: int


def batches(actor: Actor) -> list[Batch]:
    """All of them, the latest first."""
    if not policy.may(actor, "market.pay_dividends"):
        return []
    rows = BookLine.objects.filter(community_id=actor.community_id, kind="paid", batch__isnull=False)
    summed = rows.values("batch").annotate(day=Max("on"), many=Count("pk"), minors=Sum("minor"), last=Max("pk"))
    found = summed.order_by("-last")
    return [Batch(row["batch"], row["day"], row["many"], -row["minors"]) for row in found if row["batch"]]


def bank_file(actor: Actor, place: Community, batch: UUID, from_account: str, pay_on: date) -> str | Refusal:
    """The file of one batch, out of one account on one day; the same batch is always the same order."""
    if not is_iban(from_account):
        return Refusal(
            "NOT_AN_ACCOUNT", "Write the account it is paid from by its IBAN, digit by digit.", "from_account"
        )
    rows = list(_of(actor, batch))
    if not rows:
        return Refusal("NOBODY", "Nobody of these payments is paid on an account.", "batch")
    if pay_on < rows[0].on:
        return Refusal("WRONG_DAY", "Choose the day it was worked out, or a later one.", "pay_on")
    audit.reading(actor, "market.read_books", [row.agent_id for row in rows], "file")
    money, words = unit_of_money(place.currency), "demo " if place.is_demo else ""
    transfers = tuple(
        Transfer(f"{batch.hex[:12]} {row.pk}", money(-row.minor), row.agent.name, row.pay_to, f"{words}{place.name}")
        for row in rows
    )
    return pain_001(Order(batch.hex, rows[0].on, pay_on, f"{words}{place.name}", from_account, transfers))


def _of(actor: Actor, batch: UUID) -> Iterable[BookLine]:
    if not policy.may(actor, "market.pay_dividends"):
        return ()
    rows = BookLine.objects.filter(community_id=actor.community_id, batch=batch, kind="paid").exclude(pay_to="")
    return rows.select_related("agent").order_by("pk")
