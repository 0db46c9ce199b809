"""The verb of paying dividends out: what is due and no less than the least, all together as a bank takes it, or one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import BookLine, Trader
from coproduce.arenas.market.queries.books import due, ripe
from coproduce.arenas.market.queries.here import NO_MEMBER, Here, here
from coproduce.arenas.market.queries.sales import DUE, KEPT, OUTSIDE, PAID_OUT
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class PaidOut:
    """Which payments went out together, how many, and what they come to. What was too little still waits."""

    batch: UUID
    payments: int
    amount: Quantity
    waiting: int


@action("market.pay_dividends", receipt=PaidOut)
def pay_dividends(actor: Actor, *, paid_on: date, who: UUID | None = None, request_id: UUID) -> Done[PaidOut] | Refusal:
    """Pay out what is due to members: to all who said where to and are due no less than the least; or to one alone.

    What was kept for them and comes round by then is in it. The file for the bank is read beside it, always the same.
    """
    if not policy.may(actor, "market.pay_dividends"):
        return NOT_ALLOWED
    Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    place = here(actor.community_id)
    if paid_on > place.today:
        return Refusal("IN_THE_FUTURE", "Write it down once it is paid: this day is still to come.", "paid_on")
    if fault := ledger.closed_day(paid_on, ledger.closed_through(actor.community_id), "paid_on"):
        return fault
    only = None if who is None else the_one(Agent.objects.filter(community_id=actor.community_id, public_id=who))
    if who is not None and only is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "who")
    if fault := _come_round(actor, place, paid_on, only, request_id):
        return fault
    standing = {one: much for one, much in due(actor.community_id).items() if much > 0}
    accounts = dict(Trader.objects.filter(agent__in=standing).exclude(pay_to="").values_list("agent", "pay_to"))
    least = max(1, place.rules.minimum_payout_minor)
    if only is None:
        paid = {one: much for one, much in standing.items() if much >= least and one in accounts}
    else:
        paid = {only.pk: standing[only.pk]} if only.pk in standing else {}
    if not paid:
        return Refusal("NOBODY", "Nobody who said where to is due enough to be paid. What is due waits.", "who")
    batch = uuid5(request_id, PAID_OUT)
    fault = _post(
        actor, place, paid_on, PAID_OUT, {one: {DUE: -much, OUTSIDE: much} for one, much in paid.items()}, batch
    )
    if fault:
        return fault
    BookLine.objects.bulk_create(
        BookLine(community=place.community, agent_id=one, kind="paid", minor=-much, on=paid_on,
                 entry=uuid5(batch, str(one)), batch=batch, pay_to=accounts.get(one, ""))
        for one, much in paid.items()
    )  # fmt: skip
    there = Membership.objects.filter(agent__in=paid, state=Membership.ACTIVE).order_by("agent")
    words = "%(amount)s of your dividend is paid to you."
    told = tuple(Notice(one, words, {"amount": str(place.money(paid[one]))})
                 for one in there.values_list("agent", flat=True))  # fmt: skip
    waiting = sum(one not in paid for one in standing)
    return Done(PaidOut(batch, len(paid), place.money(sum(paid.values())), waiting), told)


def _come_round(actor: Actor, place: Here, on: date, only: Agent | None, request_id: UUID) -> Refusal | None:
    """What was kept for members and is over becomes due."""
    found = {
        one: much for one, much in ripe(actor.community_id, place.rules, on).items() if only is None or one == only.pk
    }
    batch = uuid5(request_id, KEPT)
    moves = {one: {KEPT: -much, DUE: much} for one, much in found.items()}
    if fault := _post(actor, place, on, "dividend come round", moves, batch):
        return fault
    BookLine.objects.bulk_create(
        BookLine(community=place.community, agent_id=one, kind=kind, minor=sign * much, on=on,
                 entry=uuid5(batch, str(one)))
        for one, much in found.items() for kind, sign in (("retained", -1), ("cash", 1))
    )  # fmt: skip
    return None


def _post(
    actor: Actor, place: Here, on: date, kind: str, moves: dict[int, dict[str, int]], batch: UUID
) -> Refusal | None:
    """One entry for each member between the community's own accounts, all or none."""
    money = place.money
    numbers = {
        DUE: ledger.pot_account(actor.community_id, money, DUE),
        KEPT: ledger.pot_account(actor.community_id, money, KEPT),
        OUTSIDE: ledger.issuing_account(actor.community_id, money, OUTSIDE),
    }
    answers = ledger.post_many(
        [
            Entry(
                client_id=uuid5(batch, str(one)), community=actor.community_id, kind=kind, category=ARENA.name,
                effective_on=on, actor=actor.agent_id, on_behalf_of=one, arena=ARENA.slug, source_ref=f"paid {batch}",
                postings=tuple(Posting(numbers[name], money(minor)) for name, minor in sides.items()),
            )
            for one, sides in moves.items()
        ],
        all_or_nothing=True,
    )  # fmt: skip
    return next((one for one in answers if isinstance(one, Refusal)), None)
