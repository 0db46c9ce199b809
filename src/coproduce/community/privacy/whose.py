"""Somebody of one community with every record of theirs, and the rows of a table that are theirs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from coproduce.community.people.models import Account, Agent, Membership, Person
from coproduce.community.privacy.registry import Kept, end_of


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person in one community: the agents they are there, and where they sign in.

    `persons` and `accounts` are only those that are in no other community, unless `everywhere` was asked for.
    """

    community: int
    agents: tuple[int, ...]
    persons: tuple[int, ...]
    accounts: tuple[int, ...]


def somebody(agent: Agent, *, everywhere: bool = True) -> Somebody:
    """Who this is, with records of theirs that became this one."""
    agents = agents_of(agent.pk)
    persons = Person.objects.filter(memberships__agent__in=agents)
    if not everywhere:
        elsewhere = Membership.objects.exclude(agent__in=agents).values("person")
        persons = persons.exclude(pk__in=elsewhere)
    both = list(persons.order_by("pk").values_list("pk", "account").distinct())
    accounts = tuple(account for _, account in both if account)
    return Somebody(agent.community_id, agents, tuple(pk for pk, _ in both), accounts)


def agents_of(agent: int) -> tuple[int, ...]:
    """The numbers they have had here: their own, and those of records that became it."""
    agents = [agent]
    while found := set(Agent.objects.filter(merged_into__in=agents).values_list("pk", flat=True)) - set(agents):
        agents += sorted(found)
    return tuple(agents)


def rows(kept: Kept, whose: Somebody, paths: Iterable[str] | None = None) -> QuerySet[Model]:
    """The rows of a table that are theirs, by all its owners or by these paths only."""
    asked = Q(pk__in=())
    for path in kept.owners if paths is None else paths:
        end = end_of(kept.model, path)
        ids = {Account: whose.accounts, Person: whose.persons}.get(end, whose.agents)  # type: ignore[arg-type]
        asked |= Q(**{f"{path}__agent__in" if end is Membership else f"{path}__in": ids})
    every = kept.model._base_manager
    return every.filter(pk__in=every.filter(asked).values("pk")).order_by("pk")
