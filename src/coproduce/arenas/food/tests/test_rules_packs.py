"""Packs and tolerances as foodsoft's tests have them; nobody gets more than they take, what is short is said."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.food.rules import FoodError
from coproduce.arenas.food.rules.packs import (
    distribute,
    fewer,
    left_over,
    may_change,
    missing_pieces,
    packs_to_order,
    short,
)

ORDERS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6)


@pytest.mark.parametrize(
    ("order", "packs"),
    [((0, 2), 0), ((0, 5), 0), ((2, 2), 1), ((4, 2), 1), ((4, 4), 1), ((5, 3), 2), ((5, 4), 2), ((5, 2), 1)],
)
def test_packs_of_four(order: tuple[int, int], packs: int) -> None:
    assert packs_to_order([order], 4) == packs


@pytest.mark.parametrize(
    ("orders", "unit", "minimum", "packs"),
    [
        ([(4, 0)], 1, 10, 0), ([(9, 1)], 1, 10, 10), ([(12, 1)], 1, 10, 12), ([(10, 0)], 1, 10, 10),
        ([(9, 0)], 1, 10, 0),
        ([(7, 1)], 4, 2, 2), ([(7, 0)], 4, 2, 0), ([(8, 3)], 4, 2, 2), ([(9, 3)], 4, 2, 3), ([(0, 8)], 4, 2, 0),
        ([], 4, 0, 0), ([], 4, 2, 0), ([(1, 1), (2, 4)], 4, 2, 2), ([(3, 0), (0, 1)], 4, 0, 1),
    ],
)  # fmt: skip
def test_the_least_a_supplier_sends_is_in_packs(orders: Any, unit: int, minimum: int, packs: int) -> None:
    assert packs_to_order(orders, unit, minimum) == packs


@pytest.mark.parametrize(
    ("delivered", "amounts"),
    [(6, (4, 1, 1)), (4, (3, 1, 0)), (0, (0, 0, 0)), (5, (3, 1, 1)), (7, (5, 1, 1)), (10, (5, 4, 1)), (12, (5, 4, 1))],
)
def test_who_said_so_first_has_it_and_tolerance_comes_last(delivered: int, amounts: tuple[int, ...]) -> None:
    orders = [(3, 2), (1, 3), (1, 0)]
    assert packs_to_order(orders, 3) * 3 == 6
    assert distribute(orders, delivered, 3) == amounts
    assert left_over(delivered, amounts) == max(0, delivered - 10)
    assert sum(short(orders, amounts).values()) == max(0, 5 - delivered)


@given(ORDERS, st.integers(1, 7), st.integers(0, 4))
def test_packs_never_bring_less_without_saying(orders: list[tuple[int, int]], unit: int, minimum: int) -> None:
    packs = packs_to_order(orders, unit, minimum)
    wanted, more = sum(order[0] for order in orders), sum(order[1] for order in orders)
    assert packs * unit <= wanted + more, "nothing that nobody would take"
    assert packs == 0 or packs >= minimum
    assert packs * unit > wanted - unit or packs == 0
    amounts = distribute(orders, packs * unit, unit)
    assert sum(amounts) == packs * unit
    assert sum(short(orders, amounts).values()) == max(0, wanted - packs * unit)
    if packs and not minimum:
        assert packs * unit - wanted < unit, "no pack of tolerance alone"


@given(ORDERS, st.integers(0, 99))
def test_nobody_gets_more_than_they_would_take(orders: list[tuple[int, int]], delivered: int) -> None:
    amounts = distribute(orders, delivered)
    assert sum(amounts) + left_over(delivered, amounts) == delivered
    for (wanted, more), amount in zip(orders, amounts, strict=True):
        assert 0 <= amount <= wanted + more
    if short(orders, amounts):
        assert not left_over(delivered, amounts)
        assert all(amount <= wanted for (wanted, _), amount in zip(orders, amounts, strict=True))
    later = distribute(orders, delivered + 1)
    assert all(one <= other for one, other in zip(amounts, later, strict=True)), "one piece more costs nobody any"


@pytest.mark.parametrize(
    ("do", "code", "field"),
    [
        (lambda: packs_to_order([(1, 1)], 0), "NOT_POSITIVE", "unit"),
        (lambda: packs_to_order([(1, 1)], 1, -1), "NEGATIVE", "minimum"),
        (lambda: packs_to_order([(1, 1), (-1, 1)], 1), "NEGATIVE", "quantity"),
        (lambda: distribute([(1, -1)], 1, 1), "NEGATIVE", "tolerance"),
        (lambda: distribute([(1, 1)], -1, 1), "NEGATIVE", "delivered"),
        (lambda: distribute([(1, 1)], 2.5, 1), "NOT_WHOLE", "delivered"),
        (lambda: packs_to_order([(1.5, 1)], 1), "NOT_WHOLE", "quantity"),
        (lambda: packs_to_order([(1, 1)], 2.5), "NOT_WHOLE", "unit"),
        (lambda: packs_to_order([(1, 1)], 1, 0.5), "NOT_WHOLE", "minimum"),
        (lambda: packs_to_order([(1, 1, 1)], 1), "WRONG_SHAPE", "orders"),
        (lambda: packs_to_order([1, 1], 1), "WRONG_SHAPE", "orders"),  # type: ignore[list-item]
        (lambda: packs_to_order([(True, 1)], 1), "NOT_WHOLE", "quantity"),
        (lambda: fewer([(3, 0)], 4), "TOO_MUCH", "less"),
        (lambda: fewer([(3, 0)], -1), "TOO_MUCH", "less"),
        (lambda: missing_pieces([(3, 0)], 0), "NOT_POSITIVE", "unit"),
    ],
)
def test_what_is_refused(do: Any, code: str, field: str) -> None:
    with pytest.raises(FoodError) as found:
        do()
    assert (found.value.code, found.value.field) == (code, field)


def test_less_is_taken_from_the_latest() -> None:
    assert fewer([(3, 2), (2, 0)], 0) == ((3, 2), (2, 0))
    assert fewer([(3, 2), (2, 0)], 1) == ((3, 2), (1, 0))
    assert fewer([(3, 2), (2, 0)], 5) == ((0, 2), (0, 0))


def test_while_packs_are_filled_no_change_leaves_more_missing() -> None:
    assert [missing_pieces(orders, 4) for orders in ([], [(4, 0)], [(5, 0)], [(5, 2)], [(5, 3)], [(5, 9)])] == [
        0,
        0,
        3,
        1,
        0,
        0,
    ]
    assert may_change([(5, 1)], [(6, 0)], 4)
    assert not may_change([(5, 1)], [(5, 0)], 4)
