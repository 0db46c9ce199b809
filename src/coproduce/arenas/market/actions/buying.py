"""The verbs of buying: kept for a buyer by the ledger, handed over against a receipt, and paid for in money.

What is kept counts against the buyer's account at once, and nothing is posted until it changes hands.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID, uuid5

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import Sale, Trader, Ware
from coproduce.arenas.market.queries.here import Here, here, speaker
from coproduce.arenas.market.queries.sales import OUTSIDE, PAID, SOLD, TAKINGS, called, number, sides, still_to_pay
from coproduce.community import ledger
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.people.meet import may_meet
from coproduce.core.cycle import moment
from coproduce.core.journal import Entry, Hold, Posting
from coproduce.core.quantity import Quantity, Unit, unit_of_money
from coproduce.core.refusal import Refusal

MOST = 10_000
NO_WARE = Refusal("NOT_FOUND", "This is not sold here now. Choose something of a stall that is open.", "ware")
NO_SALE = Refusal("NOT_FOUND", "There is no such purchase here.", "sale")
NOT_NOW = Refusal("NOT_NOW", "This went over, was let go, or was taken back already.", "sale")


@dataclass(frozen=True, slots=True)
class Reserved:
    """Which purchase, what it comes to, and until which day it is kept."""

    sale: UUID
    amount: Quantity
    until_on: date


@dataclass(frozen=True, slots=True)
class SaleAt:
    """Which purchase, how far it is, and what of it is still to be paid: below nothing is what comes back."""

    sale: UUID
    state: str
    open_minor: int


@action("market.reserve", receipt=Reserved)
def reserve(
    actor: Actor, *, ware: UUID, quantity: int = 1, for_: UUID | None = None, request_id: UUID
) -> Done[Reserved] | Refusal:
    """Have something kept for one: its cost is kept back on one's account for some days. First come, first kept."""
    who = speaker(actor, "market.reserve", for_)
    if isinstance(who, Refusal):
        return who
    rows = Ware.objects.select_for_update(of=("self",)).select_related("stall__agent")
    row = the_one(rows.filter(stall__community_id=actor.community_id, public_id=ware, is_sold=True,
                              stall__is_open=True))  # fmt: skip
    if row is None:
        return NO_WARE
    if row.stall.agent_id == who.pk:
        return Refusal("YOURS", "You sell this yourself.", "ware")
    if not 1 <= quantity <= MOST:
        return Refusal("NOT_POSITIVE", "Write how many: one or more.", "quantity")
    if row.left is not None and quantity > row.left:
        return Refusal("NOT_LEFT", "%(left)s are left.", "quantity", {"left": str(row.left)})
    if row.stall.agent_id is not None and (fault := may_meet(row.stall.agent_id, who.pk, "contact")):
        return fault
    place = here(actor.community_id)
    until, amount = place.today + timedelta(days=place.rules.reserved_days), place.money(row.price_minor * quantity)
    hold = uuid5(request_id, "market.hold")
    sale = Sale(
        community=place.community, stall=row.stall, ware=row, buyer=who, state=Sale.RESERVED, quantity=quantity,
        minor=amount.minor, unit=place.money.code, said_on=place.today, until_on=until,
        hold=hold, is_by_desk=actor.agent_id != who.pk,
    )  # fmt: skip
    held = ledger.hold(
        Hold(
            hold, actor.community_id, ledger.member_account(actor.community_id, who.pk, place.money),
            account_of(row.stall, place.money), amount,
            moment(until + timedelta(days=1), time(), place.community.time_zone), category=row.name,
            actor=actor.agent_id, arena=ARENA.slug, source_ref=str(sale.public_id),
        )
    )  # fmt: skip
    if isinstance(held, Refusal):
        return held
    if row.left is not None:
        row.left -= quantity
        row.save(update_fields=["left"])
    sale.save()
    words = "%(name)s would like %(what)s, and has it kept until %(day)s."
    said = {"name": who.name, "what": called(sale), "day": until.isoformat()}
    return Done(Reserved(sale.public_id, amount, until), _told(row.stall, words, said))


@action("market.let_go", receipt=SaleAt)
def let_go(actor: Actor, *, sale: UUID, request_id: UUID) -> Done[SaleAt] | Refusal:
    """Let go of what is kept: by who wanted it, who sells it, or the desk. It can be bought by others again."""
    row = held(actor, sale)
    if row is None:
        return NO_SALE
    found = sides(actor, row)
    if not (found.is_buyer or found.is_seller or found.is_desk):
        return NO_SALE
    if row.state != Sale.RESERVED:
        return NOT_NOW
    free(row)
    words, said = "%(what)s is not kept any more: it can be bought again.", {"what": called(row)}
    told = _told(row.stall, words, said) if found.is_buyer else (Notice(row.buyer_id or 0, words, said),)
    return Done(SaleAt(sale, row.state, 0), told)


@action("market.hand_over", receipt=SaleAt)
def hand_over(actor: Actor, *, sale: UUID, is_paid: bool = True, request_id: UUID) -> Done[SaleAt] | Refusal:
    """Say that something was handed over, and paid for in money or not yet: by whoever sells it, or the desk.

    It stands in the books from now on, and both have a receipt. Whoever bought may be asked to stand a shift, whoever
    sells to teach a newcomer.
    """
    row = held(actor, sale)
    if row is None or not _sells(actor, row):
        return NO_SALE if row is None else NOT_ALLOWED
    if row.state != Sale.RESERVED or row.buyer is None or row.hold is None:
        return NOT_NOW
    place, buyer = here(actor.community_id), row.buyer
    entry = sold(actor, row, place.today, row.minor, uuid5(request_id, "market.sold"))
    posted = ledger.settle(row.hold, entry)
    if isinstance(posted, Refusal):
        return posted
    row.state, row.sold_on, row.entry = Sale.SOLD, place.today, entry.client_id
    row.is_by_desk = row.is_by_desk or not sides(actor, row).is_seller
    row.save(update_fields=["state", "sold_on", "entry", "is_by_desk"])
    if is_paid and (fault := _pay(actor, row, place, uuid5(request_id, "market.paid"))):
        return fault
    sellers = [row.stall.agent] if row.stall.agent is not None else []
    open_asks(actor.community_id, ARENA.slug, dict.fromkeys((buyer, *sellers), 1), place.today)
    words = "Receipt %(number)s: %(what)s, %(amount)s. It stands on the market’s pages, and can be printed."
    said = {"number": number(row), "what": called(row), "amount": str(place.money(row.minor))}
    return Done(SaleAt(sale, row.state, still_to_pay(row)), (Notice(buyer.pk, words, said),))


@action("market.pay_sale", receipt=SaleAt)
def pay_sale(actor: Actor, *, sale: UUID, request_id: UUID) -> Done[SaleAt] | Refusal:
    """Say that what was still open of a purchase changed hands: paid by the buyer, or after a refund given back."""
    row = held(actor, sale)
    if row is None or not _sells(actor, row):
        return NO_SALE if row is None else NOT_ALLOWED
    if row.state not in Sale.STANDING or not still_to_pay(row):
        return Refusal("NOTHING_OPEN", "Nothing of this is still to be paid.", "sale")
    place, due = here(actor.community_id), still_to_pay(row)
    if fault := _pay(actor, row, place, uuid5(request_id, "market.paid")):
        return fault
    words = "%(amount)s for %(what)s arrived." if due > 0 else "%(amount)s for %(what)s were given back to you."
    said = {"amount": str(place.money(abs(due))), "what": called(row)}
    return Done(SaleAt(sale, row.state, 0), (Notice(row.buyer_id or 0, words, said),))


def held(actor: Actor, sale: UUID) -> Sale | None:
    """A purchase of here, kept from others until this is done."""
    rows = Sale.objects.select_for_update(of=("self",)).select_related("stall__agent", "ware", "buyer")
    return the_one(rows.filter(community_id=actor.community_id, public_id=sale, ware__isnull=False))


def free(row: Sale, why: str = "") -> None:
    """What was kept comes free, in the books and at the stall."""
    assert row.hold is not None
    assert row.ware_id is not None
    ledger.release(row.hold, community=row.community_id, why=why)  # gone already where its last day is past
    row.state = Sale.LET_GO
    row.save(update_fields=["state"])
    ware = Ware.objects.select_for_update().get(pk=row.ware_id)
    if ware.left is not None:
        ware.left += row.quantity
        ware.save(update_fields=["left"])


def sold(actor: Actor, row: Sale, on: date, minor: int, entry_id: UUID) -> Entry:
    """A sale as the books have it: from the buyer to whoever sold it, in money."""
    assert row.buyer_id is not None
    money = unit_of_money(row.unit)
    return Entry(
        client_id=entry_id, community=row.community_id, kind=SOLD, category=ARENA.name, effective_on=on,
        actor=actor.agent_id, on_behalf_of=row.buyer_id, arena=ARENA.slug, source_ref=f"sale {row.public_id}",
        postings=(
            Posting(ledger.member_account(row.community_id, row.buyer_id, money), money(-minor)),
            Posting(account_of(row.stall, money), money(minor)),
        ),
    )  # fmt: skip


def account_of(stall: Trader, money: Unit) -> int:
    """Where what a stall takes stands: with who keeps it, or with the community."""
    if stall.agent_id is None:
        return ledger.pot_account(stall.community_id, money, TAKINGS)
    return ledger.member_account(stall.community_id, stall.agent_id, money)


def _pay(actor: Actor, row: Sale, place: Here, entry_id: UUID) -> Refusal | None:
    """What is open changed hands outside the books: both are even again. At the community's own stall it came in."""
    assert row.buyer_id is not None
    money, due = unit_of_money(row.unit), still_to_pay(row)
    other = (
        ledger.issuing_account(row.community_id, money, OUTSIDE)
        if row.stall.agent_id is None
        else account_of(row.stall, money)
    )
    posted = ledger.post(
        Entry(
            client_id=entry_id, community=row.community_id, kind=PAID, category=ARENA.name, effective_on=place.today,
            actor=actor.agent_id, on_behalf_of=row.buyer_id, arena=ARENA.slug, source_ref=f"paid {row.public_id}",
            postings=(
                Posting(ledger.member_account(row.community_id, row.buyer_id, money), money(due)),
                Posting(other, money(-due)),
            ),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    row.paid_minor += due
    row.save(update_fields=["paid_minor"])
    return None


def _sells(actor: Actor, row: Sale) -> bool:
    """Whether the actor may say it for the stall: who keeps it, or the desk, but not who bought it alone."""
    found = sides(actor, row)
    return found.is_seller or found.is_desk


def _told(stall: Trader, words: str, said: dict[str, str]) -> tuple[Notice, ...]:
    return () if stall.agent_id is None else (Notice(stall.agent_id, words, said, True),)
