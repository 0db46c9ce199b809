"""What an answer depends on, what would break it, and what the numbers would have to be to match what was seen."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.comparing import LEAST_DRAWS, Priors, StudyError, compare
from coproduce.economy.draws import words
from coproduce.economy.engine import each
from coproduce.economy.network import Ties
from coproduce.economy.outcomes import OUTCOMES, WEEKS, outcomes, who_pays
from coproduce.economy.population import People, draw as draw_people
from coproduce.economy.regimes import PRESETS, SOURCES, Regime
from coproduce.economy.simulating import drawn_ties, simulate

#: What a table of sensitivity always lists: how far work given up becomes work for others is contested.
ALWAYS = "sharing"


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
        own = seed * 1_000_003 + number
        town = draw_people(people, seed=own)
        ties = drawn_ties(town, own)
        before, after = (
            simulate(town, years, regime, seed=own, network=ties, family=left) for left in (1.0, 1.0 - share)
        )
        a_year = WEEKS / 4 / people

        def change(name: str, first: object = before, second: object = after) -> float:
            return float(second.of(name)[-WEEKS:].mean() - first.of(name)[-WEEKS:].mean())  # type: ignore[attr-defined]

        lost.append(-change("paid") * a_year)
        unmet.append(change("care_nobody") * a_year)
        costs = [
            sum(row["state"] for name, row in who_pays(run, regime).items() if name != "care hours")
            for run in (before, after)
        ]
        moved.append(costs[1] - costs[0])
    return Without(share, _ends(lost), _ends(unmet), _ends(moved), draws)


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The least value of a number from which one contract is better than another in at least half of the draws.

    `at` is None where it never is within the number's range. `tried` are (value, share of draws that were better).
    """

    number: str
    outcome: str
    at: float | None
    tried: tuple[tuple[float, float], ...]

    def sentence(self) -> str:
        source = SOURCES[self.number]
        if self.at is None:
            return f"In no case between {source.low} and {source.high} {source.unit} ({source.says}) is it better."
        return f"Better only if {source.says} is at least {self.at:.3g} {source.unit}."


def break_even(
    number: str,
    outcome: str,
    people: int = 2_000,
    *,
    years: float = 5,
    regime: Regime = PRESETS[2],
    against: Regime = PRESETS[0],
    seed: int,
    steps: int = 7,
    draws: int = LEAST_DRAWS,
    priors: Priors = "evidence",
) -> BreakEven:
    """From which value of one of the contract's numbers it does better on an outcome, from its range's lower end up.

    StudyError for a number or outcome nobody knows, or one of which more is neither better nor worse.
    """
    if number not in SOURCES or outcome not in OUTCOMES or not OUTCOMES[outcome].better:
        raise StudyError(f"There is no question of better in “{number}” and “{outcome}”.")
    source, tried = SOURCES[number], []
    for value in np.linspace(source.low, source.high, steps).tolist():
        pair = (replace(regime, **{number: value}), against)
        found = compare(people, years, pair, seed=seed, draws=draws, priors=priors)
        tried.append((value, found.better(outcome, pair[0].name, against.name)))
    at = next(
        (value for place, (value, _) in enumerate(tried) if all(share >= 0.5 for _, share in tried[place:])), None
    )
    return BreakEven(number, outcome, at, tuple(tried))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much of an outcome's variance each number makes: first order and total, each (index, low, high) at 90 %."""

    outcome: str
    first: dict[str, tuple[float, float, float]]
    total: dict[str, tuple[float, float, float]]


def _outcome(task: tuple[Regime, str, int, float, int]) -> float:
    regime, outcome, people, years, seed = task
    town = draw_people(people, seed=seed)
    ties = drawn_ties(town, seed)
    return outcomes(simulate(town, years, regime, seed=seed, network=ties), ties, regime)[outcome]


def sobol(
    outcome: str,
    numbers: Sequence[str],
    people: int = 1_000,
    *,
    years: float = 2,
    regime: Regime = PRESETS[2],
    seed: int,
    draws: int = 256,
) -> Sensitivity:
    """Sobol indices of an outcome in these numbers of a contract and ω, over their ranges; `draws` is a power of two.

    Runs draws × (numbers + 2) towns on the same luck. Needs scipy (`[study]`). Saltelli et al. (2010), Computer
    Physics Communications 181:259. StudyError for a number nobody knows or a `draws` that is no power of two.
    """
    from scipy.stats import qmc, sobol_indices

    names = list(dict.fromkeys([*numbers, ALWAYS]))
    if missing := [name for name in names if name not in SOURCES]:
        raise StudyError(f"No contract has a number called {', '.join(missing)}.")
    if draws < 2 or draws & (draws - 1):
        raise StudyError(f"A table of sensitivity takes 2, 4, 8, 16 … draws, not {draws}.")
    low, high = (np.array([getattr(SOURCES[name], end) for name in names]) for end in ("low", "high"))
    sample = qmc.Sobol(2 * len(names), seed=np.random.default_rng(seed)).random(draws)
    one, other = (low + (high - low) * half for half in np.split(sample, 2, axis=1))

    def results(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        tasks = [
            (replace(regime, **dict(zip(names, row.tolist(), strict=True))), outcome, people, years, seed)
            for row in rows
        ]
        return np.array(list(each(_outcome, tasks)))

    mixed = []
    for place in range(len(names)):
        rows = one.copy()
        rows[:, place] = other[:, place]
        mixed.append(results(rows))
    known = {"f_A": results(one)[None, :], "f_B": results(other)[None, :], "f_AB": np.array(mixed)[:, None, :]}
    found = sobol_indices(func=known, n=draws)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a number nothing depends on has no spread to resample
        ends = found.bootstrap(confidence_level=0.9)

    def table(index: NDArray[np.float64], interval: object) -> dict[str, tuple[float, float, float]]:
        lows, highs = np.ravel(interval.low), np.ravel(interval.high)  # type: ignore[attr-defined]
        middles = np.ravel(index)
        lows, highs = (np.where(np.isnan(side), middles, side) for side in (lows, highs))
        return {name: (float(middles[k]), float(lows[k]), float(highs[k])) for k, name in enumerate(names)}

    return Sensitivity(
        outcome,
        table(found.first_order, ends.first_order.confidence_interval),
        table(found.total_order, ends.total_order.confidence_interval),
    )


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
) -> Calibrated:
    """Numbers that fit what was seen: history matching rules out, then rejection keeps the nearest.

    `numbers` are ranges; `run(values, seed)` says what a town with them comes to; `seen` is (value, tolerance) by name.
    First wave: what misses any by three tolerances is out. Second: new draws within what is left; `keep` stay.
    McCulloch et al. (2022), JASSS 25:2:1. StudyError where nothing is left.
    """
    names = tuple(numbers)
    low, high = (np.array([numbers[name][end] for name in names]) for end in (0, 1))

    def lots(many: int, stream: int) -> NDArray[np.float64]:
        drawn = words(np.arange(many * len(names)), seed, stream, 0).astype(np.float64) / 2.0**64
        return drawn.reshape(many, len(names))

    def distances(rows: NDArray[np.float64], offset: int) -> NDArray[np.float64]:
        found = []
        for number, row in enumerate(rows):
            got = run(dict(zip(names, row.tolist(), strict=True)), seed * 1_000_003 + offset + number)
            found.append([abs(got[name] - value) / tolerance for name, (value, tolerance) in seen.items()])
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


@dataclass(frozen=True, slots=True)
class Fan:
    """What may come: for each week ahead the middle, where eight of ten and where nine of ten draws lie."""

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
) -> Fan:
    """How many may take part `ahead` weeks from now: a fan of eight draws in ten around the middle.

    `taking_part` is the share of people week by week until now. Word of mouth, outreach and drop-out are
    estimated from it on these ties. StudyError for fewer than eight weeks.
    """
    weeks = len(taking_part)
    if weeks < 8:
        raise StudyError(f"{weeks} weeks are too few to say what comes; there must be eight.")
    marks = np.linspace(weeks // 4, weeks - 1, 4).astype(int)
    seen = {str(mark): (float(taking_part[mark]), max(0.02, 0.15 * float(taking_part[mark]))) for mark in marks}
    curves: dict[int, NDArray[np.float64]] = {}
    first = (
        np.flatnonzero(words(people.ids, seed, 0, 5) < np.uint64(taking_part[0] * 2.0**64)) if taking_part[0] else None
    )

    def run(values: Mapping[str, float], own: int) -> Mapping[str, float]:
        town = replace(regime, **dict[str, Any](values))
        found = simulate(people, (weeks + ahead) / WEEKS, town, seed=own, network=network, first=first)
        curve = found.of("joined") / len(people)
        curves[hash(tuple(values.values()))] = curve
        return {str(mark): float(curve[mark]) for mark in marks}

    ranges = {name: (SOURCES[name].low, min(SOURCES[name].high, 6 * getattr(regime, name))) for name in
              ("outreach", "takes_up", "drops_out")}  # fmt: skip
    fitted = calibrate(ranges, run, seen, seed=seed, first=draws, second=draws, keep=keep)
    kept = np.array([curves[hash(tuple(row.tolist()))][weeks:] for row in fitted.kept])
    low, middle, high = np.quantile(kept, (0.1, 0.5, 0.9), axis=0)
    return Fan(middle, low, high, fitted)


def who_bears(
    people: int, years: float, *, seed: int, regimes: Sequence[Regime] = PRESETS
) -> dict[str, dict[str, dict[str, float]]]:
    """Every cost and hour by who bears it, under each contract, of one town."""
    town = draw_people(people, seed=seed)
    ties = drawn_ties(town, seed)
    return {one.name: who_pays(simulate(town, years, one, seed=seed, network=ties), one) for one in regimes}
