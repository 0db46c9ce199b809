"""How simulated people build: families are accepted, come to build days, sign, take their key, pay, and are asked.

Pure: what stands on an evening and a chance come in, intents go out. Money is in pence or cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from coproduce.arenas.homes import CREW_LEAD
from coproduce.arenas.homes.behaviour.words import BEGINS, ENDS, SHOWN, TALK, TASKS, THANKS, TOOLS
from coproduce.arenas.homes.rules import CameToBuild
from coproduce.community.exchange.behaviour import Town, Ways, carry_on
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS, unit_of_money

#: Saturdays are build days, and Sundays for what is left to sign and to pay.
EVENINGS = (5, 6)
#: One family for so many people, and how many of them are repairs.
PEOPLE_TO_A_FAMILY, FEWEST, REPAIRS = 60, 3, 1
DAYS_BETWEEN = 28
LENT_MINOR, MONTHS = 2400_00, 24


@dataclass(frozen=True, slots=True)
class Builders:
    """One family: who speaks for it, its home, which gate is next and whether it is open, and what it pays next.

    `to_tell` is the month it is to be told of; 0 for none.
    """

    who: UUID
    home: str
    next_gate: str
    is_open: bool
    has_loan: bool
    due_on: date | None
    due_minor: int
    to_tell: int = 0


@dataclass(frozen=True, slots=True)
class BuildDay:
    """A build day: when, whether it is over and written down, its places by what is done, and who comes."""

    id: UUID
    on: date
    is_written: bool
    rooms: Mapping[str, UUID]
    comers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Building:
    """Families, build days, shifts that wait for who worked, who had the talk, what is in the store and who has what.

    `leads` lead crews.
    """

    families: tuple[Builders, ...] = ()
    days: tuple[BuildDay, ...] = ()
    to_sign: tuple[tuple[UUID, UUID], ...] = ()
    talked: frozenset[UUID] = frozenset()
    store: Mapping[str, int] = field(default_factory=dict)
    lent: tuple[tuple[UUID, str, date], ...] = ()
    leads: tuple[UUID, ...] = ()
    currency: str = "GBP"


WAYS = Ways(things=(), thanks=THANKS)


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens around homes on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Building) else Building()
    carry_on(saying, town, WAYS, day)
    for hours, who in seen.to_sign:
        if who in saying.people and chance.random() < 0.7:
            saying.add("homes.sign_hours", who, hours=hours)
    if day.weekday() == EVENINGS[0]:
        _find_leads(saying, town, seen)
        _accept(saying, seen, day)
        _plan(saying, seen, day)
        _write(saying, seen, day)
    else:
        _come(saying, town, seen, day)
        _go_through(saying, seen, day)
    return saying.intents


def _accept(saying: Evening, seen: Building, day: date) -> None:
    """The desk accepts a family, the first of them for a repair; and puts tools into the store."""
    known = {one.who for one in seen.families}
    free = [one.id for one in saying.people.values() if one.receives and one.id not in known and not one.rings]
    wanted = max(FEWEST, len(saying.people) // PEOPLE_TO_A_FAMILY)
    if free and len(known) < wanted and saying.chance.random() < 0.5:
        repair = {"repair": HOURS(16 * 60)} if len(known) < REPAIRS else {}
        saying.add("homes.accept_family", None, family=saying.chance.choice(free), accepted_on=day,
                   home=f"no. {3 + 2 * len(known)}", **repair)  # fmt: skip
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
    """A build day every four weeks, planned a week before."""
    last = max((one.on for one in seen.days), default=None)
    homes = [one.home for one in seen.families if one.next_gate]
    if not homes or (last and (day - last).days < DAYS_BETWEEN - 7):
        return
    on = day + timedelta(days=7)
    saying.add("homes.plan_day", _lead(seen, saying.chance), words=f"A day on {saying.chance.choice(homes)}",
               starts_at=datetime.combine(on, BEGINS), ends_at=datetime.combine(on, ENDS),
               tasks=(TALK, *TASKS), place="At the gate")  # fmt: skip


def _come(saying: Evening, town: Town, seen: Building, day: date) -> None:
    """Families and a few friends take places: first the talk, then what is to be done."""
    for build_day in seen.days:
        if build_day.on <= day:
            continue
        friends = [one.id for one in saying.people.values() if one.gives and not one.rings]
        friends = saying.chance.sample(friends, min(3, len(friends)))
        willing = [who for who in saying.people if who in town.willing]
        for who in dict.fromkeys([*(one.who for one in seen.families), *friends, *willing[:3]]):
            task = saying.chance.choice(TASKS).needs if who in seen.talked else TALK.needs
            is_free = who not in build_day.comers and town.is_free(who, build_day.on)
            if who in saying.people and is_free and task in build_day.rooms:
                saying.speak("exchange.sign_up", who, slot=build_day.rooms[task])


def _write(saying: Evening, seen: Building, day: date) -> None:
    """Whoever led writes down who came, shows one of them how something is done, and lends them a tool for it."""
    for build_day in seen.days:
        homes = [one.home for one in seen.families]
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


def _go_through(saying: Evening, seen: Building, day: date) -> None:
    """A gate that is open is gone through; who has the key borrows at cost, and pays month by month, not always.

    Whoever missed a month is told kindly, with a neighbour named.
    """
    money = unit_of_money(seen.currency)
    for one in seen.families:
        if one.next_gate and one.is_open:
            saying.add("homes.pass_gate", None, family=one.who, gate=one.next_gate)
        elif not one.next_gate and not one.has_loan:
            saying.add("homes.agree_loan", None, family=one.who, principal=money(LENT_MINOR), annual_rate=Decimal(0),
                       months=MONTHS, from_on=day + timedelta(days=30), income=money(1500_00),
                       escrow=money(100_00))  # fmt: skip
        elif one.due_on and one.due_on <= day and one.due_minor and saying.chance.random() < 0.6:
            saying.add("homes.record_payment", None, family=one.who, amount=money(one.due_minor), paid_on=day)
        elif one.to_tell:
            beside = [who for who in seen.leads if who != one.who]
            if beside:
                saying.add("homes.tell_behind", None, family=one.who, month=one.to_tell, supporter=beside[0])
