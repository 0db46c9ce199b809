"""The Method of Equal Shares: a budget that everybody holds an equal part of, spent on what they chose themselves.

Each voter begins with the same. A project is paid by those who chose it, each the same or all they have left; the one
that costs them least for what it is worth comes first. Ten streets that agree cannot spend the eleventh's share.

What is decided is decided exactly. The count by numpy goes ahead in floating point, and wherever it comes so near a tie
that rounding might decide, whole numbers do: the budgets of everybody over one common denominator.

Source: Peters, Pierczynski and Skowron, Proportional participatory budgeting with additive utilities (2021); completion
by Add1 as in Faliszewski et al., Participatory budgeting: designs, systems, real elections (2023).
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil, inf, isnan, lcm, nan
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coproduce.core.decide.ballots import DecideError, approvals, in_order
from coproduce.core.decide.raising import same_until

Utility = Literal["cost", "cardinality"]
Name = Any

#: Two prices nearer than this, as parts of the larger, are compared once more in whole numbers.
NEAR = 1e-9

#: After so many raises that are counted one by one it is asked how many more change nothing: of so few groups of
#: voters by projects at most, for more of them are counted quicker than asked.
PATIENCE, MOST_LOOKED_AT = 256, 100_000


@dataclass(frozen=True, slots=True)
class Project:
    """What may be paid for, and its cost in whole units of the ballot's currency."""

    id: Hashable
    cost: int | Fraction | Decimal


@dataclass(frozen=True, slots=True)
class Round:
    """A project that was paid: by how many who chose it, and the most that any of them paid.

    `votes_carried` is its cost over that payment: the effective vote count, by which it was chosen where a project is
    worth its cost.
    """

    project: Name
    cost: Fraction
    supporters: int
    each_pays: Fraction

    @property
    def votes_carried(self) -> Fraction:
        return self.cost / self.each_pays


@dataclass(frozen=True, slots=True)
class Result:
    """What is paid for, in the order it was chosen, and every round.

    `each_had` is what a voter began with in the count that stands; it was raised `raised` times by a step to get there.
    `left` is what of the real budget is not spent.
    """

    funded: tuple[Name, ...]
    rounds: tuple[Round, ...]
    cost: Fraction
    left: Fraction
    each_had: Fraction
    raised: int


def equal_shares(
    projects: Mapping[Name, Any] | Sequence[Any],
    ballots: Any,
    budget: int | Fraction | Decimal,
    *,
    utility: Utility = "cost",
    add1: bool = True,
    step: int | Fraction | Decimal = 1,
) -> Result:
    """Which projects are paid for, exactly.

    `projects`: a mapping of ids to costs, or a sequence of Project or of pairs; `ballots`: a sequence of lists of ids,
    or a mapping of voters to theirs (an empty ballot was cast, and its share supports nothing); costs and `budget` in
    one currency. With `utility="cost"` a project is worth what it costs, with `"cardinality"` each is worth one. With
    `add1`, every voter's budget is raised by `step`, one unit of the currency, and all is counted again, until a count
    first spends more than the real budget, or all that anybody chose is paid: the last before that stands.
    Ties: more supporters, then the id. Raises DecideError: no voters, no budget, a project twice, a cost that is
    nothing or above the budget, an unknown project or one twice on a ballot.

    >>> reds, blues = [f"red {n}" for n in range(10)], [f"blue {n}" for n in range(10)]
    >>> result = equal_shares(dict.fromkeys(reds + blues, 10), [reds] * 51 + [blues] * 49, 100)
    >>> sum(name.startswith("red") for name in result.funded), sum(name.startswith("blue") for name in result.funded)
    (5, 4)
    """
    whole = _exact(budget, "budget")
    if whole <= 0:
        raise DecideError("NO_BUDGET", "budget", "There is nothing to share out. Say how much the budget is.")
    raise_by = _exact(step, "step")
    if raise_by <= 0:
        raise DecideError("NO_STEP", "step", "Say by how much each voter's part is raised: more than nothing.")
    if utility not in ("cost", "cardinality"):
        raise DecideError(
            "UNKNOWN_UTILITY", "utility", "A project is worth its cost, or each is worth one: cardinality."
        )
    costs = _costs(projects, whole)
    named = approvals(ballots, costs)
    count = _Count(costs, named, utility)
    each = whole / len(named)
    paid, raised = count.raised(each, raise_by, whole) if add1 else (count.run(each), 0)
    each += raised * raise_by
    rounds = tuple(count.rounds(each, paid))
    cost = sum((one.cost for one in rounds), Fraction(0))
    return Result(tuple(one.project for one in rounds), rounds, cost, whole - cost, each, raised)


def _exact(amount: Any, field: str) -> Fraction:
    if isinstance(amount, bool | float) or not isinstance(amount, int | Fraction | Decimal | np.integer):
        raise DecideError("NOT_EXACT", field, "Amounts are whole numbers, fractions or decimals, never rounded ones.")
    return Fraction(int(amount)) if isinstance(amount, np.integer) else Fraction(amount)


def _costs(projects: Any, whole: Fraction) -> dict[Name, Fraction]:
    """Each project's cost by its id, in the order of ids."""
    if isinstance(projects, Mapping):
        pairs = list(projects.items())
    else:
        pairs = [(one.id, one.cost) if isinstance(one, Project) else tuple(one) for one in projects]
    costs: dict[Name, Fraction] = {}
    for name, given in pairs:
        cost = _exact(given.cost if isinstance(given, Project) else given, "projects")
        if name in costs:
            raise DecideError("TWICE", "projects", f"{name} is there twice. Give each project an id of its own.")
        if cost <= 0:
            raise DecideError(
                "COSTS_NOTHING",
                "projects",
                f"Project {name}, cost: it costs nothing. Write what it costs, or leave it out.",
            )
        if cost > whole:
            raise DecideError(
                "ABOVE_BUDGET", "projects", f"Project {name}, cost: more than the whole budget. Leave it out."
            )
        costs[name] = cost
    return {name: costs[name] for name in in_order(costs)}


class _Count:
    """One election: projects by number in the order of their ids, and ballots that are alike counted once.

    Those who voted alike always have the same left, so that one number stands for all of them; `many` says how many.
    """

    def __init__(self, costs: Mapping[Name, Fraction], ballots: Sequence[tuple[Name, ...]], utility: Utility) -> None:
        self.names, self.cost = list(costs), list(costs.values())
        self.worth = self.cost if utility == "cost" else [Fraction(1)] * len(costs)
        number = {name: place for place, name in enumerate(self.names)}
        alike = Counter(tuple(sorted(number[name] for name in ballot)) for ballot in ballots)
        alike.pop((), None)
        chose: list[list[int]] = [[] for _ in self.names]
        for group, chosen in enumerate(alike):
            for project in chosen:
                chose[project].append(group)
        many = np.array(list(alike.values()), np.int64)
        self.groups = len(many)
        self.chose = [np.array(groups, np.int64) for groups in chose]
        self.many = [many[groups] for groups in self.chose]
        self.weights = [one.astype(float) for one in self.many]
        self.votes = [int(one.sum()) for one in self.many]
        self.supported = sum(map(bool, self.votes))
        self.near_cost, self.near_worth = [float(one) for one in self.cost], [float(one) for one in self.worth]

    def run(self, each: Fraction) -> list[int]:
        """The projects that are paid, in their order, when everybody begins with so much."""
        cost, worth = self.near_cost, self.near_worth
        left, exact = np.full(self.groups, float(each)), _Whole(self, each)
        # What it costs each only rises as they have less: what it came to last is a bound from below.
        waiting = [
            (cost[one] / votes / worth[one], one, cost[one] / votes) for one, votes in enumerate(self.votes) if votes
        ]
        heapify(waiting)
        paid: list[int] = []
        while waiting:
            least, looked_at = inf, []
            while waiting and waiting[0][0] <= least * (1 + NEAR):
                _, project, bound = heappop(waiting)
                weights, all_of_them = self.weights[project], float(self.votes[project])
                pays = _payment(left[self.chose[project]], weights, all_of_them, cost[project], bound)
                if isnan(pays):
                    pays = float(exact.after(paid).payment(project) or inf)
                if pays < inf:
                    looked_at.append((pays / worth[project], project, pays))
                    least = min(least, pays / worth[project])
            near = [one for price, one, _ in looked_at if price <= least * (1 + NEAR)]
            if not near:
                break
            project = near[0] if len(near) == 1 else exact.after(paid).cheapest(near)
            for one in looked_at:
                if one[1] == project:
                    groups = self.chose[project]
                    left[groups] = np.maximum(left[groups] - one[2], 0)
                else:
                    heappush(waiting, one)
            paid.append(project)
        return paid

    def raised(self, each: Fraction, step: Fraction, budget: Fraction) -> tuple[list[int], int]:
        """The last that is paid before raises spend more than the budget, and after how many raises that is.

        Where many raises change nothing, those of which that is certain are not counted one by one.
        """
        paid, raised, waited, patience = self.run(each), 0, 0, PATIENCE
        while len(paid) < self.supported:
            if waited >= patience and self.groups * len(self.names) <= MOST_LOOKED_AT:
                alike = self._alike(each + raised * step, step, paid)
                raised += alike
                waited, patience = (patience, patience) if alike >= patience else (0, 2 * patience)
            more = self.run(each + (raised + 1) * step)
            if sum(self.cost[one] for one in more) > budget:
                break
            paid, raised, waited = more, raised + 1, waited + 1
        return paid, raised

    def _alike(self, each: Fraction, step: Fraction, paid: Sequence[int]) -> int:
        """How many raises from here on change nothing for certain."""
        chose = [list(zip(one.tolist(), many.tolist(), strict=True))
                 for one, many in zip(self.chose, self.many, strict=True)]  # fmt: skip
        until = same_until(self.cost, self.worth, chose, each, paid)
        return 0 if until is None else max(0, ceil(until / step) - 1)

    def rounds(self, each: Fraction, paid: Sequence[int]) -> Iterator[Round]:
        """What was paid, exactly."""
        whole = _Whole(self, each)
        for place, project in enumerate(paid):
            pays = whole.after(paid[:place]).payment(project)
            assert pays is not None
            yield Round(self.names[project], self.cost[project], self.votes[project], pays)


def _payment(
    left: NDArray[np.float64], weights: NDArray[np.float64], all_of_them: float, cost: float, least: float
) -> float:
    """The most that anybody pays for it, when its supporters have so much left and `least` is not too much.

    Infinity where they cannot pay it; not a number where they have so nearly its cost that rounding might decide.
    """
    together = float(left @ weights)
    if together <= cost * (1 + NEAR):
        return inf if together < cost * (1 - NEAR) else nan
    pays, before = least, -1.0
    while True:
        short = weights * (left < pays)
        many = float(np.add.reduce(short))
        if many == before:
            return pays
        more = (cost - float(left @ short)) / (all_of_them - many)
        if more == pays:
            return pays
        pays, before = more, many


class _Whole:
    """What everybody has left, in whole numbers over one common denominator."""

    def __init__(self, count: _Count, each: Fraction) -> None:
        self.count, self.paid = count, 0
        self.parts = lcm(each.denominator, *(cost.denominator for cost in count.cost))
        self.left = np.full(count.groups, int(each * self.parts), object)

    def after(self, paid: Sequence[int]) -> "_Whole":
        """Once these projects are paid, of which it begins with those it has seen."""
        for project in paid[self.paid :]:
            rest, among = self._share(project) or (0, 1)
            self.left *= among
            self.parts *= among
            groups = self.count.chose[project]
            self.left[groups] = np.maximum(self.left[groups] - rest, 0)
        self.paid = len(paid)
        return self

    def payment(self, project: int) -> Fraction | None:
        """The most that anybody pays for it; None where its supporters cannot."""
        share = self._share(project)
        return share and Fraction(share[0], share[1] * self.parts)

    def cheapest(self, near: Sequence[int]) -> int:
        """Of projects that can be paid, the one that costs least for what it is worth: by more supporters, by id."""

        def key(project: int) -> tuple[Fraction, int, int]:
            return (
                (self.payment(project) or Fraction(0)) / self.count.worth[project],
                -self.count.votes[project],
                project,
            )

        return min(near, key=key)

    def _share(self, project: int) -> tuple[int, int] | None:
        """What is left to pay once all who have less gave all they have, and among how many."""
        rest, among = int(self.count.cost[project] * self.parts), self.count.votes[project]
        lefts = self.left[self.count.chose[project]]
        for left, many in sorted(zip(lefts.tolist(), self.count.many[project].tolist(), strict=True)):
            if left * among >= rest:
                return rest, among
            rest -= left * many
            among -= many
        return None
