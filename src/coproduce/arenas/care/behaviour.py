"""How simulated people visit: a card is opened, somebody is found who could come, two go, and who is well is asked.

Pure: what stands on an evening and a chance come in, intents go out. What two visitors did is typed in by the desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.care.rules.checklist import QUESTIONS, Answer
from coproduce.arenas.care.rules.visitors import MODULES
from coproduce.community.exchange.behaviour import Town
from coproduce.core.intent import Evening, Intent

#: Visits to one person, days between them, and days after which the last talk is due.
VISITS, DAYS_BETWEEN, DAYS_IN_ALL = 2, 4, 24
FEWEST_VISITORS, MOST_AT_ONCE = 4, 5
#: Three evenings one after another: a card is opened on the first, they are visited on the third.
EVENINGS = (0, 1, 2)
DOING = ("welfare chat", "telephone call", "walk together")
AT_HOME = (time(19, 30), time(20, 20))


@dataclass(frozen=True, slots=True)
class Seen:
    """One person who came home: how it stands, who is asked, who comes, what is planned, and how often they came."""

    id: UUID
    who: UUID
    state: str
    since: date
    is_held_out: bool
    asked: UUID | None
    visitor: UUID | None
    planned: UUID | None
    planned_on: date | None
    last_on: date | None
    visits: int
    flags: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Visiting:
    """Everybody who came home, who visits, cards that were opened by nobody yet, and who may be asked back."""

    people: tuple[Seen, ...]
    visitors: tuple[UUID, ...]
    cards: tuple[str, ...]
    asks: Mapping[UUID, tuple[UUID, str]]
    #: Who comes to be a coordinator, as a member is welcomed; nobody where there is one.
    to_welcome: tuple[object, ...]


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens in visits on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own
    assert isinstance(seen, Visiting), "seeing.py has looked"
    _desk(saying, seen, day)
    for one in seen.people:
        _go_on(saying, seen, one, day)
    for who, (ask, state) in seen.asks.items():
        _asked(saying, who, ask, state)
    return saying.intents


def _desk(saying: Evening, seen: Visiting, day: date) -> None:
    """Cards are printed, visitors made ready, and now and then somebody opens a card."""
    chance = saying.chance
    if seen.to_welcome:
        saying.add("people.welcome", None, members=seen.to_welcome)
        return
    if not seen.cards:
        saying.add("care.print_cards", None, size=8)
    known = {one.who for one in seen.people}
    willing = [one.id for one in saying.people.values() if one.gives and one.id not in {*known, *seen.visitors}]
    for who, (_, state) in seen.asks.items():
        if state == "yes" and who in saying.people and who not in seen.visitors:
            _make_ready(saying, who, day)  # they said that they could do the same for someone else
    if len(seen.visitors) < FEWEST_VISITORS and willing:
        _make_ready(saying, chance.choice(willing), day)
    going_on = sum(1 for one in seen.people if one.state not in ("completed", "cancelled", "rejected"))
    weak = [one.id for one in saying.people.values() if one.receives and one.id not in {*known, *seen.visitors}]
    opens = day.weekday() == EVENINGS[0] and chance.random() < 0.5
    if seen.cards and weak and going_on < MOST_AT_ONCE and opens:
        saying.add("care.open_case", None, card=chance.choice(seen.cards), member=chance.choice(weak), channel="phone",
                   says=("C1", "C2", "C7"), home_on=day - timedelta(days=chance.choice((0, 0, 0, 1, 2))))  # fmt: skip


def _make_ready(saying: Evening, who: UUID, day: date) -> None:
    """Everything that comes before a first visit, as the desk writes it down."""
    saying.add("care.describe_visitor", None, member=who, activities=DOING, cap=3, shadowed_on=day,
               supervisor=next(one for one in saying.people if one != who))  # fmt: skip
    seen = [("check", "basic"), ("reference", "A neighbour"), ("reference", "Somebody from work")]
    for kind, what in (*seen, *(("training", one) for one in MODULES)):
        saying.add("people.attest", None, member=who, kind=kind, what=what, issuer="The desk", seen_on=day,
                   until_on=day + timedelta(days=700))  # fmt: skip
    saying.add("care.take_on_visitor", None, member=who)


def _go_on(saying: Evening, seen: Visiting, one: Seen, day: date) -> None:
    """The next step for one person."""
    chance = saying.chance
    for flag in one.flags:
        saying.add("care.close_flag", None, flag=flag, done="Seen to by telephone.", outcome="seen to")
    if one.state == "requested":
        saying.add("care.triage", None, case=one.id, takes=True)
        saying.add("care.propose_visitors", None, case=one.id)
        saying.add("care.choose_visitor", _by(saying, one.who), case=one.id)
    elif one.state not in ("accepted", "in-progress"):
        return
    elif one.asked:
        says_yes = chance.random() < 0.8
        saying.add("care.answer_match", _by(saying, one.asked), case=one.id, says_yes=says_yes)
        if says_yes:
            _plan(saying, seen, one, one.asked, day)
    elif one.visitor is None and one.is_held_out:
        saying.add("care.choose_visitor", _by(saying, one.who), case=one.id)
    elif one.visitor is None:
        saying.add("care.propose_visitors", None, case=one.id)
    elif one.planned:
        if one.planned_on and one.planned_on < day:
            _visited(saying, one.planned, one.planned_on)
    elif one.visits >= VISITS and (day - one.since).days >= DAYS_IN_ALL:
        saying.add("care.close_case", None, case=one.id, needs_met=chance.random() < 0.8,
                   how="They said goodbye over tea, and ring each other.")  # fmt: skip
    elif one.visits < VISITS and (one.last_on is None or (day - one.last_on).days >= DAYS_BETWEEN):
        _plan(saying, seen, one, one.visitor, day)


def _plan(saying: Evening, seen: Visiting, one: Seen, visitor: UUID, day: date) -> None:
    """Two go this evening; what they saw is typed in tomorrow."""
    others = [who for who in seen.visitors if who not in (visitor, one.who)]
    if others:
        saying.add("care.plan_visit", _by(saying, visitor), case=one.id, companion=saying.chance.choice(others),
                   starts_at=_at(day, AT_HOME[0]), minutes=50)  # fmt: skip


def _visited(saying: Evening, visit: UUID, on: date) -> None:
    """Two went, and brought the list on paper."""
    came, left = (_at(on, when) for when in AT_HOME)
    saying.add("care.check_in", None, visit=visit, at=came)
    chance = saying.chance
    answers = tuple(
        Answer(one.code, _answer(chance, can_be_urgent=bool(one.red) and one.to == "rota")) for one in QUESTIONS
    )
    saying.add("care.write_answers", None, visit=visit, answers=answers, mode="paper", told_person=True)
    saying.add("care.check_out", None, visit=visit, at=left)


def _answer(chance: Random, *, can_be_urgent: bool) -> str:
    """Most is fine; a hand is needed now and then, and once in a long while it is urgent."""
    drawn = chance.random()
    if drawn < 0.004 and can_be_urgent:
        return "urgent"
    return "needs a hand" if drawn < 0.08 else "not asked" if drawn < 0.2 else "fine"


def _asked(saying: Evening, who: UUID, ask: UUID, state: str) -> None:
    """Whoever is well says so, is asked once by the desk, and answers as they like."""
    chance = saying.chance
    if state == "waiting" and chance.random() < 0.2:
        saying.add("exchange.say_ready", _by(saying, who), ask=ask)
    elif state == "ready":
        saying.add("exchange.ask_back", None, ask=ask)
    elif state == "asked" and chance.random() < 0.4:
        saying.add("exchange.answer", _by(saying, who), ask=ask, answer=chance.choice(("yes", "yes", "later", "no")))


def _by(saying: Evening, who: UUID) -> UUID | None:
    """They themselves; the desk for whoever does not live in the simulated town, and writes it down for them."""
    return who if who in saying.people else None


def _at(day: date, when: time) -> datetime:
    return datetime.combine(day, when, UTC)
