"""From which value of one number a contract does better, and with which of another: what would have to be true."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np

from coproduce.economy.comparing import LEAST_DRAWS, Priors, StudyError, uncertain
from coproduce.economy.draws import own_seed
from coproduce.economy.engine import Told, each
from coproduce.economy.network import ties as draw_ties
from coproduce.economy.outcomes import OUTCOMES, outcomes as figures
from coproduce.economy.population import draw as draw_people
from coproduce.economy.regimes import PRESETS, SOURCES, Regime, in_weeks
from coproduce.economy.simulating import simulate

#: How far from half, times the root of how many draws, nine shares of ten lie by chance alone.
CHANCE = 0.5 * 1.645


@dataclass(frozen=True, slots=True)
class Row:
    """What is asked of the first number where the other is `beside`; `tried` are (value, share of draws better).

    `at` is the least value from which on it is better in at least half of the draws; None where it never is.
    """

    beside: float | None
    at: float | None
    tried: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What one number, or two together, would have to be for one contract to be better than another."""

    number: str
    outcome: str
    beside: str | None
    rows: tuple[Row, ...]
    draws: int

    def sentence(self) -> str:
        """In words: the least that is asked, and where more of the other asks less of the first.

        StudyError below thirty draws.
        """
        if self.draws < LEAST_DRAWS:
            raise StudyError(f"{self.draws} draws do not carry a sentence; ask for {LEAST_DRAWS} or more.")
        named = [self.number, *([self.beside] if self.beside else [])]
        whatever = " and ".join(f"whatever {SOURCES[name].says} is ({_range(name)})" for name in named)
        chance = CHANCE / sqrt(self.draws)
        if all(abs(share - 0.5) <= chance for row in self.rows for _, share in row.tried):
            return f"Neither better nor worse in more draws than chance makes, {whatever}."
        if all(row.at == row.tried[0][0] for row in self.rows):
            return f"Better in at least half of the draws, {whatever}."
        steps: list[str] = []
        asked: float | None = None
        for row in self.rows:
            if row.at is None or (asked is not None and row.at >= asked):
                continue
            asked = row.at
            needed = [_at_least(self.number, row.at)] if row.at > row.tried[0][0] or row.beside is None else []
            if row.beside is not None and (row is not self.rows[0] or not needed):
                needed.append(_at_least(str(self.beside), row.beside))
            steps.append(" and ".join(needed))
        return f"Better only if {'; or '.join(steps)}." if steps else f"Not better in half of the draws, {whatever}."


def amount(number: str, value: float) -> str:
    """One of the contracts' numbers as people write it."""
    unit = SOURCES[number].unit
    return f"{100 * value:.3g} %" if unit == "share" else f"{value:.3g} {unit}"


def _range(number: str) -> str:
    return f"{amount(number, SOURCES[number].low)} to {amount(number, SOURCES[number].high)}"


def _at_least(number: str, value: float) -> str:
    return f"{SOURCES[number].says} is at least {amount(number, value)}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What one draw runs: a contract with each value of one number and of another, and what it is held against."""

    number: str
    beside: str | None
    values: tuple[float, ...]
    besides: tuple[float, ...]
    people: int
    years: float
    regime: Regime
    against: Regime
    seed: int


def trial(
    number: str,
    beside: str | None,
    people: int,
    years: float,
    regime: Regime,
    against: Regime,
    *,
    seed: int,
    draw: int,
    steps: int,
    besides: int,
    priors: Priors = "evidence",
) -> Trial:
    """One draw of a break-even: all uncertain numbers drawn, and both contracts share people, ties and luck."""

    def values(name: str, many: int) -> tuple[float, ...]:
        return tuple(np.linspace(SOURCES[name].low, SOURCES[name].high, many).tolist())

    own = own_seed(seed, draw)
    return Trial(
        number, beside, values(number, steps), values(beside, besides) if beside else (0.0,), people, years,
        uncertain(regime, priors, own), uncertain(against, priors, own), own,
    )  # fmt: skip


def run_trial(one: Trial) -> list[list[list[float]]]:
    """By how much each outcome is better, `[beside][value][outcome]`: above nothing where the contract gains."""
    town = draw_people(one.people, seed=one.seed)
    network = draw_ties(town, seed=one.seed)
    signs = np.array([about.better for about in OUTCOMES.values()])

    def reckoned(regime: Regime) -> Any:
        run = simulate(town, one.years, regime, seed=one.seed, network=network)
        return np.array(list(figures(run, network, regime).values()))

    found = []
    for beside in one.besides:
        also = {one.beside: beside} if one.beside else {}
        other = reckoned(one.against.moved(also))
        found.append([
            (signs * (reckoned(replace(one.regime, **{one.number: value}, **also)) - other)).tolist()  # type: ignore[arg-type]
            for value in one.values
        ])  # fmt: skip
    return found


def judged(
    number: str,
    outcome: str,
    beside: str | None,
    found: Sequence[Sequence[Sequence[Sequence[float]]]],
    outcomes: Sequence[str] = tuple(OUTCOMES),
) -> BreakEven:
    """What finished draws say of one outcome; their columns are `outcomes`."""
    gains = np.asarray(found, float)[..., list(outcomes).index(outcome)]
    shares = ((gains > 0) + 0.5 * (gains == 0)).mean(axis=0)
    values = np.linspace(SOURCES[number].low, SOURCES[number].high, shares.shape[1]).tolist()
    others = np.linspace(SOURCES[beside].low, SOURCES[beside].high, len(shares)).tolist() if beside else [None]
    rows = []
    for other, row in zip(others, shares.tolist(), strict=True):
        at = next((value for place, value in enumerate(values) if min(row[place:]) >= 0.5), None)
        rows.append(Row(other, at, tuple(zip(values, row, strict=True))))
    return BreakEven(number, outcome, beside, tuple(rows), len(gains))


def break_even(
    number: str,
    outcome: str,
    people: int = 2_000,
    *,
    beside: str | None = None,
    years: float = 5,
    regime: Regime = PRESETS[2],
    against: Regime = PRESETS[0],
    seed: int,
    steps: int = 7,
    besides: int = 3,
    draws: int = LEAST_DRAWS,
    priors: Priors = "evidence",
    told: Told | None = None,
) -> BreakEven:
    """From which value of one of the contract's numbers it does better on an outcome, from its range's lower end up.

    With `beside`, for each of so many values of a second number: “better only if x and y”; `told` hears of each draw.
    StudyError for a number or outcome nobody knows, one of which more is neither better nor worse, or no draw.
    """
    if draws < 1:
        raise StudyError("A study takes at least one draw.")
    known = in_weeks(number) and beside != number and (beside is None or in_weeks(beside))
    if not known or outcome not in OUTCOMES or not OUTCOMES[outcome].better:
        also = f" beside “{beside}”" if beside else ""
        raise StudyError(f"There is no question of better in “{number}”{also} and “{outcome}”.")
    tasks = [
        trial(
            number, beside, people, years, regime, against,
            seed=seed, draw=draw, steps=steps, besides=besides, priors=priors,
        )
        for draw in range(draws)
    ]  # fmt: skip
    return judged(number, outcome, beside, list(each(run_trial, tasks, told=told)))
