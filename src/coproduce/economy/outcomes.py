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
from coproduce.economy.population import BANDS, WOMEN
from coproduce.economy.regimes import Regime
from coproduce.economy.state import WAGE, Run

#: A paid hour of care, and the least hour's pay, in pounds: what a family or the state pays for what nobody gives
#: (Homecare Association 2023, minimum price; National Living Wage 2024).
CARE_HOUR, LEAST_HOUR = 26.0, 11.44
#: Tonnes of carbon dioxide a year at the middle income, and how it grows: doi 10.1016/j.ecolecon.2021.107251.
FOOTPRINT, FOOTPRINT_ELASTICITY, MIDDLE_INCOME = 8.0, 0.6, 500.0
#: Who strives spends more of the same income; what neighbours do saves some.
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

#: Who bears what: care in hours a week and adult, money in pounds a year and adult.
PAYERS = ("person", "family", "neighbourhood", "employer", "state")


def _week_of(run: Run, ties: Ties, regime: Regime) -> NDArray[np.float64]:
    """Each person's six satisfiers of the last week."""
    last, people = run.last, run.people
    wage = np.asarray(WAGE)[people.skill] / 100
    usual = np.where(people.want > 0, people.norm, 0)
    income = (
        last.paid * wage * (1 - regime.tax) + ((people.want > 0) & (last.paid == 0)) * usual * wage * regime.benefit
    )
    old = (people.band == len(BANDS) - 1) & (last.paid == 0)
    income = np.where(old, np.maximum(income, PENSION), income)
    free = week.leisure(last.paid, people.chores.astype(np.int32), last.care, last.gave)
    return np.stack([income, free, last.care, last.gave, last.got, ties.degrees()], axis=1).astype(float)


def outcomes(
    run: Run,
    ties: Ties,
    regime: Regime,
    among: NDArray[np.bool_] | None = None,
    counts: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, float]:
    """Each of `OUTCOMES`, over everybody or those `among` (a row of yes and no); nan where nobody is.

    `counts` turns the matrices of needs, as `needs.met` says.
    Money is of the last 52 weeks (fewer where there are fewer); what families and neighbours do is of the last week.
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
    care = care_by(run)
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
        "purposeful_unwaged": float(run.of("purpose_unwaged")[-1] / len(people) / 4),
        "taking_part": mean(last.joined),
        "giving": mean(last.gave > 0),
        "health": mean(last.health),
        "least_met": float(all_needs.mean(axis=0).min()) if many else float("nan"),
        "needs_met": float(all_needs.mean()) if many else float("nan"),
        "essay_least_met": float(essay_needs.mean(axis=0).min()) if many else float("nan"),
        "care_by_nobody": care["nobody"],
        "care_by_family": care["family"],
        "care_by_neighbours": care["neighbours"],
        "leisure_gini": gini(six[:, 1]) if many else float("nan"),
        "public_cost": public_cost(run, regime),
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
    """Every cost and hour by who bears it, a year and adult; care hours a week. Money that comes in is below 0.

    A person pays tax and bought care, an employer wages, the state benefits, care and brokers less the tax.
    """
    many, last = len(run.people), slice(-week.WEEKS_A_YEAR, None)

    def year(name: str) -> float:
        return float(run.of(name)[last].mean() * week.WEEKS_A_YEAR / many)

    wages, benefits = year("paid_pence") / 100, year("benefit_pence") / 100
    bought, provided = (year(f"care_{who}") / 4 * CARE_HOUR for who in ("market", "state"))
    tax, brokers = wages * regime.tax, year("joined") / week.WEEKS_A_YEAR * regime.broker_pounds

    def row(**amounts: float) -> dict[str, float]:
        return {payer: amounts.get(payer, 0.0) for payer in PAYERS}

    hours = {who: year(f"care_{who}") / 4 / week.WEEKS_A_YEAR for who in ("family", "neighbours")}
    return {
        "wages": row(employer=wages, person=-wages),
        "tax": row(person=tax, state=-tax),
        "benefits": row(state=benefits, person=-benefits),
        "care bought": row(family=bought),
        "care provided": row(state=provided),
        "brokers": row(state=brokers),
        "care hours": row(family=hours["family"], neighbourhood=hours["neighbours"]),
    }


def public_cost(run: Run, regime: Regime) -> float:
    """What the state pays less what it takes, in pounds a year and adult."""
    return sum(row["state"] for name, row in who_pays(run, regime).items() if name != "care hours")


def hours_a_year(run: Run, total: str) -> float:
    """One of the totals that are in quarter-hours, in hours a year and adult, of the last year."""
    return float(run.of(total)[-week.WEEKS_A_YEAR :].mean() * week.WEEKS_A_YEAR / 4 / len(run.people))


def groups(run: Run) -> dict[str, NDArray[np.bool_]]:
    """The groups every figure is split by: sexes, ages and thirds of skill."""
    people = run.people
    ages = [f"{low}-{high - 1}" for low, high in pairwise(BANDS)] + [f"{BANDS[-1]}+"]
    return {
        "women": people.sex == WOMEN,
        "men": people.sex != WOMEN,
        **{f"aged {name}": people.band == place for place, name in enumerate(ages)},
        "least skilled third": people.skill <= 2,
        "most skilled third": people.skill >= 7,
    }


def least_met(run: Run, ties: Ties, regime: Regime) -> str:
    """The name of the need of the nine that is least met, on average."""
    return list(NEEDS)[int(met(_week_of(run, ties, regime)).mean(axis=0).argmin())]
