"""How a case moves on: the whole table, every pair of states."""

from itertools import product

import pytest

from coproduce.arenas.care.rules.states import (
    CLOSED,
    FOLLOWS,
    IN_ERROR,
    OPEN,
    STATES,
    WANT_A_REASON,
    Event,
    next_state,
    way_to,
)
from coproduce.core.refusal import Refusal

#: Written again: of a hundred pairs these and no others.
TABLE = {
    ("draft", "requested"), ("requested", "accepted"), ("requested", "rejected"), ("accepted", "in-progress"),
    ("accepted", "cancelled"), ("in-progress", "on-hold"), ("in-progress", "completed"), ("in-progress", "failed"),
    ("in-progress", "cancelled"), ("on-hold", "in-progress"),
    *((state, "entered-in-error") for state in STATES if state != "entered-in-error"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "event"), list(product(STATES, STATES)))
def test_every_pair(state: str, event: str) -> None:
    answer = next_state(state, event)
    if (state, event) in TABLE:
        assert answer == event
    else:
        assert isinstance(answer, Refusal)
        assert answer.code == "NOT_NOW"
        assert f"It is {state}," in answer.sentence
        assert f"cannot become {event}." in answer.sentence


@pytest.mark.parametrize("state", STATES)
def test_what_is_unknown_is_refused_and_names_what_may_be(state: str) -> None:
    answer = next_state(state, "banana")
    assert isinstance(answer, Refusal)
    assert "banana" in answer.sentence
    assert answer.sentence.endswith("nothing else." if state == IN_ERROR else f"{', '.join(sorted(FOLLOWS[state]))}.")


def test_a_state_that_is_none() -> None:
    with pytest.raises(ValueError, match="'banana' is no state"):
        next_state("banana", "accepted")


@pytest.mark.parametrize(("state", "to"), [pair for pair in sorted(TABLE) if pair[1] != IN_ERROR])
def test_what_ends_it_early_says_why(state: str, to: str) -> None:
    said, silent = next_state(state, Event(to, "They moved")), next_state(state, {"to": to, "reason": "  "})
    assert said == to
    if to in WANT_A_REASON:
        assert isinstance(silent, Refusal)
        assert (silent.code, silent.field) == ("REASON_MISSING", "reason")
    else:
        assert silent == to


@pytest.mark.parametrize("state", [state for state in STATES if state != IN_ERROR])
def test_only_who_asked_says_it_was_a_mistake(state: str) -> None:
    refused = next_state(state, Event(IN_ERROR, "Wrong person"))
    assert isinstance(refused, Refusal)
    assert refused.code == "NOT_ALLOWED"
    assert next_state(state, Event(IN_ERROR, "Wrong person", by_requester=True)) == IN_ERROR


def test_open_and_closed_are_all() -> None:
    assert set(STATES) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert all(FOLLOWS[state] <= {IN_ERROR} for state in CLOSED)


@pytest.mark.parametrize("end", ["cancelled"])
@pytest.mark.parametrize("state", STATES)
def test_what_is_sudden_ends_it_by_steps_that_may_be_taken(state: str, end: str) -> None:
    steps = way_to(state, end)
    for step in steps:
        answer = next_state(state, Event(step, "A death"))
        assert answer == step
        state = step
    assert state in CLOSED
    assert state in {"rejected", end} or not steps


def test_what_is_no_state_is_said_and_no_reason_is_none() -> None:
    for wrong in (lambda: way_to("resting", "cancelled"), lambda: next_state("resting", "cancelled")):
        with pytest.raises(ValueError, match="no state"):
            wrong()
    refused = next_state("requested", {"to": "rejected", "reason": None})
    assert isinstance(refused, Refusal) and refused.code == "REASON_MISSING"
