"""How simulated people act in a time bank: they go round the ring, come together, and ring the desk.

Pure: what stands on an evening and a chance come in, intents go out. A driver carries them out through the same verbs
as everybody else.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from uuid import UUID

from coproduce.arenas.timebank.behaviour.words import WAYS
from coproduce.community.exchange.behaviour import Town, come_together, go_round, some_time
from coproduce.core.intent import Evening, Gift, Intent, Someone
from coproduce.core.quantity import HOURS


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What everybody of a town means to do on one evening, in order. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    go_round(saying, town, WAYS, day)
    _desk(saying, town, day)
    come_together(saying, town, WAYS, day)
    return saying.intents


def small_evening(people: Sequence[UUID], day: date, chance: Random, visits: int = 1) -> list[Intent]:
    """Where only a few know each other: `visits` pairs who helped each other, as the desk writes it down.

    Nobody when fewer than two people are there. The same chance gives the same evening.
    """
    saying = Evening([Someone(one, "both", rings=True) for one in people], chance)
    for _ in range(visits if len(people) > 1 else 0):
        giver, receiver = chance.sample(list(people), 2)
        saying.add(
            "timebank.record_for",
            None,
            giver=giver,
            receiver=receiver,
            time=HOURS(15 * chance.randint(2, 12)),
            done_on=day,
            category=chance.choice(SMALL),
        )
    return saying.intents


def modelled_evening(gifts: Sequence[Gift], day: date, chance: Random) -> list[Intent]:
    """What a model says was given, to the minute, as the desk writes it down; help of more than a day in parts."""
    saying = Evening([], chance)
    for gift in gifts:
        for begun in range(0, gift.minutes, LONGEST):
            saying.add(
                "timebank.record_for",
                None,
                giver=gift.giver,
                receiver=gift.receiver,
                time=HOURS(min(LONGEST, gift.minutes - begun)),
                done_on=day,
                category=MODELLED[gift.what],
            )
    return saying.intents


#: The most that is written down at once: what people can do in a day.
LONGEST = 720

#: What the model calls kinds of help, in a community's words.
MODELLED = {
    "looking after somebody": "Health and wellbeing",
    "company": "Company",
    "practical help": "Around the home",
    "showing how": "Learning",
}

#: What a few people do for each other first.
SMALL = ("Company", "Cooking", "Garden")


def _desk(saying: Evening, town: Town, day: date) -> None:
    """What the desk writes down from sheets and telephone: help that no thread knows, some of it for a group."""
    chance = saying.chance
    takers = [one.id for one in town.people if one.receives] + list(town.groups)
    for giver in saying.some([one.id for one in town.people if one.gives], 300):
        receiver = chance.choice(takers)
        if receiver != giver:
            saying.add(
                "timebank.record_for",
                None,
                giver=giver,
                receiver=receiver,
                time=some_time(chance),
                done_on=day,
                category=chance.choice(WAYS.things).kind,
            )
