"""Days as chats and e-mails write them; a day that cannot be read or is still to come is today."""

import re
from datetime import date
from email.utils import parsedate_to_datetime

#: The beginnings of the months in the languages mail programs write headers in.
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan ene", "feb fév", "mar mär mrt maa", "apr avr abr", "may mai mei", "jun juin", "jul juil",
            "aug aoû ago", "sep", "oct okt", "nov", "dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.? (?:de )?([^\W\d_]{3,12})\.? (?:de )?(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2}),? (\d{4})\b")
_FIGURES = re.compile(r"\b(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})\b")


def of_figures(a: int, b: int, c: int | None, today: date, *, month_first: bool = False) -> date:
    """A day written in figures; without a year it is the last such day.

    >>> of_figures(12, 11, 26, date(2026, 11, 16)).isoformat()
    '2026-11-12'
    >>> of_figures(24, 12, None, date(2026, 11, 16)).isoformat()
    '2025-12-24'
    """
    if a > 31:
        return _day(a, b, c or 0, today)
    month, day = (a, b) if month_first else (b, a)
    if c is None:
        found = _day(today.year, month, day, today, latest=date.max)
        return found if found <= today else _day(today.year - 1, month, day, today)
    return _day(c + 2000 if c < 100 else c, month, day, today)


def of_header(text: str, today: date) -> date:
    """The day in the header of an e-mail, as programs and people write it.

    >>> [of_header(said, date(2026, 11, 20)).day for said in
    ...  ("Tue, 10 Nov 2026 09:14:00 +0000", "Montag, 16. November 2026 10:12", "Nov 12, 2026 at 10:12 AM", "soon")]
    [10, 16, 12, 20]
    """
    try:
        return min(parsedate_to_datetime(text).date(), today)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    if found := _DAY_FIRST.search(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]), today)
    if found := _MONTH_FIRST.search(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]), today)
    if found := _FIGURES.search(text):
        return of_figures(int(found[1]), int(found[2]), int(found[3]), today)
    return today


def _month(name: str) -> int:
    name = name.casefold()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3], 0)


def _day(year: int, month: int, day: int, today: date, latest: date | None = None) -> date:
    try:
        return min(date(year, month, day), latest or today)
    except ValueError:
        return today
