"""What each verb is asked with, so that it can be done: about somebody, in a town where everything is as it should be.

A scene prepares the town with the house's own verbs and answers the arguments. Whoever may do it does it with these;
whoever may not is refused with the same. A verb without a scene fails the matrix (`tests/security/test_matrix.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coproduce.community.base.done import Done
from tests.fixtures.towns import Town, do


@dataclass(frozen=True)
class Part:
    """Who does it, about whom, and who else there is: first names of the cast."""

    town: Town
    me: str
    whose: str
    other: str

    @property
    def for_(self) -> dict[str, Any]:
        """Said by whoever does it for somebody else."""
        return {} if self.me == self.whose else {"for_": self.town.agents[self.whose]}


Scene = Callable[[Part], dict[str, Any]]

SCENES: dict[str, Scene] = {}


def scene(*verbs: str) -> Callable[[Scene], Scene]:
    """The scene of these verbs."""

    def kept(play: Scene) -> Scene:
        for verb in verbs:
            assert verb not in SCENES, verb
            SCENES[verb] = play
        return play

    return kept


def done(verb: str, part: Part, who: str, **arguments: Any) -> Any:
    """What somebody did before, and its receipt."""
    outcome = do(verb, part.town.actor(who), **arguments)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def every_scene() -> dict[str, Scene]:
    from tests.security.scenes import (  # noqa: F401 - they fill it
        care,
        decisions,
        energy,
        evidence,
        exchange,
        food,
        helping,
        homes,
        justice,
        lab,
        learning,
        ledger,
        making,
        market,
        people,
        play,
        privacy,
        rest,
        safe,
        stipends,
        trust,
        works,
    )

    return SCENES
