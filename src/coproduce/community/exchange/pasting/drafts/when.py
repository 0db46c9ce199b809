"""When it suits, where the words say so: parts of the week for what comes again, single days for what does not.

What the words rule out ("any day but Thursday") is left to people.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from coproduce.core.week import PARTS, week_of

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {name[:3]: number for number, name in enumerate(_DAYS)} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_GROUPS = {"weekday": range(5), "weekend": range(5, 7)}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_PART = r"(?: (?P<part>morning|afternoon|evening|night|lunchtime)(?P<parts>s)?)?"
_NAMED = re.compile(
    rf"\b(?P<before>every |each |on |this |next )?(?P<day>{'|'.join(_DAYS)}|tues?|weds?|thurs?|thu|fri|sat|sun|mon"
    rf"|weekday|weekend)(?P<many>s)?\b{_PART}\b",
    re.IGNORECASE,
)
_NEAR = re.compile(rf"\b(?P<day>today|tonight|tomorrow)\b{_PART}", re.IGNORECASE)
_OF_MONTH = re.compile(
    r"\b(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<m>[a-z]{3,9})\b"
    r"|(?P<m2>[a-z]{3,9}) (?P<d2>\d{1,2})(?:st|nd|rd|th)?\b)",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(
    r"\b(?:but|except|not|never|can't|cannot|apart from|bar|excluding)\b(?: \w{1,12}){0,3} ?$", re.IGNORECASE
)


def when(words: str, said_on: date) -> tuple[int, tuple[date, ...]]:
    """The parts of the week (`core.week`) and the single days from the day it was said.

    >>> from coproduce.core.week import times_of
    >>> week, days = when("a lift on Tuesday morning", date(2026, 11, 12))
    >>> times_of(week), [day.isoformat() for day in days]
    (((1, 'morning'),), ['2026-11-17'])
    >>> week, days = when("I could help on Wednesday evenings", date(2026, 11, 12))
    >>> times_of(week), days
    (((2, 'evening'),), ())
    >>> when("any day but Thursday", date(2026, 11, 12))
    (0, ())
    """
    times: set[tuple[int, str]] = set()
    days: set[date] = set()
    for found in _NAMED.finditer(words):
        if _RULED_OUT.search(words[max(0, found.start() - 40) : found.start()]):
            return 0, ()
        if _is_bare_short(found):
            continue
        wanted = _weekdays(found["day"].casefold())
        times |= {(day, part) for day in wanted for part in _parts(found["part"])}
        is_again = found["many"] or found["parts"] or (found["before"] or "").casefold() in ("every ", "each ")
        if not is_again and found["day"].casefold() != "weekday":
            days |= {_next(day, said_on) for day in wanted}
    for day, part in _dates(words, said_on):
        days.add(day)
        if part:
            times.add((day.weekday(), part))
    return week_of(times), tuple(sorted(days))[:31]


def _is_bare_short(found: re.Match[str]) -> bool:
    """“Sun”, “sat” and “mon” are other words too, unless written like a day."""
    return len(found["day"]) < 5 and not (found["before"] or found["part"]) and not found["day"].istitle()


def _weekdays(name: str) -> tuple[int, ...]:
    if name in _GROUPS:
        return tuple(_GROUPS[name])
    return (_DAYS.index(name),) if name in _DAYS else (_SHORT.get(name, _SHORT.get(name[:3], 0)),)


def _parts(said: str | None) -> tuple[str, ...]:
    if said is None:
        return PARTS
    return ({"night": "evening", "lunchtime": "afternoon"}.get(said.casefold(), said.casefold()),)


def _next(weekday: int, said_on: date) -> date:
    """The first such day after the one it was said on."""
    return said_on + timedelta(days=(weekday - said_on.weekday() - 1) % 7 + 1)


def _dates(words: str, said_on: date) -> Iterator[tuple[date, str]]:
    for near in _NEAR.finditer(words):
        name = near["day"].casefold()
        part = "evening" if name == "tonight" else (_parts(near["part"])[0] if near["part"] else "")
        yield said_on + timedelta(days=name == "tomorrow"), part
    for found in _OF_MONTH.finditer(words):
        name = (found["m"] or found["m2"]).casefold()[:3]
        if name not in _MONTHS:
            continue
        for year in (said_on.year, said_on.year + 1):
            try:
                day = date(year, _MONTHS.index(name) + 1, int(found["d"] or found["d2"]))
            except ValueError:
                break
            if day >= said_on:
                yield day, ""
                break
