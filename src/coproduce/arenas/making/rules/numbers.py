"""Quantities as people write them in a list of parts: exact, and never with a unit hidden in the number."""

import re
from decimal import Decimal
from fractions import Fraction

from coproduce.arenas.making.rules.faults import MakingError

#: A number as it may be said: whole, exact, or written out.
Number = int | Fraction | Decimal | str
#: What is measured and not counted: a float there stands for what it is written as.
Measure = Number | float
_MEASURED = ("_mm", "_g")

_WRITTEN = re.compile(r"\d{1,15}(\.\d{1,9}|/0*[1-9]\d{0,14})?", re.ASCII)


def exact(said: Measure, field: str) -> Fraction:
    """The number itself, or MakingError with what to write instead: nothing is guessed. A float is refused wherever
    something is counted; a length and a weight may be one.

    >>> exact("2.5", "quantity"), exact("1/3", "quantity"), exact(36, "quantity")
    (Fraction(5, 2), Fraction(1, 3), Fraction(36, 1))
    >>> exact(12.1, "box_mm")
    Fraction(121, 10)
    >>> exact("2 pcs", "quantity")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    coproduce.arenas.making.rules.faults.MakingError: The quantity “2 pcs” is not a number: write 2, 2.5 or 1/2, ...
    """
    if type(said) is Fraction:
        return said
    if isinstance(said, float) and field.endswith(_MEASURED):
        said = repr(said)
    if isinstance(said, (int, Fraction)) and not isinstance(said, bool):
        return Fraction(said)
    if isinstance(said, Decimal) and said.is_finite() and abs(said.adjusted()) <= 15:
        return Fraction(said)
    if isinstance(said, str) and _WRITTEN.fullmatch(said.strip()):
        return Fraction(said.strip())
    name = field.rpartition("_")[0].replace("_", " ") or field
    raise MakingError(
        "NOT_A_NUMBER", field, f"The {name} “{said}” is not a number: write 2, 2.5 or 1/2, and the unit by itself."
    )


def positive(said: Measure, field: str) -> Fraction:
    """The same, and more than nothing."""
    number = exact(said, field)
    if number.numerator <= 0:
        raise MakingError("NOT_POSITIVE", field, f"A {field} of {number} is none: write more than 0, or leave it out.")
    return number


def not_negative(said: Measure, field: str) -> Fraction:
    """The same, and nothing or more."""
    number = exact(said, field)
    if number < 0:
        raise MakingError("NEGATIVE", field, f"{field} is {number}: write 0 or more.")
    return number


def how_many(said: Number) -> Fraction | int:
    """A quantity, more than nothing; whole numbers stay so, which are quicker by far where there are many."""
    if type(said) is int and said > 0:
        return said
    number = positive(said, "quantity")
    return number.numerator if number.denominator == 1 else number
