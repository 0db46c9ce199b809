"""How fast a town's budget is counted: python -m tests.bench.deciding [VOTERS [PROJECTS]]

Made-up ballots by a few popular projects and many that few want, counted by equal shares until a count spends too much.
Beside it, where pabutools is installed, one count without raising of a smaller election by it and by ours.
"""

import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from random import Random
from typing import Any

from coproduce.core.decide import equal_shares

VOTERS, PROJECTS = 6_586, 64
#: Seconds for all of them.
GOAL = 0.25
SMALL = 1_000
COSTS = (5_000, 8_000, 12_000, 20_000, 25_000, 40_000, 60_000, 100_000, 150_000)


def made(voters: int, projects: int) -> tuple[dict[str, int], list[list[str]]]:
    """The same for the same numbers."""
    chance = Random(3)
    costs = {f"{number}": chance.choice(COSTS) for number in range(projects)}
    popular = [chance.paretovariate(1.1) for _ in costs]
    ballots = []
    for _ in range(voters):
        many = chance.choice((1, 1, 1, 2, 3, 4, 5, 6, 8))
        ballots.append(sorted({chance.choices(list(costs), popular)[0] for _ in range(many)}))
    return costs, ballots


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of three."""
    took, answer = [], None
    for _ in range(3):
        began = time.perf_counter()
        answer = work()
        took.append(time.perf_counter() - began)
    return min(took), answer


def main(voters: int = VOTERS, projects: int = PROJECTS) -> None:
    """Print how long it took."""
    costs, ballots = made(voters, projects)
    for budget in (500_000, 1_000_000):
        took, result = timed(lambda budget=budget: equal_shares(costs, ballots, budget))  # type: ignore[misc]
        print(
            f"{voters:,} ballots, {projects} projects, a budget of {budget:,}: {took:.2f} s (goal {GOAL}), "
            f"{result.raised + 2} counts, {took / (result.raised + 2) * 1000:.2f} ms each, {len(result.funded)} paid"
        )
    if find_spec("pabutools"):
        ours, result = timed(lambda: equal_shares(costs, ballots[:SMALL], 150_000, add1=False))
        theirs, outcome = timed(lambda: by_pabutools(costs, ballots[:SMALL], 150_000))
        assert {*result.funded} == {one.name for one in outcome}
        print(f"{SMALL:,} of them counted once: {ours * 1000:.1f} ms, pabutools {theirs / ours:,.0f} times as long")


def by_pabutools(costs: dict[str, int], ballots: list[list[str]], budget: int) -> Any:
    """The same election counted by somebody else."""
    election, rules = import_module("pabutools.election"), import_module("pabutools.rules")
    instance = election.Instance([election.Project(name, cost) for name, cost in costs.items()], budget_limit=budget)
    named = {one.name: one for one in instance}
    profile = election.ApprovalProfile(
        [election.ApprovalBallot([named[name] for name in ballot]) for ballot in ballots]
    )
    return rules.method_of_equal_shares(instance, profile, sat_class=election.Cost_Sat)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
