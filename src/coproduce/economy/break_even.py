"""From which value of one number a contract does better: what would have to be true."""

from dataclasses import dataclass, replace

import numpy as np

from coproduce.economy.comparing import LEAST_DRAWS, Priors, StudyError, compare
from coproduce.economy.outcomes import OUTCOMES
from coproduce.economy.regimes import PRESETS, SOURCES, Regime


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The least value of a number from which one contract is better than another in at least half of the draws.

    `at` is None where it never is within the number's range. `tried` are (value, share of draws that were better).
    """

    number: str
    outcome: str
    at: float | None
    tried: tuple[tuple[float, float], ...]

    def sentence(self) -> str:
        source = SOURCES[self.number]
        if self.at is None:
            return f"In no case between {source.low} and {source.high} {source.unit} ({source.says}) is it better."
        return f"Better only if {source.says} is at least {self.at:.3g} {source.unit}."


def break_even(
    number: str,
    outcome: str,
    people: int = 2_000,
    *,
    years: float = 5,
    regime: Regime = PRESETS[2],
    against: Regime = PRESETS[0],
    seed: int,
    steps: int = 7,
    draws: int = LEAST_DRAWS,
    priors: Priors = "evidence",
) -> BreakEven:
    """From which value of one of the contract's numbers it does better on an outcome, from its range's lower end up.

    StudyError for a number or outcome nobody knows, or one of which more is neither better nor worse.
    """
    if number not in SOURCES or outcome not in OUTCOMES or not OUTCOMES[outcome].better:
        raise StudyError(f"There is no question of better in “{number}” and “{outcome}”.")
    source, tried = SOURCES[number], []
    for value in np.linspace(source.low, source.high, steps).tolist():
        pair = (replace(regime, **{number: value}), against)
        found = compare(people, years, pair, seed=seed, draws=draws, priors=priors)
        tried.append((value, found.better(outcome, pair[0].name, against.name)))
    at = next(
        (value for place, (value, _) in enumerate(tried) if all(share >= 0.5 for _, share in tried[place:])), None
    )
    return BreakEven(number, outcome, at, tuple(tried))
