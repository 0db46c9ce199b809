"""What a cell of a list says: a number, a day, how long it took. Nothing is guessed: what can mean two things is said.

Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from coproduce.core.quantity import HOURS, QuantityError

#: What a bare number of time may count, in minutes.
TIMES = {"hours": Fraction(60), "minutes": Fraction(1), "seconds": Fraction(1, 60)}

_NUMBER = re.compile(r"[+−-]?\d{1,15}(?:[.,]\d{1,15})?")
_TWO_MEANINGS = re.compile(r"[+−-]?[1-9]\d{0,2},\d{3}")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is read against: the community, its day and its time zone."""

    community_id: int
    today: date
    time_zone: str
    dates: str = "iso"
    #: What bare numbers of time count: a key of `TIMES`, or nothing, and each cell says it.
    time: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)


class UnreadableError(ValueError):
    """A cell that cannot be read as what its field holds."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def whole_number(name: str, text: str) -> int | None:
    """A whole number as spreadsheets write them, `20.0` and `1,000` too; None when the cell is empty.

    >>> whole_number("held", "20.0"), whole_number("held", "1,000"), whole_number("held", " ")
    (20, 1000, None)
    >>> whole_number("held", "3,5")
    Traceback (most recent call last):
    coproduce.community.base.cells.UnreadableError: “3,5” is not a whole number.
    """
    if not text.strip():
        return None
    said = _WHOLE.fullmatch(text.strip())
    if said is None:
        raise UnreadableError(name, f"“{text[:40]}” is not a whole number.")
    return int(re.sub(r"[,\s]", "", said[1]))


#: What stands between every three figures and nowhere else: 3,5 is three and a half where people write it so.
_WHOLE = re.compile(r"([+-]?(?:\d{1,3}(?:[,\s]\d{3})+|\d{1,30}))(?:\.0+)?")


@lru_cache(maxsize=4096)
def minutes(name: str, text: str, counted_in: str = "") -> int:
    """Whole minutes of `1 h 30`, `1:30`, `45 min`, or of a bare number counted in hours, minutes or seconds.

    >>> minutes("time", "1,5", "hours"), minutes("time", "5400", "seconds"), minutes("time", "-1:30")
    (90, 90, -90)
    """
    if not text:
        raise UnreadableError(name, "The time is missing.")
    if not _NUMBER.fullmatch(text):
        if ":" in text and counted_in in ("minutes", "seconds"):
            raise UnreadableError(name, f"“{text[:40]}” stands in a column of {counted_in}.")
        try:
            return HOURS.parse(text).minor
        except QuantityError as fault:
            raise UnreadableError(name, str(fault)) from None
    if not counted_in:
        raise UnreadableError(name, f"“{text}” does not say of what: hours, minutes or seconds.")
    if _TWO_MEANINGS.fullmatch(text):
        raise UnreadableError(name, f"“{text}” could be a thousand or a part of one.")
    exact = Fraction(text.replace(",", ".").replace("−", "-")) * TIMES[counted_in]
    if exact.denominator != 1:
        raise UnreadableError(name, f"“{text}” {counted_in} are not whole minutes.")
    return exact.numerator


def day(name: str, text: str, setting: Setting) -> date:
    """The day a cell names, in the community's own time zone; today when it is empty."""
    if not text:
        return setting.today
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _written_day(name, text, setting.dates)
    return (moment.astimezone(ZoneInfo(setting.time_zone)) if moment.tzinfo else moment).date()


def _written_day(name: str, text: str, order: str) -> date:
    parts = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
    if parts and order != "iso":
        one, two, year = (int(part) for part in parts.groups())
        try:
            return date(year, two, one) if order == "dmy" else date(year, one, two)
        except ValueError:
            raise UnreadableError(name, f"“{text}” is not a day of any month.") from None
    raise UnreadableError(name, f"“{text[:40]}” is not a day.")


def in_words(code: str) -> str:
    """A name that was made for a machine, in words: `printedFaceShields` is “printed face shields”."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", code).replace("_", " ")
    return spaced.lower() if spaced != code else code
