"""The verbs of dues: shared out to the last coin, waived without a reason, agreed, and paid in parts.

Money stands in the books apart from hours: nobody's work lowers what a house pays.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID, uuid5

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.queries.dues import FUND_PAID, OUTSIDE, PAID, POT, books, stands
from coproduce.arenas.works.queries.here import NO_HOUSE, NO_LANE, Here, held, here, houses_of, may_lead, said
from coproduce.arenas.works.queries.lines import agreed, house as as_house
from coproduce.arenas.works.rules import Dues, Scheme, dues
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.core.cycle import comes_round
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal

MOST_PARTS, LONGEST_FUND = 60, 60


@dataclass(frozen=True, slots=True)
class SharedOut:
    """Which lane, what it costs, of how many houses, and what of it a fund meets."""

    lane: UUID
    total_minor: int
    houses: int
    fund_minor: int


@dataclass(frozen=True, slots=True)
class ShareAgreed:
    """Which house, what it pays, how many have agreed of how many, and whether that is enough to begin."""

    house: UUID
    share_minor: int
    agreed: int
    of: int
    may_start: bool


@dataclass(frozen=True, slots=True)
class DuesPaid:
    """The entry in the books, and what of the share is left."""

    entry: UUID
    left_minor: int


@action("works.share_out", receipt=SharedOut)
def share_out(
    actor: Actor,
    *,
    lane: UUID,
    by: Literal["equal", "frontage"],
    first_on: date,
    parts: int = 1,
    fund: str = "",
    request_id: UUID,
) -> Done[SharedOut] | Refusal:
    """Share out what a lane costs, `equal` or by `frontage`, in so many monthly parts from that day on.

    All shares together are the cost, to the last coin. What is waived a fund meets that is named, or else the others.
    Everybody is asked whether they agree.
    """
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.share_out", row):
        return NOT_ALLOWED
    if row.started_on:
        return Refusal("BUILDING", "This lane is being built: what was agreed stays as it is.", "lane")
    if row.cost_minor is None:
        return Refusal("NOT_DESIGNED", "Choose a line for the lane first.", "lane")
    if not 1 <= parts <= MOST_PARTS:
        return Refusal("NOT_POSITIVE", "Write in how many parts it is paid: 1 to 60.", "parts")
    if len(fund) > LONGEST_FUND:
        return Refusal("TOO_LONG", "Call the fund by a shorter name.", "fund")
    houses = houses_of(row)
    found = said(lambda: dues(row.cost_minor or 0, [as_house(one) for one in houses], Scheme(by, fund.strip())))
    if isinstance(found, Refusal):
        return Refusal(found.code, found.template, "fund" if found.code == "NOBODY_PAYS" else "by", found.values)
    row.by, row.fund = by, fund.strip()
    row.due_on = [day.isoformat() for day in comes_round(first_on, 1, "month", count=parts)]
    place = here(actor.community_id)
    told = _say_shares(row, houses, found, place, everybody=True)
    return Done(SharedOut(lane, row.cost_minor, len(houses), found.fund_minor), told)


@action("works.waive_share", receipt=SharedOut)
def waive_share(actor: Actor, *, house: UUID, is_waived: bool = True, request_id: UUID) -> Done[SharedOut] | Refusal:
    """Ask nothing of a house, or with `is_waived` false something again. Nobody is asked why, and nobody is told.

    Where a fund meets it nothing else changes; else the others meet it, and whose share grows is asked again.
    """
    row = _house(actor, house)
    if row is None:
        return NO_HOUSE
    lane = held(actor, row.lane.public_id)
    assert lane is not None
    if not may_lead(actor, "works.waive_share", lane):
        return NOT_ALLOWED
    place = here(actor.community_id)
    if is_waived and books(actor.community_id, place.money).by_plot[row.plot]:
        return Refusal("PAID", "This house paid already: give it back first.", "house")
    if lane.started_on and not lane.fund:
        return Refusal("BUILDING", "It is being built and no fund is named: what the others agreed stays as it is.",
                       "house")  # fmt: skip
    row.is_waived = is_waived
    houses = [row if one.pk == row.pk else one for one in houses_of(lane)]
    told: tuple[Notice, ...] = ()
    fund = lane.fund_minor or 0
    if lane.due_on:
        scheme = Scheme("frontage" if lane.by == "frontage" else "equal", lane.fund)
        found = said(lambda: dues(lane.cost_minor or 0, [as_house(one) for one in houses], scheme))
        if isinstance(found, Refusal):
            return Refusal(found.code, found.template, "house", found.values)
        told, fund = _say_shares(lane, houses, found, place), found.fund_minor
    row.save(update_fields=["is_waived"])
    return Done(SharedOut(lane.public_id, lane.cost_minor or 0, len(houses), fund), told)


def _say_shares(
    lane: Lane, houses: list[House], found: Dues, place: Here, *, everybody: bool = False
) -> tuple[Notice, ...]:
    """Write down what each house pays; whose share grew, or everybody, has agreed nothing yet and is asked."""
    asked = []
    for one in houses:
        share = found.by_plot[one.plot]
        if everybody or share > (one.share_minor or 0):
            one.agreed_on = None
            asked.append(one)
        one.share_minor = share
    House.objects.bulk_update(houses, ["share_minor", "agreed_on"])
    lane.fund_minor = found.fund_minor
    lane.save(update_fields=["by", "fund", "fund_minor", "due_on"])
    words = "For %(lane)s your house would pay %(amount)s, in %(parts)s parts. Do you agree? The lane’s page asks you."
    return tuple(
        Notice(one.agent_id, words, {"lane": lane.name, "amount": str(place.money(one.share_minor or 0)),
                                     "parts": str(len(lane.due_on))})
        for one in asked if one.agent_id and one.share_minor
    )  # fmt: skip


@action("works.agree_share", receipt=ShareAgreed)
def agree_share(actor: Actor, *, house: UUID, request_id: UUID) -> Done[ShareAgreed] | Refusal:
    """Agree to what one's house pays. Building starts once enough agreed; nobody has to have paid yet."""
    row = _house(actor, house)
    if row is None:
        return NO_HOUSE
    who = policy.towards(actor, row.agent_id) if row.agent_id else "same community"
    if not policy.may(actor, "works.agree_share", who):
        return NOT_ALLOWED
    if row.share_minor is None:
        return Refusal("NOT_SHARED_OUT", "What each house pays is not shared out yet.", "house")
    place = here(actor.community_id)
    is_new = row.agreed_on is None
    row.agreed_on = row.agreed_on or place.today
    row.save(update_fields=["agreed_on"])
    found = agreed(row.lane, houses_of(row.lane), place)
    words = "In %(lane)s all shares that are needed are agreed: building can begin."
    told = (Notice(row.lane.leader_id, words, {"lane": row.lane.name}),) if is_new and found.may_start else ()
    return Done(ShareAgreed(house, row.share_minor, found.agreed, found.of, found.may_start), told)


@action("works.record_payment", receipt=DuesPaid)
def record_payment(
    actor: Actor, *, lane: UUID, amount: Quantity, paid_on: date, house: UUID | None = None, request_id: UUID
) -> Done[DuesPaid] | Refusal:
    """Write down what a house paid of its share, or without a house what the lane's fund paid."""
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.record_payment", row):
        return NOT_ALLOWED
    place, houses = here(actor.community_id), houses_of(row)
    paying = next((one for one in houses if one.public_id == house), None) if house else None
    if house and paying is None:
        return NO_HOUSE
    if amount.unit != place.money or amount.minor <= 0:
        return Refusal("UNIT_MISMATCH", "Write an amount like %(example)s.", "amount",
                       {"example": str(place.money(1250))})  # fmt: skip
    if paid_on > place.today:
        return Refusal("IN_THE_FUTURE", "Write it down once it is paid: this day is still to come.", "paid_on")
    if fault := ledger.closed_day(paid_on, ledger.closed_through(actor.community_id), "paid_on"):
        return fault
    found = stands(row, houses, books(actor.community_id, place.money), place.today)
    left = next((one.left for one in found.rows if one.house is paying), 0) if paying else found.fund_left
    if amount.minor > left:
        return Refusal("TOO_MUCH", "Only %(left)s are left to pay.", "amount", {"left": str(place.money(left))})
    kind = PAID if paying else FUND_PAID
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, kind), community=actor.community_id, kind=kind,
            category=paying.plot if paying else row.name, effective_on=paid_on, actor=actor.agent_id,
            on_behalf_of=paying.agent_id if paying else None, arena=ARENA.slug,
            postings=(
                Posting(ledger.pot_account(actor.community_id, place.money, POT), amount),
                Posting(ledger.issuing_account(actor.community_id, place.money, OUTSIDE), -amount),
            ),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    told: tuple[Notice, ...] = ()
    if paying and paying.agent_id:
        words = "Your %(amount)s for %(lane)s arrived."
        told = (Notice(paying.agent_id, words, {"amount": str(amount), "lane": row.name}),)
    return Done(DuesPaid(posted.entry, left - amount.minor), told)


def _house(actor: Actor, house: UUID) -> House | None:
    """A house of here, held."""
    rows = House.objects.select_for_update(of=("self",)).select_related("lane")
    return the_one(rows.filter(community_id=actor.community_id, public_id=house))
