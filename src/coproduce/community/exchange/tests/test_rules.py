"""What may stand on a list."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import TODAY

from coproduce.community.exchange.rules import LARGEST_QUANTITY, Intention, is_unusual, may_list, which_arena


@pytest.mark.parametrize(
    ("said", "here", "found"),
    [
        ("", ["sewing"], "sewing"),
        ("sewing", ["sewing"], "sewing"),
        ("choir", ["sewing", "choir"], "choir"),
        ("", ["sewing", "choir"], "WHICH_ARENA"),
        ("moon", ["sewing", "choir"], "UNKNOWN_ARENA"),
        ("moon", ["sewing"], "UNKNOWN_ARENA"),
        ("", [], "NO_ARENA"),
        ("sewing", [], "NO_ARENA"),
    ],
)
def test_which_arena_it_belongs_to(said: str, here: list[str], found: str) -> None:
    """The only one there is goes without saying; of several it is said, and the refusal names the field and all."""
    answer = which_arena(said, here)
    if isinstance(answer, str):
        assert answer == found
    else:
        assert (answer.code, answer.field) == (found, "arena")
        assert all(one in answer.sentence for one in here)


MASKS = Intention("d1", "masks", "40 masks", TODAY, 40)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"quantity": None}, None),
        ({"quantity": LARGEST_QUANTITY}, None),
        ({"who": " "}, "MISSING"),
        ({"words": ""}, "MISSING"),
        ({"words": "w" * 301}, "TOO_LONG"),
        ({"category": ""}, "MISSING"),
        ({"who": "w" * 121}, "TOO_LONG"),
        ({"source_ref": "r" * 121}, "TOO_LONG"),
        ({"words": "a\x00"}, "BAD_LETTER"),
        ({"category": "c" * 61}, "TOO_LONG"),
        ({"quantity": 0}, "NOT_POSITIVE"),
        ({"quantity": -1}, "NOT_POSITIVE"),
        ({"quantity": LARGEST_QUANTITY + 1}, "TOO_LARGE"),
        ({"said_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
    ],
)
def test_what_may_stand(change: dict[str, Any], code: str | None) -> None:
    refused = may_list(replace(MASKS, **change), TODAY)
    assert (refused and refused.code) == code
    assert refused is None or refused.field in change


def test_a_large_number_is_taken_and_counted() -> None:
    assert not is_unusual(MASKS)
    assert not is_unusual(replace(MASKS, quantity=None))
    assert is_unusual(replace(MASKS, quantity=1_000_001))
