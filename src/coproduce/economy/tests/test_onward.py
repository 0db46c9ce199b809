"""A forecast from who takes part today: it begins there, holds what comes, and says when there is none."""

from dataclasses import replace

import numpy as np
import pytest

from coproduce.economy.comparing import StudyError
from coproduce.economy.network import both, from_edges, ties
from coproduce.economy.onward import onward
from coproduce.economy.population import draw
from coproduce.economy.regimes import PRESETS
from coproduce.economy.simulating import simulate

TOWN = draw(120, seed=6)
TIES = ties(TOWN, seed=6)
THEN = np.arange(0, 120, 4)
REAL = replace(PRESETS[2], takes_up=0.004, outreach=0.005, drops_out=0.01)


def test_it_begins_today_and_holds_what_comes() -> None:
    held = []
    for seed in range(4):
        past = simulate(TOWN, 16 / 52, REAL, seed=100 + seed, network=TIES, first=THEN)
        seen = np.concatenate([[len(THEN) / 120], past.of("joined") / 120])
        now = np.flatnonzero(past.last.joined)
        fan = onward(seen, TOWN, TIES, THEN, now, ahead=12, seed=seed, draws=24, keep=8)
        assert abs(fan.middle[0] - seen[-1]) < 0.05
        came = simulate(TOWN, 12 / 52, REAL, seed=200 + seed, network=TIES, first=now).of("joined") / 120
        held.append(fan.held(came))
    assert np.mean(held) > 0.6, held


def test_too_little_or_nothing_near_is_said() -> None:
    with pytest.raises(StudyError, match="7 weeks are too few"):
        onward(np.full(7, 0.2), TOWN, TIES, THEN, THEN, ahead=4, seed=1)
    with pytest.raises(StudyError, match="widen the ranges"):
        onward(np.linspace(0.25, 0.0, 10) ** 6, TOWN, TIES, THEN, THEN, ahead=4, seed=1, draws=10)


def test_ties_of_two_kinds_are_one_network() -> None:
    found = both(from_edges(4, [(0, 1), (1, 2)]), from_edges(4, [(2, 1), (2, 3)]))
    assert found.degrees().tolist() == [1, 2, 2, 1]
    with pytest.raises(ValueError, match="ties of 4 people, and of 3"):
        both(from_edges(4, []), from_edges(3, []))
