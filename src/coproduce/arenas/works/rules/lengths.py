"""Lengths as people write them, kept in whole millimetres: one unit a sheet, or nothing of it is read."""

import re
from collections.abc import Iterable
from fractions import Fraction

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.core.obligation import half_up

#: Millimetres in one of each.
UNITS = {"m": Fraction(1000), "ft": Fraction(3048, 10), "mm": Fraction(1), "in": Fraction(254, 10)}
LONGEST_MM = 100_000_000

_LENGTH = re.compile(r"\s*([-−+]?\d{1,9}(?:[.,]\d{1,6})?)\s*(mm|m|ft|in)?\s*", re.ASCII | re.IGNORECASE)


def millimetres(texts: Iterable[str], unit: str = "") -> tuple[int, ...]:
    """Every length in whole millimetres. `unit` is the sheet's own; one that says another is refused, and so are two.

    >>> millimetres(["12.5", "0"], "m"), millimetres(["10 ft", "5.5 ft"])
    ((12500, 0), (3048, 1676))
    >>> millimetres(["12.5 m", "10 ft"])
    Traceback (most recent call last):
    coproduce.arenas.works.rules.faults.WorksError: Row 2 is in ft and what stands before in m: write all in one unit.
    """
    if unit and unit not in UNITS:
        raise WorksError("UNKNOWN_UNIT", "unit", f"{unit} is no unit of a sheet: write m, ft, mm or in.")
    found = []
    for row, text in enumerate(texts, start=1):
        read = _LENGTH.fullmatch(text)
        if read is None:
            raise WorksError(
                "NOT_A_LENGTH", f"row {row}", f"Row {row}: “{text[:40]}” is no length. Write it like 12.5."
            )
        said = (read[2] or "").lower()
        if said and unit and said != unit:
            raise WorksError(
                "MIXED_UNITS",
                f"row {row}",
                f"Row {row} is in {said} and what stands before in {unit}: write all in one unit.",
            )
        unit = unit or said
        found.append(Fraction(read[1].replace(",", ".").replace("−", "-")))
    if not unit and found:
        raise WorksError("MIXED_UNITS", "unit", "Say what is measured in: m or ft.")
    lengths = tuple(half_up(number * UNITS[unit]) for number in found)
    for row, length in enumerate(lengths, start=1):
        if abs(length) > LONGEST_MM:
            raise WorksError("TOO_LARGE", f"row {row}", f"Row {row}: no lane is {length // 1_000_000} km long.")
    return lengths
