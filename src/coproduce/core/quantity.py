"""Exact quantities: a whole number of the smallest part of one unit.

Minutes, watt-hours, grams, pence, pieces. No float, ever: what people did for
each other is counted, not estimated. Units never mix; nothing converts by itself.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Style = Literal["hours", "symbol_first", "symbol_last"]

#: A number with at most this many digits is read; longer ones are refused unread.
LONGEST_NUMBER = 40


class QuantityError(ValueError):
    """A text or a number that is not a quantity of the unit asked for."""


class UnitMismatchError(QuantityError):
    """Two quantities of different units met in one sum or comparison."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted. `minor_per_major` smallest parts make one printed unit.

    One that is not convertible shares no entry of the ledger with another:
    hours never buy goods or money (house rule `benefits_safe`). One that is
    not transferable is recognised for whoever earned it, and never passed on.
    """

    code: str
    name: str
    symbol: str
    minor_per_major: int = 1
    style: Style = "symbol_last"
    is_convertible: bool = False
    is_transferable: bool = True

    def __post_init__(self) -> None:
        if not self.code or self.minor_per_major < 1:
            raise QuantityError("A unit has a code, and at least one smallest part to the unit.")

    def __call__(self, minor: int) -> "Quantity":
        """`HOURS(90)` is ninety minutes."""
        return Quantity(minor, self)

    def parse(self, text: str) -> "Quantity":
        """Read what a person wrote: `1 h 30`, `1:30`, `2.5 kWh`, `£3.20`, `45 min`.

        Raises QuantityError with a sentence when the text is not a quantity of
        this unit or has parts smaller than the smallest.
        """
        return Quantity(_parse(text, self), self)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A signed whole number of smallest parts of one unit.

    >>> HOURS.parse("1 h 30") + HOURS(15)
    Quantity('1 h 45')
    >>> str(KWH.parse("2.5 kWh")), str(unit_of_money("GBP").parse("£3.20"))
    ('2.5 kWh', '£3.20')
    """

    minor: int
    unit: Unit

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise QuantityError(
                f"A quantity is a whole number of {self.unit.code} parts; "
                f"{self.minor!r} is a {type(self.minor).__name__}."
            )

    def _same(self, other: object) -> int:
        if not isinstance(other, Quantity):
            raise UnitMismatchError(f"A quantity of {self.unit.code} does not mix with {other!r}.")
        if other.unit != self.unit:
            raise UnitMismatchError(f"{self.unit.code} and {other.unit.code} do not mix.")
        return other.minor

    def __add__(self, other: object) -> "Quantity":
        return Quantity(self.minor + self._same(other), self.unit)

    def __sub__(self, other: object) -> "Quantity":
        return Quantity(self.minor - self._same(other), self.unit)

    def __neg__(self) -> "Quantity":
        return Quantity(-self.minor, self.unit)

    def __abs__(self) -> "Quantity":
        return Quantity(abs(self.minor), self.unit)

    def __mul__(self, times: int) -> "Quantity":
        if type(times) is not int:
            raise QuantityError("A quantity is multiplied by a whole number; share it with `apportion`.")
        return Quantity(self.minor * times, self.unit)

    __rmul__ = __mul__

    def __lt__(self, other: object) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: object) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: object) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: object) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    @property
    def number(self) -> Decimal:
        """The number alone, as a table to save holds it: its heading says the unit. Hours stand there in minutes.

        >>> str(KWH(-1_250).number), str(unit_of_money("GBP")(360).number)
        ('-1.25', '3.60')
        """
        if self.unit.style == "hours":
            raise QuantityError("A table has no number for hours and minutes: write minutes.")
        major, rest = divmod(abs(self.minor), self.unit.minor_per_major)
        return Decimal(_decimal(major, rest, self.unit)).copy_sign(self.minor)

    def __str__(self) -> str:
        sign = "−" if self.minor < 0 else ""
        major, rest = divmod(abs(self.minor), self.unit.minor_per_major)
        if self.unit.style == "hours":
            return f"{sign}{major} {self.unit.symbol} {rest:02d}"
        number = _decimal(major, rest, self.unit)
        if self.unit.style == "symbol_first":
            return f"{sign}{self.unit.symbol}{number}"
        return f"{sign}{number} {self.unit.symbol}"

    def __repr__(self) -> str:
        return f"Quantity({str(self)!r})"


HOURS = Unit("hour", "hours", "h", 60, "hours")
KWH = Unit("kWh", "kilowatt-hours", "kWh", 1000, is_convertible=True)
KG = Unit("kg", "kilograms", "kg", 1000, is_convertible=True)
PIECES = Unit("piece", "pieces", "pieces", is_convertible=True)
#: Of a home owned together: issued for what was paid, and given back to whoever issued them.
SHARES = Unit("share", "shares", "shares", is_convertible=True, is_transferable=False)
#: A thank-you: counted so that it is not forgotten. It stands in no entry with anything else, and nobody passes it on.
THANKS = Unit("thanks", "thanks", "thanks", is_transferable=False)

#: ISO 4217 codes communities have used so far: symbol and smallest parts.
CURRENCIES = {
    "GBP": ("£", 100),
    "EUR": ("€", 100),
    "USD": ("$", 100),
    "BRL": ("R$", 100),
    "DKK": ("kr", 100),
    "SEK": ("kr", 100),
    "NOK": ("kr", 100),
    "CHF": ("Fr", 100),
    "PKR": ("Rs", 100),
    "INR": ("₹", 100),
    "JPY": ("¥", 1),
}


def unit_of_money(code: str) -> Unit:
    """The unit of a currency by its ISO 4217 code; a currency we do not know shows its code."""
    symbol, minor = CURRENCIES.get(code, (f"{code} ", 100))
    return Unit(code, code, symbol, minor, "symbol_first", is_convertible=True)


def read_quantity(text: str) -> Quantity:
    """Read a quantity that names its own unit: `1 h 30`, `2.5 kWh`, `£3.20`, `3 pieces`.

    Raises QuantityError when it names none we know, or a mark several share (`kr`): nothing is guessed.

    >>> read_quantity("45 min"), read_quantity("2,5 kWh")
    (Quantity('0 h 45'), Quantity('2.5 kWh'))
    """
    said = text.strip()
    if not re.search(r"[^\d\s.,+−-]", said):
        raise QuantityError(f"{said!r} does not say of what. Write it like “1 h 30” or “2.5 kWh”.")
    read = [
        quantity
        for unit in (HOURS, KWH, KG, PIECES, SHARES, *map(unit_of_money, CURRENCIES))
        if (quantity := _try(unit, said)) is not None
    ]
    if len(read) > 1:
        codes = ", ".join(quantity.unit.code for quantity in read)
        raise QuantityError(f"{said!r} could be any of {codes}. Write the code with the number.")
    if not read:
        raise QuantityError(f"{said!r} is not a quantity. Write it like “1 h 30” or “2.5 kWh”.")
    return read[0]


def _try(unit: Unit, said: str) -> Quantity | None:
    try:
        return unit.parse(said)
    except QuantityError:
        return None


def _decimal(major: int, rest: int, unit: Unit) -> str:
    """Money prints all its places, everything else only those it needs."""
    places = len(str(unit.minor_per_major)) - 1
    if not places:
        return str(major)
    fraction = f"{rest:0{places}d}"
    if unit.style != "symbol_first":
        fraction = fraction.rstrip("0")
    return f"{major}.{fraction}" if fraction else str(major)


_HOURS_MINUTES = re.compile(r"(\d+)\s*(?:h|:|hours?\b)\s*(?:(\d{1,2})\s*(?:m|min|mins|minutes?)?)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+)\s*(?:m|min|mins|minutes?)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def _parse(text: str, unit: Unit) -> int:
    said = text.strip()
    if len(said) > LONGEST_NUMBER:
        raise QuantityError(f"That is too long to be a number of {unit.name}.")
    sign, words = 1, said
    if words[:1] in "-−+" and words:
        sign = 1 if words[0] == "+" else -1
        words = words[1:].strip()
    if unit.style == "hours" and (minutes := _read_time(words)) is not None:
        return sign * minutes
    number = _without_symbol(words, unit)
    if not number.isascii() or not _NUMBER.fullmatch(number):
        raise QuantityError(f"{said!r} is not a number of {unit.name}. Write it like {_example(unit)}.")
    exact = Fraction(number.replace(",", ".")) * unit.minor_per_major
    if exact.denominator != 1:
        raise QuantityError(
            f"{said!r} has parts smaller than {unit.name} are counted in. Write it like {_example(unit)}."
        )
    return sign * exact.numerator


def _read_time(words: str) -> int | None:
    if not words.isascii():
        return None
    if found := _HOURS_MINUTES.fullmatch(words):
        hours, minutes = int(found[1]), int(found[2] or 0)
        if minutes > 59:
            raise QuantityError(f"{words!r} has more than 59 minutes after the hours. Write 2 h 15, or 135 min.")
        return hours * 60 + minutes
    if found := _MINUTES.fullmatch(words):
        return int(found[1])
    return None


def _without_symbol(words: str, unit: Unit) -> str:
    for mark in (unit.symbol.strip(), unit.code, unit.name, unit.name.removesuffix("s")):
        if mark and words.lower().startswith(mark.lower()):
            return words[len(mark) :].strip()
        if mark and words.lower().endswith(mark.lower()):
            return words[: -len(mark)].strip()
    return words


def _example(unit: Unit) -> str:
    return "“1 h 30”" if unit.style == "hours" else f"“{unit(5 * unit.minor_per_major // 2 or 1)}”"
