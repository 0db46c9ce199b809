"""How simulated people make merry: on Sundays they think of festivals, plan, come, add to a goal, lend and mend.

Pure: what stands on an evening and a chance come in, intents go out. Whoever said yes to being asked back runs a stall
or mends the next time.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.play.behaviour.words import (
    BACK,
    BEGINS,
    BROUGHT,
    ENDS,
    FESTIVALS,
    GOALS,
    HOW,
    PLACE,
    SLOTS,
    THINGS,
)
from coproduce.community.exchange.behaviour import Town, ask_once_a_week
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import KG

#: Sundays.
EVENINGS = (6,)

#: A part is planned so far ahead, and people think of it in the two weeks before.
AHEAD, THOUGHT_OF = timedelta(days=27), timedelta(days=15)

#: The next idea comes so long after the last one was over.
REST = timedelta(days=14)

#: So many things are on the shelf, so many come to a part beside those who run it, and add to a goal in a week.
MOST_THINGS, GUESTS, GIVE = 8, 3, 2


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a festival: its occasion, its day, its free places by what they are for, and who comes for what."""

    id: UUID
    on: date
    rooms: tuple[tuple[str, UUID], ...]
    comers: tuple[tuple[UUID, str], ...]
    is_written: bool


@dataclass(frozen=True, slots=True)
class Fair:
    """A festival on its way: whose it is, how it stands, who likes it, and its part."""

    id: UUID
    who: UUID
    state: str
    liked_by: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelved:
    """A thing on the shelf: whose it is, and who has it until when."""

    id: UUID
    name: str
    who: UUID
    borrower: UUID | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Merry:
    """What everybody knows: the festival that comes, how many there were and when the last ended, goal and shelf."""

    fair: Fair | None = None
    fairs: int = 0
    last_on: date | None = None
    goals: int = 0
    goal: UUID | None = None
    shelf: tuple[Shelved, ...] = ()
    needed_backers: int = 2


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What everybody means to do on one evening, in order. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Merry) else Merry()
    for ask in town.asks:
        ask_once_a_week(saying, ask, day)
    able = [one.id for one in town.people if (one.gives or one.id in town.willing) and not one.rings]
    if len(able) < 4:
        return saying.intents
    _celebrate(saying, town, seen, able, day)
    _reach(saying, seen, able)
    _lend(saying, seen, able, day)
    if chance.random() < 0.5:
        _mend(saying, [one for one in able if one in town.willing] or able)
    return saying.intents


def _celebrate(saying: Evening, town: Town, seen: Merry, able: list[UUID], day: date) -> None:
    """One festival at a time goes its way."""
    fair, chance = seen.fair, saying.chance
    if fair is None:
        if seen.last_on is None or day - seen.last_on >= REST:
            name, words, _part = FESTIVALS[seen.fairs % len(FESTIVALS)]
            saying.add("play.propose_festival", chance.choice(able), name=name, words=words)
    elif fair.state == "idea":
        others = [who for who in able if who != fair.who]
        for who in chance.sample(others, min(len(others), max(0, seen.needed_backers - fair.liked_by))):
            saying.add("play.back_festival", who, festival=fair.id)
    elif fair.who not in saying.people:
        saying.add("play.cancel_festival", None, festival=fair.id, reason="Nobody sees to it any more.")
    elif fair.state == "agreed":
        _plan(saying, fair, seen, day)
    else:
        for part in fair.parts:
            _come(saying, town, fair, part, able, day)
        if all(part.is_written for part in fair.parts):
            saying.add("play.finish_festival", fair.who, festival=fair.id)


def _plan(saying: Evening, fair: Fair, seen: Merry, day: date) -> None:
    name, words, part = FESTIVALS[(seen.fairs - 1) % len(FESTIVALS)]
    on = day + AHEAD
    saying.add("play.keep_festival", fair.who, festival=fair.id, name=name, words=words, **HOW)
    saying.add("play.plan_part", fair.who, festival=fair.id, words=part, starts_at=datetime.combine(on, BEGINS),
               ends_at=datetime.combine(on, ENDS), slots=SLOTS, place=PLACE)  # fmt: skip
    saying.add("play.announce_festival", fair.who, festival=fair.id)


def _come(saying: Evening, town: Town, fair: Fair, part: Part, able: list[UUID], day: date) -> None:
    """Who was willing runs a stall, a few others come; afterwards it is counted, and who helped is thanked."""
    chance = saying.chance
    if part.on < day:
        if not part.is_written and not part.comers:
            saying.add("play.write_came", fair.who, occasion=part.id, others=chance.randint(5, 40))
        elif not part.is_written:
            helped = tuple(who for who, needs in part.comers if needs != SLOTS[-1].needs)
            came = tuple(who for who, _needs in part.comers if who not in helped)
            saying.add("play.write_came", fair.who, occasion=part.id, came=came, helped=helped,
                       others=chance.randint(5, 40))  # fmt: skip
        return
    if part.on - day > THOUGHT_OF:
        return
    there = {who for who, _needs in part.comers}
    willing = [one for one in able if one in town.willing] or able
    receives = [one.id for one in town.people if one.receives and not one.rings] or able
    for needs, room in part.rooms:
        wanted = (
            chance.sample(receives, min(GUESTS, len(receives)))
            if needs == SLOTS[-1].needs
            else [chance.choice(willing)]
        )
        for who in wanted:
            if who not in there and who != fair.who and who in saying.people and town.is_free(who, part.on):
                there.add(who)
                saying.speak("exchange.sign_up", who, slot=room)


def _reach(saying: Evening, seen: Merry, able: list[UUID]) -> None:
    """A goal is set where none is open, and a few add to it; every fourth says no name."""
    chance = saying.chance
    if seen.goal is None:
        name, target, unit = GOALS[seen.goals % len(GOALS)]
        saying.add("play.set_goal", chance.choice(able), name=name, target=str(target), unit=unit)
        return
    parts = GOALS[(seen.goals - 1) % len(GOALS)][1]
    for who in chance.sample(able, min(GIVE, len(able))):
        amount = str(max(1, parts * chance.randint(2, 9) // 100))
        saying.add("play.give", who, goal=seen.goal, amount=amount, is_unnamed=chance.random() < 0.25)


def _lend(saying: Evening, seen: Merry, able: list[UUID], day: date) -> None:
    """The shelf fills; one thing is borrowed in a week, and comes back about when it is due, mostly."""
    chance = saying.chance
    known = {one.name for one in seen.shelf}
    if new := [one for one in THINGS if one[0] not in known][:1]:
        [(name, kind)] = new
        saying.add("play.keep_thing", chance.choice(able), name=name, kind=kind)
    for one in seen.shelf:
        if (
            one.borrower in saying.people
            and one.due_on
            and one.due_on - day < timedelta(days=7)
            and chance.random() < 0.7
        ):
            saying.add("play.bring_back", one.borrower, thing=one.id, words=chance.choice(BACK))
    free = [one for one in seen.shelf if one.borrower is None]
    if free and chance.random() < 0.7:
        thing, who = chance.choice(free), chance.choice(able)
        if who != thing.who:
            saying.add("play.borrow_thing", who, thing=thing.id)


def _mend(saying: Evening, menders: list[UUID]) -> None:
    """Somebody looks at what another brought."""
    chance = saying.chance
    mender = chance.choice(menders)
    others = [one.id for one in saying.people.values() if one.receives and one.id != mender]
    item, category, problem, status, grams = chance.choice(BROUGHT)
    whose = {"brought_by": chance.choice(others)} if others and chance.random() < 0.8 else {}
    saying.add("play.write_repair", mender, item=item, category=category, problem=problem, status=status,
               weight=KG(grams), **whose)  # fmt: skip
