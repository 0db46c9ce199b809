"""What an answer depends on most: Sobol's indices, with their intervals.

Every draw has people, ties and luck of its own and two lots of all numbers, `A` and `B`; besides, each number in turn
is taken from `B` and all others from `A`. How far the answer moves with one number alone is its *first* index; with it
and whatever it does together with others, its *total*. Draws are blocks that can be run in any order, anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.comparing import LEAST_DRAWS, StudyError
from coproduce.economy.draws import own_seed, uniform
from coproduce.economy.engine import Told, each
from coproduce.economy.needs import COUNTS, COUNTS_FROM, COUNTS_TO
from coproduce.economy.network import ties as draw_ties
from coproduce.economy.outcomes import OUTCOMES, outcomes as figures
from coproduce.economy.population import draw as draw_people
from coproduce.economy.regimes import PRESETS, SOURCES, Regime, in_weeks
from coproduce.economy.simulating import simulate

#: What a table of sensitivity always lists: how far work given up becomes work for others is contested, and the
#: matrices of needs are ours.
ALWAYS = ("sharing", *COUNTS)

#: How it is called that draws have people and luck of their own.
CHANCE = "people and luck"

#: Streams of chance of this module's own, and how often draws are drawn again for an interval.
_LOTS, _AGAIN, _RESAMPLES = 6000, 7000, 400

Ends = tuple[float, float, float]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much of an outcome's variance each number makes: first order and total, each (index, low, high) at 90 %.

    `by_chance` is what is there whatever the numbers are: who lives in the town, and luck.
    """

    outcome: str
    first: dict[str, Ends]
    total: dict[str, Ends]
    by_chance: Ends
    draws: int

    def most(self) -> list[str]:
        """The numbers, the one it depends on most first."""
        names = list(self.total)
        return [names[place] for place in np.argsort([-index for index, _, _ in self.total.values()], kind="stable")]

    def rows(self) -> list[dict[str, str | float | int]]:
        """One row for each number, the most telling first, and one for chance."""
        found: list[dict[str, str | float | int]] = []
        for name, first, total in [(name, self.first[name], self.total[name]) for name in self.most()] + [
            (CHANCE, self.by_chance, self.by_chance)
        ]:
            found.append({"number": name, "first": first[0], "first_low": first[1], "first_high": first[2],
                          "total": total[0], "total_low": total[1], "total_high": total[2],
                          "draws": self.draws})  # fmt: skip
        return found


def listed(numbers: Sequence[str]) -> tuple[str, ...]:
    """These numbers and what is always listed, each once. StudyError for one no contract has."""
    names = tuple(dict.fromkeys([*numbers, *ALWAYS]))
    if missing := [name for name in names if not in_weeks(name) and name not in COUNTS]:
        raise StudyError(f"No contract has a number called {', '.join(missing)} that its weeks read.")
    return names


def lots(names: Sequence[str], draws: int, seed: int) -> Reals:
    """Two lots of every number for each draw, `[lot, draw, number]`, within its range.

    Each range is cut into as many parts as there are draws, and each part is met once (Latin hypercube).
    """
    found = np.empty((2, draws, len(names)))
    for place, name in enumerate(names):
        low, high = (SOURCES[name].low, SOURCES[name].high) if name in SOURCES else (COUNTS_FROM, COUNTS_TO)
        for lot in (0, 1):
            stream = _LOTS + 4 * place + 2 * lot
            order = np.argsort(uniform(np.arange(draws), seed, stream))
            within = uniform(np.arange(draws), seed, stream + 1)
            found[lot, :, place] = low + (high - low) * (order + within) / draws
    return found


@dataclass(frozen=True, slots=True)
class Block:
    """What one draw runs: all its numbers from one lot, from the other, and each in turn from the other."""

    names: tuple[str, ...]
    one: tuple[float, ...]
    other: tuple[float, ...]
    people: int
    years: float
    regime: Regime
    against: Regime | None
    seed: int


def blocks(
    numbers: Sequence[str], people: int, years: float, regime: Regime, against: Regime | None, *, seed: int, draws: int
) -> list[Block]:
    """The draws of a table of sensitivity, in order."""
    names = listed(numbers)
    one, other = lots(names, draws, seed)
    return [
        Block(names, tuple(one[draw]), tuple(other[draw]), people, years, regime, against, own_seed(seed, draw))
        for draw in range(draws)
    ]


def run_block(block: Block) -> list[list[float]]:
    """Each outcome (the difference, where there is a contract to hold it against) in each row: one lot, the other, and
    for each number the first lot with this one from the other. The matrices of needs run nothing anew."""
    town = draw_people(block.people, seed=block.seed)
    network = draw_ties(town, seed=block.seed)

    def reckoned(values: Sequence[float], turned: Sequence[Mapping[str, float]]) -> list[list[float]]:
        said = dict(zip(block.names, values, strict=True))
        rows = np.zeros((len(turned), len(OUTCOMES)))
        for sign, contract in ((1, block.regime), (-1, block.against)):
            if contract is not None:
                moved = contract.moved({name: value for name, value in said.items() if name in SOURCES})
                run = simulate(town, block.years, moved, seed=block.seed, network=network)
                for row, counts in enumerate(turned):
                    rows[row] += sign * np.array(list(figures(run, network, moved, counts=counts).values()))
        return rows.tolist()

    def matrices(values: Sequence[float]) -> dict[str, float]:
        return {name: value for name, value in zip(block.names, values, strict=True) if name in COUNTS}

    mine, theirs = matrices(block.one), matrices(block.other)
    first, *turned = reckoned(block.one, [mine, *({**mine, name: theirs[name]} for name in mine)])
    by_name = dict(zip(mine, turned, strict=True))
    found = [first, *reckoned(block.other, [theirs])]
    for place, name in enumerate(block.names):
        if name in COUNTS:
            found.append(by_name[name])
        else:
            mixed = [*block.one[:place], block.other[place], *block.one[place + 1 :]]
            found += reckoned(mixed, [mine])
    return found


def _may_ask(outcome: str, draws: int) -> None:
    if outcome not in OUTCOMES:
        raise StudyError(f"“{outcome}” is not among {', '.join(OUTCOMES)}.")
    if draws < LEAST_DRAWS:
        raise StudyError(f"{draws} draws do not carry a table of sensitivity; ask for {LEAST_DRAWS} or more.")


def indices(
    outcome: str,
    names: Sequence[str],
    found: Sequence[Sequence[Sequence[float]]],
    seed: int,
    outcomes: Sequence[str] = tuple(OUTCOMES),
) -> Sensitivity:
    """The table of one outcome from the rows of finished draws, whose columns are `outcomes`.

    StudyError below thirty draws, or for an outcome nobody knows.

    First: Saltelli et al. (2010), Computer Physics Communications 181:259, table 2 (b); total: Jansen (1999), (f).
    """
    _may_ask(outcome, len(found))
    values = np.asarray(found, float)[:, :, list(outcomes).index(outcome)]
    draws = len(values)
    drawn = uniform(np.arange(_RESAMPLES * draws), seed, _AGAIN).reshape(_RESAMPLES, draws)
    again = [_indices(values[rows]) for rows in (draws * drawn).astype(int)]
    middle = _indices(values)
    low, high = np.quantile(again, (0.05, 0.95), axis=0)
    ends = [tuple(map(float, three)) for three in zip(middle, low, high, strict=True)]
    many = len(names)
    first, total = (dict(zip(names, part, strict=True)) for part in (ends[:many], ends[many : 2 * many]))
    return Sensitivity(outcome, first, total, ends[-1], draws)  # type: ignore[arg-type]


def _indices(values: Reals) -> Reals:
    """First indices, total ones, and of chance, in one row; all nothing where nothing varies."""
    values = values - values[:, :2].mean()
    one, other, mixed = values[:, 0], values[:, 1], values[:, 2:]
    spread = float((values[:, :2] ** 2).mean())
    if spread <= 0:
        return np.zeros(2 * mixed.shape[1] + 1)
    first = (other[:, None] * (mixed - one[:, None])).mean(axis=0)
    total = ((one[:, None] - mixed) ** 2).mean(axis=0) / 2
    return np.concatenate([first, total, [(one * other).mean()]]) / spread


def sobol(
    outcome: str,
    numbers: Sequence[str],
    people: int = 1_000,
    *,
    years: float = 2,
    regime: Regime = PRESETS[2],
    against: Regime | None = None,
    seed: int,
    draws: int = 128,
    told: Told | None = None,
) -> Sensitivity:
    """Sobol indices of an outcome in these numbers of a contract, over their ranges; ω and the matrices are among them.

    Of what the contract gains `against` another, where one is named. Runs draws × (numbers + 2) towns, ω among the
    numbers, and twice as many against another; `told` hears of each draw. StudyError for a number or outcome nobody
    knows, or fewer than thirty draws.
    """
    _may_ask(outcome, draws)
    tasks = blocks(numbers, people, years, regime, against, seed=seed, draws=draws)
    return indices(outcome, tasks[0].names, list(each(run_block, tasks, told=told)), seed)
