"""How simulated people act in a time bank: what a broker writes down at the end of a day.

Pure: people, day and chance come in, intents go out. A driver carries them out
through the same verbs as everybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from coproduce.core.quantity import HOURS


@dataclass(frozen=True, slots=True)
class Intent:
    """A verb somebody means to do, with its arguments and the id it will be sent under."""

    verb: str
    arguments: dict[str, Any]
    request_id: UUID


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
