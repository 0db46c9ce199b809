"""What an answer depends on most: Sobol's indices, with their intervals."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.comparing import StudyError
from coproduce.economy.engine import each
from coproduce.economy.network import ties as draw_ties
from coproduce.economy.outcomes import outcomes
from coproduce.economy.population import draw as draw_people
from coproduce.economy.regimes import PRESETS, SOURCES, Regime
from coproduce.economy.simulating import simulate

#: What a table of sensitivity always lists: how far work given up becomes work for others is contested.
ALWAYS = "sharing"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much of an outcome's variance each number makes: first order and total, each (index, low, high) at 90 %."""

    outcome: str
    first: dict[str, tuple[float, float, float]]
    total: dict[str, tuple[float, float, float]]


def _outcome(task: tuple[Regime, str, int, float, int]) -> float:
    regime, outcome, people, years, seed = task
    town = draw_people(people, seed=seed)
    ties = draw_ties(town, seed=seed)
    return outcomes(simulate(town, years, regime, seed=seed, network=ties), ties, regime)[outcome]


def sobol(
    outcome: str,
    numbers: Sequence[str],
    people: int = 1_000,
    *,
    years: float = 2,
    regime: Regime = PRESETS[2],
    seed: int,
    draws: int = 256,
) -> Sensitivity:
    """Sobol indices of an outcome in these numbers of a contract and ω, over their ranges; `draws` is a power of two.

    Runs draws × (numbers + 2) towns on the same luck. Needs scipy (`[study]`). Saltelli et al. (2010), Computer
    Physics Communications 181:259. StudyError for a number nobody knows or a `draws` that is no power of two.
    """
    from scipy.stats import qmc, sobol_indices

    names = list(dict.fromkeys([*numbers, ALWAYS]))
    if missing := [name for name in names if name not in SOURCES]:
        raise StudyError(f"No contract has a number called {', '.join(missing)}.")
    if draws < 2 or draws & (draws - 1):
        raise StudyError(f"A table of sensitivity takes 2, 4, 8, 16 … draws, not {draws}.")
    low, high = (np.array([getattr(SOURCES[name], end) for name in names]) for end in ("low", "high"))
    sample = qmc.Sobol(2 * len(names), seed=np.random.default_rng(seed)).random(draws)
    one, other = (low + (high - low) * half for half in np.split(sample, 2, axis=1))

    def results(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        tasks = [
            (replace(regime, **dict(zip(names, row.tolist(), strict=True))), outcome, people, years, seed)
            for row in rows
        ]
        return np.array(list(each(_outcome, tasks)))

    mixed = []
    for place in range(len(names)):
        rows = one.copy()
        rows[:, place] = other[:, place]
        mixed.append(results(rows))
    known = {"f_A": results(one)[None, :], "f_B": results(other)[None, :], "f_AB": np.array(mixed)[:, None, :]}
    found = sobol_indices(func=known, n=draws)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a number nothing depends on has no spread to resample
        ends = found.bootstrap(confidence_level=0.9)

    def table(index: NDArray[np.float64], interval: object) -> dict[str, tuple[float, float, float]]:
        lows, highs = np.ravel(interval.low), np.ravel(interval.high)  # type: ignore[attr-defined]
        middles = np.ravel(index)
        lows, highs = (np.where(np.isnan(side), middles, side) for side in (lows, highs))
        return {name: (float(middles[k]), float(lows[k]), float(highs[k])) for k, name in enumerate(names)}

    return Sensitivity(
        outcome,
        table(found.first_order, ends.first_order.confidence_interval),
        table(found.total_order, ends.total_order.confidence_interval),
    )
