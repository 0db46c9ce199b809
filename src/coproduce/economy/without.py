"""A year in which part of what families do unpaid is gone: what paid work, needs and the state lose."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coproduce.economy.comparing import LEAST_DRAWS, StudyError
from coproduce.economy.draws import own_seed
from coproduce.economy.engine import Told, each
from coproduce.economy.network import ties as draw_ties
from coproduce.economy.outcomes import hours_a_year, public_cost
from coproduce.economy.population import draw as draw_people
from coproduce.economy.regimes import PRESETS, Regime
from coproduce.economy.simulating import simulate


@dataclass(frozen=True, slots=True)
class Without:
    """A year in which a share of unpaid family care is gone: what it does to everything else, a year and adult.

    Each is (middle, low, high) over draws: paid hours lost, hours of need nobody meets, pounds moved to the state.
    """

    share: float
    paid_hours_lost: tuple[float, float, float]
    hours_unmet: tuple[float, float, float]
    pounds_moved: tuple[float, float, float]
    draws: int


def _ends(values: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return float(middle), float(low), float(high)


def _lost(asked: tuple[int, float, Regime, float, int]) -> tuple[float, float, float]:
    """Of one draw: paid hours lost, hours of need nobody meets, pounds moved to the state, a year and adult."""
    people, years, regime, left, seed = asked
    town = draw_people(people, seed=seed)
    ties = draw_ties(town, seed=seed)
    before, after = (simulate(town, years, regime, seed=seed, network=ties, family=part) for part in (1.0, left))
    return (
        hours_a_year(before, "paid") - hours_a_year(after, "paid"),
        hours_a_year(after, "care_nobody") - hours_a_year(before, "care_nobody"),
        public_cost(after, regime) - public_cost(before, regime),
    )


def without(
    share: float,
    people: int = 2_000,
    *,
    years: float = 2,
    regime: Regime = PRESETS[0],
    seed: int,
    draws: int = LEAST_DRAWS,
    told: Told | None = None,
) -> Without:
    """Take away this share of what families do for their children and elders, and read what follows.

    Whatever nobody does keeps those at home from paid work by half of it; `told` hears of each draw. StudyError for a
    share outside 0 to 1, or no draw.
    """
    if draws < 1:
        raise StudyError("A study takes at least one draw.")
    if not 0 <= share <= 1:
        raise StudyError(f"The share of unpaid care that is gone lies between 0 and 1: {share}.")
    tasks = [(people, years, regime, 1.0 - share, own_seed(seed, number)) for number in range(draws)]
    lost, unmet, moved = zip(*each(_lost, tasks, told=told), strict=True)
    return Without(share, _ends(lost), _ends(unmet), _ends(moved), draws)
