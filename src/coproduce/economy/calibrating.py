"""What the numbers would have to be to match what was seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.comparing import StudyError
from coproduce.economy.draws import own_seed, words
from coproduce.economy.network import ties
from coproduce.economy.outcomes import outcomes
from coproduce.economy.population import draw
from coproduce.economy.regimes import Regime
from coproduce.economy.simulating import simulate


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What the numbers may be: `kept[draw, number]` in the order of `names`, nearest first; how far off each was."""

    names: tuple[str, ...]
    kept: NDArray[np.float64]
    distance: NDArray[np.float64]
    ruled_out: float


def calibrate(
    numbers: Mapping[str, tuple[float, float]],
    run: Callable[[Mapping[str, float], int], Mapping[str, float]],
    seen: Mapping[str, tuple[float, float]],
    *,
    seed: int,
    first: int = 200,
    second: int = 200,
    keep: int = 40,
    told: Callable[[int, int], None] | None = None,
) -> Calibrated:
    """Numbers that fit what was seen: history matching rules out, then rejection keeps the nearest.

    `numbers` are ranges; `run(values, seed)` says what a town with them comes to; `seen` is (value, tolerance) by name.
    First wave: what misses any by three tolerances is out. Second: new draws within what is left; `keep` stay.
    `told` hears of each run (done, and how many there are as far as is known).
    McCulloch et al. (2022), JASSS 25:2:1. StudyError where nothing is left.
    """
    names = tuple(numbers)
    low, high = (np.array([numbers[name][end] for name in names]) for end in (0, 1))

    def lots(many: int, stream: int) -> NDArray[np.float64]:
        drawn = words(np.arange(many * len(names)), seed, stream, 0).astype(np.float64) / 2.0**64
        return drawn.reshape(many, len(names))

    def distances(rows: NDArray[np.float64], offset: int) -> NDArray[np.float64]:
        found: list[list[float]] = []
        for number, row in enumerate(rows):
            got = run(dict(zip(names, row.tolist(), strict=True)), own_seed(seed, offset + number))
            found.append([abs(got[name] - value) / tolerance for name, (value, tolerance) in seen.items()])
            if told:
                told(offset + len(found), offset + len(rows))
        return np.array(found)

    rows = low + (high - low) * lots(first, 1)
    missed = distances(rows, 0).max(axis=1)
    plausible = rows[missed <= 3]
    if not len(plausible):
        raise StudyError(f"None of {first} draws comes within three tolerances of what was seen; widen the ranges.")
    near_low, near_high = plausible.min(axis=0), plausible.max(axis=0)
    again = near_low + (near_high - near_low) * lots(second, 2)
    every = np.concatenate([plausible, again])
    apart = np.sqrt((distances(every, first) ** 2).mean(axis=1))
    order = np.argsort(apart, kind="stable")[:keep]
    return Calibrated(names, every[order], apart[order], float((missed > 3).mean()))


def matching(
    regime: Regime, people: int, years: float, names: Sequence[str]
) -> Callable[[Mapping[str, float], int], dict[str, float]]:
    """What `calibrate` runs where a town's own figures were seen: a town of `people` under the contract so changed."""

    def run(values: Mapping[str, float], seed: int) -> dict[str, float]:
        changed = replace(regime, **dict[str, Any](values))
        town = draw(people, seed=seed)
        network = ties(town, seed=seed)
        found = outcomes(simulate(town, years, changed, seed=seed, network=network), network, changed)
        return {name: found[name] for name in names}

    return run
