"""What may stand on a list."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import TODAY

from coproduce.community.exchange.rules import LARGEST_QUANTITY, Intention, is_unusual, may_list

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
