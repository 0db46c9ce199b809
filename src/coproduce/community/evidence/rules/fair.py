"""By what people are told apart to see whether it is fair, and how deprived an area is said to be. Pure."""

import csv
from collections.abc import Iterable

from coproduce.core.refusal import Refusal
from coproduce.core.stats.figure import NOT_SAID

#: The table of areas, which is kept beside the words of a report.
AREAS = "areas"

#: A need is met in time within so many days; a week with more hours than this is much to carry.
WAIT_DAYS, MOST_HOURS = 30, 10

#: What stood in the way of whoever said no, where it is for the community to change: getting there and the hour, and
#: whether somebody thinks they could.
OURS_TO_CHANGE = frozenset({"getting there", "unsure"})

#: Tenths of all areas of a country by a public table, the most deprived first, put together.
MOST_DEPRIVED, MIDDLE, LEAST_DEPRIVED = "most deprived 3 of 10", "middle 4 of 10", "least deprived 3 of 10"
BANDS = (MOST_DEPRIVED, MIDDLE, LEAST_DEPRIVED, NOT_SAID)

MOST_AREAS = 60


def band_of(decile: int | None) -> str:
    """In which part an area of this tenth is; not said where it is not known.

    >>> band_of(1), band_of(5), band_of(None)
    ('most deprived 3 of 10', 'middle 4 of 10', 'not said')
    """
    if decile is None:
        return NOT_SAID
    return MOST_DEPRIVED if decile <= 3 else MIDDLE if decile <= 7 else LEAST_DEPRIVED


def read_areas(text: str) -> dict[str, int] | Refusal:
    """Which part of town is in which tenth, 1 the most deprived: a CSV of `area,decile`, its head first.

    >>> read_areas("area,decile\\nMill Lane,2\\nChapel Street,9")
    {'Mill Lane': 2, 'Chapel Street': 9}
    >>> read_areas("area,decile\\nMill Lane,11").code
    'UNREADABLE'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return {}
    if [head.strip().lower() for head in lines[0].split(",")] != ["area", "decile"] or len(lines) > MOST_AREAS + 1:
        return Refusal("UNREADABLE", "Begin with the line area,decile, and a line for each part of town.", "words")
    found: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        area, _, decile = (part.strip().strip('"') for part in line.rpartition(","))
        if not area or area in found or not decile.isdecimal() or not 1 <= int(decile) <= 10:
            said = {"line": str(number)}
            return Refusal(
                "UNREADABLE", "Line %(line)s: write a part of town once, and its tenth from 1 to 10.", "words", said
            )
        found[area] = int(decile)
    return found


def by_code(text: str, published: Iterable[str]) -> str | Refusal:
    """The table `area,decile` from one of `area,code` and the table of areas as a country publishes it.

    Of the published one, the first column that says code or zone is read, and the first that says decile of the whole
    index: IMD, SIMD, WIMD, or multiple deprivation. Codes of one year may lack in the table of another.

    >>> by_code("area,code\nMill Lane,E01000001", ["lsoa21_code,IMD_decile,Income_decile", "E01000001,8,10"])
    'area,decile\nMill Lane,8'
    >>> by_code("area,code\nMill Lane,E01000009", ["lsoa21_code,IMD_decile", "E01000001,8"]).field
    'words'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if [head.strip().lower() for head in (lines or [""])[0].split(",")] != ["area", "code"]:
        return Refusal(
            "UNREADABLE", "Beside a file, begin with the line area,code, and give each part a code.", "words"
        )
    rows = csv.reader(published)
    heads = [head.strip().lower() for head in next(rows, [])]
    code = next((place for place, head in enumerate(heads) if "code" in head or "zone" in head), None)
    tenth = next((place for place, head in enumerate(heads) if "decile" in head and any(
        index in head for index in ("imd", "multiple deprivation"))), None)  # fmt: skip
    if code is None or tenth is None:
        return Refusal(
            "UNREADABLE", "The file’s first line names no code of an area, or no decile of the index.", "file"
        )
    found = {row[code].strip(): row[tenth].strip().removesuffix(".0") for row in rows if len(row) > max(code, tenth)}
    told = ["area,decile"]
    for line in lines[1:]:
        area, _, called = (part.strip() for part in line.rpartition(","))
        if called not in found:
            said = {"code": called[:40]}
            return Refusal(
                "NOT_FOUND", "The file has no area %(code)s: a code of one year may lack in another’s table.", "words",
                said,
            )  # fmt: skip
        told.append(f"{area},{found[called]}")
    return "\n".join(told)
