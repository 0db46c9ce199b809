"""The numbers of one small town, kept: whoever changes what a week does sees here that every answer moves.

They are no truth, only what the model said when they were written down. A change that is meant writes them anew.
"""

import pytest

from coproduce.economy.population import draw
from coproduce.economy.regimes import PRESETS, Regime
from coproduce.economy.simulating import simulate
from coproduce.economy.state import TOTALS

#: Of the last of 52 weeks of 700 people, by contract, in the order of WATCHED.
WATCHED = ("informed", "joined", "active", "jobless", "long", "paid", "care_family", "care_nobody", "gave", "health")
BASELINE = {
    "specialised": (0, 0, 0, 28, 48, 55220, 8892, 1510, 226, 598587),
    "contract": (0, 0, 0, 29, 0, 54982, 7052, 937, 226, 600123),
    "coproduction": (166, 30, 29, 27, 48, 55242, 8891, 1399, 607, 599119),
    "mix": (161, 26, 25, 29, 0, 54975, 7051, 834, 581, 600634),
}


@pytest.mark.parametrize("regime", PRESETS, ids=lambda one: one.name)
def test_a_town_is_what_it_was(regime: Regime) -> None:
    run = simulate(draw(700, seed=1), 1, regime, seed=1, kernel="numpy")
    last = dict(zip(TOTALS, run.totals[-1].tolist(), strict=True))
    assert tuple(last[name] for name in WATCHED) == BASELINE[regime.name]
