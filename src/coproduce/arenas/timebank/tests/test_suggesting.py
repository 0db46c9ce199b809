"""The desk looks at few rows and says what looking at all of them would say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.fixtures.towns import NOON, TODAY, Town

from coproduce.arenas.timebank.queries.desk import QUIET, needs_waiting, quiet, waiting
from coproduce.arenas.timebank.queries.suggesting import area_of, suggestions
from coproduce.arenas.timebank.rules import Candidate, Suggestion, Wanted, suggest
from coproduce.community.exchange.models import Agreement, Ask, Category, Commitment, Contribution, Intent, Need, Offer
from coproduce.community.people.models import Agent, BarredPair, Membership, Neighbourhood, Person
from coproduce.core.places import metres_between

pytestmark = pytest.mark.django_db

WEEKS = (0, 0, 1, 8, 9, 1 << 20)


@dataclass
class Crowd:
    """Everybody of a town filled at random, with few kinds and few places, so that there are many ties."""

    town: Town
    chance: Random
    agents: list[Agent]
    kinds: list[Category]
    areas: list[Neighbourhood]

    def agreed(self, giver: Agent, receiver: Agent, state: str, days: int, yes: datetime | None) -> None:
        """A thread of so many days ago, about no need."""
        row = Agreement.objects.create(community=self.town.community, arena="timebank", words="A thread", state=state,
                                       category=self.kinds[0], proposed_at=NOON - timedelta(days=days))  # fmt: skip
        for agent, side, agreed_at in ((giver, Commitment.GIVES, yes), (receiver, Commitment.RECEIVES, NOON)):
            Commitment.objects.create(community=row.community, agreement=row, agent=agent, side=side,
                                      asked_at=row.proposed_at, agreed_at=agreed_at)  # fmt: skip


def crowd(town: Town, seed: int, members: int = 30) -> Crowd:
    """Members in three parts of town or none, two wider kinds of two kinds each, offers and needs of all weeks."""
    chance, here = Random(seed), town.community
    areas: list[Any] = [
        Neighbourhood.objects.create(community=here, name=f"Row {n}", latitude="51.7", longitude=f"-2.{n // 2}")
        for n in range(3)
    ]
    tops = [Category.objects.create(community=here, name=f"Top {n}") for n in range(2)]
    kinds = tops + [Category.objects.create(community=here, name=f"Under {n}", parent=tops[n % 2]) for n in range(4)]
    agents = Agent.objects.bulk_create(Agent(community=here, name=f"Member {n:02}") for n in range(members))
    for n, agent in enumerate(agents[:-2]):  # the last two are households
        Membership.objects.create(
            community=here, agent=agent, person=Person.objects.create(name=agent.name), roles=["member"],
            neighbourhood=chance.choice([None, *areas]), joined_on=TODAY - timedelta(days=chance.choice([9, 91, 400])),
            state=Membership.PAUSED if n % 9 == 8 else Membership.LEFT if n % 11 == 10 else Membership.ACTIVE,
        )  # fmt: skip
    found = Crowd(town, chance, agents, kinds, areas)
    for kind, number in ((Offer, members * 2), (Need, members)):
        for n in range(number):
            kind.objects.create(
                community=here, agent=chance.choice(agents), category=chance.choice(kinds), words=f"Thing {n}",
                week=chance.choice(WEEKS), area=chance.choice([None, None, *areas]),
                said_on=TODAY - timedelta(days=chance.choice([1, 89, 90, 91, 300])),
                until_on=chance.choice([None, None, TODAY, TODAY - timedelta(days=1)]),
                state=chance.choice([Intent.OPEN] * 5 + [Intent.PAUSED]),
            )  # fmt: skip
    for _ in range(members):
        one, other = chance.sample(agents, 2)
        state = chance.choice([Agreement.PROPOSED, Agreement.RECOGNISED, Agreement.CALLED_OFF])
        found.agreed(one, other, state, chance.randint(0, 200), chance.choice([None, NOON]))
    for one, other in (sorted(chance.sample(agents, 2), key=lambda agent: agent.pk) for _ in range(3)):
        BarredPair.objects.get_or_create(community=here, one=one, other=other, defaults={"since_on": TODAY})
    return found


def looked_at_all(needs: Sequence[Need], today: date) -> dict[int, Suggestion]:
    """The same answer the long way: every offer against every need."""
    barred = set(BarredPair.objects.values_list("one", "other"))
    whose = {need.agent_id for need in needs}
    unfree = {b if a in whose else a for a, b in barred if a in whose or b in whose}
    unfree |= {who for pair in barred if set(pair) <= whose for who in pair}
    away = set(Membership.objects.exclude(state=Membership.ACTIVE).values_list("agent", flat=True))
    gives = list(Commitment.objects.filter(side=Commitment.GIVES).select_related("agreement"))
    unanswered = {c.agent_id for c in gives if c.agreed_at is None and c.agreement.state == Agreement.PROPOSED}
    asked: dict[int, datetime] = {}
    for part in gives:
        asked[part.agent_id] = max(
            part.agreement.proposed_at, asked.get(part.agent_id, datetime.min.replace(tzinfo=UTC))
        )
    offers = [
        offer
        for offer in Offer.objects.filter(state=Offer.OPEN).select_related("agent__membership__neighbourhood", "area")
        if (offer.until_on is None or offer.until_on >= today) and offer.agent_id not in unfree | away
    ]

    def candidate(need: Need, offer: Offer) -> Candidate:
        here, there = area_of(need), area_of(offer)
        metres = None
        if here and there:
            metres = metres_between((here.latitude, here.longitude), (there.latitude, there.longitude))
        last = asked.get(offer.agent_id)
        return Candidate(
            offer.agent.public_id.hex, str(offer.category_id), str(offer.category.parent_id or offer.category_id),
            offer.week, metres, last.date() if last else None, offer.agent_id not in unanswered,
        )  # fmt: skip

    found: dict[int, Suggestion] = {}
    taken: set[str] = set()
    for need in needs:
        wider = str(need.category.parent_id or need.category_id)
        wanted = Wanted(need.agent.public_id.hex, str(need.category_id), wider, need.week)
        everybody = [candidate(need, offer) for offer in offers]
        first = suggest(wanted, [one for one in everybody if one.who not in taken], today)
        if chosen := first or suggest(wanted, everybody, today):
            taken.add(chosen.who)
            found[need.pk] = chosen
    return found


@pytest.mark.parametrize("seed", range(8))
def test_few_offers_looked_at_say_what_all_would_say(town: Town, seed: int) -> None:
    crowd(town, seed)
    needs = list(needs_waiting(town.actor("Cleo"), TODAY))
    for page in (needs[:5], needs[5:], needs):
        told = suggestions(town.actor("Cleo"), page, TODAY)
        assert {pk: suggestion for pk, (_, suggestion) in told.items()} == looked_at_all(page, TODAY)
        assert all(helper.public_id.hex == suggestion.who for helper, suggestion in told.values())
    assert len(looked_at_all(needs, TODAY)) > len(needs) // 2


def test_suggestions_ask_three_things_however_many_needs(town: Town) -> None:
    crowd(town, 1)
    needs = list(needs_waiting(town.actor("Cleo"), TODAY))
    cleo = town.actor("Cleo")
    with CaptureQueriesContext(connection) as asked:
        suggestions(cleo, needs, TODAY)
    assert len(asked) == 3


def heard_of(agent: Agent, since: date) -> bool:
    """Whether anything was heard of somebody, row by row."""

    def of(rows: Any, day: str, who: str = "agent") -> bool:
        return any(getattr(row, day) and getattr(row, day) >= since for row in rows.objects.filter(**{who: agent}))

    zone = timezone.get_current_timezone()
    parts = Commitment.objects.filter(agent=agent).select_related("agreement")
    return (
        of(Contribution, "effective_on", "giver")
        or of(Contribution, "effective_on", "receiver")
        or any(part.agreement.proposed_at.astimezone(zone).date() >= since for part in parts)
        or of(Ask, "answered_on")
        or of(Need, "said_on")
        or of(Offer, "said_on")
    )


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_quiet_is_what_looking_at_each_member_says(town: Town, zone: str) -> None:
    some, since = crowd(town, 2), TODAY - QUIET
    with timezone.override(ZoneInfo(zone)):
        midnight = datetime.combine(since, time(), ZoneInfo(zone))
        for agent, minutes in zip(some.agents[:2], (-1, 0), strict=True):  # one minute too long ago, and just not
            Membership.objects.filter(agent=agent).update(joined_on=TODAY - timedelta(days=400))
            for kind in (Offer, Need):
                kind.objects.filter(agent=agent).update(said_on=since - timedelta(days=1))
            at = midnight + timedelta(minutes=minutes)
            threads = list(Agreement.objects.filter(commitments__agent=agent).values_list("pk", flat=True))
            Agreement.objects.filter(pk__in=threads).update(proposed_at=at)
            Commitment.objects.filter(agreement__in=threads).update(asked_at=at)
        members = Membership.objects.filter(state=Membership.ACTIVE, joined_on__lt=since).select_related("agent")
        told = {row.pk for row in quiet(town.actor("Cleo"), TODAY)}
        assert told == {row.pk for row in members if not heard_of(row.agent, since)}
        assert waiting(town.actor("Cleo"), TODAY).quiet == len(told) > 0
