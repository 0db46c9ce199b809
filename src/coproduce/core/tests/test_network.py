"""How many came of each: for one each at most it is Wilson's share, and nothing goes round in a circle."""

from collections.abc import Callable
from math import inf
from random import Random

import pytest
from hypothesis import given, strategies as st

from coproduce.core.network import Case, NetworkError, chain_reproduction, expected_total
from coproduce.core.stats import wilson


def with_children(each: list[int], closed: bool = True) -> list[Case]:
    """Closed cases of which so many came each; those are not closed yet."""
    began = [Case(number, closed=closed) for number in range(len(each))]
    return [
        *began,
        *(Case((number, child), number, generation=1) for number, many in enumerate(each) for child in range(many)),
    ]


@given(st.integers(0, 60), st.integers(0, 60))
def test_of_one_each_it_is_wilsons_interval(came: int, others: int) -> None:
    k, ends = chain_reproduction(with_children([1] * came + [0] * others))
    if came + others:
        assert k == came / (came + others)
        assert ends == pytest.approx(wilson(came, came + others))
    else:
        assert (k, ends) == (None, (0.0, inf))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_it_lies_within_its_interval_and_narrows_with_many(each: list[int]) -> None:
    k, (low, high) = chain_reproduction(with_children(each))
    more, (narrow_low, narrow_high) = chain_reproduction(with_children(each * 4))
    assert k is not None
    assert k == more
    assert 0 <= low <= k <= high + 1e-9
    assert narrow_high - narrow_low < high - low


@given(st.lists(st.integers(0, 5), max_size=20), st.randoms())
def test_the_order_says_nothing(each: list[int], mixed: Random) -> None:
    cases = with_children(each)
    other = list(cases)
    mixed.shuffle(other)
    assert chain_reproduction(cases) == chain_reproduction(other)


def test_what_is_open_waits_and_each_generation_is_its_own() -> None:
    cases = [
        Case("a", None, True), Case("b", None, False), Case("c", "a", True, 1), Case("d", "a", True, 1),
        Case("e", "c", False, 2), Case("f", "b", False, 1),
    ]  # fmt: skip
    assert chain_reproduction(cases)[0] == 1.0  # of a, c, d: two, one, none
    assert chain_reproduction(cases, 0)[0] == 2.0
    assert chain_reproduction(cases, 1)[0] == 0.5
    assert chain_reproduction(cases, 2) == (None, (0.0, inf))


def test_plain_mappings_do_as_well() -> None:
    assert chain_reproduction([{"id": 1, "closed": True}, {"id": 2, "parent": 1, "generation": 1}])[0] == 1.0


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([Case(1), Case(1)], "there twice"),
        ([Case(1, parent=2, generation=1)], "not among these"),
        ([Case(1), Case(2, 1, generation=2)], "generation 2: it follows 0"),
        ([Case(1, generation=1)], "generation 1: it follows -1"),
        ([Case(1, 2, generation=1), Case(2, 1, generation=1)], "generation 1: it follows 1"),
        ([Case(1, 1, generation=1)], "generation 1: it follows 1"),
    ],
)
def test_what_makes_no_chain_is_named(cases: list[Case], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        chain_reproduction(cases)


@pytest.mark.parametrize(("k", "total"), [(0.0, 1.0), (0.5, 2.0), (1.0, None), (1.2, None), (None, None)])
def test_a_chain_that_does_not_end_has_no_total(k: float | None, total: float | None) -> None:
    assert expected_total(k) == total


def test_a_planted_fault_is_seen() -> None:
    """Counting children of those who are still with us, too, would change k: the test above would see it."""

    def careless(cases: list[Case], k_of: Callable[[list[Case]], float | None]) -> float | None:
        return k_of([Case(one.id, one.parent, True, one.generation) for one in cases])

    cases = [Case(1, None, True), Case(2, None, False), Case(3, 2, False, 1)]
    assert chain_reproduction(cases)[0] == 0.0
    assert careless(cases, lambda them: chain_reproduction(them)[0]) != 0.0
