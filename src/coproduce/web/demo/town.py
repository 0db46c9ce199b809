"""The town of the demo: some hundred people and a year of evenings, one evening at a time.

The evening is chosen by pure rules from what stands in the database and a chance that follows from seed and day, so
that a town whose growing was cut short goes on to be the same one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Subquery

from coproduce.community.base import clock, rooms
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import Installation
from coproduce.community.evidence.consents import OUTCOMES
from coproduce.community.exchange.behaviour import busy
from coproduce.community.exchange.jobs import let_stand
from coproduce.community.people.consent.rules import AGREEMENT
from coproduce.community.people.consents import DIRECTORY, TELEPHONE
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rules import NewMember
from coproduce.core.intent import Evening, Intent, Someone, temper
from coproduce.web.demo.circles import weekly
from coproduce.web.demo.counted import say_about_themselves, write_down_paid_hours
from coproduce.web.demo.doing import do, evening_of
from coproduce.web.demo.evidence import ask_how_things_are
from coproduce.web.demo.seeing import town_on
from coproduce.web.demo.words import GROUPS, STREETS, STRENGTHS, names

#: How long the town has been there when it is whole.
YEAR = 365

#: The evenings that are there before the first page is served.
FIRST_MONTH = 30

#: How the source of a member of the town begins; the cast has none.
SOURCE = "town-"

#: The share of people who say yes to each of these.
SAY_YES = {DIRECTORY: 0.4, TELEPHONE: 0.8, AGREEMENT: 0.9, OUTCOMES: 0.7}

#: Newcomers come once in so many days.
ARRIVALS = 30


#: The evenings of the week on which people of an arena do something, where its `behaviour` does not name its EVENINGS.
EVERY_EVENING = range(7)

#: As whom somebody acts: their agent, their person and their roles.
Voice = tuple[int, int, list[str]]


@dataclass(frozen=True, slots=True)
class Growth:
    """How far the town has grown: which day of how many."""

    day: int
    days: int


def plant(size: int, seed: int, today: date, days: int = YEAR) -> None:
    """Write down that a town of this size and seed is to grow, from so many days ago until yesterday."""
    first = today - timedelta(days=days)
    Installation.objects.filter(is_demo=True).update(
        town_seed=seed, town_size=size, town_from_on=first, town_next_on=first, town_until_on=today - timedelta(days=1)
    )


#: The days of the growing town, to be read along with another row: then no page asks for them by itself.
DAYS = {
    name: Subquery(Installation.objects.filter(is_demo=True).values(name)[:1])
    for name in ("town_from_on", "town_next_on", "town_until_on")
}


def growth() -> Growth | None:
    """How far the town has grown, or None when it is whole or there is none."""
    return growth_of(Installation.objects.filter(is_demo=True).first())


def growth_of(row: Any) -> Growth | None:
    """The same, from a row that was read with `DAYS`."""
    if row is None or row.town_next_on is None or row.town_from_on is None or row.town_until_on is None:
        return None
    return Growth((row.town_next_on - row.town_from_on).days, (row.town_until_on - row.town_from_on).days + 1)


def grow(desk: Actor, most: int | None = None) -> Iterator[Growth]:
    """Live one evening after another, at most `most`, and yield after each. Every evening is one transaction."""
    left = most
    while (so_far := growth()) and left != 0:
        with transaction.atomic():
            row = Installation.objects.select_for_update().get(is_demo=True)
            if row.town_next_on is None:
                return
            _live(desk, row, row.town_next_on, so_far.day)
        left = left - 1 if left is not None else None
        yield Growth(so_far.day + 1, so_far.days)


def _live(desk: Actor, row: Installation, day: date, number: int) -> None:
    seed, size = row.town_seed or 0, row.town_size or 0
    with clock.at(evening_of(day)):
        if number % ARRIVALS == 0:
            _welcome(desk, seed, size, number)
        place = Community.objects.get(pk=desk.community_id)
        voices, people = _everybody(desk, seed)
        going_on: set[UUID] = set()
        seeing = {arena.slug: module for arena, module in rooms.arenas_with("seeing", place.arenas)}
        for arena, behaviour in rooms.arenas_with("behaviour", place.arenas):
            if day.weekday() not in getattr(behaviour, "EVENINGS", EVERY_EVENING):
                continue
            town = town_on(place, arena.slug, people, day)
            if arena.slug in seeing:
                town = replace(town, own=seeing[arena.slug].seen(place))
            chance = Random(f"{seed} {number} {arena.slug}")  # noqa: S311 - a made-up town, not a secret
            intents = behaviour.evening(town, day, chance)
            for intent in intents:
                _carry_out(desk, voices, intent)
            going_on |= set(busy(town, intents))
        for intent in weekly(place, people, day, Random(f"{seed} {number} circles")):  # noqa: S311 - as above
            _carry_out(desk, voices, intent)
        for intent in _come_and_go(people, going_on, Random(f"{seed} {number}")):  # noqa: S311 - as above
            _carry_out(desk, voices, intent)
        write_down_paid_hours(desk, seed, day, place.arenas)
        ask_how_things_are(desk, seed, day, number)
        let_stand(clock.now())
    row.town_next_on = None if day >= (row.town_until_on or day) else day + timedelta(days=1)
    row.save(update_fields=["town_next_on"])


def _carry_out(desk: Actor, voices: Mapping[UUID, Voice], intent: Intent) -> None:
    """A refusal stands in the record like anybody's: somebody looking round may have been first."""
    actor = desk
    if intent.by:
        agent, person, roles = voices[intent.by]
        actor = replace(desk, agent_id=agent, person_id=person, roles=frozenset(roles))
    rooms.verbs()[intent.verb](actor, request_id=intent.request_id, **intent.arguments)


def _come_and_go(people: tuple[Someone, ...], going_on: set[UUID], chance: Random) -> list[Intent]:
    """Now and then somebody rests, or moves away; never with something still going on."""
    evening = Evening(people, chance)
    free = [one.id for one in people if one.id not in going_on]
    if free and chance.random() < len(people) / 12000:
        who = chance.choice(free)
        if chance.random() < 0.5:
            evening.add("people.pause", who, member=who)
        else:
            evening.add("people.leave", who, member=who, ended="moved")
    return evening.intents


def _welcome(desk: Actor, seed: int, size: int, number: int) -> None:
    """Half of the town is there from the first day, and the others come month by month."""
    here = Membership.objects.filter(community_id=desk.community_id, agent__source_ref__startswith=SOURCE).count()
    wanted = min(size, size // 2 + size * number // (2 * 300))
    called = names(seed, size)
    chance = Random(f"{seed} welcome {number}")  # noqa: S311 - as above
    newcomers = tuple(
        NewMember(
            called[place],
            phone=f"01632 960 {300 + place % 700:03d}",
            neighbourhood=chance.choice(tuple(STREETS)),
            strengths=tuple(chance.sample(STRENGTHS, chance.randint(0, 3))),
            source_ref=f"{SOURCE}{place}",
        )
        for place in range(here, wanted)
    )
    if newcomers:
        do("people.welcome", desk, f"town {number}", members=newcomers)
        refs = tuple(newcomer.source_ref for newcomer in newcomers)
        say_yes(desk, seed, refs)
        say_about_themselves(desk, seed, refs)
    if number == 0:
        _gather(desk, seed)


def say_yes(desk: Actor, seed: int, refs: tuple[str, ...] = ()) -> None:
    """Some of these, told by their source, say yes to being on paper, to being rung, to the agreement; with none told,
    all of the cast do."""
    here = Membership.objects.filter(community_id=desk.community_id, state=Membership.ACTIVE)
    theirs = here.filter(agent__source_ref__in=refs) if refs else here.filter(agent__source_ref=None)
    for row in theirs.select_related("agent").order_by("pk"):
        me = replace(desk, agent_id=row.agent_id, person_id=row.person_id, roles=frozenset(row.roles))
        for scope, share in SAY_YES.items():
            if not refs or Random(f"{seed} {scope} {row.agent.source_ref}").random() < share:  # noqa: S311 - as above
                do(
                    "people.consent",
                    me,
                    f"{scope} {row.agent.source_ref or row.agent.name}",
                    member=row.agent.public_id,
                    scope=scope,
                )


def _gather(desk: Actor, seed: int) -> None:
    """A school, a surgery, and some households."""
    chance = Random(f"{seed} groups")  # noqa: S311 - as above
    members = list(_members(desk).values_list("agent__public_id", "agent__name"))
    for name, contacts in GROUPS:
        chosen = chance.sample(members, min(contacts, len(members)))
        do(
            "people.form_group", desk, name,
            kind=Agent.ORGANISATION, name=name, members=tuple(member for member, _ in chosen),
        )  # fmt: skip
    chance.shuffle(members)
    for place in range(len(members) // 12):
        (one, called), (other, _) = members[2 * place : 2 * place + 2]
        name = f"The {called.split()[-1]} household"
        do("people.form_group", desk, f"household {place}", kind=Agent.HOUSEHOLD, name=name, members=(one, other))


def _members(desk: Actor) -> QuerySet[Membership]:
    return Membership.objects.filter(
        community_id=desk.community_id, agent__source_ref__startswith=SOURCE, state=Membership.ACTIVE
    ).order_by("pk")


def _everybody(desk: Actor, seed: int) -> tuple[dict[UUID, Voice], tuple[Someone, ...]]:
    """As whom everybody of the town acts, and how they are, in the order they came."""
    rows = list(_members(desk).values_list("agent__public_id", "agent__source_ref", "agent_id", "person_id", "roles"))
    voices = {public: (agent, person, roles) for public, _, agent, person, roles in rows}
    people = (Someone(public, *temper(seed, int(str(ref).removeprefix(SOURCE)))) for public, ref, *_ in rows)
    return voices, tuple(people)
