"""Simulated weeks written into a ledger, as ordinary help: load to test with, a demonstration, and a proof.

The model says who gives, who receives, who is asked back and who says yes; an arena's `behaviour` says how that is
written down; the verbs everybody uses do it. Only into a new community marked as a demo, in a database that is empty
or a demo already. What people had only heard of, and who dropped out, stands in no ledger: it shows in who acts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import numpy as np
from django.db import transaction

from coproduce.community.base import clock, rooms
from coproduce.community.base.actor import Actor, operator
from coproduce.community.base.models import Installation
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Account, Community, Membership
from coproduce.community.people.queries import actor_for
from coproduce.community.people.rules import NewMember
from coproduce.core.intent import Gift, Intent
from coproduce.economy import PRESETS, Regime, draw, kernel_numpy, ties
from coproduce.economy.draws import lot, words
from coproduce.economy.population import KINDS, People
from coproduce.economy.regimes import dials
from coproduce.economy.state import TOTALS, State, begin
from coproduce.web.demo.doing import carry_out, do, evening_of
from coproduce.web.demo.words import names
from coproduce.web.lab.pairs import meet

#: How the source of a simulated member begins.
SOURCE = "sim-"

#: The most people and weeks: every exchange is a deed of its own, as for people.
MOST_PEOPLE, MOST_WEEKS = 500, 104

QUARTER = 15


@dataclass(frozen=True, slots=True)
class Written:
    """What the weeks until now came to in the model, in minutes and people, and how many exchanges were written down.

    `alone_minutes` were given and received by one person with nobody else there; they wait for another week.
    """

    week: int
    weeks: int
    minutes: int
    exchanges: int
    asked_back: int
    said_yes: int
    alone_minutes: int


def simulate_ledger(
    slug: str, people: int, weeks: int, until: date, *, seed: int, regime: Regime = PRESETS[2]
) -> Iterator[Written]:
    """Open a community of so many simulated people and let it live so many weeks, the last ending on `until`.

    Yields after each week; all of it is one transaction, so that a run that is cut short leaves nothing. ValueError
    where the database is neither empty nor a demo, the community is there already, or a verb refuses.
    """
    if not (2 <= people <= MOST_PEOPLE and 1 <= weeks <= MOST_WEEKS):
        raise ValueError(f"Simulate 2 to {MOST_PEOPLE} people over 1 to {MOST_WEEKS} weeks.")
    with transaction.atomic():
        _only_where_nobody_real_is(slug)
        first = until - timedelta(weeks=weeks)
        with clock.at(evening_of(first)):
            desk = _open(slug)
            town = draw(people, seed=seed)
            ids = _welcome(desk, people, seed)
        yield from _live(_Town(desk, town, ids, seed, regime), first, weeks)


@dataclass(frozen=True, slots=True)
class _Town:
    """The desk, the model's people and which member stands for whom, by row."""

    desk: Actor
    people: People
    ids: tuple[UUID, ...]
    seed: int
    regime: Regime


def _live(town: _Town, first: date, weeks: int) -> Iterator[Written]:
    network = ties(town.people, seed=town.seed)
    fixed, state = begin(town.people, network)
    kinds = [KINDS[gift] for gift in town.people.gift]
    alone: tuple[Mapping[int, int], Mapping[int, int]] = ({}, {})
    minutes = exchanges = asked = agreed = 0
    for number in range(1, weeks + 1):
        totals = np.zeros((1, len(TOTALS)), np.int64)
        before = state
        state = kernel_numpy.advance(
            fixed, before, network, dials(town.regime), town.seed, range(number, number + 1), totals
        )
        counted = dict(zip(TOTALS, totals[0].tolist(), strict=True))
        chance = Random(f"{town.seed} sim {number}")  # noqa: S311 - made-up people, not a secret
        with clock.at(evening_of(first + timedelta(weeks=number))):
            _ask_back(town, before, state, number)
            met = meet(_with(state.gave, alone[0]), _with(state.got, alone[1]), chance)
            alone = met.gave, met.got
            gifts = [
                Gift(town.ids[one.giver], town.ids[one.receiver], QUARTER * one.quarters, kinds[one.giver])
                for one in met.pairs
            ]
            for intent in _written_down(town.desk, gifts, first + timedelta(weeks=number), chance):
                carry_out(town.desk, intent)
                exchanges += 1
        minutes += QUARTER * counted["gave"]
        asked, agreed = asked + counted["asked_back"], agreed + counted["said_yes"]
        yield Written(number, weeks, minutes, exchanges, asked, agreed, QUARTER * sum(alone[0].values()))


def _with(column: np.ndarray[tuple[int], np.dtype[np.int32]], waiting: Mapping[int, int]) -> dict[int, int]:
    """What each row gave or got, with what waits from before."""
    found = {int(row): int(column[row]) for row in np.flatnonzero(column)}
    return {row: found.get(row, 0) + waiting.get(row, 0) for row in {*found, *waiting}}


def _written_down(desk: Actor, gifts: list[Gift], day: date, chance: Random) -> Iterator[Intent]:
    """As the first arena that knows how writes it down."""
    here = Community.objects.get(pk=desk.community_id).arenas
    for _arena, behaviour in rooms.arenas_with("behaviour", here):
        if hasattr(behaviour, "modelled_evening"):
            yield from behaviour.modelled_evening(gifts, day, chance)
            return
    raise ValueError("No arena of this community says how simulated people act in it.")


def _ask_back(town: _Town, before: State, after: State, week: int) -> None:
    """Whom the model asks says that they are ready, is asked by the desk, and answers."""
    # The lot by which `kernel_numpy` has them answer; `said_yes` of its totals holds this line.
    agrees = lot(words(town.people.ids.astype(np.uint64), town.seed, week, 2), 0) < dials(town.regime).says_yes
    for row in np.flatnonzero(after.asked - before.asked).tolist():
        who = town.ids[row]
        ask = Ask.objects.filter(agent__public_id=who, state=Ask.WAITING).order_by("pk").first()
        if ask is None:
            raise ValueError("Somebody is asked back whom nobody has helped.")
        said = Ask.YES if agrees[row] else Ask.NO
        me = _as(town.desk, who)
        do("exchange.say_ready", me, f"ready {week} {row}", ask=ask.public_id)
        do("exchange.ask_back", town.desk, f"asked {week} {row}", ask=ask.public_id)
        do("exchange.answer", me, f"answer {week} {row}", ask=ask.public_id, answer=said)


def _as(desk: Actor, who: UUID) -> Actor:
    row = Membership.objects.get(agent__public_id=who)
    return replace(desk, agent_id=row.agent_id, person_id=row.person_id, roles=frozenset(row.roles))


def _only_where_nobody_real_is(slug: str) -> None:
    """Mark an empty database as a demo; ValueError where there are communities and it is none, or the name is taken."""
    if Community.objects.filter(slug=slug).exists():
        raise ValueError(
            f"There is a community called {slug} already. Simulated weeks go into a new one: name another."
        )
    if not Installation.objects.filter(is_demo=True).exists():
        if Community.objects.exists():
            raise ValueError("These are real communities, and nothing is simulated among them. Choose another --data.")
        Installation.objects.create(is_demo=True)


def _open(slug: str) -> Actor:
    email = f"broker@{slug}.example"
    do(
        "people.open_community", operator(via="sim"), f"open {slug}", slug=slug, is_demo=True,
        name=f"{slug.capitalize()} (simulated)", time_zone="Europe/London", language="en-gb", currency="GBP",
        broker_name="The simulated desk", broker_email=email,
    )  # fmt: skip
    desk = actor_for(Account.objects.get(email=email), slug, "sim")
    assert desk is not None
    return desk


def _welcome(desk: Actor, people: int, seed: int) -> tuple[UUID, ...]:
    """Everybody of the model as a member, in the order of its rows."""
    newcomers = tuple(
        NewMember(name, source_ref=f"{SOURCE}{row}") for row, name in enumerate(names(seed, people))
    )  # fmt: skip
    do("people.welcome", desk, "simulated people", members=newcomers)
    found = Membership.objects.filter(community_id=desk.community_id, agent__source_ref__startswith=SOURCE)
    known = dict(found.values_list("agent__source_ref", "agent__public_id"))
    return tuple(known[f"{SOURCE}{row}"] for row in range(people))
