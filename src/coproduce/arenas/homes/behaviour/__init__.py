"""How simulated people build: families are accepted, come to build days, sign, take their key, pay, and are asked.

Pure: what stands on an evening and a chance come in, intents go out. What homes cost, and what follows when a month is
missing, stands in `paying`.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.homes import CREW_LEAD
from coproduce.arenas.homes.behaviour.paying import pay
from coproduce.arenas.homes.behaviour.seen import BuildDay, Builders, Building
from coproduce.arenas.homes.behaviour.words import (
    BEGINS,
    ENDS,
    NEW_HOME,
    REPAIR_MINUTES,
    SHOWN,
    TALK,
    TASKS,
    THANKS,
    TOGETHER,
    TOOLS,
)
from coproduce.arenas.homes.rules import CameToBuild
from coproduce.community.exchange.behaviour import Town, Ways, ask_once_a_week, carry_on
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS

__all__ = ("EVENINGS", "BuildDay", "Builders", "Building", "evening")

#: Saturdays are build days; on Sunday evening people write down, sign, pay and plan.
EVENINGS = (6,)
#: One family for so many people, and no fewer than this.
PEOPLE_TO_A_FAMILY, FEWEST = 20, 3
#: What families are accepted for, in turn: every other one for a repair, and of those every other in a shared house.
HOMES = (REPAIR_MINUTES, 0, REPAIR_MINUTES, 0)
DAYS_BETWEEN, AHEAD = 28, timedelta(days=27)
#: So many families and friends come to a build day.
FAMILIES, FRIENDS, WILLING = 5, 2, 1

WAYS = Ways(things=(), thanks=THANKS)


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens around homes on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Building) else Building()
    carry_on(saying, replace(town, asks=()), WAYS, day)
    for ask in town.asks:
        ask_once_a_week(saying, ask, day)
    for hours, who in seen.to_sign:
        if who in saying.people and chance.random() < 0.8:
            saying.add("homes.sign_hours", who, hours=hours)
    _find_leads(saying, town, seen)
    _accept(saying, seen, day)
    _write(saying, seen, day)
    _plan(saying, seen, day)
    _come(saying, town, seen, day)
    for one in seen.families:
        if one.next_gate and one.is_open:
            saying.add("homes.pass_gate", None, family=one.who, gate=one.next_gate)
    pay(saying, seen, day)
    return saying.intents


def _accept(saying: Evening, seen: Building, day: date) -> None:
    """The desk accepts a family a week, as long as there are few, of those who come forward for nothing else; and puts
    tools into the store at first."""
    known, place = {one.who for one in seen.families}, len(seen.families) + seen.gone
    free = [one.id for one in saying.people.values() if not one.gives and one.id not in known and not one.rings]
    wanted = max(FEWEST, len(saying.people) // PEOPLE_TO_A_FAMILY)
    if free and len(known) < wanted and saying.chance.random() < 0.7:
        minutes = HOMES[place % len(HOMES)]
        called = TOGETHER if place % len(HOMES) == 2 else NEW_HOME
        saying.add("homes.accept_family", None, family=saying.chance.choice(free), accepted_on=day,
                   home=called % (3 + 2 * place), **({"repair": HOURS(minutes)} if minutes else {}))  # fmt: skip
    for tool in TOOLS:
        if tool not in seen.store and not seen.families:
            saying.add("homes.stock_things", None, thing=tool, pieces=2)


def _find_leads(saying: Evening, town: Town, seen: Building) -> None:
    """The desk makes somebody who gives a crew lead, and whoever was asked back and said yes."""
    first = [] if seen.leads else [one.id for one in saying.people.values() if one.gives and not one.rings]
    said_yes = [who for who in saying.people if who in town.willing and who not in seen.leads]
    for who in [*first[:1], *said_yes[:1]]:
        saying.add("people.give_role", None, member=who, role=CREW_LEAD)


def _lead(seen: Building, chance: Random) -> UUID | None:
    """Who leads this time: one of the crew leads, or the desk where there is none."""
    return chance.choice(seen.leads) if seen.leads else None


def _plan(saying: Evening, seen: Building, day: date) -> None:
    """A build day every four weeks, planned once the one before is over."""
    last = max((one.on for one in seen.days), default=None)
    homes = [one.home for one in seen.families if one.next_gate]
    if not homes or (last and (day + AHEAD - last).days < DAYS_BETWEEN):
        return
    on = day + AHEAD
    saying.add("homes.plan_day", _lead(seen, saying.chance), words=f"A day on {saying.chance.choice(homes)}",
               starts_at=datetime.combine(on, BEGINS), ends_at=datetime.combine(on, ENDS),
               tasks=(TALK, *TASKS), place="At the gate")  # fmt: skip


def _come(saying: Evening, town: Town, seen: Building, day: date) -> None:
    """Families before their key and a few friends take places: first the talk, then what is to be done."""
    chance = saying.chance
    for build_day in seen.days:
        if not timedelta(0) < build_day.on - day < timedelta(days=7):
            continue
        families = [one.who for one in seen.families if one.next_gate]
        friends = [one.id for one in saying.people.values() if one.gives and not one.rings]
        willing = [who for who in saying.people if who in town.willing]
        comers = [
            *chance.sample(families, min(FAMILIES, len(families))),
            *chance.sample(friends, min(FRIENDS, len(friends))),
            *chance.sample(willing, min(WILLING, len(willing))),
        ]
        for who in dict.fromkeys(comers):
            task = chance.choice(TASKS).needs if who in seen.talked else TALK.needs
            is_free = who not in build_day.comers and town.is_free(who, build_day.on)
            if who in saying.people and is_free and task in build_day.rooms:
                saying.speak("exchange.sign_up", who, slot=build_day.rooms[task])


def _write(saying: Evening, seen: Building, day: date) -> None:
    """Whoever led writes down who came, shows one of them how something is done, and lends them a tool for it.

    A home that nobody has worked on yet comes first.
    """
    homes = [one.home for one in seen.families if one.next_gate]
    homes = [home for home in homes if home not in seen.begun] or homes
    for build_day in seen.days:
        if build_day.on <= day and not build_day.is_written and build_day.comers and homes:
            came = tuple(CameToBuild(who, BEGINS, ENDS) for who in build_day.comers)
            lead = _lead(seen, saying.chance)
            saying.add("homes.record_day", lead, occasion=build_day.id, site=saying.chance.choice(homes), came=came)
            learners = [who for who in build_day.comers if who != lead]
            if lead and learners:
                _show(saying, seen, lead, saying.chance.choice(learners), day)


def _show(saying: Evening, seen: Building, lead: UUID, who: UUID, day: date) -> None:
    saying.add("homes.show_how", lead, taught=who, task=saying.chance.choice(SHOWN), time=HOURS(30), done_on=day)
    if seen.store:
        saying.add("homes.lend_things", lead, thing=saying.chance.choice(sorted(seen.store)), pieces=1, to=who)
    for whose, thing, until in seen.lent:
        if until <= day:
            saying.add("homes.bring_back_things", lead, thing=thing, pieces=1, from_=whose)
