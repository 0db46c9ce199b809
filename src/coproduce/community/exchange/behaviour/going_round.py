"""The ring, step by step: people say what would help, agree, help, thank, are asked back and answer.

Somebody who rings has the desk do it in their name. Most threads end well; a few are called off, missed or remembered
differently, as in a town.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.community.exchange.asks.rules import IN_THE_WAY, NOES
from coproduce.community.exchange.behaviour.seen import Asking, Running, Town, Ways
from coproduce.community.exchange.rules import Intention
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.week import PARTS, week_of

#: Of a hundred who are asked back: each answer is a good one.
ANSWERS = ("yes",) * 46 + ("later",) * 25 + ("another way",) * 12 + ("no",) * 12 + ("don't ask",) * 5

#: What stands in the way of who says no: half would rather not say. Drawn by no luck, so that no other day changes.
REASONS = (*IN_THE_WAY, *("",) * len(IN_THE_WAY))

#: A need nobody answered for so long is not answered any more.
STALE = timedelta(days=21)

#: The desk looks at a disagreement after so long.
LOOKED_AT = timedelta(days=28)

#: Days a need stands at most, and an offer that is not for good.
NEEDED_FOR, OFFERED_FOR = 42, 180


def go_round(evening: Evening, town: Town, ways: Ways, day: date) -> None:
    """What everybody means to do in the ring on one evening: threads go on, thanks, asks, wishes, new threads."""
    carry_on(evening, town, ways, day)
    _say_wishes(evening, ways, day)
    _propose(evening, town, ways, day)


def carry_on(evening: Evening, town: Town, ways: Ways, day: date) -> None:
    """What has begun goes on: threads, thanks, and being asked back."""
    for run in town.threads:
        _go_on(evening, run, day)
    for fresh in town.fresh:
        if evening.chance.random() < 0.6:
            words = evening.chance.choice(ways.thanks)
            evening.add("exchange.thank", fresh.receiver, contribution=fresh.contribution, words=words)
    for ask in town.asks:
        _ask(evening, ask, ways, day)


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
        why = {"in_the_way": REASONS[ask.id.int % len(REASONS)]} if said in NOES else {}
        evening.add("exchange.answer", ask.who, ask=ask.id, answer=said, **why)
        if said == "yes" and ways.things:
            _offer(evening, ask.who, ways, day)


def ask_once_a_week(evening: Evening, ask: Asking, day: date) -> None:
    """The same where an arena has one evening a week: people say then that they feel ready, and answer."""
    if ask.who not in evening.people:
        return
    luck = evening.chance.random()
    if ask.state == "waiting" and luck < 0.12:
        evening.add("exchange.say_ready", ask.who, ask=ask.id)
    elif ask.state == "ready" or (ask.state == "later" and ask.due_on is not None and ask.due_on <= day):
        evening.add("exchange.ask_back", None, ask=ask.id)
    elif ask.state == "asked" and luck < 0.5:
        evening.add("exchange.answer", ask.who, ask=ask.id, answer=evening.chance.choice(("yes", "yes", "later", "no")))


def _say_wishes(evening: Evening, ways: Ways, day: date) -> None:
    """Some say what would help, fewer what they would do: about one of eighty people each evening."""
    chance, people = evening.chance, evening.people.values()
    for who in evening.some([one.id for one in people if one.receives], 90 * ways.rarer):
        thing = chance.choice(ways.things)
        said = _intention(chance, who, thing.kind, thing.need, day, NEEDED_FOR, True)
        evening.add("exchange.need", who, needs=(said,))
    for who in evening.some([one.id for one in people if one.gives], 500 * ways.rarer):
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
    for who in evening.some(takers, 400 * ways.rarer) if offers else ():
        offer = chance.choice(offers)
        if who != offer.who:
            named = {"receivers": (who,)} if evening.people[who].rings else {}
            evening.add("exchange.propose", who, offer=offer.id, arena=town.arena, **named)


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
