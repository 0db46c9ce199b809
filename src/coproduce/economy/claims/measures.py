"""How each hypothesis is put to the model: what is run, and what is different, draw by draw."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.claims.asking import Gains, Size
from coproduce.economy.comparing import Comparison, Priors, compare
from coproduce.economy.draws import own_seed
from coproduce.economy.network import ties
from coproduce.economy.outcomes import OUTCOMES, hours_a_year, public_cost
from coproduce.economy.pooling import met_all
from coproduce.economy.population import NEIGHBOURS, draw
from coproduce.economy.regimes import PRESETS, Regime
from coproduce.economy.simulating import simulate

SPECIALISED, CONTRACT, COPRODUCTION, MIX = PRESETS
EVIDENCE, SCEPTIC = "numbers near the evidence", "numbers of a sceptic"


@cache
def _contracts(size: Size, priors: Priors, regimes: tuple[Regime, ...] = PRESETS) -> Comparison:
    return compare(size.people, size.years, regimes, seed=size.seed, draws=size.draws, priors=priors)


def better(
    outcome: str, regime: Regime, against: Regime, regimes: tuple[Regime, ...] = PRESETS
) -> Callable[[Size], Gains]:
    """How much better one contract does than another, people, ties and luck shared."""

    def asked(size: Size) -> Gains:
        found: dict[str, NDArray[np.float64]] = {}
        settings: tuple[tuple[str, Priors], ...] = ((EVIDENCE, "evidence"), (SCEPTIC, "sceptic"))
        for name, priors in settings:
            both = _contracts(size, priors, regimes)
            gain = both.of(outcome, regime.name) - both.of(outcome, against.name)
            found[name] = gain * (OUTCOMES[outcome].better or 1)
        return found

    return asked


def pooled(size: Size) -> Gains:
    """What a pool of a neighbourhood reaches beyond nine tenths of what everybody's does."""
    many = max(size.people, 2 * NEIGHBOURS)

    def beyond(common: float, defection: float) -> NDArray[np.float64]:
        shares = [
            [
                met_all(many, pool, years=size.years, seed=own_seed(size.seed, number), common=common,
                        defection=defection, margin=0.25)
                for pool in (NEIGHBOURS, many)
            ]
            for number in range(size.draws)
        ]  # fmt: skip
        found: NDArray[np.float64] = np.array(shares)
        return found[:, 0] - 0.9 * found[:, 1]

    return {"blows as often as chosen": beyond(1.0, 0.02), "blows that strike all three times as often, one in ten "
            "leaves a pool of strangers each year": beyond(3.0, 0.1)}  # fmt: skip


@cache
def _taken_away(size: Size, share: float) -> dict[str, NDArray[np.float64]]:
    """What a year is like without a share of what families do unpaid, less what it was."""
    found: dict[str, list[float]] = {"paid": [], "unmet": [], "state": []}
    for number in range(size.draws):
        own = own_seed(size.seed, number)
        town = draw(size.people, seed=own)
        network = ties(town, seed=own)
        runs = (
            simulate(town, size.years, SPECIALISED, seed=own, network=network, family=left) for left in (1, 1 - share)
        )
        before, after = runs
        found["paid"].append(hours_a_year(before, "paid") - hours_a_year(after, "paid"))
        found["unmet"].append(hours_a_year(after, "care_nobody") - hours_a_year(before, "care_nobody"))
        found["state"].append(public_cost(after, SPECIALISED) - public_cost(before, SPECIALISED))
    return {name: np.array(values) for name, values in found.items()}


def without(what: str) -> Callable[[Size], Gains]:
    return lambda size: {
        f"{share:.0%} of what families do is gone": _taken_away(size, share)[what] for share in (0.1, 0.2)
    }


def clustered(size: Size) -> Gains:
    """How many more take part where ties are near than where they lead anywhere, with a little noise and with none."""

    def gain(noise: float) -> NDArray[np.float64]:
        found = []
        for number in range(size.draws):
            own = own_seed(size.seed, number)
            people = draw(size.people, seed=own)
            people = replace(people, threshold=people.threshold * 0 + 3, neighbourhood=people.neighbourhood * 0)
            numbers: dict[str, Any] = {"takes_up": noise, "drops_out": 0.0, "outreach": 0.02, "tells": 0.1}
            town = replace(COPRODUCTION, **numbers, asked_back=0.0)
            near, far = (
                simulate(
                    people, size.years, town, seed=own, first=np.arange(max(2, size.people // 50)),
                    network=ties(people, seed=own, near=8, far=0, rewired=rewired),
                ).of("joined")[-1]
                for rewired in (0.02, 0.9)
            )  # fmt: skip
            found.append((near - far) / len(people))
        return np.array(found)

    return {"nobody joins below their threshold": gain(0.0), "a few join sooner, by chance": gain(0.004)}


#: Co-production without one of its ways of spreading.
SILENT = replace(COPRODUCTION, name="without word of mouth", tells=0.0, tells_less=0.0, takes_up=0.0, copies=0.0)
UNASKED = replace(COPRODUCTION, name="nobody is asked back", asked_back=0.0)
SPREAD = (COPRODUCTION, SILENT, UNASKED)
