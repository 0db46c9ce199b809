"""Counting what a group decides: rules held against a plain reading of them, and against whoever else counts so."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.core.decide import DecideError, Project, Response, approval, consent, equal_shares, score
from coproduce.core.decide.budgets import _Count

REDS, BLUES = [f"red {number}" for number in range(10)], [f"blue {number}" for number in range(10)]


def plainly(costs: dict[str, int], ballots: Sequence[Sequence[str]], each: Fraction, by_cost: bool) -> list[str]:
    """The rule word by word in fractions, with no bound, no group and no rounding."""
    left, paid = [each] * len(ballots), []
    open_to = set(costs)
    while True:
        found: list[tuple[Fraction, int, str, Fraction]] = []
        for name in open_to:
            whose = sorted((left[voter], voter) for voter, ballot in enumerate(ballots) if name in ballot)
            rest, among = Fraction(costs[name]), len(whose)
            for has, _ in whose:
                if has * among >= rest:
                    pays = rest / among
                    found.append((pays / (costs[name] if by_cost else 1), -len(whose), name, pays))
                    break
                rest, among = rest - has, among - 1
        if not found:
            return paid
        _, _, name, pays = min(found)
        for voter, ballot in enumerate(ballots):
            if name in ballot:
                left[voter] -= min(left[voter], pays)
        paid.append(name)
        open_to.remove(name)


@st.composite
def elections(draw: st.DrawFn) -> tuple[dict[str, int], list[list[str]], int]:
    """Small ones, with many ties: costs of a few sizes, and voters who choose alike."""
    budget = draw(st.integers(4, 60))
    costs = {f"p{number}": draw(st.integers(1, min(budget, 12))) for number in range(draw(st.integers(1, 6)))}
    ballot = st.lists(st.sampled_from(sorted(costs)), unique=True, max_size=4)
    return costs, draw(st.lists(ballot, min_size=1, max_size=9)), budget


@given(elections(), st.sampled_from(["cost", "cardinality"]), st.booleans())
def test_a_budget_is_spent_as_the_rule_says_word_by_word(election: Any, utility: Any, add1: bool) -> None:
    costs, ballots, budget = election
    result = equal_shares(costs, ballots, budget, utility=utility, add1=add1)
    each, by_cost = Fraction(budget, len(ballots)), utility == "cost"
    stands = plainly(costs, ballots, each, by_cost)
    wanted = {name for ballot in ballots for name in ballot}
    raised = 0
    for more in count(1) if add1 else ():
        if set(stands) == wanted:
            break
        once_more = plainly(costs, ballots, each + more, by_cost)
        if sum(costs[name] for name in once_more) > budget:
            break
        stands, raised = once_more, more
    assert (list(result.funded), result.raised) == (stands, raised)
    assert result.cost == sum(costs[name] for name in stands) == budget - result.left


@given(elections(), st.sampled_from(["cost", "cardinality"]), st.integers(0, 3))
def test_raises_that_change_nothing_are_not_counted_one_by_one(election: Any, utility: Any, patience: int) -> None:
    costs, ballots, budget = election
    said = {"utility": utility, "step": Fraction(1, 40)}
    one_by_one = equal_shares(costs, ballots, budget, **said)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coproduce.core.decide.budgets.PATIENCE", patience)
        assert equal_shares(costs, ballots, budget, **said) == one_by_one


def test_one_voter_alone_behind_something_dear_keeps_nobody_waiting() -> None:
    costs = {"hall": 500_000_000, "statue": 900_000_000}
    result = equal_shares(costs, [["hall"]] * 9 + [["statue"]], 1_000_000_000)
    assert (result.funded, result.raised) == (("hall",), 799_999_999)


@given(elections(), st.randoms(use_true_random=False))
def test_who_voted_how_changes_nothing_and_other_names_change_only_names(election: Any, chance: Any) -> None:
    costs, ballots, budget = election
    result = equal_shares(costs, ballots, budget)
    mixed = [chance.sample(ballot, len(ballot)) for ballot in chance.sample(ballots, len(ballots))]
    assert equal_shares(costs, mixed, budget) == result
    other = {name: f"x{name}" for name in costs}
    renamed = [[other[name] for name in ballot] for ballot in ballots]
    assert equal_shares({other[name]: cost for name, cost in costs.items()}, renamed, budget).funded == tuple(
        other[name] for name in result.funded
    )


@given(elections())
def test_each_round_adds_up_and_nobody_pays_more_than_they_had(election: Any) -> None:
    costs, ballots, budget = election
    result = equal_shares(costs, ballots, budget)
    left = [result.each_had] * len(ballots)
    for one in result.rounds:
        whose = [voter for voter, ballot in enumerate(ballots) if one.project in ballot]
        assert len(whose) == one.supporters
        paid = {voter: min(left[voter], one.each_pays) for voter in whose}
        assert sum(paid.values()) == one.cost == costs[str(one.project)]
        for voter, much in paid.items():
            left[voter] -= much
        assert one.votes_carried == one.cost / one.each_pays
    assert min(left) >= 0


def test_a_large_part_does_not_spend_the_share_of_a_smaller_one() -> None:
    ballots = [REDS] * 51 + [BLUES] * 49
    result = equal_shares(dict.fromkeys(REDS + BLUES, 10), ballots, 100, step=Fraction(1, 100))
    assert [sum(name in side for name in result.funded) for side in (REDS, BLUES)] == [5, 5]


def test_a_tie_goes_to_more_supporters_and_then_to_the_id() -> None:
    # Each of the three costs a tenth of a unit for each of its worth; c is chosen by twice as many.
    costs = {"a": 2, "b": 2, "c": 4}
    result = equal_shares(costs, [["a"], ["a"], ["b"], ["b"], ["c"], ["c"], ["c"], ["c"]], 8, add1=False)
    assert result.funded[0] == "c"
    assert equal_shares({"b": 2, "a": 2}, [["a", "b"]], 2, add1=False).funded == ("a",)


def test_where_rounding_would_decide_whole_numbers_do() -> None:
    """Three thirds pay one: their sum in floating point may be less."""
    large = 10**12
    assert equal_shares({"dam": large}, [["dam"], []], 2 * large, add1=False).funded == ("dam",)
    assert equal_shares({"dam": large + 1}, [["dam"], []], 2 * large, add1=False).funded == ()
    for voters in (3, 7, 11, 13, 49, 101):
        result = equal_shares({"well": 1}, [["well"]] * voters, 1, add1=False)
        assert result.funded == ("well",)
        assert result.rounds[0].each_pays == Fraction(1, voters)
        assert equal_shares({"well": 1}, [["well"]] * voters + [[]], 1, add1=False).funded == ()


def test_voters_who_chose_alike_are_counted_once() -> None:
    election = _Count({"a": Fraction(1), "b": Fraction(2)}, [("a", "b"), ("b", "a"), ("a",), ()], "cost")
    assert (election.groups, election.votes, election.supported) == (2, [3, 2], 2)


def test_costs_come_as_a_list_too_and_in_whatever_is_exact() -> None:
    pairs = [("a", 2), ("b", Fraction(5, 2))]
    assert equal_shares(pairs, {"ana": ["a"], "ben": ["b"]}, 5).funded == equal_shares(
        [Project("a", 2), Project("b", Fraction(5, 2))], [["a"], ["b"]], 5
    ).funded == ("a", "b")  # fmt: skip


@pytest.mark.parametrize(
    ("costs", "ballots", "budget", "code"),
    [
        ({"a": 1}, [], 1, "NO_VOTERS"),
        ({"a": 1}, [["a"]], 0, "NO_BUDGET"),
        ({"a": 0}, [["a"]], 1, "COSTS_NOTHING"),
        ({"a": 2}, [["a"]], 1, "ABOVE_BUDGET"),
        ([("a", 1), ("a", 1)], [["a"]], 1, "TWICE"),
        ({"a": 1.5}, [["a"]], 2, "NOT_EXACT"),
        ({"a": 1}, [["b"]], 1, "UNKNOWN_OPTION"),
        ({"a": 1}, [["a", "a"]], 1, "TWICE_ON_BALLOT"),
        ({"a": 1}, ["a"], 1, "NOT_A_LIST"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(costs: Any, ballots: Any, budget: int, code: str) -> None:
    with pytest.raises(DecideError) as refused:
        equal_shares(costs, ballots, budget)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_how_a_budget_is_counted_is_one_of_two_ways_by_a_step_that_is_more_than_nothing() -> None:
    with pytest.raises(DecideError, match="cardinality"):
        equal_shares({"a": 1}, [["a"]], 1, utility="luck")  # type: ignore[arg-type]
    with pytest.raises(DecideError, match="raised"):
        equal_shares({"a": 1}, [["a"]], 1, step=0)


def test_most_yeses_win_and_a_tie_is_said() -> None:
    tally = approval(
        {"ana": ["hall", "garden"], "ben": ["garden", "bench"], "cleo": ["hall"]}, ["hall", "garden", "bench", "swing"]
    )
    assert tally.ranking == (("garden", 2), ("hall", 2), ("bench", 1), ("swing", 0))
    assert (tally.winners, tally.first, tally.voters) == (("garden", "hall"), "garden", 3)
    assert approval([[], []], ["hall"]).first is None
    assert approval([[]]).winners == ()


def test_points_add_up_and_a_blank_is_not_a_nought() -> None:
    ballots = [{"oak": 3, "elm": 5}, {"oak": 4}, {"elm": 0, "oak": 1}]
    assert score(ballots, highest=5).ranking == (("oak", 8), ("elm", 5))
    assert score(ballots, ["ash", "elm", "oak"], by="mean").ranking == (
        ("oak", Fraction(8, 3)), ("elm", Fraction(5, 2)), ("ash", 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    "ballots", [[{"oak": 6}], [{"oak": -1}], [{"oak": 1.5}], [{"oak": True}], [["oak"]], [{"yew": 1}], []]
)
def test_points_that_are_none_are_refused(ballots: Any) -> None:
    with pytest.raises(DecideError):
        score(ballots, ["oak"], highest=5)
    with pytest.raises(DecideError, match="sum or"):
        score([{"oak": 1}], by="luck")  # type: ignore[arg-type]


def test_options_of_different_kinds_still_have_an_order() -> None:
    assert [option for option, _ in approval([[1, "a"], ["a", 1]]).ranking] == [1, "a"]


def test_nobody_with_a_reason_is_passed_over() -> None:
    flooded = Response("object", "The path floods.")
    talked_over = Response("object", "I like the old one.", is_valid=False)
    assert consent(["consent", "aside", "consent"]).is_adopted
    stopped = consent({"ana": "consent", "ben": flooded}, round_number=1, rounds=2)
    assert (stopped.outcome, stopped.objections, stopped.consents, stopped.asides) == ("amend", (flooded,), 1, 0)
    assert consent([flooded], round_number=2, rounds=2).outcome == "vote"
    kept = consent([{"answer": "consent"}, talked_over])
    assert (kept.outcome, kept.passed_over) == ("adopted", (talked_over,))


@pytest.mark.parametrize(
    "responses", [[], ["maybe"], ["object"], [Response("object", "  ")], [7], [{"answer": "object", "reason": None}]]
)
def test_an_answer_that_is_none_is_refused(responses: Any) -> None:
    with pytest.raises(DecideError):
        consent(responses)


def test_another_program_spends_the_same() -> None:
    election = pytest.importorskip("pabutools.election")
    rules = pytest.importorskip("pabutools.rules")
    from random import Random

    for seed in range(60):
        chance = Random(seed)
        budget = chance.randint(20, 100)
        costs = {f"p{number}": chance.randint(1, min(budget, 40)) for number in range(chance.randint(2, 8))}
        ballots = [[name for name in costs if chance.random() < 0.4] for _ in range(chance.randint(1, 14))]
        theirs = election.Instance([election.Project(name, cost) for name, cost in costs.items()], budget_limit=budget)
        named = {one.name: one for one in theirs}
        profile = election.ApprovalProfile(
            [election.ApprovalBallot([named[name] for name in ballot]) for ballot in ballots], instance=theirs
        )
        for utility, worth in (("cost", election.Cost_Sat), ("cardinality", election.Cardinality_Sat)):
            outcomes = rules.method_of_equal_shares(theirs, profile, sat_class=worth, resoluteness=False)
            ours = equal_shares(costs, ballots, budget, utility=utility, add1=False)  # type: ignore[arg-type]
            assert {*ours.funded} in [{one.name for one in outcome} for outcome in outcomes]
