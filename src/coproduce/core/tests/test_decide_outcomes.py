"""What a question comes to: whoever counts, in whatever order, by whatever names, it is the same; nothing is lost."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.core.decide import WAYS, DecideError, Question, Response, is_quorate, outcome

OPTIONS = ("01", "02", "03", "04")
COSTS = {"01": 30, "02": 50, "03": 20, "04": 100}

approvals = st.lists(st.sets(st.sampled_from(OPTIONS)).map(lambda one: tuple(sorted(one))), min_size=1, max_size=12)
scores = st.lists(st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 5)), min_size=1, max_size=12)
responses = st.lists(
    st.sampled_from([Response("consent"), Response("aside"), Response("object", "It floods.")]), min_size=1, max_size=12
)

QUESTIONS: dict[str, Question] = {
    "approval": Question("approval", 20, 0, OPTIONS),
    "score": Question("score", 20, 0, OPTIONS, 5),
    "budget": Question("budget", 20, 0, OPTIONS, costs=COSTS, budget=100),
}
BALLOTS: dict[str, Any] = {"approval": approvals, "score": scores, "budget": approvals}


def counted(way: str, ballots: Any, names: dict[str, str] | None = None) -> Any:
    """The count with its options renamed, and its result named back."""
    asked, names = QUESTIONS[way], names or {one: one for one in OPTIONS}
    back = {new: old for old, new in names.items()}

    def renamed(ballot: Any) -> Any:
        return {names[one]: many for one, many in ballot.items()} if way == "score" else [names[one] for one in ballot]

    question = Question(
        asked.way, asked.voters, asked.quorum, tuple(names.values()), asked.highest,
        costs={names[one]: cost for one, cost in asked.costs.items()}, budget=asked.budget,
    )  # fmt: skip
    found = outcome(question, [renamed(ballot) for ballot in ballots])
    return [back[one] for one in found.chosen], {back[one]: many for one, many in found.counts}, found


@pytest.mark.parametrize("way", BALLOTS)
@given(data=st.data())
def test_anonymity_whoever_cast_which_it_is_the_same(way: str, data: st.DataObject) -> None:
    ballots = data.draw(BALLOTS[way])
    mixed = data.draw(st.permutations(ballots))
    assert counted(way, ballots)[:2] == counted(way, mixed)[:2]


@pytest.mark.parametrize("way", BALLOTS)
@given(data=st.data())
def test_neutrality_renamed_in_their_order_the_same_is_chosen(way: str, data: st.DataObject) -> None:
    """Names that stand in the same order break ties alike."""
    ballots = data.draw(BALLOTS[way])
    names = {one: f"b{place}" for place, one in enumerate(OPTIONS)}
    assert counted(way, ballots)[:2] == counted(way, ballots, names)[:2]


@given(ballots=approvals)
def test_a_budget_is_never_exceeded_and_its_sums_are_exact(ballots: list[tuple[str, ...]]) -> None:
    found = counted("budget", ballots)[2]
    assert found.shares.cost + found.shares.left == 100
    assert found.shares.cost == sum((Fraction(COSTS[one]) for one in found.shares.funded), Fraction(0)) <= 100


@given(ballots=approvals)
def test_exhaustion_what_nobody_chose_is_not_paid_and_what_all_chose_alone_is(ballots: list[tuple[str, ...]]) -> None:
    chosen = set(counted("budget", ballots)[0])
    assert chosen <= {one for ballot in ballots for one in ballot}
    assert set(counted("budget", [("01", "03")] * len(ballots))[0]) == {"01", "03"}


@given(ballots=scores)
def test_points_add_up(ballots: list[dict[str, int]]) -> None:
    counts = counted("score", ballots)[1]
    assert sum(counts.values()) == sum(sum(ballot.values()) for ballot in ballots)


@given(rounds=st.lists(responses, min_size=1, max_size=3))
def test_the_last_round_decides_and_one_objection_is_enough(rounds: list[list[Response]]) -> None:
    found = outcome(Question("consent", 20), rounds)
    assert (found.chosen == ("yes",)) is not any(one.answer == "object" for one in rounds[-1])
    assert len(found.rounds) == len(rounds)


@given(ballots=st.integers(0, 50), voters=st.integers(0, 50), quorum=st.integers(0, 100))
def test_a_quorum_is_reached_exactly(ballots: int, voters: int, quorum: int) -> None:
    assert is_quorate(ballots, voters, quorum) is (Fraction(ballots) >= Fraction(voters * quorum, 100))


@pytest.mark.parametrize(
    ("question", "ballots", "why"),
    [
        (Question("approval", 10, 0, OPTIONS), [], "nobody"),
        (Question("approval", 10, 0, OPTIONS), [()], "nothing"),
        (Question("approval", 10, 50, OPTIONS), [("01",)], "quorum"),
        (Question("consent", 10, 0), [[]], "nobody"),
        (Question("consent", 10, 0), [], "nobody"),
        (Question("consent", 10, 50), [["consent"]], "quorum"),
        (Question("consent", 10, 0), [["consent"], [Response("object", "It floods.")]], "objection"),
        (Question("budget", 10, 0, OPTIONS, costs=COSTS, budget=100), [()], "nothing"),
    ],
)
def test_why_nothing_is_decided(question: Question, ballots: list[Any], why: str) -> None:
    found = outcome(question, ballots)
    assert (found.why, found.chosen) == (why, ())


def test_another_way_is_none() -> None:
    with pytest.raises(DecideError, match="approval"):
        outcome(Question("lots", 3), [("01",)])  # type: ignore[arg-type]
    assert "lots" not in WAYS
