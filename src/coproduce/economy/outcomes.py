"""What a town's last year comes to: hours, work, health, needs, costs, footprint; over everybody or any group."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from coproduce.core.stats import gini
from coproduce.economy import week
from coproduce.economy.needs import ESSAY_NEEDS, NEEDS, met
from coproduce.economy.network import Ties
from coproduce.economy.population import BANDS, WOMEN, People
from coproduce.economy.regimes import Regime, dials
from coproduce.economy.state import AFFORDS, WAGE, Run

#: A paid hour of care, and the least hour's pay, in pounds: what a family or the state pays for what nobody gives
#: (Homecare Association 2023, minimum price; National Living Wage 2024).
CARE_HOUR, LEAST_HOUR = 26.0, 11.44
#: Tonnes of carbon dioxide a year at the middle income, and how it grows: doi 10.1016/j.ecolecon.2021.107251.
FOOTPRINT, FOOTPRINT_ELASTICITY, MIDDLE_INCOME = 8.0, 0.6, 500.0
#: Who strives spends more of the same income.
STRIVING_FOOTPRINT = 0.1
#: A week's pension, pounds (full new State Pension 2024/25).
PENSION = 221.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one figure means: its unit, and whether more of it is better (1), worse (−1), or neither (0)."""

    says: str
    unit: str
    better: int


OUTCOMES: dict[str, Outcome] = {
    "paid_hours": Outcome("paid work", "hours a week and adult", 0),
    "unpaid_hours": Outcome("unpaid work at home", "hours a week and adult", 0),
    "given_hours": Outcome("help given to others", "hours a week and adult", 1),
    "unemployed": Outcome("want work and have none", "share of those who want it", -1),
    "overworked": Outcome("work 48 hours or more", "share of those at work", -1),
    "overworked_55": Outcome("work 55 hours or more", "share of those at work", -1),
    "part_time": Outcome("work less than 30 hours", "share of those at work", 0),
    "want_more": Outcome("work at least 5 hours less than they wish", "share of those who want work", -1),
    "want_fewer": Outcome("work at least 5 hours more than they wish", "share of those who want work", -1),
    "leisure_made": Outcome("free time spent with somebody who came", "hours a week and adult", 1),
    "leisure_bought": Outcome("free time that is bought", "hours a week and adult", 0),
    "purposeful_unwaged": Outcome("hours of being needed that nobody pays", "hours a week and adult", 1),
    "taking_part": Outcome("take part", "share of adults", 1),
    "giving": Outcome("gave something in the last week", "share of adults", 1),
    "health": Outcome("health", "thousandths", 1),
    "least_met": Outcome("the need that is least met, on average", "share", 1),
    "needs_met": Outcome("all nine needs, on average", "share", 1),
    "essay_least_met": Outcome("the least met of the seven the essays name", "share", 1),
    "care_by_nobody": Outcome("what children and frail elders need and nobody does", "share of what they need", -1),
    "care_by_family": Outcome("the same done by their family", "share of what they need", 0),
    "care_by_neighbours": Outcome("the same done by neighbours", "share of what they need", 1),
    "leisure_gini": Outcome("how unevenly free time is spread", "Gini", -1),
    "public_cost": Outcome("what the state pays: benefits, care, brokers, less tax", "pounds a year and adult", -1),
    "unpaid_value": Outcome("unpaid work at the least wage", "pounds a year and adult", 0),
    "footprint": Outcome("greenhouse gas", "tonnes a year and adult", -1),
}  # fmt: skip

#: Who bears what: hours a week and adult (the rows of `HOURS`), money in pounds a year and adult.
PAYERS = ("person", "family", "neighbourhood", "employer", "state")
HOURS = ("paid hours", "hours on the way", "household hours", "care hours", "other hours given")

#: Where a distribution is read off: these of a hundred people do as much or less.
PERCENTILES = (10, 25, 50, 75, 90, 99)


def _usual(people: People) -> NDArray[np.int64]:
    """What benefits are reckoned from: the hours an employer would have."""
    return np.where(people.want > 0, people.norm, 0).astype(np.int64)


def _free(run: Run) -> NDArray[np.int32]:
    last = run.last
    free: NDArray[np.int32] = week.leisure(last.paid, run.people.chores.astype(np.int32), last.care, last.gave)
    return free


def _week_of(run: Run, ties: Ties, regime: Regime) -> NDArray[np.float64]:
    """Each person's six satisfiers of the last week."""
    last, people = run.last, run.people
    wage = np.asarray(WAGE)[people.skill] / 100
    jobless = (people.want > 0) & (last.paid == 0)
    income = last.paid * wage * (1 - regime.tax) + jobless * _usual(people) * wage * regime.benefit
    old = (people.band == len(BANDS) - 1) & (last.paid == 0)
    income = np.where(old, np.maximum(income, PENSION), income)
    return np.stack([income, _free(run), last.care, last.gave, last.got, ties.degrees()], axis=1).astype(float)


def _of_group(run: Run, regime: Regime, who: NDArray[np.bool_]) -> dict[str, float]:
    """Of some people: the care their households need, by who does it, and what the state pays, both of the last week.

    What a household needs, and what is done for it, counts in equal parts for each of its adults.
    """
    people, last, d = run.people, run.last, dials(regime)
    home = people.household
    adults = np.bincount(home)

    def of_home(column: NDArray[np.generic]) -> NDArray[np.int64]:
        return np.bincount(home, column).astype(np.int64)

    wage = np.asarray(WAGE, np.int64)[people.skill]
    need, family, nobody = of_home(people.need), of_home(last.care), of_home(last.unmet)
    state = need * d.state_care >> 8
    market = ((need - state) * d.market_care >> 8) * (of_home(last.paid * wage) >= AFFORDS)
    done = {"state": state, "market": market, "family": family, "nobody": nobody,
            "neighbours": need - state - market - family - nobody}  # fmt: skip
    mine = {name: float((amount / adults)[home][who].sum()) for name, amount in done.items()}
    needed = sum(mine.values())
    jobless = (people.want > 0) & (last.paid == 0)
    pounds = (jobless * _usual(people) * regime.benefit - last.paid * regime.tax) * wage / 100
    pounds = pounds + last.joined * regime.broker_pounds / week.WEEKS_A_YEAR
    many = max(int(who.sum()), 1)
    return {
        **{name: amount / max(needed, 1) for name, amount in mine.items()},
        "public_cost": week.WEEKS_A_YEAR * (float(pounds[who].sum()) + mine["state"] / 4 * CARE_HOUR) / many,
    }


def outcomes(
    run: Run,
    ties: Ties,
    regime: Regime,
    among: NDArray[np.bool_] | None = None,
    counts: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, float]:
    """Each of `OUTCOMES`, over everybody or those `among` (a row of yes and no); nan where nobody is.

    `counts` turns the matrices of needs, as `needs.met` says.
    Everything is of the last week, but for what the state pays for everybody: that is of the last 52 (fewer where there
    are fewer). What a household needs and others do for it counts in equal parts for its adults.
    """
    people, last = run.people, run.last
    who = np.ones(len(people), bool) if among is None else among
    many = int(who.sum())
    wants, works = (people.want > 0) & who, (last.paid > 0) & who
    gap = last.paid.astype(int) - people.want
    six = _week_of(run, ties, regime)[who]
    all_needs, essay_needs = met(six, NEEDS, counts), met(six, ESSAY_NEEDS, counts)
    footprint = FOOTPRINT * (np.maximum(six[:, 0], 50) / MIDDLE_INCOME) ** FOOTPRINT_ELASTICITY
    footprint *= 1 + STRIVING_FOOTPRINT * last.striving[who]

    def share(what: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
        return float((what & of).sum() / of.sum()) if of.any() else float("nan")

    def mean(column: NDArray[np.generic]) -> float:
        return float(column[who].mean()) if many else float("nan")

    unpaid = people.chores.astype(float) + last.care
    of_all = {**care_by(run), "public_cost": public_cost(run, regime)}
    shared = of_all if among is None else _of_group(run, regime, who)
    along = week.yes(last.idle > dials(regime).activation_after)
    unwaged = week.purpose(last.paid, last.gave, along, dials(regime)) - last.paid
    free = _free(run)
    return {
        "paid_hours": mean(last.paid) / 4,
        "unpaid_hours": mean(unpaid) / 4,
        "given_hours": mean(last.gave) / 4,
        "unemployed": share(last.paid == 0, wants),
        "overworked": share(last.paid >= week.LONG, works),
        "overworked_55": share(last.paid >= week.VERY_LONG, works),
        "part_time": share(last.paid < week.ENOUGH_PAID, works),
        "want_more": share(gap <= -20, wants),
        "want_fewer": share(gap >= 20, wants),
        "leisure_made": mean(week.made(free, last.got)) / 4,
        "leisure_bought": mean(week.bought(free, last.got, last.striving)) / 4,
        "purposeful_unwaged": mean(unwaged) / 4,
        "taking_part": mean(last.joined),
        "giving": mean(last.gave > 0),
        "health": mean(last.health),
        "least_met": float(all_needs.mean(axis=0).min()) if many else float("nan"),
        "needs_met": float(all_needs.mean()) if many else float("nan"),
        "essay_least_met": float(essay_needs.mean(axis=0).min()) if many else float("nan"),
        "care_by_nobody": shared["nobody"] if many else float("nan"),
        "care_by_family": shared["family"] if many else float("nan"),
        "care_by_neighbours": shared["neighbours"] if many else float("nan"),
        "leisure_gini": gini(six[:, 1]) if many else float("nan"),
        "public_cost": shared["public_cost"] if many else float("nan"),
        "unpaid_value": mean(unpaid) / 4 * week.WEEKS_A_YEAR * LEAST_HOUR,
        "footprint": float(footprint.mean()) if many else float("nan"),
    }


def care_by(run: Run) -> dict[str, float]:
    """Of what children and frail elders needed in the last week, the share each did; nobody needs: all 0."""
    needed = max(int(run.of("care_needed")[-1]), 1)
    return {
        who: int(run.of(f"care_{who}")[-1]) / needed for who in ("state", "market", "family", "neighbours", "nobody")
    }


def who_pays(run: Run, regime: Regime) -> dict[str, dict[str, float]]:
    """Every cost by who bears it, in pounds a year and adult; the rows of `HOURS` in hours a week and adult.

    Money that comes in is below 0. A person pays tax, a family the care it buys, an employer wages, the state benefits,
    care and brokers less the tax.
    """
    many, last = len(run.people), slice(-week.WEEKS_A_YEAR, None)

    def year(name: str) -> float:
        return float(run.of(name)[last].mean() * week.WEEKS_A_YEAR / many)

    def a_week(name: str) -> float:
        return year(name) / 4 / week.WEEKS_A_YEAR

    wages, benefits = year("paid_pence") / 100, year("benefit_pence") / 100
    bought, provided = (year(f"care_{who}") / 4 * CARE_HOUR for who in ("market", "state"))
    tax, brokers = wages * regime.tax, year("joined") / week.WEEKS_A_YEAR * regime.broker_pounds

    def row(**amounts: float) -> dict[str, float]:
        return {payer: amounts.get(payer, 0.0) for payer in PAYERS}

    care = {who: a_week(f"care_{who}") for who in ("family", "neighbours", "state")}
    paid, chores = a_week("paid"), float(run.people.chores.mean()) / 4
    return {
        "wages": row(employer=wages, person=-wages),
        "tax": row(person=tax, state=-tax),
        "benefits": row(state=benefits, person=-benefits),
        "care bought": row(family=bought),
        "care provided": row(state=provided),
        "brokers": row(state=brokers),
        "paid hours": row(person=paid),
        "hours on the way": row(person=paid / 8),
        "household hours": row(family=chores),
        "care hours": row(family=care["family"], neighbourhood=care["neighbours"], state=care["state"]),
        "other hours given": row(neighbourhood=a_week("gave") - care["neighbours"]),
    }


def public_cost(run: Run, regime: Regime) -> float:
    """What the state pays less what it takes, in pounds a year and adult."""
    return sum(row["state"] for name, row in who_pays(run, regime).items() if name not in HOURS)


def hours_a_year(run: Run, total: str) -> float:
    """One of the totals that are in quarter-hours, in hours a year and adult, of the last year."""
    return float(run.of(total)[-week.WEEKS_A_YEAR :].mean() * week.WEEKS_A_YEAR / 4 / len(run.people))


#: The groups every figure is split by: sexes, ages and thirds of skill.
GROUPS = (
    "women", "men",
    *(f"aged {low}-{high - 1}" for low, high in pairwise(BANDS)), f"aged {BANDS[-1]}+",
    "least skilled third", "skilled in between", "most skilled third",
)  # fmt: skip
#: By what people are split, and which of `GROUPS` that makes.
SPLITS = MappingProxyType({"sex": slice(0, 2), "age": slice(2, 2 + len(BANDS)), "skill": slice(2 + len(BANDS), None)})


def groups(run: Run) -> dict[str, NDArray[np.bool_]]:
    """Who is in each of `GROUPS`: a row of yes and no."""
    people = run.people
    skills = (people.skill <= 2, (people.skill > 2) & (people.skill < 7), people.skill >= 7)
    ages = (people.band == place for place in range(len(BANDS)))
    return dict(zip(GROUPS, (people.sex == WOMEN, people.sex != WOMEN, *ages, *skills), strict=True))


def spread(run: Run, among: NDArray[np.bool_] | None = None) -> dict[str, dict[str, float]]:
    """How hours of the last week are spread over everybody or those `among`: a week's hours at each of `PERCENTILES`,
    their mean, and their Gini. nan where nobody is.
    """
    last, people = run.last, run.people
    who = slice(None) if among is None else among
    columns = {"paid": last.paid, "unpaid": people.chores + last.care, "given": last.gave, "free": _free(run)}
    found = {}
    for name, column in columns.items():
        hours = column[who] / 4
        ends = np.percentile(hours, PERCENTILES, method="inverted_cdf") if len(hours) else [np.nan] * len(PERCENTILES)
        found[name] = {
            **{f"p{place}": float(end) for place, end in zip(PERCENTILES, ends, strict=True)},
            "mean": float(hours.mean()) if len(hours) else float("nan"),
            "gini": gini(hours) if len(hours) else float("nan"),
        }
    return found


def least_met(run: Run, ties: Ties, regime: Regime, needs: Mapping[str, tuple[float, ...]] = NEEDS) -> str:
    """The name of the need of the nine (or of other `needs`) that is least met, on average."""
    return list(needs)[int(met(_week_of(run, ties, regime), needs).mean(axis=0).argmin())]
