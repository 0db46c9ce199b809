"""One draw of a study: the same people under each contract, and all that the pages read of it.

It makes the calls that `economy.compare`, `study.pool_curve`, `study.without` and `study.who_bears` make, for one
draw, so that the same question asked on the command line has the same answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

#: What share of what families do for their own is taken away, to see what rests on it.
GONE = 0.2


def contracts(numbers: Mapping[str, float]) -> tuple[Any, ...]:
    """The four contracts with the numbers somebody moved: those that are on only where people take part, there alone.

    RegimeError for a number outside its range.
    """
    from coproduce.economy import PRESETS
    from coproduce.economy.regimes import EFFECTS

    def own(one: Any) -> dict[str, Any]:
        return {name: value for name, value in numbers.items() if name not in EFFECTS or one.outreach}

    return tuple(replace(one, **own(one)) for one in PRESETS)


def draw(people: int, years: int, seed: int, number: int, numbers: Mapping[str, float]) -> dict[str, Any]:
    """Draw `number` of a study, as plain values: outcomes, who pays, groups and the least met need of each contract,
    what is lost without a share of unpaid care, and the pool curve."""
    from coproduce.economy.comparing import uncertain
    from coproduce.economy.draws import own_seed
    from coproduce.economy.network import ties as draw_ties
    from coproduce.economy.outcomes import groups, hours_a_year, least_met, outcomes, public_cost, who_pays
    from coproduce.economy.pooling import SIZES, met_all
    from coproduce.economy.population import draw as draw_people
    from coproduce.economy.simulating import simulate

    own = own_seed(seed, number)
    town = draw_people(people, seed=own)
    ties = draw_ties(town, seed=own)
    found: dict[str, Any] = {}
    for plain in contracts(numbers):
        regime = uncertain(plain, "evidence", own)
        run = simulate(town, years, regime, seed=own, network=ties)
        found[plain.name] = {
            "outcomes": outcomes(run, ties, regime),
            "pays": who_pays(run, regime),
            "least": least_met(run, ties, regime),
            "order": {"pays": list(who_pays(run, regime)), "groups": list(groups(run))},
            "groups": {
                name: {what: float(column[who].mean()) / 4 if who.any() else 0.0
                       for what, column in (
                           ("paid", run.last.paid),
                           ("at_home", run.last.care), ("gave", run.last.gave))}
                for name, who in groups(run).items()
            },
        }  # fmt: skip
    regime = contracts(numbers)[0]
    before, after = (
        simulate(town, min(years, 2), regime, seed=own, network=ties, family=left) for left in (1.0, 1.0 - GONE)
    )
    sizes = (*(size for size in SIZES if size < people), people)
    return {
        "regimes": found,
        "without": {
            "paid_hours_lost": hours_a_year(before, "paid") - hours_a_year(after, "paid"),
            "hours_unmet": hours_a_year(after, "care_nobody") - hours_a_year(before, "care_nobody"),
            "pounds_moved": public_cost(after, regime) - public_cost(before, regime),
        },
        "pools": [
            (size, met_all(people, size, years=years, seed=own, common=1.0, defection=0.02, margin=0.25))
            for size in sizes
        ],
    }
