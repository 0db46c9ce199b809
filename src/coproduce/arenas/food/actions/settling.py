"""The verbs of money: an order is settled once, put right by differences alone, and what was paid is written down."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID, uuid5

from django.db.models import Q

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.actions.cycles import in_state
from coproduce.arenas.food.actions.ordering import MOST, NO_CYCLE, held
from coproduce.arenas.food.models import OrderCycle, OrderLine
from coproduce.arenas.food.queries.cycles import as_cycle, got_of, lines_of, said_of
from coproduce.arenas.food.queries.here import Here, here, here_in
from coproduce.arenas.food.queries.money import CREDIT, OUTSIDE, PAID, SETTLED, SOLIDARITY
from coproduce.arenas.food.queries.words import much
from coproduce.arenas.food.rules import POT, Got, owed
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.bulk import change_many
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.people.models import Agent, Membership
from coproduce.core import cycle as engine
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Settled:
    """Which order, of how many members, what they pay for it together and what producers have from it."""

    cycle: UUID
    members: int
    paid_minor: int
    due_minor: int


@dataclass(frozen=True, slots=True)
class CyclePutRight:
    """Which order, whose line, what comes back by the credit note; less than nothing where they pay more."""

    cycle: UUID
    member: UUID
    credited_minor: int


@dataclass(frozen=True, slots=True)
class FoodPaid:
    """The entry in the books."""

    entry: UUID


@action("food.settle_cycle", receipt=Settled)
def settle_cycle(actor: Actor, *, cycle: UUID, request_id: UUID) -> Done[Settled] | Refusal:
    """Settle an order: everybody pays by their band for what they got, each producer has the price as it was frozen.

    Settled once, it says nothing twice. Whoever ate and whoever grew may be asked for the next season.
    """
    if not policy.may(actor, "food.settle_cycle"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    place = here_in(row.community)
    if row.state == OrderCycle.CLOSED and set(row.packs) - set(row.came):
        return Refusal("NOT_CAME", "Say first how much of everything came.", "cycle")
    lines = list(lines_of(row))
    try:
        said = engine.settle(as_cycle(row, got_of(lines)), _reckoned(place))
    except engine.CycleError as wrong:
        return in_state(wrong)
    is_new = row.state != OrderCycle.SETTLED
    if is_new and (fault := _post(actor, place, row, said, SETTLED)):
        return fault
    row.state, row.said = said.state, said_of(said)
    row.save(update_fields=["state", "said"])
    own = {who: -minor for who, minor in _own(said.final).items()}
    ate = {line.agent for line in lines if line.received}
    grew = {line.product.producer for line in lines if line.received}
    helped = {one: 1 for one in sorted(ate | grew, key=lambda one: one.pk) if one.kind == Agent.PERSON}
    open_asks(actor.community_id, ARENA.slug, helped, place.today)
    words = "What you got of %(cycle)s comes to %(amount)s. Each line of it stands on the food page."
    told = tuple(
        Notice(who, words, {"cycle": row.words, "amount": str(place.money(minor))}) for who, minor in own.items()
    )
    due = sum(minor for (key, _), minor in said.final.items() if minor > 0 and not key.endswith(f"/{POT}"))
    return Done(Settled(cycle, len(own), sum(own.values()), due), told if is_new else ())


@action("food.put_cycle_right", receipt=CyclePutRight)
def put_cycle_right(
    actor: Actor, *, cycle: UUID, who: UUID, product: UUID, received: int, why: str, request_id: UUID
) -> Done[CyclePutRight] | Refusal:
    """Put right what somebody got of a product in a settled order: the difference alone is posted, as a credit note."""
    if not policy.may(actor, "food.put_cycle_right"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    if not 0 <= received <= MOST:
        return Refusal("NEGATIVE", "Write how much they got: 0 or more.", "received")
    if fault := may_say(why, "why", 200, "Say why it is put right: they read it."):
        return fault
    lines = list(lines_of(row))
    mine = [line for line in lines if line.agent.public_id == who and line.product.public_id == product]
    if not mine:
        return Refusal("NOT_ORDERED", "They did not order this.", "product")
    left = received
    for line in mine:
        line.received = left if line is mine[-1] else min(left, line.quantity + line.tolerance)
        left -= line.received
    place = here_in(row.community)
    try:
        said = engine.correct(as_cycle(row), got_of(lines), _reckoned(place))
    except engine.CycleError as wrong:
        return in_state(wrong)
    if len(said.said) == len(row.said):
        return Refusal("NO_CHANGE", "That is what was settled already.", "received")
    if fault := _post(actor, place, row, said, CREDIT):
        return fault
    change_many(OrderLine, ["received"], {line.pk: [line.received] for line in mine})
    row.said = said_of(said)
    row.save(update_fields=["said"])
    back = _own(said.said[-1]).get(mine[0].agent_id, 0)
    words = "Credit note for %(cycle)s: you got %(got)s. %(amount)s come back to you. Why: %(why)s"
    if back < 0:
        words = "%(cycle)s is put right: you got %(got)s. %(amount)s are added. Why: %(why)s"
    told = {"cycle": row.words, "got": much(mine[0].product, received), "amount": str(place.money(abs(back))),
            "why": why.strip()}  # fmt: skip
    return Done(CyclePutRight(cycle, who, back), (Notice(mine[0].agent_id, words, told),))


@action("food.record_payment", receipt=FoodPaid)
def record_payment(
    actor: Actor, *, who: UUID, amount: Quantity, paid_on: date, is_out: bool = False, request_id: UUID
) -> Done[FoodPaid] | Refusal:
    """Write down what somebody paid for food, or with `is_out` what a producer, or whoever has something left, was
    paid.
    """
    if not policy.may(actor, "food.record_payment"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    is_here = ~Q(kind=Agent.PERSON) | Q(membership__state=Membership.ACTIVE)
    whose = the_one(Agent.objects.filter(is_here, community_id=actor.community_id, public_id=who, merged_into=None))
    if whose is None:
        return Refusal("NOT_FOUND", "Choose a member, or a group of here.", "who")
    if amount.unit != place.money or amount.minor <= 0:
        return Refusal("UNIT_MISMATCH", "Write an amount like %(example)s.", "amount",
                       {"example": str(place.money(1250))})  # fmt: skip
    if paid_on > place.today:
        return Refusal("IN_THE_FUTURE", "Write it down once it is paid: this day is still to come.", "paid_on")
    if fault := ledger.closed_day(paid_on, ledger.closed_through(actor.community_id), "paid_on"):
        return fault
    change = -amount if is_out else amount
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, PAID), community=actor.community_id, kind=PAID, category=ARENA.name,
            effective_on=paid_on, actor=actor.agent_id, on_behalf_of=whose.pk, arena=ARENA.slug,
            postings=(
                Posting(ledger.member_account(actor.community_id, whose.pk, place.money), change),
                Posting(ledger.issuing_account(actor.community_id, place.money, OUTSIDE), -change),
            ),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    words = "%(amount)s were paid to you for food." if is_out else "Your %(amount)s for food arrived."
    return Done(FoodPaid(posted.entry), (Notice(whose.pk, words, {"amount": str(amount)}),))


def _reckoned(place: Here) -> "partial[dict[tuple[str, str], int]]":
    return partial(owed, unit=place.money.code)


def _own(amounts: Mapping[tuple[str, str], int]) -> dict[int, int]:
    """What of these changes each member's own account for what they ate themselves."""
    found: dict[int, int] = {}
    for (key, _), minor in amounts.items():
        payer, _, account = key.partition("/")
        if payer == account:
            found[int(payer)] = minor
    return found


def _post(
    actor: Actor, place: Here, row: OrderCycle, cycle: engine.Cycle[tuple[Got, ...]], kind: str
) -> Refusal | None:
    """What was said last of an order, in the books: one entry for each member, all or none."""
    by_payer: dict[int, dict[str, int]] = defaultdict(dict)
    for (key, _), minor in cycle.said[-1].items():
        payer, _, account = key.partition("/")
        by_payer[int(payer)][account] = minor
    agents = {int(account) for changes in by_payer.values() for account in changes if account != POT}
    accounts = ledger.member_accounts(actor.community_id, sorted(agents), place.money)
    pot = ledger.pot_account(actor.community_id, place.money, SOLIDARITY)
    number = len(cycle.said)
    entries = [
        Entry(
            client_id=uuid5(row.public_id, f"{number} {payer}"), community=actor.community_id, kind=kind,
            category=row.words, effective_on=place.today, actor=actor.agent_id, on_behalf_of=payer, arena=ARENA.slug,
            source_ref=f"food {row.public_id}",
            postings=tuple(
                Posting(pot if account == POT else accounts[int(account)], place.money(minor))
                for account, minor in changes.items()
            ),
        )
        for payer, changes in by_payer.items()
    ]  # fmt: skip
    answers = ledger.post_many(entries, all_or_nothing=True)
    return next((one for one in answers if isinstance(one, Refusal)), None)
