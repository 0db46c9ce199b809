"""How many may take part from today on, where it is known who does: fitted to the last weeks, drawn on from here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.calibrating import calibrate
from coproduce.economy.comparing import StudyError
from coproduce.economy.draws import own_seed
from coproduce.economy.forecasting import Fan
from coproduce.economy.network import Ties
from coproduce.economy.population import People
from coproduce.economy.regimes import PRESETS, SOURCES, Regime
from coproduce.economy.simulating import simulate
from coproduce.economy.week import WEEKS_A_YEAR

#: What is fitted: how people come, by the desk and by word of mouth, and how they go.
FITTED = ("outreach", "takes_up", "drops_out")

Rows = NDArray[np.int64]


def onward(
    seen: NDArray[np.float64],
    people: People,
    network: Ties,
    then: Rows,
    now: Rows,
    *,
    ahead: int,
    seed: int,
    regime: Regime = PRESETS[2],
    draws: int = 100,
    keep: int = 20,
    lucks: int = 5,
) -> Fan:
    """A fan of `ahead` weeks from today, in shares of people: eight draws in ten around the middle.

    `seen` are the shares who took part, week by week until today; `then` the rows of who did in the first of these
    weeks, `now` of who does today. Numbers that come from `then` near what was `seen` are kept, and each goes on from
    `now` with `lucks` draws of luck. What people had only heard of is forgotten. StudyError for fewer than eight
    weeks, or where no draw comes near.
    """
    weeks = len(seen)
    if weeks < 8:
        raise StudyError(f"{weeks} weeks are too few to say what comes; there must be eight.")
    marks = np.linspace(weeks // 4, weeks - 1, 4).astype(int)
    came = {str(mark): (float(seen[mark]), max(0.02, 0.15 * float(seen[mark]))) for mark in marks}

    def curve(values: Mapping[str, float], own: int, first: Rows, many: int) -> NDArray[np.float64]:
        town = replace(regime, **dict[str, Any](values))
        run = simulate(people, many / WEEKS_A_YEAR, town, seed=own, network=network, first=first)
        return run.of("joined") / len(people)

    def past(values: Mapping[str, float], own: int) -> Mapping[str, float]:
        found = curve(values, own, then, weeks - 1)
        return {str(mark): float(found[mark - 1]) for mark in marks}

    ranges = {name: (SOURCES[name].low, SOURCES[name].high) for name in FITTED}
    fitted = calibrate(ranges, past, came, seed=seed, first=draws, second=draws, keep=keep)
    kept = [dict(zip(FITTED, row, strict=True)) for row in fitted.kept.tolist()]
    curves = [
        curve(values, own_seed(seed, 10**6 + number * lucks + luck), now, ahead)
        for number, values in enumerate(kept)
        for luck in range(lucks)
    ]
    low, middle, high = np.quantile(curves, (0.1, 0.5, 0.9), axis=0)
    return Fan(middle, low, high, fitted)
