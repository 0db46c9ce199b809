"""One part of a study: the same people under each contract, or many small towns with other numbers; as plain values.

It makes the calls that `economy.compare`, `study.pool_curve`, `study.without`, `study.sobol` and `study.break_even`
make, so that the same question asked on the command line has the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coproduce.web.lab.rules import DEPENDS, DIALS, SMALL_PEOPLE, SMALL_YEARS, Kind

#: What share of what families do for their own is taken away, to see what rests on it.
GONE = 0.2

#: What would have to be true: so many become active, and people find each other so well; how many of each are tried.
EVEN_OF, EVEN_BESIDE, STEPS, BESIDES = "becomes_active", "matched", 5, 3


@dataclass(frozen=True, slots=True)
class Question:
    """What a study asks, as the model reads it."""

    people: int
    years: int
    seed: int
    numbers: Mapping[str, float]
    age_sex: Sequence[int] = ()
    pairs: Sequence[Sequence[int]] = ()


def contracts(numbers: Mapping[str, float]) -> tuple[Any, ...]:
    """The four contracts with the numbers somebody moved. RegimeError for a number outside its range."""
    from coproduce.economy import PRESETS

    return tuple(one.moved(numbers) for one in PRESETS)


def part(asked: Question, kind: Kind, number: int) -> Any:
    """Part `number` of a kind."""
    return {"draw": draw, "depends": _depends, "even": _even}[kind](asked, number)


def draw(asked: Question, number: int) -> dict[str, Any]:
    """Outcomes, who pays, groups, how hours are spread and the least met needs of each contract, what is lost without a
    share of unpaid care, and the pool curve."""
    from coproduce.economy.comparing import uncertain
    from coproduce.economy.draws import own_seed
    from coproduce.economy.needs import ESSAY_NEEDS
    from coproduce.economy.network import both, from_edges, ties as draw_ties
    from coproduce.economy.outcomes import groups, hours_a_year, least_met, outcomes, public_cost, spread, who_pays
    from coproduce.economy.pooling import SIZES, met_each
    from coproduce.economy.population import AGE_SEX, draw as draw_people
    from coproduce.economy.simulating import simulate

    own, years, people = own_seed(asked.seed, number), asked.years, asked.people
    ages = list(zip(asked.age_sex[::2], asked.age_sex[1::2], strict=True)) or AGE_SEX
    town = draw_people(people, seed=own, age_sex=ages)
    ties = draw_ties(town, seed=own)
    if asked.pairs:  # not every tie is written down, so that each has drawn ones too
        ties = both(from_edges(people, asked.pairs), ties)
    found: dict[str, Any] = {}
    for plain in contracts(asked.numbers):
        regime = uncertain(plain, "evidence", own)
        run = simulate(town, years, regime, seed=own, network=ties)
        found[plain.name] = {
            "outcomes": outcomes(run, ties, regime),
            "pays": who_pays(run, regime),
            "least": least_met(run, ties, regime),
            "essay_least": least_met(run, ties, regime, ESSAY_NEEDS),
            "spread": spread(run),
            "order": {"pays": list(who_pays(run, regime)), "groups": list(groups(run))},
            "groups": {
                name: {what: float(column[who].mean()) / 4 if who.any() else 0.0
                       for what, column in (
                           ("paid", run.last.paid),
                           ("at_home", run.last.care), ("gave", run.last.gave))}
                for name, who in groups(run).items()
            },
        }  # fmt: skip
    regime = contracts(asked.numbers)[0]
    before, after = (
        simulate(town, min(years, 2), regime, seed=own, network=ties, family=left) for left in (1.0, 1.0 - GONE)
    )
    sizes = (*(size for size in SIZES if size < people), people)
    shares = met_each(people, sizes, years=years, seed=own, common=1.0, defection=0.02, margin=0.25)
    return {
        "regimes": found,
        "without": {
            "paid_hours_lost": hours_a_year(before, "paid") - hours_a_year(after, "paid"),
            "hours_unmet": hours_a_year(after, "care_nobody") - hours_a_year(before, "care_nobody"),
            "pounds_moved": public_cost(after, regime) - public_cost(before, regime),
        },
        "pools": list(zip(sizes, shares, strict=True)),
    }


def _small(asked: Question) -> tuple[int, int]:
    return min(asked.people, SMALL_PEOPLE), min(asked.years, SMALL_YEARS)


def _depends(asked: Question, number: int) -> dict[str, Any]:
    """What both together gain over the social contract alone, with numbers from all over their ranges."""
    from coproduce.economy import PRESETS
    from coproduce.economy.outcomes import OUTCOMES
    from coproduce.economy.sensitivity import blocks, run_block

    people, years = _small(asked)
    every = blocks(DIALS, people, years, PRESETS[3], PRESETS[1], seed=asked.seed, draws=DEPENDS)
    return {"numbers": every[number].names, "outcomes": list(OUTCOMES), "rows": run_block(every[number])}


def _even(asked: Question, number: int) -> dict[str, Any]:
    """The same gain, for each share who become active, and however well people find each other."""
    from coproduce.economy.break_even import run_trial, trial
    from coproduce.economy.outcomes import OUTCOMES

    people, years = _small(asked)
    _, against, _, regime = contracts(asked.numbers)
    one = trial(
        EVEN_OF, EVEN_BESIDE, people, years, regime, against,
        seed=asked.seed, draw=number, steps=STEPS, besides=BESIDES,
    )  # fmt: skip
    return {"numbers": [EVEN_OF, EVEN_BESIDE], "outcomes": list(OUTCOMES), "gains": run_trial(one)}
