"""How simulated people live with it: families are taken on, schools send registers, somebody answers before anything
happens, a second person decides and approves, and whoever is paid comes to the school one day.

Pure: what stands on an evening and a chance come in, intents go out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.stipends.behaviour.seen import Pupil, Schooling, Spell
from coproduce.arenas.stipends.behaviour.words import ANSWERS, CHILDREN, SCHOOL, WAYS
from coproduce.arenas.stipends.rules import two_months_before
from coproduce.community.exchange.behaviour import Gathering, Town, ask_once_a_week, carry_on, come_together
from coproduce.core.intent import Evening, Intent, Someone
from coproduce.core.quantity import unit_of_money

#: The school and the desk see to it once a week, on the evening of the reading hour.
EVENINGS = (3,)

#: One of so many people is paid for a family; no fewer families than this.
ONE_IN, FEWEST = 20, 6

#: People think of the reading hour so many days before.
AHEAD = timedelta(days=13)


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Schooling) else Schooling()
    carry_on(saying, replace(town, asks=()), WAYS, day)
    for ask in town.asks:
        ask_once_a_week(saying, ask, day)
    come_together(saying, replace(town, gatherings=_of_the_day(town, day)), WAYS, day)
    for gathering in town.gatherings:
        _come_in_turn(saying, town, gathering, day)
    if seen.second is None or not seen.is_approver:
        _second(saying, seen)
        return saying.intents
    _take_on(saying, seen, day)
    for pupil in seen.pupils:
        _school(saying, pupil, seen, day)
    _pay(saying, seen, day)
    return saying.intents


def small_evening(people: Sequence[UUID], day: date, chance: Random) -> list[Intent]:
    """Where only a few know each other, one family is taken on, and once a month its school says how it was."""
    saying = Evening([Someone(one, "both", rings=True) for one in people], Random(f"school {day}"))  # noqa: S311 - made up
    who = people[0]
    family = {"adults": 2, "income": unit_of_money("GBP")(30_000), "pay_to": "+441632960199"}
    saying.add("stipends.take_on_family", None, family=who, **family)
    saying.add("stipends.enrol_child", None, family=who, name="Ida", number="S1", school=SCHOOL, class_name="4",
               born_on=date(day.year - 9, 3, 2), sex="girl")  # fmt: skip
    saying.add("stipends.take_register", None, number="S1", **_register(two_months_before(day), 38, 2))
    return saying.intents


def _of_the_day(town: Town, day: date) -> tuple[Gathering, ...]:
    """Reading hours to come, and those that are over; each is written down by the group it is for."""
    return tuple(one for one in town.gatherings if one.is_over or one.on > day)


def _come_in_turn(saying: Evening, town: Town, gathering: Gathering, day: date) -> None:
    """Whoever was paid and said yes to being asked takes a place, if there is one."""
    free = [room for room in gathering.rooms if room.free != 0]
    comes = {comer.who for comer in gathering.comers}
    willing = [who for who in saying.people if who in town.willing - comes]
    if gathering.is_over or not free or not timedelta(0) < gathering.on - day <= AHEAD:
        return
    for who in willing[:2]:
        if town.is_free(who, gathering.on) and saying.chance.random() < 0.5:
            saying.speak("exchange.sign_up", who, slot=free[0].id)
            return


def _second(saying: Evening, seen: Schooling) -> None:
    """Four eyes take a second person: one of the town looks at what the desk tells and works out."""
    can = [one.id for one in saying.people.values() if one.temper == "both" and not one.rings]
    who = seen.second or (can[0] if can else None)
    if who:
        for role in ("link worker", "treasurer"):
            saying.add("people.give_role", None, member=who, role=role)


def _take_on(saying: Evening, seen: Schooling, day: date) -> None:
    """One family a week, until one of twenty is paid."""
    chance = saying.chance
    if len(seen.mothers) >= max(FEWEST, len(saying.people) // ONE_IN):
        return
    can = [one.id for one in saying.people.values() if one.receives and one.id not in (*seen.mothers, seen.second)]
    if not can:
        return
    who, place = chance.choice(can), len(seen.mothers)
    money = unit_of_money(seen.currency)
    saying.add("stipends.take_on_family", None, family=who, adults=chance.choice((1, 1, 2)),
               income=money(1000 * chance.randint(0, 40)), pay_to=f"+441632960{200 + place}")  # fmt: skip
    for number in range(chance.choice((1, 2, 2, 3))):
        saying.add(
            "stipends.enrol_child", None, family=who, name=f"{CHILDREN[(place * 3 + number) % len(CHILDREN)]} {place}",
            number=f"{place}-{number}", school=SCHOOL, class_name=str(chance.randint(1, 6)),
            born_on=day - timedelta(days=chance.randint(6 * 366, 16 * 365)), sex=chance.choice(("girl", "boy")),
            disability=chance.choice(("", "no", "no", "no", "yes")),
        )  # fmt: skip


def _register(months: tuple[date, date], present: int, absent: int, unknown: int = 0) -> dict[str, object]:
    return {"from_on": months[0], "until_on": months[1], "held": 40, "present": present, "absent": absent,
            "unknown": unknown}  # fmt: skip


def _school(saying: Evening, pupil: Pupil, seen: Schooling, day: date) -> None:
    """The school reports; what was missed is told, answered and decided on, each a while after the other."""
    chance, months = saying.chance, two_months_before(day)
    if all(spell.until_on < months[0] for spell in pupil.spells) and chance.random() < 0.5:
        missed = chance.choice((20, 22)) if chance.random() < 0.12 else chance.randint(0, 8)
        saying.add("stipends.take_register", None, number=pupil.number, **_register(months, 40 - missed, missed))
        return
    if pupil.is_proposed:
        saying.add("stipends.decide_end", seen.second, attendance=pupil.spells[-1].id, ends=False,
                   why="They have found somebody to take the child along in the morning.")  # fmt: skip
    open_until = max((one.told_on for one in pupil.spells if one.told_on), default=date.min)
    for spell in pupil.spells:
        if spell.outcome != "breach":
            continue
        if spell.is_appealed and not spell.is_answered:
            saying.add("stipends.decide_appeal", seen.second, attendance=spell.id, is_upheld=chance.random() < 0.6,
                       words="I rang, and asked the school.")  # fmt: skip
            return
        if spell.told_on is None:
            if open_until == date.min or (day - open_until).days > seen.appeal_days:
                _tell(saying, pupil, spell, seen)
            return
        if not spell.is_appealed and (day - spell.told_on).days < seen.appeal_days and chance.random() < 0.4:
            saying.add("stipends.appeal", pupil.mother, attendance=spell.id, words=chance.choice(ANSWERS))
            return


def _tell(saying: Evening, pupil: Pupil, spell: Spell, seen: Schooling) -> None:
    beside = [one.id for one in saying.people.values() if one.gives and one.id not in (*seen.mothers, seen.second)]
    if beside:
        saying.add("stipends.tell_step", None, attendance=spell.id, supporter=saying.chance.choice(beside))


def _pay(saying: Evening, seen: Schooling, day: date) -> None:
    """Worked out in the first week, approved and sent off in the next, answered for in the one after."""
    last, month_on, chance = seen.last, day.replace(day=1), saying.chance
    if last is None or (last.state == "reconciled" and last.month_on < month_on):
        if seen.mothers:
            saying.add("stipends.freeze_payroll", None, month_on=month_on)
    elif last.state == "frozen":
        saying.add("stipends.approve_payroll", seen.second, payroll=last.id)
        saying.add("stipends.export_payroll", seen.second, payroll=last.id)
    elif last.state == "exported":
        for payment in last.waits:
            failed = chance.random() < 0.04
            why = {"why": "The number is not known there."} if failed else {}
            saying.add("stipends.reconcile_payment", None, payment=payment, is_paid=not failed, **why)
