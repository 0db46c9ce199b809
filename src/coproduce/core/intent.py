"""What simulated people are made of: how each of them is, and what they mean to do.

An arena's `behaviour` says what people mean to do on one evening, from what they see and a chance that is handed in.
Whoever drives the simulation carries the intents out, through the verbs everybody uses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Intent:
    """A verb somebody means to do, with its arguments and the id it will be sent under; `by` None is the desk."""

    verb: str
    arguments: dict[str, Any]
    request_id: UUID
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Someone:
    """A simulated member: how they are (`TEMPERS`), and whether they ring the desk instead of tapping."""

    id: UUID
    temper: str
    rings: bool

    @property
    def gives(self) -> bool:
        """Whether they are one to come forward."""
        return self.temper in ("both", "gives")

    @property
    def receives(self) -> bool:
        """Whether they are one to say what would help."""
        return self.temper in ("both", "receives")


@dataclass(frozen=True, slots=True)
class Gift:
    """Help that a model says was given: from whom, to whom, how many minutes, and what it was, in the model's words."""

    giver: UUID
    receiver: UUID
    minutes: int
    what: str


#: How people are, and how many of twenty: most give and receive, some do one of them, some keep quiet.
TEMPERS = ("both",) * 10 + ("gives",) * 3 + ("receives",) * 4 + ("quiet",) * 3


@cache
def temper(seed: int, number: int) -> tuple[str, bool]:
    """How the person of this number is, and whether they ring the desk. The same for the same seed.

    >>> temper(1, 7) == temper(1, 7)
    True
    """
    chance = Random(f"{seed} temper {number}")  # noqa: S311 - made-up people, not a secret
    return chance.choice(TEMPERS), chance.randrange(4) == 0


class Evening:
    """Collects what is meant on one evening: somebody who rings has it done at the desk, in their name."""

    def __init__(self, people: Sequence[Someone], chance: Random) -> None:
        self.people, self.chance = {one.id: one for one in people}, chance
        self.intents: list[Intent] = []

    def add(self, verb: str, who: UUID | None, /, **arguments: Any) -> None:
        """`who` does it, and one who rings is named in it already; None is the desk."""
        by = None if who is None or self.people[who].rings else who
        self.intents.append(Intent(verb, arguments, UUID(int=self.chance.getrandbits(128), version=4), by))

    def speak(self, verb: str, who: UUID, /, **arguments: Any) -> None:
        """`who` does what everybody does for themselves, or has the desk do it for them."""
        if self.people[who].rings:
            arguments["for_"] = who
        self.add(verb, who, **arguments)

    def some(self, people: Sequence[UUID], one_in: int) -> list[UUID]:
        """Of these people so many that it is one in `one_in` of the whole town: the whole part surely, the rest by
        chance."""
        size = len(self.people)
        number = size // one_in + (self.chance.random() < size % one_in / one_in)
        return self.chance.sample(list(people), min(number, len(people)))
