"""How simulated people go round the ring, whatever the arena: they say what would help, agree, help, thank, and answer.

Pure: what stands on an evening and a chance come in, intents go out. An arena's own `behaviour` says which things are
needed and offered there, in which words, and what people come together for (`Ways`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from coproduce.community.exchange.occasion_rules import Came, SlotWanted
from coproduce.community.exchange.rules import Intention
from coproduce.core.intent import Evening, Intent, Someone
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.week import PARTS, week_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A need or an offer on the list, whose it is, since when, and of which kind."""

    id: UUID
    who: UUID
    since: date
    kind: str = ""


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
class Room:
    """What an occasion needs, and how many may still come; None is as many as like to."""

    id: UUID
    needs: str
    free: int | None


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody's place, in which room, and whether it is held out to others."""

    place: UUID
    room: UUID
    who: UUID
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class Gathering:
    """An occasion that is to come, or is over and not yet written down."""

    id: UUID
    words: str
    on: date
    is_over: bool
    rooms: tuple[Room, ...]
    comers: tuple[Comer, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """Everything the people of a town know of one arena on one evening; all in the order it came about."""

    arena: str
    people: tuple[Someone, ...]
    groups: tuple[UUID, ...] = ()
    needs: tuple[Standing, ...] = ()
    offers: tuple[Standing, ...] = ()
    threads: tuple[Running, ...] = ()
    asks: tuple[Asking, ...] = ()
    fresh: tuple[Fresh, ...] = ()
    willing: frozenset[UUID] = frozenset()
    gatherings: tuple[Gathering, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of help, what somebody who needs it says, and what somebody who offers it says."""

    kind: str
    need: str
    offer: str


@dataclass(frozen=True, slots=True)
class Custom:
    """What people come together for again and again: on which day of the week, and what hands it needs.

    The first group of the town invites when it is `by_group`, else the desk. Who comes to `helped` is helped by the
    others; with nobody named so, whoever invites is.
    """

    words: str
    kind: str
    weekday: int
    begins: time
    lasts: timedelta
    repeats: str
    hands: tuple[SlotWanted, ...]
    helped: SlotWanted | None = None
    by_group: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is done in an arena, in the words people have for it."""

    things: tuple[Thing, ...]
    thanks: tuple[str, ...]
    customs: tuple[Custom, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of help people here know about."""
        return frozenset(thing.kind for thing in self.things)


#: Of a hundred who are asked back: each answer is a good one.
ANSWERS = ("yes",) * 46 + ("later",) * 25 + ("another way",) * 12 + ("no",) * 12 + ("don't ask",) * 5

#: A need nobody answered for so long is not answered any more.
STALE = timedelta(days=21)

#: The desk looks at a disagreement after so long.
LOOKED_AT = timedelta(days=28)

#: Days a need stands at most, and an offer that is not for good.
NEEDED_FOR, OFFERED_FOR = 42, 180


def go_round(evening: Evening, town: Town, ways: Ways, day: date) -> None:
    """What everybody means to do in the ring on one evening: threads go on, thanks, asks, wishes, new threads."""
    for run in town.threads:
        _go_on(evening, run, day)
    for fresh in town.fresh:
        if evening.chance.random() < 0.6:
            words = evening.chance.choice(ways.thanks)
            evening.add("exchange.thank", fresh.receiver, contribution=fresh.contribution, words=words)
    for ask in town.asks:
        _ask(evening, ask, ways, day)
    _say_wishes(evening, ways, day)
    _propose(evening, town, ways, day)


def _go_on(evening: Evening, run: Running, day: date) -> None:
    """One step of a thread, or none this evening."""
    chance, age = evening.chance, day - run.since
    if run.giver not in evening.people or run.receiver not in evening.people:
        return
    luck = chance.random()
    speaker = run.giver if chance.random() < 0.5 else run.receiver
    if run.state == "proposed":
        if luck < 0.03 or age > STALE:
            evening.speak("exchange.call_off", speaker, agreement=run.id)
        elif luck < 0.6:
            for who in run.waits_for:
                evening.speak("exchange.agree", who, agreement=run.id)
    elif run.state == "agreed" and age >= timedelta(days=1):
        if luck < 0.02:
            evening.speak("exchange.call_off", speaker, agreement=run.id)
        elif luck < 0.035:
            absent = {"who": run.giver if speaker == run.receiver else run.receiver} if chance.random() < 0.5 else {}
            evening.speak("exchange.miss", speaker, agreement=run.id, **absent)
        elif luck < 0.5:
            evening.speak("exchange.do", speaker, agreement=run.id, time=some_time(chance), done_on=day)
    elif run.state == "done":
        for who in run.waits_for:
            if luck < 0.01:
                words = "I remember it was shorter than that."
                evening.speak("exchange.dispute", who, agreement=run.id, words=words)
            elif luck < 0.02:
                evening.speak("exchange.confirm", who, agreement=run.id, hours=HOURS(run.minutes + 15))
            elif luck < 0.3:
                evening.speak("exchange.confirm", who, agreement=run.id)
    elif run.state == "disputed" and age > LOOKED_AT and luck < 0.3:
        for who in run.waits_for:
            evening.add("exchange.confirm", None, agreement=run.id, for_=who)


def _ask(evening: Evening, ask: Asking, ways: Ways, day: date) -> None:
    """Being ready, being asked by the desk, answering; whoever says yes says what they would like to do."""
    chance = evening.chance
    if ask.who not in evening.people:
        return
    slow = evening.people[ask.who].temper in ("receives", "quiet")
    luck = chance.random()
    if ask.state == "waiting" and luck < (0.004 if slow else 0.02):
        evening.add("exchange.say_ready", ask.who, ask=ask.id)
    elif (ask.state == "ready" and luck < 0.15) or (
        ask.state == "later" and ask.due_on is not None and ask.due_on <= day
    ):
        evening.add("exchange.ask_back", None, ask=ask.id)
    elif ask.state == "asked" and luck < 0.2:
        said = chance.choice(ANSWERS)
        evening.add("exchange.answer", ask.who, ask=ask.id, answer=said)
        if said == "yes":
            _offer(evening, ask.who, ways, day)


def _say_wishes(evening: Evening, ways: Ways, day: date) -> None:
    """Some say what would help, fewer what they would do: about one of eighty people each evening."""
    chance, people = evening.chance, evening.people.values()
    for who in evening.some([one.id for one in people if one.receives], 90):
        thing = chance.choice(ways.things)
        said = _intention(chance, who, thing.kind, thing.need, day, NEEDED_FOR, True)
        evening.add("exchange.need", who, needs=(said,))
    for who in evening.some([one.id for one in people if one.gives], 500):
        _offer(evening, who, ways, day)


def _offer(evening: Evening, who: UUID, ways: Ways, day: date) -> None:
    thing = evening.chance.choice(ways.things)
    said = _intention(evening.chance, who, thing.kind, thing.offer, day, OFFERED_FOR, evening.chance.random() < 0.5)
    evening.add("exchange.offer", who, offers=(said,))


def _propose(evening: Evening, town: Town, ways: Ways, day: date) -> None:
    """Who gives, or said yes when asked back, answers a need; who needs something takes an offer."""
    chance = evening.chance
    helpers = [one.id for one in town.people if one.gives or one.id in town.willing]
    # Who said yes means it: they come forward three times as often.
    helpers += [one.id for one in town.people if one.id in town.willing] * 2
    for need in town.needs:
        if need.kind not in ways.kinds or need.who not in evening.people or not helpers:
            continue
        if day - need.since > STALE or chance.random() > 0.15:
            continue
        who = chance.choice(helpers)
        if who != need.who:
            named = {"givers": (who,)} if evening.people[who].rings else {}
            evening.add("exchange.propose", who, need=need.id, arena=town.arena, **named)
    takers = [one.id for one in town.people if one.receives]
    offers = [offer for offer in town.offers if offer.who in evening.people and offer.kind in ways.kinds]
    for who in evening.some(takers, 400) if offers else ():
        offer = chance.choice(offers)
        if who != offer.who:
            named = {"receivers": (who,)} if evening.people[who].rings else {}
            evening.add("exchange.propose", who, offer=offer.id, arena=town.arena, **named)


#: A custom begins so long after somebody thought of it, and its next dates so long after the last.
OPENED_AHEAD, ROUND = timedelta(days=14), timedelta(weeks=4)

#: Dates are opened for so long at once, and again before fewer than this many are to come.
OPENED_FOR, FEWEST_AHEAD = timedelta(days=75), 2

#: People think of an occasion so many days before it.
THOUGHT_OF = timedelta(days=12)

#: After so long nobody writes down who came any more.
FORGOTTEN = timedelta(days=3)


def come_together(evening: Evening, town: Town, ways: Ways, day: date) -> None:
    """Occasions: they are opened, people sign up, some cannot come or swap, and who came is written down."""
    for custom in ways.customs:
        found = [one for one in town.gatherings if one.words == custom.words]
        ahead = [one for one in found if not one.is_over]
        if len(ahead) < FEWEST_AHEAD and (town.groups or not custom.by_group):
            after = max((one.on + ROUND for one in ahead), default=day + OPENED_AHEAD)
            _open(evening, town, custom, after)
        for gathering in found:
            if gathering.is_over:
                _write_down(evening, gathering, custom)
            elif gathering.on - day <= THOUGHT_OF:
                _think_of(evening, town, gathering, custom, day)


def _open(evening: Evening, town: Town, custom: Custom, after: date) -> None:
    """The next dates of a custom, from its own day of the week on."""
    first = after + timedelta(days=(custom.weekday - after.weekday()) % 7)
    begins = datetime.combine(first, custom.begins)
    evening.add(
        "exchange.open_occasion",
        None,
        words=custom.words,
        category=custom.kind,
        starts_at=begins,
        ends_at=begins + custom.lasts,
        slots=(*custom.hands, *((custom.helped,) if custom.helped else ())),
        place=custom.place,
        repeats=custom.repeats,
        until_on=first + OPENED_FOR,
        arena=town.arena,
        **({"organiser": town.groups[0]} if custom.by_group else {}),
    )


def _think_of(evening: Evening, town: Town, gathering: Gathering, custom: Custom, day: date) -> None:
    """Somebody signs up, somebody cannot come, somebody takes a place that is held out; seldom it cannot take place."""
    chance = evening.chance
    if gathering.on - day == timedelta(days=1) and chance.random() < 0.04:
        reason = "The roof is being mended. It comes round again next time."
        evening.add("exchange.cancel_occasion", None, occasion=gathering.id, reason=reason)
        return
    held_out = [one for one in gathering.comers if one.is_held_out]
    taken = {one.who for other in town.gatherings if other.on == gathering.on for one in other.comers}
    for comer in gathering.comers:
        luck = chance.random()
        if comer.who not in evening.people or comer.is_held_out:
            continue
        if luck < 0.008:
            evening.speak("exchange.cancel_sign_up", comer.who, sign_up=comer.place)
        elif luck < 0.016:
            evening.speak("exchange.swap", comer.who, sign_up=comer.place)
    free = [one for one in gathering.rooms if one.free != 0]
    if chance.random() > 0.75 or not (free or held_out):
        return
    needs = custom.helped.needs if custom.helped else ""
    room = chance.choice(free) if free and not held_out else None
    wants = [one.id for one in town.people if (one.receives if room and room.needs == needs else one.gives)]
    who = chance.choice(wants) if wants else None
    if who is None or who in taken:
        return
    if room:
        evening.speak("exchange.sign_up", who, slot=room.id)
    else:
        evening.speak("exchange.take_place", who, sign_up=held_out[0].place)


def _write_down(evening: Evening, gathering: Gathering, custom: Custom) -> None:
    """Who came and gave a hand, and who was helped by it; not everybody who meant to come did."""
    needs = custom.helped.needs if custom.helped else ""
    helped_in = {room.id for room in gathering.rooms if room.needs == needs}
    there = [one for one in gathering.comers if one.who in evening.people and evening.chance.random() < 0.93]
    minutes = custom.lasts // timedelta(minutes=1)
    came = tuple(Came(one.who, minutes) for one in there if one.room not in helped_in)
    helped = tuple(one.who for one in there if one.room in helped_in)
    if came:
        evening.add("exchange.record_came", None, occasion=gathering.id, came=came, helped=helped)


def busy(town: Town, intents: list[Intent]) -> Iterator[UUID]:
    """Everybody with something still going on: in a thread, with a place, or in what is meant this evening."""
    for run in town.threads:
        yield from (run.giver, run.receiver)
    for gathering in town.gatherings:
        yield from (comer.who for comer in gathering.comers)
    for intent in intents:
        given = intent.arguments
        single = (intent.by, given.get("for_"), given.get("giver"), given.get("receiver"))
        yield from (one for one in (*single, *given.get("givers", ()), *given.get("receivers", ())) if one)


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


def some_time(chance: Random) -> Quantity:
    """How long help takes: mostly an hour, in quarters."""
    return HOURS(15 * chance.choice((2, 2, 3, 4, 4, 4, 5, 6, 6, 8, 8, 10, 12)))
