"""What a hypothesis is, and what may be said of what the model answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coproduce.core.claims import Claim
from coproduce.economy.comparing import LEAST_DRAWS

#: What is different, draw by draw, under each setting: above nothing is as claimed.
Gains = Mapping[str, NDArray[np.float64]]

#: In the model it follows from the numbers of every setting, from none, or it depends.
Answer = Literal["follows", "does not follow", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the study is: the same size and seed give the same page."""

    people: int = 1_000
    years: float = 2
    seed: int = 1
    draws: int = LEAST_DRAWS


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A claim, what is held against what, in which unit, what would refute it in the world, and how to ask the model.

    `put_in` says what of the answer is not found but put in, or which number decides it.
    """

    claim: Claim
    compared: str
    unit: str
    refuted_by: str
    asked: Callable[[Size], Gains]
    put_in: str = ""


def answer(gains: Gains) -> Answer:
    """What the model says: nine of ten draws on one side under every setting, or that it cannot tell.

    >>> answer({"a": np.ones(30), "b": np.full(30, 2.0)}), answer({"a": np.ones(30), "b": -np.ones(30)})
    ('follows', 'cannot tell')
    """
    ends = [np.quantile(found, (0.05, 0.95)) for found in gains.values()]
    if all(low > 0 for low, _ in ends):
        return "follows"
    return "does not follow" if all(high <= 0 for _, high in ends) else "cannot tell"
