"""The first steps of the ring: someone offers, someone needs. One at a time is a list of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category, Intent, Need, Offer
from coproduce.community.exchange.rules import Intention, may_list, may_stand_until
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal

#: Rows of one call: a list longer than this is sent in parts, so that nobody waits long for the lock.
MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Listed:
    """How many stand on the list now that did not before, and how many had been there already."""

    added: int
    known: int
    ids: tuple[UUID, ...] = ()


@action("exchange.offer", receipt=Listed)
def offer(actor: Actor, *, offers: tuple[Intention, ...], request_id: UUID) -> Done[Listed] | Refusal:
    """Put what people would do, lend or give on the community's list."""
    return _list(actor, "exchange.offer", Offer, offers)


@action("exchange.need", receipt=Listed)
def need(actor: Actor, *, needs: tuple[Intention, ...], request_id: UUID) -> Done[Listed] | Refusal:
    """Put what people would be helped by on the community's list."""
    return _list(actor, "exchange.need", Need, needs)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one offer or need stands now."""

    id: UUID
    state: str
    until_on: date | None


@action("exchange.renew", receipt=Standing)
def renew(actor: Actor, *, id: UUID, until_on: date | None = None, request_id: UUID) -> Done[Standing] | Refusal:
    """Let an offer or need stand again, until a day or for good; whatever rested comes back on the list."""
    found = _own(actor, "exchange.renew", id)
    if isinstance(found, Refusal):
        return found
    if fault := may_stand_until(until_on, clock.today(found.community.time_zone)):
        return fault
    found.until_on = until_on
    return _now(found, Intent.OPEN)


@action("exchange.pause", receipt=Standing)
def pause(actor: Actor, *, id: UUID, request_id: UUID) -> Done[Standing] | Refusal:
    """Take an offer or need off the list for a while."""
    found = _own(actor, "exchange.pause", id)
    return found if isinstance(found, Refusal) else _now(found, Intent.PAUSED)


@action("exchange.withdraw", receipt=Standing)
def withdraw(actor: Actor, *, id: UUID, request_id: UUID) -> Done[Standing] | Refusal:
    """Take an offer or need off the list; it can be renewed."""
    found = _own(actor, "exchange.withdraw", id)
    return found if isinstance(found, Refusal) else _now(found, Intent.WITHDRAWN)


def _own(actor: Actor, verb: str, id: UUID) -> Intent | Refusal:
    """An offer or need that is the actor's own, or the desk's to see to."""
    for kind in (Need, Offer):
        found = (
            kind._default_manager.select_for_update(of=("self",))
            .select_related("community")
            .filter(community_id=actor.community_id, public_id=id)
            .first()
        )
        if found and policy.may(actor, verb, policy.towards(actor, found.agent_id)):
            if found.state == Intent.MET:
                return Refusal("ALREADY_MET", "This was met. Say it again if it is needed again.", "id")
            return found
    return Refusal("NOT_FOUND", "There is no such offer or need of yours here.", "id")


def _now(found: Intent, state: str) -> Done[Standing]:
    found.state = state
    found.save(update_fields=["state", "until_on"])
    return Done(Standing(found.public_id, state, found.until_on))


def _list(actor: Actor, verb: str, kind: type[Intent], intentions: tuple[Intention, ...]) -> Done[Listed] | Refusal:
    community = Community.objects.get(pk=actor.community_id)
    if fault := _first_fault(community, intentions):
        return fault
    agents = _agents(community, intentions, may_add=actor.via == "import")
    for intention in intentions:
        owner = agents.get(intention.who)
        if owner is None or not policy.may(actor, verb, policy.towards(actor, owner.id)):
            return Refusal("NOT_FOUND", "There is nobody of that name here: %(who)s.", "who", {"who": intention.who})
    fresh = _unknown(kind, community, intentions)
    categories = categories_named(community, (intention.category.strip() for intention in fresh))
    if fault := _retired(categories.values()):
        return fault
    rows = [
        kind(
            community=community,
            agent_id=agents[intention.who].id,
            category=categories[intention.category.strip()],
            words=intention.words.strip(),
            quantity=intention.quantity,
            week=intention.week,
            on_dates=[day.isoformat() for day in intention.on_dates],
            area_id=agents[intention.who].area_id,
            said_by=actor.hand,
            said_on=intention.said_on,
            until_on=intention.until_on,
            source_ref=intention.source_ref or None,
        )
        for intention in fresh
    ]
    kind._default_manager.bulk_create(rows)
    ids = tuple(row.public_id for row in rows) if len(rows) == 1 else ()
    return Done(Listed(len(rows), len(intentions) - len(rows), ids))


def _first_fault(community: Community, intentions: tuple[Intention, ...]) -> Refusal | None:
    if not 0 < len(intentions) <= MOST_AT_ONCE:
        return Refusal("WRONG_LENGTH", "Send between one and %(most)s at once.", "", {"most": str(MOST_AT_ONCE)})
    today = clock.today(community.time_zone)
    return next((fault for intention in intentions if (fault := may_list(intention, today))), None)


class _Owner(NamedTuple):
    """Whose it is, and their part of town."""

    id: int
    area_id: int | None = None


def _agents(community: Community, intentions: Iterable[Intention], *, may_add: bool) -> dict[str, _Owner]:
    """Agents by the words they were named with. A list brought from elsewhere brings the groups it names."""
    named = {intention.who for intention in intentions}
    here = Agent.objects.filter(community=community)
    if not may_add:
        here = here.exclude(membership__state=Membership.LEFT)
    owners = ("pk", "membership__neighbourhood_id")
    known = here.filter(public_id__in=filter(is_public_id, named)).values_list("public_id", *owners)
    found = {str(key): _Owner(*owner) for key, *owner in known}
    if rest := named - found.keys():
        brought = here.filter(source_ref__in=rest).values_list("source_ref", *owners)
        found |= {str(ref): _Owner(*owner) for ref, *owner in brought}
    if may_add and (missing := sorted(named - found.keys())):
        made = Agent.objects.bulk_create(
            Agent(community=community, kind=Agent.ORGANISATION, name=name[:120], source_ref=name) for name in missing
        )
        found |= {str(agent.source_ref): _Owner(agent.pk) for agent in made}
    return found


def _unknown(kind: type[Intent], community: Community, intentions: Iterable[Intention]) -> list[Intention]:
    """Those that are not on the list yet: a row with a source is taken once."""
    refs = [intention.source_ref for intention in intentions if intention.source_ref]
    known = kind._default_manager.filter(community=community, source_ref__in=refs)
    seen = set(known.values_list("source_ref", flat=True)) if refs else set()
    fresh = []
    for intention in intentions:
        if intention.source_ref not in seen:
            fresh.append(intention)
            seen |= {intention.source_ref} - {""}
    return fresh


def _retired(categories: Iterable[Category]) -> Refusal | None:
    """A refusal naming the first kind of help among these that is offered no more."""
    retired = min((category.name for category in categories if category.is_retired), default=None)
    if retired is None:
        return None
    return Refusal(
        "RETIRED", "“%(kind)s” is no longer in use here. Choose another kind.", "category", {"kind": retired}
    )


def categories_named(community: Community, names: Iterable[str]) -> dict[str, Category]:
    """The kinds of help by their names; a name that is new becomes one."""
    wanted = set(names)
    here = Category.objects.filter(community=community, name__in=wanted)
    found = {category.name: category for category in here}
    if missing := sorted(wanted - found.keys()):
        Category.objects.bulk_create(
            (Category(community=community, name=name) for name in missing), ignore_conflicts=True
        )
        found = {category.name: category for category in here.all()}
    return found
