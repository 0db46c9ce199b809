"""How simulated people share energy: meters join, members decide on a key, each month is brought, closed and settled,
and whoever has a roof is asked to help the next, and shows it one afternoon.

Pure: what stands on an evening and a chance come in, intents go out. What homes use and the sun makes is made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import pi, sin
from random import Random
from uuid import UUID

from coproduce.arenas.energy.behaviour.words import QUESTION, WAYS
from coproduce.community.exchange.behaviour import Asking, Gathering, Town, carry_on, come_together
from coproduce.core.intent import Evening, Intent, Someone

#: Around energy something happens once a week.
EVENINGS = (2,)

#: So many homes and roofs, and one more home for so many people.
ROOFS, HOMES, PEOPLE_TO_A_HOME = 3, 8, 60
#: Of so many homes one is of little income.
LITTLE = 3

#: People think of an afternoon so many days before.
AHEAD = timedelta(days=13)

#: Smallest coins for a kWh: among neighbours, from a supplier, to the grid.
PRICES = {"price": Decimal(16), "retail": Decimal(27), "feed_in": Decimal(5)}


@dataclass(frozen=True, slots=True)
class Meter:
    """A supply point by its number, whose it is, and whether it makes energy."""

    number: str
    who: UUID
    makes: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """Supply points, the decision on a key, since when a key holds, and how far the last months are."""

    meters: tuple[Meter, ...] = ()
    decision: UUID | None = None
    key_from_on: date | None = None
    brought_on: date | None = None
    settled_on: date | None = None


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens around energy on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Sharing) else Sharing()
    carry_on(saying, replace(town, asks=()), WAYS, day)
    for ask in town.asks:
        _asked(saying, ask, day)
    come_together(saying, replace(town, gatherings=_of_the_day(town, day)), WAYS, day)
    for gathering in town.gatherings:
        _come_in_turn(saying, town, gathering, day)
    _join(saying, seen, day)
    _decide(saying, seen, day)
    _settle(saying, seen, day)
    return saying.intents


def small_evening(people: Sequence[UUID], day: date, chance: Random) -> list[Intent]:
    """Where only a few know each other, one roof and one home are written down."""
    saying = Evening([Someone(one, "both", rings=True) for one in people], Random(f"energy {day}"))  # noqa: S311 - made up
    for who, name, number, kind in ((people[0], "The roof of the hall", "S-roof", "makes"),
                                    (people[-1], "Number 3", "S-3", "uses")):  # fmt: skip
        saying.add("energy.enrol_point", None, holder=who, name=name, number=number, kind=kind, from_on=day)
    return saying.intents


def last_month(day: date) -> date:
    """The first day of the month before.

    >>> last_month(date(2026, 1, 7)).isoformat()
    '2025-12-01'
    """
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def wh(meter: Meter, day: date, hour: int, chance: Random) -> int:
    """What a meter says of an hour: the sun by the season for a roof, morning and evening for a home."""
    if meter.makes:
        summer = 0.5 - 0.45 * sin(2 * pi * (day.timetuple().tm_yday + 80) / 365)
        sun = max(0.0, sin((hour + 0.5 - 6) / 12 * pi))
        return int(4000 * summer * sun * chance.uniform(0.5, 1))
    busy = {7: 300, 8: 200, 12: 150, 17: 400, 18: 600, 19: 500, 20: 400}
    return int(chance.uniform(0.6, 1.4) * (150 + busy.get(hour, 0)))


def file_of(meters: Sequence[Meter], month_on: date, chance: Random) -> str:
    """A month as an operator sends it: a day of a meter in a row, hour by hour, and now and then a day is not there."""
    lines = [",".join(["meter", "day", *(f"{hour:02}:00" for hour in range(24))])]
    for number in range(
        (month_on.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal() - month_on.toordinal()
    ):
        day = month_on + timedelta(days=number)
        lines += [
            ",".join([meter.number, day.isoformat(), *(str(wh(meter, day, hour, chance)) for hour in range(24))])
            for meter in meters if chance.random() > 0.01
        ]  # fmt: skip
    return "\n".join(lines)


def _of_the_day(town: Town, day: date) -> tuple[Gathering, ...]:
    """Afternoons to come, and those that are over; each is written down by the group it is for."""
    return tuple(one for one in town.gatherings if one.is_over or one.on > day)


def _come_in_turn(saying: Evening, town: Town, gathering: Gathering, day: date) -> None:
    """Whoever has a roof and said yes to being asked shows it."""
    free = [room for room in gathering.rooms if room.free != 0]
    comes = {comer.who for comer in gathering.comers}
    if gathering.is_over or not free or not timedelta(0) < gathering.on - day <= AHEAD:
        return
    for who in [one for one in saying.people if one in town.willing - comes][:2]:
        if town.is_free(who, gathering.on) and saying.chance.random() < 0.6:
            saying.speak("exchange.sign_up", who, slot=free[0].id)
            return


def _asked(saying: Evening, ask: Asking, day: date) -> None:
    """Whoever has a roof says one week that they feel ready, is asked once, and answers as they like."""
    chance = saying.chance
    if ask.who not in saying.people:
        return
    luck = chance.random()
    if ask.state == "waiting" and luck < 0.3:
        saying.add("exchange.say_ready", ask.who, ask=ask.id)
    elif ask.state == "ready" or (ask.state == "later" and ask.due_on is not None and ask.due_on <= day):
        saying.add("exchange.ask_back", None, ask=ask.id)
    elif ask.state == "asked" and luck < 0.6:
        saying.add("exchange.answer", ask.who, ask=ask.id, answer=chance.choice(("yes", "yes", "later", "no")))


def _join(saying: Evening, seen: Sharing, day: date) -> None:
    """Three a week, roofs first, until so many share; from the first day of this month on."""
    wanted = ROOFS + max(HOMES, len(saying.people) // PEOPLE_TO_A_HOME)
    known = {one.who for one in seen.meters}
    can = [one.id for one in saying.people.values() if one.receives and one.id not in known]
    for place in range(len(seen.meters), min(wanted, len(seen.meters) + 3, len(seen.meters) + len(can))):
        who = can.pop(saying.chance.randrange(len(can)))
        is_roof = place < ROOFS
        saying.add(
            "energy.enrol_point", None, holder=who, name=f"{'Roof' if is_roof else 'Home'} no. {3 + 2 * place}",
            number=f"M{place:03}", kind="makes" if is_roof else "uses", from_on=day.replace(day=1),
            fuse_w=14_000, plant_w=4000 if is_roof else 0, has_low_income=not is_roof and place % LITTLE == 0,
            is_named=place % 2 == 0,
        )  # fmt: skip


def _decide(saying: Evening, seen: Sharing, day: date) -> None:
    """Once some share, members decide; it is written down, and a week later the key with it."""
    if len(seen.meters) < ROOFS + 1 or seen.key_from_on:
        return
    if seen.decision is None:
        saying.add("decisions.record", None, question=QUESTION, result="In proportion to use",
                   options=("In proportion to use", "Equal slices"), who_decided="Members’ evening, 11 of 16",
                   minutes="Folder of the evening", decided_on=day, effective_on=day)  # fmt: skip
        return
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    saying.add("energy.agree_key", None, key="dynamic", from_on=after, decision=seen.decision, **PRICES)


def _settle(saying: Evening, seen: Sharing, day: date) -> None:
    """The month before: its files are brought, it is closed, and settled a week later."""
    month_on = last_month(day)
    if seen.key_from_on is None or month_on < seen.key_from_on:
        return
    if seen.brought_on is None or seen.brought_on < month_on:
        last_on = day.replace(day=1) - timedelta(days=1)
        for what in ("used", "made"):
            meters = [one for one in seen.meters if one.makes is (what == "made")]
            saying.add("energy.bring_readings", None, text=file_of(meters, month_on, saying.chance), what=what,
                       from_on=month_on, until_on=last_on, shape="days", unit="Wh", step_minutes=60)  # fmt: skip
        saying.add("energy.close_month", None, month_on=month_on)
    elif seen.settled_on is None or seen.settled_on < month_on:
        saying.add("energy.settle_month", None, month_on=month_on)
