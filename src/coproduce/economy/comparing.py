"""The same people under different contracts, many times over: what differs, and how sure that is.

Each draw has people, ties, luck and uncertain numbers of its own, and all contracts
share them: the same person meets the same luck, so that a difference is the contract's.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coproduce import __version__
from coproduce.economy.draws import own_seed, words
from coproduce.economy.engine import Told, each
from coproduce.economy.network import Ties, ties as draw_ties
from coproduce.economy.outcomes import GROUPS, OUTCOMES, SPLITS, groups, outcomes, spread, who_pays
from coproduce.economy.population import AGE_SEX, AgesSexes, People, draw as draw_people
from coproduce.economy.regimes import EFFECTS, PRESETS, SOURCES, Regime
from coproduce.economy.simulating import simulate

Priors = Literal["evidence", "sceptic", "fixed"]
By = Literal["sex", "age", "skill"]

#: No sentence stands on fewer draws.
LEAST_DRAWS = 30

#: What is drawn anew each time, beside what is on only where people take part: the most contested of the rest.
UNCERTAIN = ("sharing", "matched", "purpose_of_giving", "health_from_help", "contented_by_giving", "emulation")
#: What a sceptic takes to do nothing, give or take.
CENTRED = ("purpose_of_giving", "health_from_help", "contented_by_giving")


class StudyError(ValueError):
    """A study that cannot be run or read as asked; says what to change."""


def uncertain(regime: Regime, priors: Priors, seed: int) -> Regime:
    """The contract with its uncertain numbers drawn: a triangle from half to one and a half times, within range.

    `sceptic` centres on nothing what taking part is said to do; `fixed` leaves all as they are. The same
    draw moves a number alike in every contract.
    """
    if priors == "fixed":
        return regime
    names = [name for name in (*UNCERTAIN, *EFFECTS) if name not in ("copies", "trades_time", "broker_pounds")]
    lots = words(np.arange(2 * len(names)), seed, 0, 77).astype(np.float64) / 2.0**64
    moved: dict[str, Any] = {}
    for name, one, other in zip(names, lots[::2], lots[1::2], strict=True):
        middle, source = getattr(regime, name), SOURCES[name]
        low = source.low if middle else 0.0
        if priors == "sceptic" and name in CENTRED:
            middle, spread = 0.0, getattr(regime, name)
        else:
            spread = middle / 2
        moved[name] = float(min(max(middle + (one + other - 1) * spread, low), source.high))
    return replace(regime, **moved)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`values[draw, regime, outcome]`, float64; `about` is how they came: people, years, seed, priors, code."""

    regimes: tuple[str, ...]
    names: tuple[str, ...]
    values: NDArray[np.float64]
    about: dict[str, Any]

    @property
    def draws(self) -> int:
        return len(self.values)

    def of(self, outcome: str, regime: str) -> NDArray[np.float64]:
        """One figure under one contract, draw by draw. StudyError for a name that is not there."""
        for asked, known in ((regime, self.regimes), (outcome, self.names)):
            if asked not in known:
                raise StudyError(f"“{asked}” is not among {', '.join(known)}.")
        return self.values[:, self.regimes.index(regime), self.names.index(outcome)]

    def interval(self, outcome: str, regime: str, against: str | None = None) -> tuple[float, float, float]:
        """The middle draw, and where nine draws of ten lie; of the difference where `against` another contract."""
        found = self.of(outcome, regime)
        if against is not None:
            found = found - self.of(outcome, against)
        low, middle, high = np.nanquantile(found, (0.05, 0.5, 0.95))
        return float(middle), float(low), float(high)

    def better(self, outcome: str, regime: str, against: str) -> float:
        """Share of draws where the contract does better than the other; half of a tie. nan where more is not better."""
        gain = OUTCOMES[outcome].better * (self.of(outcome, regime) - self.of(outcome, against))
        return float(((gain > 0) + 0.5 * (gain == 0)).mean()) if OUTCOMES[outcome].better else float("nan")

    def sentence(self, outcome: str, regime: str, against: str) -> str:
        """What the draws say of one figure, in words. StudyError below thirty draws."""
        if self.draws < LEAST_DRAWS:
            raise StudyError(f"{self.draws} draws do not carry a sentence; ask for {LEAST_DRAWS} or more.")
        middle, low, high = self.interval(outcome, regime, against)
        about = OUTCOMES[outcome]
        if low <= 0 <= high:
            unsure = _between(low, high, about.unit)
            return f"{about.says.capitalize()}: the model cannot tell {regime} from {against} ({unsure})."
        more = "more" if middle > 0 else "less"
        least, most = sorted((abs(low), abs(high)))
        much = f"{_between(least, most, about.unit)} {more}"
        return f"{about.says.capitalize()}: {much} under {regime} than under {against}."

    def rows(self) -> list[dict[str, Any]]:
        """One row for each outcome and contract: middle and ends, for a table or a file."""
        found = []
        for name in self.names:
            for regime in self.regimes:
                middle, low, high = self.interval(name, regime)
                found.append({"outcome": name, "regime": regime, "middle": middle, "low": low, "high": high,
                              "unit": OUTCOMES[name].unit, "draws": self.draws})  # fmt: skip
        return found


def _between(low: float, high: float, unit: str) -> str:
    """Two ends of a difference in its unit; of shares in percentage points.

    >>> _between(0.0072, 0.0141, "share of those at work")
    '0.72 to 1.4 percentage points of those at work'
    """
    if unit.startswith("share"):
        return f"{100 * low:.2g} to {100 * high:.2g} percentage points{unit.removeprefix('share')}"
    return f"{low:.3g} to {high:.3g} {unit}"


@dataclass(frozen=True, slots=True)
class _Draw:
    """What one draw is made of; small enough to send to another machine, unless people or ties are given."""

    people: People | int
    years: float
    regimes: tuple[Regime, ...]
    seed: int
    network: Ties | None
    age_sex: AgesSexes
    by: By | None = None


def _one(draw: _Draw) -> list[list[float]]:
    """Each contract's figures of everybody; where people are split, of each group in turn instead."""
    people = draw.people
    if isinstance(people, int):
        people = draw_people(people, seed=draw.seed, age_sex=draw.age_sex)
    ties = draw.network or draw_ties(people, seed=draw.seed)
    found = []
    for regime in draw.regimes:
        run = simulate(people, draw.years, regime, seed=draw.seed, network=ties)
        among = list(groups(run).values())[SPLITS[draw.by]] if draw.by else [None]
        found += [list(outcomes(run, ties, regime, who).values()) for who in among]
    return found


def compare(
    people: People | int,
    years: float,
    regimes: Sequence[Regime] = PRESETS,
    *,
    seed: int,
    network: Ties | None = None,
    age_sex: AgesSexes = AGE_SEX,
    draws: int = LEAST_DRAWS,
    priors: Priors = "evidence",
    kept: Path | None = None,
    so_far: Callable[[Comparison], None] | None = None,
) -> Comparison:
    """These people, or so many drawn anew each time, under each contract for `years`, `draws` times.

    `age_sex` are the ages and sexes of a town whose people are drawn, as `population.draw` reads them.
    `kept` is a file of finished draws: an interrupted study goes on from it and ends as if it never was. `so_far` hears
    what all finished draws say, after each. StudyError where the kept file is of another study; ValueError for no draw.
    """
    about = _about(people, years, regimes, seed=seed, age_sex=age_sex, draws=draws, priors=priors)
    done = _kept(kept, about) if kept else []
    tasks = _tasks(people, years, regimes, about, network, age_sex, range(len(done), draws))
    for result in each(_one, tasks):
        done.append(result)
        if kept:
            with kept.open("a") as file:
                file.write(json.dumps(result) + "\n")
        if so_far:
            so_far(_found(regimes, done, about))
    return _found(regimes, done[:draws], about)


def _about(
    people: People | int,
    years: float,
    regimes: Sequence[Regime],
    *,
    seed: int,
    age_sex: AgesSexes,
    draws: int,
    priors: Priors,
) -> dict[str, Any]:
    """How a study comes, as it is kept beside what it found."""
    if draws < 1 or years <= 0 or not regimes:
        raise ValueError("A comparison takes at least one contract, one draw and more than no years.")
    return {
        "people": people if isinstance(people, int) else len(people),
        "years": years,
        "seed": seed,
        "priors": priors,
        **({} if age_sex == AGE_SEX else {"age_sex": age_sex}),
        "regimes": [asdict(regime) for regime in regimes],
        "version": __version__,
        "code": code(),
    }  # fmt: skip


def _tasks(
    people: People | int,
    years: float,
    regimes: Sequence[Regime],
    about: dict[str, Any],
    network: Ties | None,
    age_sex: AgesSexes,
    numbers: range,
) -> list[_Draw]:
    """These draws of a study."""
    tasks = []
    for own in (own_seed(about["seed"], number) for number in numbers):
        moved = tuple(uncertain(regime, about["priors"], own) for regime in regimes)
        tasks.append(_Draw(people, years, moved, own, network, age_sex))
    return tasks


def _found(regimes: Sequence[Regime], done: list[list[list[float]]], about: dict[str, Any]) -> Comparison:
    return Comparison(tuple(regime.name for regime in regimes), tuple(OUTCOMES), np.asarray(done, float), about)


@cache
def code() -> str:
    """What the model was when it was run: a digest of its sources. A study goes on only by the code it began with."""
    sources = sorted(path for ending in ("*.py", "*.toml") for path in Path(__file__).parent.glob(ending))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def _kept(path: Path, about: dict[str, Any]) -> list[list[list[float]]]:
    """The finished draws of this very study; a line that was cut off is done again."""
    head = json.dumps(about, sort_keys=True)
    if not path.exists() or not path.read_text().strip():
        path.write_text(head + "\n")
        return []
    first, *lines = path.read_text().splitlines()
    try:
        is_this = json.dumps(json.loads(first), sort_keys=True) == head
    except json.JSONDecodeError:
        is_this = False
    if not is_this:
        raise StudyError(f"{path} holds another study. Name another file, or take this one away.")
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            break
    path.write_text("\n".join([head, *map(json.dumps, found)]) + "\n")
    return found


def by_group(
    people: People | int,
    years: float,
    regimes: Sequence[Regime] = PRESETS,
    *,
    by: By,
    seed: int,
    network: Ties | None = None,
    age_sex: AgesSexes = AGE_SEX,
    draws: int = LEAST_DRAWS,
    priors: Priors = "evidence",
    told: Told | None = None,
) -> dict[str, Comparison]:
    """`compare`, once for each group of a split by sex, age or tenth of skill: the same towns, and so the same luck.

    What a household needs and others do for it counts in equal parts for its adults; figures are of the last week.
    `told` hears of each draw. StudyError for another split; ValueError as `compare`.
    """
    if by not in SPLITS:
        raise StudyError(f"“{by}” is not among {', '.join(SPLITS)}.")
    about = _about(people, years, regimes, seed=seed, age_sex=age_sex, draws=draws, priors=priors)
    tasks = [replace(one, by=by) for one in _tasks(people, years, regimes, about, network, age_sex, range(draws))]
    found = np.asarray(list(each(_one, tasks, told=told)), float)
    names = GROUPS[SPLITS[by]]
    found = found.reshape(draws, len(regimes), len(names), len(OUTCOMES))
    return {
        name: _found(regimes, found[:, :, place].tolist(), {**about, "among": name}) for place, name in enumerate(names)
    }


def who_bears(
    people: int, years: float, *, seed: int, regimes: Sequence[Regime] = PRESETS
) -> dict[str, dict[str, dict[str, float]]]:
    """Every cost and hour by who bears it, under each contract, of one town."""
    town = draw_people(people, seed=seed)
    ties = draw_ties(town, seed=seed)
    return {one.name: who_pays(simulate(town, years, one, seed=seed, network=ties), one) for one in regimes}


def hours_spread(
    people: int, years: float, *, seed: int, regimes: Sequence[Regime] = PRESETS
) -> dict[str, dict[str, dict[str, float]]]:
    """How paid, unpaid and given hours and free time are spread over the people of one town, under each contract."""
    town = draw_people(people, seed=seed)
    ties = draw_ties(town, seed=seed)
    return {one.name: spread(simulate(town, years, one, seed=seed, network=ties)) for one in regimes}
