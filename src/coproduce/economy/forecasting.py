"""How many may take part some weeks from now, from how many did until now: a fan, scored once the weeks have come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.calibrating import Calibrated, calibrate
from coproduce.economy.comparing import StudyError
from coproduce.economy.draws import words
from coproduce.economy.network import Ties
from coproduce.economy.population import People
from coproduce.economy.regimes import PRESETS, SOURCES, Regime
from coproduce.economy.simulating import simulate
from coproduce.economy.week import WEEKS_A_YEAR


@dataclass(frozen=True, slots=True)
class Fan:
    """What may come: for each week ahead the middle, and from `low` to `high` where eight of ten draws lie."""

    middle: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    fitted: Calibrated

    def held(self, real: NDArray[np.float64]) -> float:
        """Of the weeks that have come since, the share inside the fan: near eight of ten where it says the truth."""
        many = min(len(real), len(self.low))
        return float(((real[:many] >= self.low[:many]) & (real[:many] <= self.high[:many])).mean())


def forecast(
    taking_part: NDArray[np.float64],
    people: People,
    network: Ties,
    *,
    ahead: int,
    seed: int,
    regime: Regime = PRESETS[2],
    draws: int = 200,
    keep: int = 40,
    told: Callable[[int, int], None] | None = None,
) -> Fan:
    """How many may take part `ahead` weeks from now: a fan of eight draws in ten around the middle.

    `taking_part` is the share of people week by week until now. Word of mouth, outreach and drop-out are
    estimated from it on these ties; `told` hears of each run. StudyError for fewer than eight weeks.
    """
    weeks = len(taking_part)
    if weeks < 8:
        raise StudyError(f"{weeks} weeks are too few to say what comes; there must be eight.")
    marks = np.linspace(weeks // 4, weeks - 1, 4).astype(int)
    seen = {str(mark): (float(taking_part[mark]), max(0.02, 0.15 * float(taking_part[mark]))) for mark in marks}
    curves: dict[tuple[float, ...], NDArray[np.float64]] = {}
    first = (
        np.flatnonzero(words(people.ids, seed, 0, 5) < np.uint64(taking_part[0] * 2.0**64)) if taking_part[0] else None
    )

    def run(values: Mapping[str, float], own: int) -> Mapping[str, float]:
        town = replace(regime, **dict[str, Any](values))
        found = simulate(people, (weeks + ahead) / WEEKS_A_YEAR, town, seed=own, network=network, first=first)
        curve = found.of("joined") / len(people)
        curves[tuple(values.values())] = curve
        return {str(mark): float(curve[mark]) for mark in marks}

    ranges = {name: (SOURCES[name].low, min(SOURCES[name].high, 6 * getattr(regime, name))) for name in
              ("outreach", "takes_up", "drops_out")}  # fmt: skip
    fitted = calibrate(ranges, run, seen, seed=seed, first=draws, second=draws, keep=keep, told=told)
    kept = np.array([curves[tuple(row.tolist())][weeks:] for row in fitted.kept])
    low, middle, high = np.quantile(kept, (0.1, 0.5, 0.9), axis=0)
    return Fan(middle, low, high, fitted)
