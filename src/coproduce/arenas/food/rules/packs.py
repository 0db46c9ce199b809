"""Buying together: how many packs to order, and who gets what of them when they come.

Everybody says how much they want, and how much more they would take to fill a pack. Orders stand in the order in which
they were made; more of the same later is a later order. No pack is filled by tolerance alone.

Source: foodsoft, order_article and its tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from uuid import UUID

from coproduce.arenas.food.rules.faults import FoodError
from coproduce.core.apportion import apportion

#: (quantity, tolerance), in pieces.
Order = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PiecesCame:
    """How many pieces, grams or millilitres of a product came."""

    product: UUID
    pieces: int


def packs_to_order(orders: Sequence[Order], unit: int, minimum: int = 0) -> int:
    """Packs of `unit` pieces: the whole ones in what is wanted, and one more where tolerance fills what is begun.

    `minimum` is the least the supplier sends, in packs. Where what is wanted is less, and tolerance makes up for it,
    exactly the minimum is ordered; where it does not, nothing. FoodError for an empty pack and for less than nothing.

    >>> [packs_to_order([order], 4) for order in ((0, 5), (2, 2), (4, 4), (5, 3), (5, 2))]
    [0, 1, 1, 2, 1]
    >>> [packs_to_order([order], 1, 10) for order in ((4, 0), (9, 1), (12, 1))]
    [0, 10, 12]
    """
    _are_orders(orders, unit)
    _is_whole("minimum", minimum)
    if minimum < 0:
        raise FoodError("NEGATIVE", "minimum", f"The least a supplier sends is {minimum} packs: write 0 or more.")
    wanted, more = _sums(orders)
    if not wanted or wanted + more < minimum * unit:
        return 0
    whole, begun = divmod(wanted, unit)
    return max(minimum, whole + (begun > 0 and begun + more >= unit))


def distribute(orders: Sequence[Order], delivered: int, unit: int = 1) -> tuple[int, ...]:
    """Of so many pieces delivered, each what they wanted, in the order of the orders; of the rest, their tolerance.

    `unit` is the pieces of a pack, of which the last may have come short. What nobody takes is `left_over`; who gets
    less than they wanted is in `short`.

    >>> orders = [(3, 2), (1, 3), (1, 0)]
    >>> distribute(orders, 6, 3), distribute(orders, 4, 3)
    ((4, 1, 1), (3, 1, 0))
    """
    _are_orders(orders, unit)
    _is_whole("delivered", delivered)
    if delivered < 0:
        raise FoodError("NEGATIVE", "delivered", f"{delivered} pieces came: write 0 or more.")
    wanted, more = [order[0] for order in orders], [order[1] for order in orders]
    return apportion(delivered, wanted, method="first_come", tolerances=more).amounts


def short(orders: Sequence[Order], amounts: Sequence[int]) -> dict[int, int]:
    """Who gets less than they wanted, by their place among the orders, and how much less. Never left unsaid.

    >>> short([(3, 2), (1, 3), (1, 0)], (3, 1, 0))
    {2: 1}
    """
    return {
        place: wanted - amount
        for place, ((wanted, _), amount) in enumerate(zip(orders, amounts, strict=True))
        if amount < wanted
    }


def left_over(delivered: int, amounts: Sequence[int]) -> int:
    """Pieces that nobody takes: for the shelf, or for whoever has use for them.

    >>> left_over(9, (4, 1, 1))
    3
    """
    return delivered - sum(amounts)


def fewer(orders: Sequence[Order], less: int) -> tuple[Order, ...]:
    """One member's orders, oldest first, after they want so many less: the latest gives way first.

    >>> fewer([(3, 2), (2, 0)], 4)
    ((1, 2), (0, 0))
    """
    wanted = sum(quantity for quantity, _ in orders)
    if not 0 <= less <= wanted:
        raise FoodError("TOO_MUCH", "less", f"{less} less of {wanted} cannot be.")
    kept = []
    for quantity, tolerance in reversed(orders):
        gone = min(quantity, less)
        kept.append((quantity - gone, tolerance))
        less -= gone
    return tuple(reversed(kept))


def missing_pieces(orders: Sequence[Order], unit: int) -> int:
    """Pieces still missing to fill the pack that is begun: what a change in the last phase must not make more.

    >>> missing_pieces([(5, 1)], 4), missing_pieces([(5, 3)], 4), missing_pieces([(4, 0)], 4)
    (2, 0, 0)
    """
    _are_orders(orders, unit)
    wanted, more = _sums(orders)
    return max(0, -wanted % unit - more)


def may_change(before: Sequence[Order], after: Sequence[Order], unit: int) -> bool:
    """Whether a change is allowed once packs are being filled: it leaves no more pieces missing than before.

    >>> may_change([(5, 3)], [(8, 0)], 4), may_change([(5, 3)], [(5, 2)], 4)
    (True, False)
    """
    return missing_pieces(after, unit) <= missing_pieces(before, unit)


def _sums(orders: Sequence[Order]) -> tuple[int, int]:
    return sum(wanted for wanted, _ in orders), sum(more for _, more in orders)


def _are_orders(orders: Sequence[Order], unit: int) -> None:
    _is_whole("unit", unit)
    if unit < 1:
        raise FoodError("NOT_POSITIVE", "unit", f"A pack of {unit} pieces is none.")
    for place, order in enumerate(orders, start=1):
        if not isinstance(order, Sequence) or len(order) != 2:
            raise FoodError("WRONG_SHAPE", "orders", f"Order {place} is {order}: write a quantity and a tolerance.")
        for name, number in zip(("quantity", "tolerance"), order, strict=True):
            _is_whole(name, number)
            if number < 0:
                raise FoodError("NEGATIVE", name, f"Order {place} has a {name} of {number}: write 0 or more.")


def _is_whole(name: str, number: object) -> None:
    if not isinstance(number, Integral) or isinstance(number, bool):
        raise FoodError(
            "NOT_WHOLE", name, f"Write a whole number of pieces, grams or millilitres as {name}, not {number!r}."
        )
