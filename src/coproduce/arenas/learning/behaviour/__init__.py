"""How simulated people learn from each other: they wish, come forward, meet week by week, and some show others in turn.

Pure: what stands on an evening and a chance come in, intents go out. A driver carries them out through the same verbs
as everybody else.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.learning.behaviour.seen import Learning, Seen
from coproduce.arenas.learning.behaviour.words import HIGHEST, LOWEST, OF_LEARNERS, OF_TUTORS, STORIES, TOPICS, WAYS
from coproduce.arenas.learning.rules import STORY, Pair, may_pair
from coproduce.community.exchange.behaviour import Town, carry_on, some_time
from coproduce.core.intent import Evening, Intent, Someone

#: People meet on Tuesdays, and see to the rest a day later.
EVENINGS = (1, 2)

#: One of so many people says on such an evening that they want to learn something.
WISH = 1800

#: People who learn together meet once in so many days at most.
MEET = timedelta(days=7)


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What everybody of a town means to do on one evening, in order. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Learning) else Learning()
    _write_topics(saying, seen)
    carry_on(saying, replace(town, threads=tuple(run for run in town.threads if run.state == "proposed")), WAYS, day)
    _begin(saying, town, seen)
    for pair in seen.pairs:
        _go_on(saying, pair, day, seen.topics.get(pair.topic))
    _wish(saying, seen)
    _come_forward(saying, town, seen, day)
    return saying.intents


def small_evening(people: Sequence[UUID], day: date, chance: Random) -> list[Intent]:
    """Where only a few know each other, the desk looks at one topic again: who can be asked about it."""
    saying = Evening([Someone(one, "both", rings=True) for one in people], Random(str(day)))  # noqa: S311 - made up
    called, professional, _ = TOPICS[day.toordinal() % len(TOPICS)]
    saying.add("learning.write_topic", None, called=called, professional=professional)
    return saying.intents


def _write_topics(saying: Evening, seen: Learning) -> None:
    for called, professional, _ in TOPICS:
        if called not in seen.topics:
            saying.add("learning.write_topic", None, called=called, professional=professional)


def _begin(saying: Evening, town: Town, seen: Learning) -> None:
    """Both say yes to experience and not advice, soon after they agreed."""
    known = {pair.thread: pair for pair in seen.pairs}
    for run in town.threads:
        if run.state != "agreed" or not {run.giver, run.receiver} <= saying.people.keys():
            continue
        pair = known.get(run.id)
        for who, has in (
            (run.giver, pair is not None and pair.tutor_yes), (run.receiver, pair is not None and pair.learner_yes)
        ):  # fmt: skip
            if not has and saying.chance.random() < 0.8:
                saying.speak("learning.begin", who, agreement=run.id)


def _go_on(saying: Evening, pair: Seen, day: date, topic: UUID | None) -> None:
    """They meet, say what they learned, keep it up, and one day it is over; who came far may tell how it went."""
    chance = saying.chance
    if pair.began_on is None or pair.stage == "over" or pair.state != "agreed":
        return
    if not {pair.tutor, pair.learner} <= saying.people.keys():
        return
    if pair.waiting_on:
        if chance.random() < 0.7:
            _say(saying, pair, pair.waiting_on, tutor=pair.waits_for_tutor)
        return
    if day - (pair.last_on or pair.began_on) < MEET or chance.random() > 0.4:
        return
    if pair.counted >= 5 and chance.random() < 0.5:
        saying.speak("learning.set_stage", pair.learner, agreement=pair.thread, stage="over")
    elif pair.step == "alone" and pair.stage == "start":
        saying.speak("learning.set_stage", pair.learner, agreement=pair.thread, stage="maintain")
        if topic and not saying.people[pair.learner].rings:
            _tell(saying, pair.learner, topic)
    else:
        _say(saying, pair, day, tutor=True, first=True)
        if chance.random() < 0.8:
            _say(saying, pair, day, tutor=False)


def _tell(saying: Evening, who: UUID, topic: UUID) -> None:
    """A story, after a yes to it. Who rings tells theirs to the desk, by word of mouth."""
    if saying.chance.random() < 0.5:
        saying.add("people.consent", who, member=who, scope=STORY)
        saying.add("learning.tell_story", who, topic=topic, words=saying.chance.choice(STORIES))


def _say(saying: Evening, pair: Seen, on: date, *, tutor: bool, first: bool = False) -> None:
    """What one of them says; who learns says where they stand, and after a while that they can do it alone."""
    chance = saying.chance
    more: dict[str, object] = {"time": some_time(chance)} if first else {}
    if not tutor:
        stands = 2 if pair.now is None else pair.now
        more["on_scale"] = max(0, min(10, stands + chance.choice((-1, 0, 0, 1, 1, 2))))
        more["alone"] = pair.counted >= 2 and chance.random() < 0.4
    saying.speak(
        "learning.say",
        pair.tutor if tutor else pair.learner,
        agreement=pair.thread,
        done_on=on,
        learned=chance.choice(OF_TUTORS if tutor else OF_LEARNERS),
        useful=chance.choice((1, 2, 2, 3, 3)),
        needed=chance.choice(("yes", "yes", "yes", "no", "")),
        **more,
    )


def _wish(saying: Evening, seen: Learning) -> None:
    """Some say what they want to learn, in their own words and on their own scale."""
    chance = saying.chance
    wishing = [one.id for one in saying.people.values() if not one.gives]
    for who in saying.some(wishing, WISH):
        called, _, goal = chance.choice(TOPICS)
        if called in seen.topics and (who, called) not in seen.aims:
            saying.speak(
                "learning.want", who, topic=seen.topics[called], goal=goal, lowest=chance.choice(LOWEST),
                highest=chance.choice(HIGHEST), now=chance.randint(1, 4),
            )  # fmt: skip


def _come_forward(saying: Evening, town: Town, seen: Learning, day: date) -> None:
    """Who can do it alone answers a wish, three times as soon once they said yes to being asked; else who gives."""
    chance = saying.chance
    before = [Pair(pair.tutor, pair.learner, pair.topic) for pair in seen.pairs if pair.began_on]
    for need in town.needs:
        if need.kind not in seen.topics or need.who not in saying.people or chance.random() > 0.6:
            continue
        can = [who for who in seen.able.get(need.kind, ()) if who in saying.people]
        can += [who for who in can if who in town.willing] * 2
        givers = can or [one.id for one in town.people if one.gives]
        who = chance.choice(givers) if givers else need.who
        if who != need.who and may_pair(who, need.who, need.kind, before):
            named = {"givers": (who,)} if saying.people[who].rings else {}
            saying.add("exchange.propose", who, need=need.id, arena=town.arena, **named)
