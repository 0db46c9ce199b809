"""The rules, looked at whole: every line of the tables, what holds of any chain, and planted faults that are found."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.fixtures.towns import TODAY

from coproduce.arenas.learning import rules
from coproduce.arenas.learning.rules import (
    RULE_SETS,
    STANDARD,
    STEPS,
    LearningError,
    Pair,
    Session,
    chain,
    counts,
    credits,
    gained,
    links,
    may_pair,
    may_record,
    next_talk,
    step_after,
)
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, KWH

BOTH = Session("Ana", "Ben", 60, "He knows every bird", "To prune a rose")

WORDS = ("", " ", "\u200b", "A word")


def test_a_session_counts_when_both_have_said_what_they_learned() -> None:
    """Every line: who said what, how long, and whether it is two."""
    for tutor_said, learner_said, minutes, learner in product(WORDS, WORDS, (0, -5, 1, 60), ("Ana", "Ben")):
        one = Session("Ana", learner, minutes, tutor_said, learner_said)
        is_said = tutor_said == learner_said == "A word"
        assert counts(one) is (is_said and minutes > 0 and learner == "Ben"), one


@pytest.mark.parametrize("minutes", [True, 1.5, "60", None])
def test_minutes_are_a_whole_number(minutes: Any) -> None:
    with pytest.raises(LearningError, match="whole number"):
        counts(replace(BOTH, minutes=minutes))


#: From which step, on which side, said to be alone or not: the step after a session that counts.
TABLE = {
    ("want to", "learner", False): "with help",
    ("want to", "learner", True): "with help",
    ("want to", "tutor", False): "want to",
    ("want to", "tutor", True): "want to",
    ("with help", "learner", False): "with help",
    ("with help", "learner", True): "alone",
    ("with help", "tutor", False): "with help",
    ("with help", "tutor", True): "with help",
    ("alone", "learner", False): "alone",
    ("alone", "learner", True): "alone",
    ("alone", "tutor", False): "teaches",
    ("alone", "tutor", True): "teaches",
    ("teaches", "learner", False): "teaches",
    ("teaches", "learner", True): "teaches",
    ("teaches", "tutor", False): "teaches",
    ("teaches", "tutor", True): "teaches",
}


def faults_of(step_after: Callable[..., str]) -> Iterator[object]:
    """Where a rule of steps does not say what the table says."""
    for (step, side, alone), after in TABLE.items():
        so_far = STEPS[: STEPS.index(step) + 1]
        for says in product((True, False), repeat=2):
            one = Session("Ana", "Ben", 60, *("A word" if said else "" for said in says), alone, side)  # type: ignore[arg-type]
            if step_after(so_far, one) != (after if all(says) else step):
                yield step, side, alone, says


def test_every_line_of_the_table_of_steps() -> None:
    assert len(TABLE) == len(STEPS) * 2 * 2
    assert not list(faults_of(step_after))


@pytest.mark.parametrize(
    "planted",
    [
        lambda steps, one: STEPS[min(len(steps), 3)] if counts(one) else steps[-1],  # one further each time
        lambda steps, one: "with help" if steps[-1] == "want to" else step_after(steps, one),  # counted or not
        lambda steps, one: "alone" if one.alone and counts(one) else step_after(steps, one),  # skips a step
        lambda steps, one: step_after(steps, replace(one, side="learner")),  # nobody teaches
        lambda steps, one: "want to" if not counts(one) else step_after(steps, one),  # loses what was gained
        lambda steps, one: step_after(steps, replace(one, alone=True)),  # alone without having said so
    ],
)
def test_a_planted_fault_in_the_table_is_found(planted: Callable[..., str]) -> None:
    assert list(faults_of(planted))


@pytest.mark.parametrize("steps", [("alone",), ("want to", "alone"), ("with help", "want to"), ("knows it",)])
def test_steps_follow_each_other(steps: tuple[str, ...]) -> None:
    with pytest.raises(LearningError, match="do not follow"):
        step_after(steps, BOTH)


def test_a_side_is_the_learners_or_the_tutors() -> None:
    with pytest.raises(LearningError, match="audience"):
        step_after(("want to",), {"tutor": "A", "learner": "B", "minutes": 5, "side": "audience"})


sessions = st.tuples(
    st.integers(0, 90),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.booleans(),
    st.sampled_from(["learner", "tutor"]),
).map(lambda told: Session("Ana", "Ben", *told))  # type: ignore[arg-type]


@given(st.lists(sessions, max_size=12))
def test_no_step_is_skipped_or_lost_and_what_does_not_count_changes_nothing(told: list[Session]) -> None:
    found = gained(told)
    assert tuple(one.step for one in found) == STEPS[: len(found)]
    assert found == gained(one for one in told if counts(one))
    assert found[0] == rules.Gained("want to", 0, 0)
    for before, after in pairwise(found):
        assert before.minutes < after.minutes
        assert before.sessions < after.sessions
    assert found[-1].minutes <= sum(one.minutes for one in told if counts(one))


def test_plain_mappings_say_the_same() -> None:
    said = {"tutor": "Ana", "learner": "Ben", "minutes": 60, "tutor_learned": "A", "learner_learned": "B"}
    assert counts(said)
    assert step_after(["want to"], said) == "with help"
    assert chain([{"tutor": 1, "learner": 2, "topic": "x"}, {"tutor": 2, "learner": 3, "topic": "x"}]) == (0, 1)
    assert may_record({"giver": 1, "receiver": 2, "time": HOURS(60), "done_on": TODAY}, TODAY) is None


def test_generations_of_a_chain() -> None:
    a = [
        Pair("Ana", "Ben", "roses"), Pair("Ben", "Cleo", "roses"), Pair("Cleo", "Dee", "roses"),
        Pair("Dee", "Eve", "bread"), Pair("Ana", "Dee", "roses"), Pair("Dee", "Fay", "roses"),
    ]  # fmt: skip
    assert chain(a) == (0, 1, 2, 0, 0, 1)  # Dee learned roses twice: the nearest to the beginning stands
    assert [one.came_of for one in links(a)] == [None, 0, 1, None, None, 4]
    two = [Pair("Ana", "Cleo", "roses"), Pair("Ben", "Cleo", "roses"), Pair("Cleo", "Dee", "roses")]
    assert [one.came_of for one in links(two)] == [None, None, 0]  # of two as near the one told first


def test_the_tutor_learned_it_earlier_or_the_chain_begins_anew() -> None:
    day = date(2026, 11, 1)
    later = [Pair("Ben", "Cleo", "roses", day), Pair("Ana", "Ben", "roses", day + timedelta(days=1))]
    assert chain(later) == (0, 0)
    assert chain(reversed(later)) == (0, 0)
    assert chain([Pair("Ana", "Ben", "roses", day), Pair("Ben", "Cleo", "roses", day)]) == (0, 1)
    assert chain([]) == ()


@pytest.mark.parametrize(
    ("pairs", "names"),
    [
        ([("Ana", "Ana")], "Ana, Ana"),
        ([("Ana", "Ben"), ("Ben", "Ana")], "Ana, Ben, Ana"),
        ([("Ana", "Ben"), ("Ben", "Cleo"), ("Cleo", "Ana"), ("Ana", "Dee")], "Ana, Ben, Cleo, Ana"),
        ([("Zoe", "Ana"), ("Ana", "Ben"), ("Ben", "Cleo"), ("Cleo", "Ben")], "Ben, Cleo, Ben"),
    ],
)
def test_a_circle_is_refused_by_name(pairs: list[tuple[str, str]], names: str) -> None:
    with pytest.raises(LearningError, match=f"In roses they go round in a circle: {names}"):
        chain(Pair(*pair, "roses") for pair in pairs)
    with pytest.raises(LearningError):
        links(Pair(*pair, "roses") for pair in pairs)


def test_what_closes_a_circle_in_one_topic_is_none_in_two() -> None:
    assert chain([Pair("Ana", "Ben", "roses"), Pair("Ben", "Ana", "bread")]) == (0, 0)
    assert may_pair("Ben", "Ana", "bread", [Pair("Ana", "Ben", "roses")])
    assert not may_pair("Ben", "Ana", "roses", [Pair("Ana", "Ben", "roses")])
    assert not may_pair("Ana", "Ana", "roses", [])


#: Pairs in which who shows is always told before who learns, so that nothing goes round.
grown = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 9), st.sampled_from("xy")).filter(lambda one: one[0] < one[1]),
    max_size=25,
).map(lambda told: [Pair(*one) for one in told])


@given(grown)
def test_a_generation_is_one_more_than_that_of_an_earlier_pair_in_which_the_tutor_learned(pairs: list[Pair]) -> None:
    found = links(pairs)
    for place, (one, link) in enumerate(zip(pairs, found, strict=True)):
        earlier = [
            other for other, before in zip(found[:place], pairs, strict=False)
            if (before.learner, before.topic) == (one.tutor, one.topic)
        ]  # fmt: skip
        assert link.generation == min((other.generation + 1 for other in earlier), default=0)
        assert (link.came_of is None) is (not earlier)
        if link.came_of is not None:
            assert pairs[link.came_of].learner == one.tutor
            assert found[link.came_of].generation == link.generation - 1


@given(grown, st.integers(0, 9), st.integers(0, 9), st.sampled_from("xy"))
def test_what_may_begin_leaves_a_chain(pairs: list[Pair], tutor: int, learner: int, topic: str) -> None:
    after = [*pairs, Pair(tutor, learner, topic)]
    if may_pair(tutor, learner, topic, pairs):
        assert len(chain(after)) == len(after)
    else:
        with pytest.raises(LearningError):
            chain(after)


def test_a_long_chain_is_followed_to_its_end() -> None:
    assert chain(Pair(place, place + 1, "roses") for place in range(5000))[-1] == 4999


HELP = Help("Ana", "Ben", HOURS(60), TODAY)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (HELP, None),
        (replace(HELP, receiver="Ana"), "SAME_ACCOUNT"),
        (replace(HELP, time=KWH(60)), "UNIT_MISMATCH"),
        (replace(HELP, time=HOURS(0)), "NOT_POSITIVE"),
        (replace(HELP, time=HOURS(240)), None),
        (replace(HELP, time=HOURS(241)), "TOO_LARGE"),
        (replace(HELP, done_on=TODAY + timedelta(days=1)), "IN_THE_FUTURE"),
        (replace(HELP, done_on=TODAY - timedelta(days=366)), None),
        (replace(HELP, done_on=TODAY - timedelta(days=367)), "TOO_OLD"),
    ],
)
def test_what_may_be_written_down(told: Help, code: str | None) -> None:
    refused = may_record(told, TODAY)
    assert (refused and refused.code) == code


@given(st.integers(1, 240))
def test_both_are_recognised_with_the_same_minutes(minutes: int) -> None:
    assert credits(replace(HELP, time=HOURS(minutes))) == (HOURS(minutes), HOURS(minutes))


@given(st.integers(0, 900), st.integers(1, 366))
def test_the_next_talk_is_never_past_and_never_further_than_one_turn(days: int, every: int) -> None:
    began = date(2026, 1, 1)
    today = began + timedelta(days=days)
    found = next_talk(began, today, replace(STANDARD, talk_every_days=every))
    assert found is not None
    assert began < found
    assert timedelta(0) <= found - today <= timedelta(days=every)
    assert (found - began).days % every == 0
    assert next_talk(began, today, replace(STANDARD, talk_every_days=None)) is None


def test_each_set_says_where_it_comes_from() -> None:
    assert [one.slug for one in RULE_SETS] == ["talk-every-month", "ask-when-you-wish"]
    assert all("Verify locally" in one.note and one.source for one in RULE_SETS)
