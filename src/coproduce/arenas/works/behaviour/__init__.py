"""How simulated lanes lay their sewers: one Saturday after another a lane takes its next step, and looks after itself.

Pure: what stands on an evening and a chance come in, intents go out. Money is in pence or cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.works.behaviour.words import (
    BLOCKED,
    FUND,
    LACKING,
    LANES,
    TASKS,
    THANKS,
    TRUNK,
    WATER_MM,
    decision,
    walk,
)
from coproduce.community.exchange.behaviour import Town, ask_once_a_week
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS, unit_of_money

#: Saturdays.
EVENINGS = (5,)
#: One of so many people lives in a lane; no lane is longer than that, and none shorter.
ONE_IN, LONGEST, SHORTEST = 34, 12, 4
#: So many houses are written down on one Saturday, and so many people dig.
HOUSES_A_DAY, DIGGERS = 4, 4
#: A lane is dug so long at least; it is inspected then, and its water runs a week later.
WEEKS = 5
#: The level of the well a walk begins from, and the bed of what lies below.
WELL, OUTLET = "12.000", "10.500"


@dataclass(frozen=True, slots=True)
class Plot:
    """A house: who speaks for it, whether they agreed, and what was due by now and is still to come."""

    id: UUID
    speaker: UUID | None
    is_agreed: bool
    behind: int


@dataclass(frozen=True, slots=True)
class Digging:
    """A lane as far as it is."""

    id: UUID
    leader: UUID
    houses: tuple[Plot, ...] = ()
    decision: UUID | None = None
    is_elected: bool = False
    is_surveyed: bool = False
    is_designed: bool = False
    is_shared: bool = False
    fund_left: int = 0
    started_on: date | None = None
    inspected_on: date | None = None
    used_on: date | None = None
    #: Days of turns that nobody took yet; blocked pipes by who reported them, and those cleared and not thanked for.
    turns: tuple[date, ...] = ()
    blocked: tuple[tuple[UUID, UUID], ...] = ()
    cleared: tuple[tuple[UUID, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class Lanes:
    """Every lane and trunk by name, and the money they pay in."""

    trunks: Mapping[str, UUID] = field(default_factory=dict)
    lanes: Mapping[str, Digging] = field(default_factory=dict)
    currency: str = "GBP"


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens in lanes on one Saturday. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Lanes) else Lanes()
    for ask in town.asks:
        ask_once_a_week(saying, ask, day)
    _begin(saying, seen)
    for name, lane in seen.lanes.items():
        if lane.leader not in saying.people:
            continue
        _step(saying, name, lane, day, seen.currency)
        if lane.started_on and lane.inspected_on is None:
            _dig(saying, lane, day, town.willing)
        if lane.is_shared:
            _pay(saying, lane, day, seen.currency)
        if lane.used_on:
            _look_after(saying, lane, day)
    return saying.intents


def _begin(saying: Evening, seen: Lanes) -> None:
    """The trunks first; then a lane, and the next one once the water of the last one runs."""
    for name, is_laid in ((TRUNK, True), (LACKING, False)):
        if name not in seen.trunks:
            saying.add("works.keep_lane", None, name=name, is_trunk=True, is_laid=is_laid)
    to_come = next((name for name in LANES if name not in seen.lanes), None)
    last = list(seen.lanes.values())[-1:]
    if to_come is None or LACKING not in seen.trunks or any(one.used_on is None for one in last):
        return
    below = seen.lanes.get(LANES[to_come])
    into = below.id if below else seen.trunks[LANES[to_come]]
    taken = {one.speaker for lane in seen.lanes.values() for one in lane.houses}
    free = [one.id for one in saying.people.values() if one.gives and not one.rings and one.id not in taken]
    if free:
        saying.add("works.keep_lane", saying.chance.choice(free), name=to_come, into=into)


def _step(saying: Evening, name: str, lane: Digging, day: date, currency: str) -> None:
    """The next thing a lane does on its way, by whoever leads it."""
    wanted = max(SHORTEST, min(LONGEST, len(saying.people) // ONE_IN))
    who, chance = lane.leader, saying.chance
    if len(lane.houses) < wanted and not lane.is_surveyed:
        _write_down(saying, name, lane, min(wanted - len(lane.houses), HOUSES_A_DAY))
    elif lane.decision is None:
        saying.add("decisions.record", None, decided_on=day, effective_on=day, **decision(name))
    elif not lane.is_elected:
        saying.add("works.elect_manager", None, lane=lane.id, manager=who, decision=lane.decision)
    elif not lane.is_surveyed:
        levels = walk(len(lane.houses) + 1, chance)
        saying.add("works.bring_survey", who, lane=lane.id, levels=levels, start=WELL, outlet=OUTLET,
                   head=f"{WATER_MM / 1000:.3f}")  # fmt: skip
    elif not lane.is_designed:
        saying.add("works.choose_design", who, lane=lane.id, pipe_mm=chance.choice((100, 100, 150)))
    elif not lane.is_shared:
        first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        saying.add("works.share_out", None, lane=lane.id, by="equal", first_on=first, parts=6, fund=FUND)
        saying.add("works.waive_share", None, house=chance.choice(lane.houses).id)
    elif lane.started_on is None:
        _agree(saying, lane, day)
    elif lane.inspected_on is None and day - lane.started_on >= timedelta(weeks=WEEKS):
        saying.add("works.reach_stage", who, lane=lane.id, stage="inspected", on=day)
    elif lane.inspected_on and lane.used_on is None:
        saying.add("works.reach_stage", who, lane=lane.id, stage="in use", on=day)


def _write_down(saying: Evening, name: str, lane: Digging, many: int) -> None:
    """Neighbours for whom a house stands in the lane; who leads it speaks for the first."""
    known = {one.speaker for one in lane.houses}
    free = [one for one in saying.people if one not in known and one != lane.leader]
    new = saying.chance.sample(free, min(many, len(free)))
    for number, who in enumerate(new if lane.houses else [lane.leader, *new[1:]], start=len(lane.houses) + 1):
        saying.add("works.keep_house", lane.leader, lane=lane.id, plot=f"{name[0]}-{number}", speaker=who,
                   people=saying.chance.randint(2, 7), chainage_mm=8_000 * number,
                   frontage_mm=500 * saying.chance.randint(10, 18))  # fmt: skip


def _agree(saying: Evening, lane: Digging, day: date) -> None:
    """Most agree within a few weeks; then digging begins, and nobody has to have paid."""
    still = [one for one in lane.houses if not one.is_agreed]
    for one in still:
        if one.speaker not in saying.people:
            saying.add("works.agree_share", None, house=one.id)
        elif one.speaker and saying.chance.random() < 0.6:
            saying.add("works.agree_share", one.speaker, house=one.id)
    if not still:
        saying.add("works.reach_stage", lane.leader, lane=lane.id, stage="building", on=day)


def _dig(saying: Evening, lane: Digging, day: date, willing: frozenset[UUID]) -> None:
    """A few of the lane, and whoever said yes when their own lane was done."""
    own = [one.speaker for one in lane.houses if one.speaker in saying.people]
    there = saying.chance.sample(own, min(DIGGERS, len(own)))
    others = [who for who in saying.people if who in willing and who not in own]
    for who in [*filter(None, there), *others[:2]]:
        time = HOURS(60 * saying.chance.randint(2, 5))
        saying.speak("works.give_day", who, lane=lane.id, task=saying.chance.choice(TASKS), time=time, done_on=day)


def _pay(saying: Evening, lane: Digging, day: date, currency: str) -> None:
    """On the first Saturday of a month most pay what is due, and the fund pays for whom nothing is asked of."""
    if day.day > 7:
        return
    money = unit_of_money(currency)
    for one in lane.houses:
        if one.behind and saying.chance.random() < 0.8:
            saying.add("works.record_payment", None, lane=lane.id, house=one.id, amount=money(one.behind), paid_on=day)
    if lane.fund_left and lane.started_on:
        saying.add("works.record_payment", None, lane=lane.id, amount=money(lane.fund_left), paid_on=day)


def _look_after(saying: Evening, lane: Digging, day: date) -> None:
    """Turns are taken, seldom not; now and then a pipe is blocked, cleared the next week, and thanked for."""
    chance = saying.chance
    here = [one.speaker for one in lane.houses if one.speaker in saying.people]
    if not here:
        return
    for due_on in lane.turns:
        if chance.random() < 0.7:
            saying.speak("works.take_turn", chance.choice(here), lane=lane.id, due_on=due_on, done_on=day,
                         time=HOURS(30 * chance.randint(1, 4)))  # fmt: skip
    for blockage, reporter in lane.blocked:
        able = [one for one in here if one != reporter]
        if able:
            saying.speak("works.clear_blockage", chance.choice(able), blockage=blockage, cleared_on=day,
                         time=HOURS(30 * chance.randint(1, 5)))  # fmt: skip
    for blockage, reporter in lane.cleared:
        if reporter in saying.people:
            saying.add("works.thank_clearing", reporter, blockage=blockage, thanks=chance.choice(THANKS))
    if not lane.blocked and chance.random() < 0.15:
        saying.speak("works.report_blockage", chance.choice(here), lane=lane.id, trouble=chance.choice(BLOCKED))
