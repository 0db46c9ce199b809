"""Sales: what somebody bought and sold, one by its number, and what is to be done with it next."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.arenas.market.models import Sale
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.occasions.queries import groups_of

#: What entries of the market are called in the books.
SOLD, PAID, TILL, SHARES, DIVIDEND, DIFFERENCE, PAID_OUT = (
    "market sale", "market payment", "market till", "member shares", "dividend", "dividend, difference",
    "dividend paid out",
)  # fmt: skip

#: The community's own accounts.
OUTSIDE, TAKINGS, PAID_IN, SURPLUS = (
    "Market, paid in and out", "Market, its own stall", "Market, members’ shares", "Market, surplus",
)  # fmt: skip
#: What is due to members and kept for them stands here, each entry on behalf of one; whose it is survives an account.
DUE, KEPT = "Market, due to members", "Market, kept for members"
FUNDS: Mapping[str, str] = {
    "reserve": "Market, reserve",
    "education": "Market, for learning",
    "social": "Market, for the neighbourhood",
    "carried": "Market, carried forward",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """Whether who reads a sale bought it, sold it, or is at the desk."""

    is_buyer: bool
    is_seller: bool
    is_desk: bool


def sides(actor: Actor, sale: Sale) -> Sides:
    """Who reads it."""
    own = {actor.agent_id, *groups_of(actor.agent_id).values_list("pk", flat=True)} - {None}
    is_desk = policy.may(actor, "market.hand_over")
    is_ours = sale.stall.agent_id is None and is_desk
    return Sides(sale.buyer_id in own, sale.stall.agent_id in own or is_ours, is_desk)


def my_sales(actor: Actor) -> QuerySet[Sale]:
    """What one bought and sold oneself, and for firms one speaks for, the latest first."""
    own = [actor.agent_id or 0, *groups_of(actor.agent_id).values_list("pk", flat=True)]
    return _whole().filter(Q(buyer__in=own) | Q(stall__agent__in=own), community_id=actor.community_id)


def all_sales(actor: Actor) -> QuerySet[Sale]:
    """Everybody's, for the desk and whoever handles the money."""
    if not policy.may(actor, "market.read_sales"):
        return Sale.objects.none()
    return _whole().filter(community_id=actor.community_id)


def read_all(actor: Actor, page: list[Sale], why: str) -> list[Sale]:
    """These, as they are read; reading them is written down."""
    audit.reading(actor, "market.read_sales", _whose(page), why)
    return page


def sale_of(actor: Actor, which: UUID, why: str = "page") -> Sale | None:
    """One of them, for who bought or sold it, and for the desk, whose reading is written down."""
    row = the_one(_whole().filter(community_id=actor.community_id, public_id=which))
    if row is None:
        return None
    found = sides(actor, row)
    if found.is_buyer or (found.is_seller and row.stall.agent_id is not None):
        return row if policy.may(actor, "market.read_sales", "own") else None
    if not policy.may(actor, "market.read_sales"):
        return None
    audit.reading(actor, "market.read_sales", _whose([row]), why)
    return row


def _whole() -> QuerySet[Sale]:
    return Sale.objects.select_related("stall__agent", "ware", "buyer", "heard_by", "opened_by").order_by("-pk")


def _whose(rows: list[Sale]) -> list[int]:
    return [who for row in rows for who in (row.buyer_id, row.stall.agent_id) if who is not None]


def still_to_pay(sale: Sale) -> int:
    """What the buyer still pays, in pence; below nothing is what comes back to them."""
    return sale.minor - sale.paid_minor if sale.state in Sale.STANDING else 0


def number(sale: Sale) -> str:
    """The number on its receipt: the year and a running one."""
    return f"{sale.said_on:%Y}-{sale.pk}"


def called(sale: Sale) -> str:
    """What was bought, in short."""
    if sale.ware is None:
        return sale.stall.stall
    return f"{sale.quantity} × {sale.ware.name}" if sale.quantity > 1 else sale.ware.name
