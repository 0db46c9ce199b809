"""One town under one contract for some years, and what it comes to."""

from importlib.util import find_spec
from typing import Literal

import numpy as np

from coproduce.economy import kernel_numpy, population
from coproduce.economy.network import Ties, ties as draw_ties
from coproduce.economy.population import People
from coproduce.economy.regimes import Regime, dials
from coproduce.economy.state import TOTALS, Run, begin
from coproduce.economy.week import WEEKS_A_YEAR

Kernel = Literal["numpy", "numba"]


def fastest() -> Kernel:
    """Which spelling of the week is at hand: the compiled one where numba is installed."""
    return "numba" if find_spec("numba") else "numpy"


def simulate(
    people: People | int,
    years: float,
    regime: Regime,
    *,
    seed: int,
    network: Ties | None = None,
    first: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None,
    family: float = 1.0,
    kernel: Kernel | None = None,
) -> Run:
    """These people (or so many drawn ones) under this contract, week by week for `years` of 52 weeks.

    `network` are their ties, drawn where it is left out; `first` the rows of those who take part already;
    `family` the share of unpaid family care that is there. Both kernels give the same whole numbers.
    ValueError for fewer than no years, or ties of other people.
    """
    if years < 0:
        raise ValueError(f"A town cannot be run for {years} years.")
    if isinstance(people, int):
        people = population.draw(people, seed=seed)
    ties = draw_ties(people, seed=seed) if network is None else network
    fixed, state = begin(people, ties, first)
    weeks = round(years * WEEKS_A_YEAR)
    totals = np.zeros((weeks, len(TOTALS)), np.int64)
    if (kernel or fastest()) == "numba":
        from coproduce.economy.kernel import advance
    else:
        advance = kernel_numpy.advance
    last = advance(fixed, state, ties, dials(regime, family=family), seed, range(1, weeks + 1), totals)
    return Run(people, totals, last)
