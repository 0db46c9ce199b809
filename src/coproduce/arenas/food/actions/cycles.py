"""The verbs of an order of many together: it is opened, closed with its prices frozen and its packs filled, or off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from coproduce.arenas.food.actions.ordering import NO_CYCLE, held
from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine
from coproduce.arenas.food.queries.cycles import Wanted, as_cycle, by_member, lines_of, wanted
from coproduce.arenas.food.queries.here import Here, here, here_in, percent
from coproduce.arenas.food.queries.products import as_told
from coproduce.arenas.food.queries.words import listed, much
from coproduce.arenas.food.rules import distribute, may_stand_in
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.bulk import change_many
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.models import Community, Membership
from coproduce.core import cycle as engine
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class CycleAt:
    """Which order, how far it is, of how many members, and how many packs were ordered."""

    cycle: UUID
    state: str
    members: int
    packs: int


@action("food.open_cycle", receipt=CycleAt)
def open_cycle(
    actor: Actor, *, words: str, closes_at: datetime, comes_on: date, request_id: UUID
) -> Done[CycleAt] | Refusal:
    """Open an order until a moment, by the clock of the community, for what comes on a day. What somebody wants every
    time is in it at once.
    """
    if not policy.may(actor, "food.open_cycle"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    if fault := may_say(words, "words", 120, "Give it a name, like “Week 21”."):
        return fault
    now, ends = clock.now(), _moment(place, closes_at)
    if isinstance(ends, Refusal):
        return ends
    if ends <= now:
        return Refusal("IN_THE_PAST", "It closes later than it opens: choose a moment still to come.", "closes_at")
    if comes_on < ends.date() or (comes_on - place.today).days > 366:
        return Refusal("WRONG_DAY", "What is ordered comes after the close, within a year.", "comes_on")
    Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    if OrderCycle.objects.filter(community=place.community, state=OrderCycle.OPEN).exists():
        return Refusal("IS_OPEN", "An order is open already. Close it first.", "words")
    row = OrderCycle(community=place.community, words=words.strip(), opens_at=now, closes_at=ends, comes_on=comes_on)
    row.state = engine.open_cycle(as_cycle(row), now).state
    row.save()
    standing, left_out = _standing(row)
    OrderLine.objects.bulk_create(standing)
    return Done(CycleAt(row.public_id, row.state, len({line.agent_id for line in standing}), 0), left_out)


@action("food.close_cycle", receipt=CycleAt)
def close_cycle(actor: Actor, *, cycle: UUID, is_early: bool = False, request_id: UUID) -> Done[CycleAt] | Refusal:
    """Close an order: packs are filled, each is allotted what is in them in the order of ordering, prices are frozen.

    Whoever gets less than they wanted is told. `is_early` closes it now, before its moment.
    """
    if not policy.may(actor, "food.close_cycle"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    now, place = clock.now(), here_in(row.community)
    if is_early and row.state == OrderCycle.OPEN and now < row.closes_at:
        row.closes_at = now = max(now, row.opens_at + timedelta(microseconds=1))
    found = wanted(row, list(lines_of(row)))
    try:
        row.state = engine.close(as_cycle(row), (), now).state
    except engine.CycleError as wrong:
        return in_state(wrong)
    row.packs = {str(one.product.pk): one.packs for one in found if one.packs}
    row.rule_set = place.rule_set
    row.save()
    frozen = list(_frozen(place, found))
    names = ("allotted", "price_minor", "per", "band_percent")
    change_many(OrderLine, names, {one.pk: [getattr(one, name) for name in names] for one in frozen})
    people = by_member(frozen)
    told = tuple(notice for lines in people.values() for notice in _told(row, lines))
    return Done(CycleAt(cycle, row.state, len(people), sum(row.packs.values())), told)


@action("food.cancel_cycle", receipt=CycleAt)
def cancel_cycle(actor: Actor, *, cycle: UUID, why: str, request_id: UUID) -> Done[CycleAt] | Refusal:
    """Call an order off, as long as it is not settled; everybody who ordered is told why."""
    if not policy.may(actor, "food.cancel_cycle"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    if fault := may_say(why, "why", 200, "Say why it is off: everybody who ordered reads it."):
        return fault
    try:
        row.state = engine.cancel(as_cycle(row)).state
    except engine.CycleError as wrong:
        return in_state(wrong)
    row.save(update_fields=["state"])
    people = sorted(set(row.lines.values_list("agent", flat=True)))
    words = "The order %(what)s is off: %(why)s"
    told = tuple(Notice(one, words, {"what": row.words, "why": why.strip()}) for one in people)
    return Done(CycleAt(cycle, row.state, len(people), 0), told)


STATES = {
    "TOO_EARLY": "Its moment has not come. Close it early if everybody has ordered.",
    "STATE": "It is too late for that, or too early: look how far this order is.",
}


def in_state(wrong: engine.CycleError) -> Refusal:
    """What the engine of cycles does not do, as a refusal."""
    return Refusal(wrong.code, STATES[wrong.code], "cycle")


def _moment(place: Here, said: datetime) -> datetime | Refusal:
    """A moment; one without a time zone is by the clock of the community."""
    if said.tzinfo is not None:
        return said
    try:
        return engine.moment(said.date(), said.time(), place.community.time_zone)
    except engine.CycleError as wrong:
        return Refusal(wrong.code, "The clocks go forward: there is no such time that day.", "closes_at")


def _standing(row: OrderCycle) -> tuple[list[OrderLine], tuple[Notice, ...]]:
    """What members want every time, as lines of this order; whom an allergen stops is told."""
    here_now = Membership.objects.filter(community=row.community, state=Membership.ACTIVE)
    kept = OrderLine.objects.filter(cycle=None, product__is_sold=True, agent__in=here_now.values("agent"))
    avoids = dict(Eater.objects.filter(community=row.community).values_list("agent", "avoids"))
    lines, told = [], []
    words = "%(what)s is left out of what you order every time: it says now what is in it, or nobody has said."
    for one in kept.select_related("product").order_by("said_at", "pk"):
        avoided, product = frozenset(avoids.get(one.agent_id, ())), as_told(one.product)
        if avoided and may_stand_in(product, product, avoided):
            told.append(Notice(one.agent_id, words, {"what": one.product.name}))
            continue
        lines.append(
            OrderLine(cycle=row, agent_id=one.agent_id, product=one.product, quantity=one.quantity,
                      tolerance=one.tolerance, said_at=row.opens_at)
        )  # fmt: skip
    return lines, tuple(told)


def _frozen(place: Here, found: Iterable[Wanted]) -> Iterable[OrderLine]:
    """Each line with what it is allotted, its price, and the band of whoever ordered."""
    bands = dict(Eater.objects.filter(community=place.community).values_list("agent", "band"))
    for one in found:
        orders = [(line.quantity, line.tolerance) for line in one.lines]
        amounts = distribute(orders, one.ordered, one.product.pack)
        for line, amount in zip(one.lines, amounts, strict=True):
            line.allotted, line.price_minor, line.per = amount, one.product.price_minor, one.product.per
            line.band_percent = percent(place.rules, bands.get(line.agent_id, ""))
            yield line


def _told(row: OrderCycle, lines: Sequence[OrderLine]) -> Iterable[Notice]:
    """What a member gets, and what there is too little of to fill a pack."""
    who = lines[0].agent_id
    gets = listed(much(line.product, line.allotted or 0) for line in lines if line.allotted)
    less = listed(
        much(line.product, line.quantity - (line.allotted or 0))
        for line in lines
        if (line.allotted or 0) < line.quantity
    )
    if gets:
        said = {"cycle": row.words, "what": gets, "day": row.comes_on.isoformat()}
        yield Notice(who, "%(cycle)s is closed. You get %(what)s, on %(day)s.", said)
    if less:
        yield Notice(who, "%(cycle)s: too few want it to fill a pack, so it does not come: %(what)s.",
                     {"cycle": row.words, "what": less})  # fmt: skip
