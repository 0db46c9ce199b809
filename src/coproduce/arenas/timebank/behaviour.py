"""How simulated people act in a time bank: what a broker writes down, and how a whole town spends an evening.

Pure: people, day and chance come in, intents go out. A driver carries them out
through the same verbs as everybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from coproduce.community.exchange.rules import Intention
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.week import PARTS, week_of


@dataclass(frozen=True, slots=True)
class Intent:
    """A verb somebody means to do, with its arguments and the id it will be sent under; `by` None is the desk."""

    verb: str
    arguments: dict[str, Any]
    request_id: UUID
    by: UUID | None = None


def evening(people: Sequence[UUID], kinds: Sequence[str], day: date, chance: Random, visits: int = 1) -> list[Intent]:
    """What a broker records of one day: `visits` pairs who helped each other, in quarters of an hour.

    Nobody when fewer than two people are there. The same chance gives the same evening.
    """
    if len(people) < 2 or not kinds:
        return []
    intents = []
    for _ in range(visits):
        giver, receiver = chance.sample(people, 2)
        arguments = {
            "giver": giver,
            "receiver": receiver,
            "time": HOURS(15 * chance.randint(2, 12)),
            "done_on": day,
            "category": chance.choice(kinds),
        }
        intents.append(Intent("timebank.record_for", arguments, UUID(int=chance.getrandbits(128), version=4)))
    return intents


@dataclass(frozen=True, slots=True)
class Someone:
    """A member of the town: how they are (`TEMPERS`), and whether they ring the desk instead of tapping."""

    id: UUID
    temper: str
    rings: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A need or an offer on the list, whose it is, and since when."""

    id: UUID
    who: UUID
    since: date


@dataclass(frozen=True, slots=True)
class Running:
    """A thread that goes on: who gives and receives, since when it stands so, and whose answer is awaited."""

    id: UUID
    state: str
    giver: UUID
    receiver: UUID
    since: date
    waits_for: tuple[UUID, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who may be asked back, how that stands, and the day they chose."""

    id: UUID
    who: UUID
    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Fresh:
    """Help that was recognised yesterday, and who may like to say thank you."""

    contribution: UUID
    receiver: UUID


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of help, what somebody who needs it says, and what somebody who offers it says."""

    kind: str
    need: str
    offer: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everything the people of a town know on one evening; all in the order it came about."""

    people: tuple[Someone, ...]
    groups: tuple[UUID, ...]
    needs: tuple[Standing, ...]
    offers: tuple[Standing, ...]
    threads: tuple[Running, ...]
    asks: tuple[Asking, ...]
    fresh: tuple[Fresh, ...]
    willing: frozenset[UUID]
    things: tuple[Thing, ...]
    thanks: tuple[str, ...]


#: How people are, and how many of twenty: most give and receive, some do one of them, some keep quiet.
TEMPERS = ("both",) * 10 + ("gives",) * 3 + ("receives",) * 4 + ("quiet",) * 3

#: Of a hundred who are asked back: each answer is a good one.
ANSWERS = ("yes",) * 46 + ("later",) * 25 + ("another way",) * 12 + ("no",) * 12 + ("don't ask",) * 5

#: A need nobody answered for so long is not answered any more.
STALE = timedelta(days=21)

#: The desk looks at a disagreement after so long.
LOOKED_AT = timedelta(days=28)

#: Days a need stands at most, and an offer that is not for good.
NEEDED_FOR, OFFERED_FOR = 42, 180


def temper(seed: int, number: int) -> tuple[str, bool]:
    """How the person of this number is, and whether they ring the desk. The same for the same seed."""
    chance = Random(f"{seed} temper {number}")  # noqa: S311 - a made-up town, not a secret
    return chance.choice(TEMPERS), chance.random() < 0.25


def town_evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What everybody of a town means to do on one evening, in order. The same chance gives the same evening."""
    saying = _Saying({one.id: one for one in town.people}, chance)
    for run in town.threads:
        _go_on(saying, run, day)
    for fresh in town.fresh:
        if chance.random() < 0.6:
            saying.add(
                "exchange.thank", fresh.receiver, contribution=fresh.contribution, words=chance.choice(town.thanks)
            )
    for ask in town.asks:
        _ask(saying, ask, town, day)
    _say_wishes(saying, town, day)
    _propose(saying, town, day)
    _desk(saying, town, day)
    _come_and_go(saying, town)
    return saying.intents


class _Saying:
    """Collects what is meant: somebody who rings has it done at the desk, in their name."""

    def __init__(self, people: dict[UUID, Someone], chance: Random) -> None:
        self.people, self.chance = people, chance
        self.intents: list[Intent] = []

    def add(self, verb: str, who: UUID | None, /, **arguments: Any) -> None:
        """`who` does it; None is the desk."""
        by = None if who is None or self.people[who].rings else who
        self.intents.append(Intent(verb, arguments, UUID(int=self.chance.getrandbits(128), version=4), by))

    def in_thread(self, verb: str, who: UUID, run: Running, /, **arguments: Any) -> None:
        """`who` does it in a thread, or rings the desk."""
        if self.people[who].rings:
            arguments["for_"] = who
        self.add(verb, who, agreement=run.id, **arguments)


def _go_on(saying: _Saying, run: Running, day: date) -> None:
    """One step of a thread, or none this evening."""
    chance, age = saying.chance, day - run.since
    if run.giver not in saying.people or run.receiver not in saying.people:
        return
    luck = chance.random()
    speaker = run.giver if chance.random() < 0.5 else run.receiver
    if run.state == "proposed":
        if luck < 0.03 or age > STALE:
            saying.in_thread("exchange.call_off", speaker, run)
        elif luck < 0.6:
            for who in run.waits_for:
                saying.in_thread("exchange.agree", who, run)
    elif run.state == "agreed" and age >= timedelta(days=1):
        if luck < 0.02:
            saying.in_thread("exchange.call_off", speaker, run)
        elif luck < 0.035:
            absent = {"who": run.giver if speaker == run.receiver else run.receiver} if chance.random() < 0.5 else {}
            saying.in_thread("exchange.miss", speaker, run, **absent)
        elif luck < 0.5:
            saying.in_thread("exchange.do", speaker, run, time=_time(chance), done_on=day)
    elif run.state == "done":
        for who in run.waits_for:
            if luck < 0.01:
                saying.in_thread("exchange.dispute", who, run, words="I remember it was shorter than that.")
            elif luck < 0.02:
                saying.in_thread("exchange.confirm", who, run, hours=HOURS(run.minutes + 15))
            elif luck < 0.3:
                saying.in_thread("exchange.confirm", who, run)
    elif run.state == "disputed" and age > LOOKED_AT and luck < 0.3:
        for who in run.waits_for:
            saying.add("exchange.confirm", None, agreement=run.id, for_=who)


def _ask(saying: _Saying, ask: Asking, town: Town, day: date) -> None:
    """Being ready, being asked by the desk, answering; whoever says yes says what they would like to do."""
    chance = saying.chance
    if ask.who not in saying.people:
        return
    slow = saying.people[ask.who].temper in ("receives", "quiet")
    luck = chance.random()
    if ask.state == "waiting" and luck < (0.004 if slow else 0.02):
        saying.add("exchange.say_ready", ask.who, ask=ask.id)
    elif (ask.state == "ready" and luck < 0.15) or (
        ask.state == "later" and ask.due_on is not None and ask.due_on <= day
    ):
        saying.add("exchange.ask_back", None, ask=ask.id)
    elif ask.state == "asked" and luck < 0.2:
        said = chance.choice(ANSWERS)
        saying.add("exchange.answer", ask.who, ask=ask.id, answer=said)
        if said == "yes":
            _offer(saying, ask.who, town, day)


def _say_wishes(saying: _Saying, town: Town, day: date) -> None:
    """Some say what would help, fewer what they would do: about one of eighty people each evening."""
    chance = saying.chance
    wanting = [one.id for one in town.people if one.temper in ("both", "receives")]
    giving = [one.id for one in town.people if one.temper in ("both", "gives")]
    for who in _some(chance, wanting, len(town.people), 90):
        thing = chance.choice(town.things)
        saying.add(
            "exchange.need", who, needs=(_intention(chance, who, thing.kind, thing.need, day, NEEDED_FOR, True),)
        )
    for who in _some(chance, giving, len(town.people), 500):
        _offer(saying, who, town, day)


def _offer(saying: _Saying, who: UUID, town: Town, day: date) -> None:
    thing = saying.chance.choice(town.things)
    said = _intention(saying.chance, who, thing.kind, thing.offer, day, OFFERED_FOR, saying.chance.random() < 0.5)
    saying.add("exchange.offer", who, offers=(said,))


def _propose(saying: _Saying, town: Town, day: date) -> None:
    """Who gives, or said yes when asked back, answers a need; who needs something takes an offer."""
    chance = saying.chance
    helpers = [one.id for one in town.people if one.temper in ("both", "gives") or one.id in town.willing]
    # Who said yes means it: they come forward three times as often.
    helpers += [one.id for one in town.people if one.id in town.willing] * 2
    for need in town.needs:
        if day - need.since > STALE or chance.random() > 0.15 or need.who not in saying.people or not helpers:
            continue
        who = chance.choice(helpers)
        if who != need.who:
            named = {"givers": (who,)} if saying.people[who].rings else {}
            saying.add("exchange.propose", who, need=need.id, **named)
    takers = [one.id for one in town.people if one.temper in ("both", "receives")]
    offers = [offer for offer in town.offers if offer.who in saying.people]
    for who in _some(chance, takers, len(town.people), 400) if offers else ():
        offer = chance.choice(offers)
        if who != offer.who:
            named = {"receivers": (who,)} if saying.people[who].rings else {}
            saying.add("exchange.propose", who, offer=offer.id, **named)


def _desk(saying: _Saying, town: Town, day: date) -> None:
    """What the desk writes down from sheets and telephone: help that no thread knows, some of it for a group."""
    chance = saying.chance
    givers = [one.id for one in town.people if one.temper in ("both", "gives")]
    takers = [one.id for one in town.people if one.temper in ("both", "receives")] + list(town.groups)
    for giver in _some(chance, givers, len(town.people), 300):
        receiver = chance.choice(takers)
        if receiver != giver:
            saying.add(
                "timebank.record_for",
                None,
                giver=giver,
                receiver=receiver,
                time=_time(chance),
                done_on=day,
                category=chance.choice(town.things).kind,
            )


def _come_and_go(saying: _Saying, town: Town) -> None:
    """Now and then somebody rests, or moves away; never with something still going on."""
    busy = {who for run in town.threads for who in (run.giver, run.receiver)}
    busy |= {who for intent in saying.intents for who in (intent.by, *_named(intent)) if who}
    free = [one.id for one in town.people if one.id not in busy]
    if free and saying.chance.random() < len(town.people) / 12000:
        who = saying.chance.choice(free)
        if saying.chance.random() < 0.5:
            saying.add("people.pause", who, member=who)
        else:
            saying.add("people.leave", who, member=who, ended="moved")


def _named(intent: Intent) -> tuple[UUID, ...]:
    """People an intent is about, when it brings somebody into something new."""
    given = intent.arguments
    single = (given.get("for_"), given.get("giver"), given.get("receiver"))
    return tuple(one for one in (*single, *given.get("givers", ()), *given.get("receivers", ())) if one)


def _some(chance: Random, people: Sequence[UUID], size: int, one_in: int) -> list[UUID]:
    """About `size / one_in` of the people: the whole part surely, the rest by chance."""
    number = size // one_in + (chance.random() < size % one_in / one_in)
    return chance.sample(list(people), min(number, len(people)))


def _intention(chance: Random, who: UUID, kind: str, words: str, day: date, lasts: int, ends: bool) -> Intention:
    """What somebody says would help or what they would do; often with times that suit, and where it `ends`, until when.

    A need that nobody could meet is over after some weeks, as it is in a town; a good many offers stand for good.
    """
    times = [(weekday, chance.choice(PARTS)) for weekday in chance.sample(range(7), 3)]
    return Intention(
        str(who),
        kind,
        words,
        day,
        week=week_of(times) if chance.random() < 0.6 else 0,
        until_on=day + timedelta(days=chance.randint(lasts // 2, lasts)) if ends else None,
    )


def _time(chance: Random) -> Quantity:
    return HOURS(15 * chance.choice((2, 2, 3, 4, 4, 4, 5, 6, 6, 8, 8, 10, 12)))
