"""Which tools and materials are in the store, who has which, and until when: read from the books."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet, Sum

from coproduce.arenas.homes import ARENA
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import Posting
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.quantity import PIECES

STOCKED, LENT, RETURNED = "things stocked", "things lent", "things back"
#: The accounts of the community that things come out of, and are kept in.
ISSUED, STORE = "Things bought or given", "Store of tools and materials"


@dataclass(frozen=True, slots=True)
class Lent:
    """So many of a thing that somebody has, since when, and until when."""

    agent_id: int
    name: str
    thing: str
    pieces: int
    since_on: date
    until_on: date


def in_store(community_id: int) -> Mapping[str, int]:
    """How many of each thing are there to be lent."""
    rows = _here(community_id).filter(account__name=STORE).values_list("entry__category").annotate(n=Sum("amount"))
    return {thing: number for thing, number in rows.order_by("entry__category") if number}


def held(community_id: int) -> Mapping[tuple[int, str], int]:
    """How many of each thing somebody has."""
    rows = _here(community_id).exclude(account__agent=None).values_list("account__agent_id", "entry__category")
    found: Counter[tuple[int, str]] = Counter()
    for agent, thing, number in rows.annotate(n=Sum("amount")):
        found[agent, thing] += number
    return {key: number for key, number in found.items() if number > 0}


def lent(actor: Actor, today: date) -> list[Lent]:
    """What is lent, the longest first: all of it for whoever lends, one's own for everybody else."""
    rows = _here(actor.community_id).exclude(account__agent=None)
    if not policy.may(actor, "homes.lend_things"):
        rows = rows.filter(account__agent=actor.agent_id or 0)
    days = timedelta(days=rules_of(actor.community_id, ARENA.slug, today).lend_days)
    counted = rows.values_list("account__agent_id", "account__agent__name", "entry__category")
    found = [
        Lent(agent, name, thing, number, since, since + days)
        for agent, name, thing, number, since in counted.annotate(n=Sum("amount"), since=Max("entry__effective_on"))
        if number > 0
    ]
    return sorted(found, key=lambda one: (one.since_on, one.name, one.thing))


def _here(community_id: int) -> QuerySet[Posting]:
    return Posting.objects.filter(account__community_id=community_id, unit=PIECES.code, entry__arena=ARENA.slug)
