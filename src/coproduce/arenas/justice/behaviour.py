"""How simulated people act in Answering harm: they go round the ring, now and then, in words of their own."""

from datetime import date
from random import Random

from coproduce.community.exchange.behaviour import Thing, Town, Ways, go_round
from coproduce.core.intent import Evening, Intent

WAYS = Ways(
    things=(Thing("For the community", "A pair of hands on Saturday", "I have a free hand on Saturdays"),),
    thanks=("Thank you.",),
    rarer=10,
)


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What everybody means to do on one evening, in order. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    go_round(saying, town, WAYS, day)
    return saying.intents
