"""A year in which part of what families do unpaid is gone: what paid work, needs and the state lose."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coproduce.economy.comparing import LEAST_DRAWS, StudyError
from coproduce.economy.draws import own_seed
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


def without(
    share: float,
    people: int = 2_000,
    *,
    years: float = 2,
    regime: Regime = PRESETS[0],
    seed: int,
    draws: int = LEAST_DRAWS,
) -> Without:
    """Take away this share of what families do for their children and elders, and read what follows.

    Whatever nobody does keeps those at home from paid work by half of it. StudyError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise StudyError(f"The share of unpaid care that is gone lies between 0 and 1: {share}.")
    lost, unmet, moved = [], [], []
    for number in range(draws):
        own = own_seed(seed, number)
        town = draw_people(people, seed=own)
        ties = draw_ties(town, seed=own)
        before, after = (
            simulate(town, years, regime, seed=own, network=ties, family=left) for left in (1.0, 1.0 - share)
        )
        lost.append(hours_a_year(before, "paid") - hours_a_year(after, "paid"))
        unmet.append(hours_a_year(after, "care_nobody") - hours_a_year(before, "care_nobody"))
        moved.append(public_cost(after, regime) - public_cost(before, regime))
    return Without(share, _ends(lost), _ends(unmet), _ends(moved), draws)
