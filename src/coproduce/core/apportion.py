"""Share a whole number exactly: dues, dividends, kilowatt-hours, a short delivery, a harvest.

What is shared and what is left over always add up to the total, to the last
penny or watt-hour. Every method says who hit a cap and who got an odd unit, so
that a page can tell each person why their share is what it is.

The largest-remainder method is not house-monotone: one unit more to share may
cost somebody a unit. Do not share an old period again because a new one is larger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal, NamedTuple

Method = Literal["largest_remainder", "telescoping", "fixed", "hybrid", "cascade", "equal_refill", "first_come"]

#: Coefficients of `fixed` and `hybrid` are whole parts of this.
ONE = 1_000_000


class ApportionError(ValueError):
    """Something that cannot be shared as asked. `code` is stable; `field` names the argument to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


class Reason(NamedTuple):
    """Why the shares are what they are.

    | code | numbers |
    |---|---|
    | NOTHING_TO_SHARE | () |
    | NOBODY_TO_SHARE_WITH | (): no rows, or nobody with a weight |
    | HIT_CAP | (row, its cap) |
    | ODD_UNIT | (row,): one unit more than the whole part of the exact share |
    """

    code: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shares:
    """One amount for each row, in the order of the rows; `unshared` is what nobody could take."""

    amounts: tuple[int, ...]
    unshared: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Claims:
    """The question, once it is sure that it can be answered."""

    total: int
    weights: list[int]
    ids: Sequence[Any]
    caps: list[int | None]
    tolerances: list[int]
    priority: Sequence[Any]
    order: list[int]


def apportion(
    total: int,
    weights: Sequence[int | Fraction],
    *,
    ids: Sequence[Any] | None = None,
    method: Method = "largest_remainder",
    caps: Sequence[int | None] | None = None,
    tolerances: Sequence[int] | None = None,
    priority: Sequence[Any] | None = None,
    rotation: int = 0,
) -> Shares:
    """Share `total` among the rows by one of seven methods.

    | method | rule |
    |---|---|
    | largest_remainder | the whole part of the exact share; odd units to the largest remainders, ties by id; no caps |
    | telescoping | differences of rounded running sums: one pass, each within one unit of the exact share |
    | fixed | coefficients in parts per million of the total, then at most the cap |
    | hybrid | fixed, then what is left in proportion to what each still lacks |
    | cascade | classes of `priority`, smallest first; in proportion inside a class; a cap left out is the weight |
    | equal_refill | equal slices; who is full leaves, and their rest is sliced again; weights are not used |
    | first_come | rows in the order of commitment take what they wanted (the weight), then `tolerances` likewise |

    `ids` break ties; left out, the place of the row does. `rotation` shifts the row that odd units start from where
    their order matters: derive it from the number of the period, and over time they favour nobody. A row of weight 0
    takes no part. A loss is shared as its absolute value: the caller negates.

    Raises ApportionError with a code and the field for a negative, inexact or over-long argument, rows that do not
    match, ids that repeat, coefficients above one, and an argument the method does not take.

    Source: largest remainder after Hamilton (Balinski & Young, Fair Representation, 1982); telescoping and the keys
    of shared energy as in docs/explanation/sharing.md; first come as in foodsoft's order_article.

    >>> apportion(100, [1, 1, 1]).amounts
    (34, 33, 33)
    >>> apportion(4, [3, 1, 1], method="first_come", tolerances=[2, 3, 0]).amounts
    (3, 1, 0)
    >>> apportion(100, [80, 40, 20], caps=[80, 40, 20], method="equal_refill").amounts
    (40, 40, 20)
    """
    claims = _read(total, weights, ids, method, caps, tolerances, priority, rotation)
    if total == 0:
        return Shares((0,) * len(weights), 0, (Reason("NOTHING_TO_SHARE"),))
    reasons: list[Reason] = []
    amounts = _METHODS[method](claims, reasons)
    if not any(claims.weights) and not any(amounts):
        reasons.append(Reason("NOBODY_TO_SHARE_WITH"))
    return Shares(tuple(amounts), total - sum(amounts), tuple(reasons))


def _largest_remainder(claims: _Claims, reasons: list[Reason]) -> list[int]:
    whole = sum(claims.weights)
    if not whole:
        return [0] * len(claims.weights)
    amounts = [weight * claims.total // whole for weight in claims.weights]
    odd = claims.total - sum(amounts)
    ranks = _ranks(claims.ids)
    by_remainder = sorted(
        range(len(amounts)), key=lambda row: (-(claims.weights[row] * claims.total % whole), ranks[row])
    )
    for row in by_remainder[:odd]:
        amounts[row] += 1
        reasons.append(Reason("ODD_UNIT", (row,)))
    return amounts


def _telescoping(claims: _Claims, reasons: list[Reason]) -> list[int]:
    return _in_proportion(claims.total, claims.weights, claims.caps, claims.order, reasons)


def _fixed(claims: _Claims, reasons: list[Reason]) -> list[int]:
    entitled = _running(claims.total, claims.weights, ONE, claims.order, reasons)
    return _capped(entitled, claims.caps, reasons)


def _hybrid(claims: _Claims, reasons: list[Reason]) -> list[int]:
    first = _capped(_running(claims.total, claims.weights, ONE, claims.order, []), claims.caps, [])
    lacks = [
        cap - amount if weight and cap is not None else 0
        for cap, amount, weight in zip(claims.caps, first, claims.weights, strict=True)
    ]
    more = _in_proportion(claims.total - sum(first), lacks, lacks, claims.order, [])
    amounts = [amount + added for amount, added in zip(first, more, strict=True)]
    return _capped(amounts, claims.caps, reasons)


def _cascade(claims: _Claims, reasons: list[Reason]) -> list[int]:
    amounts = [0] * len(claims.weights)
    left = claims.total
    for rank in sorted(set(claims.priority)):
        order = [row for row in claims.order if claims.priority[row] == rank]
        for row, amount in enumerate(_in_proportion(left, claims.weights, claims.caps, order, reasons)):
            amounts[row] += amount
        left = claims.total - sum(amounts)
    return amounts


def _equal_refill(claims: _Claims, reasons: list[Reason]) -> list[int]:
    level, odd = _level(claims.total, claims.caps)
    amounts = [level if cap is None else min(cap, level) for cap in claims.caps]
    for row in claims.order:
        cap = claims.caps[row]
        if odd and (cap is None or cap > level):
            amounts[row] += 1
            odd -= 1
            reasons.append(Reason("ODD_UNIT", (row,)))
    return _capped(amounts, claims.caps, reasons)


def _first_come(claims: _Claims, reasons: list[Reason]) -> list[int]:
    amounts = [0] * len(claims.weights)
    left = claims.total
    for wished in (claims.weights, claims.tolerances):
        for row, wish in enumerate(wished):
            cap = claims.caps[row]
            room = left if cap is None else min(left, cap - amounts[row])
            taken = min(wish, room)
            amounts[row] += taken
            left -= taken
    return _capped(amounts, claims.caps, reasons)


_METHODS: dict[Method, Callable[[_Claims, list[Reason]], list[int]]] = {
    "largest_remainder": _largest_remainder,
    "telescoping": _telescoping,
    "fixed": _fixed,
    "hybrid": _hybrid,
    "cascade": _cascade,
    "equal_refill": _equal_refill,
    "first_come": _first_come,
}


def _running(total: int, weights: Sequence[int], whole: int, order: Sequence[int], reasons: list[Reason]) -> list[int]:
    """Differences of rounded running sums: each is its exact share, rounded down or up."""
    amounts = [0] * len(weights)
    before = passed = 0
    for row in order:
        passed += weights[row]
        reached = passed * total // whole
        amounts[row] = reached - before
        before = reached
        if amounts[row] > weights[row] * total // whole:
            reasons.append(Reason("ODD_UNIT", (row,)))
    return amounts


def _in_proportion(
    total: int, weights: Sequence[int], caps: Sequence[int | None], order: Sequence[int], reasons: list[Reason]
) -> list[int]:
    """In proportion to the weights, never above a cap: whoever would pass theirs is filled first."""
    amounts = [0] * len(weights)
    left, whole, sharing = total, sum(weights[row] for row in order), set(order)
    cups = [(Fraction(cap, weights[row]), row, cap) for row in order if weights[row] and (cap := caps[row]) is not None]
    for _, row, cap in sorted(cups):
        if cap * whole > left * weights[row]:
            break
        amounts[row] = cap
        left -= cap
        whole -= weights[row]
        sharing.remove(row)
        reasons.append(Reason("HIT_CAP", (row, cap)))
    if whole:
        rest = _running(left, weights, whole, [row for row in order if row in sharing], reasons)
        amounts = [amount + more for amount, more in zip(amounts, rest, strict=True)]
    return amounts


def _capped(amounts: Sequence[int], caps: Sequence[int | None], reasons: list[Reason]) -> list[int]:
    """At most the cap; whoever is at it is named."""
    kept = []
    for row, (amount, cap) in enumerate(zip(amounts, caps, strict=True)):
        if cap is not None and amount >= cap:
            reasons.append(Reason("HIT_CAP", (row, cap)))
        kept.append(amount if cap is None else min(amount, cap))
    return kept


def _level(total: int, caps: Sequence[int | None]) -> tuple[int, int]:
    """How high equal slices rise before the next would not go round, and how many units are then left over."""
    left, open_rows, level = total, len(caps), 0
    for cap in sorted(cap for cap in caps if cap is not None):
        if (cap - level) * open_rows > left:
            break
        left -= (cap - level) * open_rows
        level = cap
        open_rows -= 1
    if not open_rows:
        return level, 0
    return level + left // open_rows, left % open_rows


def _read(
    total: Any,
    weights: Sequence[Any],
    ids: Sequence[Any] | None,
    method: Any,
    caps: Sequence[Any] | None,
    tolerances: Sequence[Any] | None,
    priority: Sequence[Any] | None,
    rotation: Any,
) -> _Claims:
    rows = len(weights)
    if method not in _METHODS:
        raise ApportionError(
            "UNKNOWN_METHOD", "method", f"There is no method {method!r}. Choose one of {', '.join(_METHODS)}."
        )
    for field, given in (("ids", ids), ("caps", caps), ("tolerances", tolerances), ("priority", priority)):
        if given is not None and len(given) != rows:
            raise ApportionError("WRONG_LENGTH", field, f"There are {rows} rows, and {len(given)} in {field}.")
    _takes(method, caps, tolerances, priority)
    _whole("total", total)
    if type(rotation) is not int:
        raise ApportionError("NOT_WHOLE", "rotation", f"A rotation is a whole number, not {rotation!r}.")
    exact = _weights(weights, method)
    for field, numbers in (("caps", caps or ()), ("tolerances", tolerances or ())):
        for row, number in enumerate(numbers):
            if number is not None or field == "tolerances":
                _whole(field, number, row)
    if ids is not None and len(set(ids)) < rows:
        raise ApportionError("IDS_REPEAT", "ids", "Two rows have the same id: ties could not be broken fairly.")
    start = rotation % rows if rows else 0
    own = list(range(rows))
    return _Claims(
        total,
        exact,
        ids if ids is not None else own,
        list(caps) if caps is not None else _no_caps(exact, weights, method),
        list(tolerances or [0] * rows),
        priority if priority is not None else own,
        own[start:] + own[:start],
    )


def _takes(method: str, caps: object, tolerances: object, priority: object) -> None:
    """Refuse an argument the method would not look at, and miss one it needs."""
    if caps is not None and method == "largest_remainder":
        raise ApportionError("NOT_TAKEN", "caps", "The largest-remainder method takes no caps: use telescoping.")
    if caps is None and method == "hybrid":
        raise ApportionError(
            "NEEDED", "caps", "Say how much each row can take: the rest is shared by what each still lacks."
        )
    if tolerances is not None and method != "first_come":
        raise ApportionError("NOT_TAKEN", "tolerances", "Only first_come takes tolerances.")
    if (priority is None) is (method == "cascade"):
        raise ApportionError(
            "NEEDED" if priority is None else "NOT_TAKEN",
            "priority",
            "A cascade, and only a cascade, goes by priority.",
        )


def _no_caps(exact: list[int], weights: Sequence[Any], method: str) -> list[int | None]:
    """A cascade serves what each class asks for before the next: its caps are what is asked."""
    if method != "cascade":
        return [None] * len(exact)
    if exact != list(weights):
        raise ApportionError("NEEDED", "caps", "Weights with fractions are no amounts: say how much each row can take.")
    return list(exact)


def _weights(weights: Sequence[Any], method: str) -> list[int]:
    """The weights as whole numbers in the same proportion."""
    for row, weight in enumerate(weights):
        if type(weight) is not Fraction or method in ("fixed", "hybrid", "first_come"):
            _whole("weights", weight, row)
        elif weight < 0:
            raise ApportionError("NEGATIVE", "weights", f"Row {row} has a weight below nothing: {weight}.")
    if method in ("fixed", "hybrid") and sum(weights) > ONE:
        raise ApportionError(
            "ABOVE_ONE", "weights", f"The coefficients add up to {sum(weights)} parts per million, more than all."
        )
    scale = lcm(*(weight.denominator for weight in weights)) if weights else 1
    return [int(weight * scale) for weight in weights]


def _whole(field: str, number: Any, row: int | None = None) -> None:
    place = field if row is None else f"Row {row} of {field}"
    if type(number) is not int:
        raise ApportionError("NOT_WHOLE", field, f"{place} is a whole number of smallest parts, not {number!r}.")
    if number < 0:
        raise ApportionError(
            "NEGATIVE", field, f"{place} is below nothing: {number}. Share the amount and negate the shares."
        )


def _ranks(ids: Sequence[Any]) -> list[int]:
    """The place of each row when the ids stand in order."""
    try:
        in_order = sorted(range(len(ids)), key=lambda row: ids[row])
    except TypeError:
        raise ApportionError("IDS_MIX", "ids", "Ids of one kind can be put in order; these are of several.") from None
    ranks = [0] * len(ids)
    for rank, row in enumerate(in_order):
        ranks[row] = rank
    return ranks
