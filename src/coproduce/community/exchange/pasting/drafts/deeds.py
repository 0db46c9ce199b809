"""Help that was given, as people tell it: who, whom, how long, and what. All four, or it stays plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coproduce.community.exchange.categories.kinds import Kind
from coproduce.community.exchange.pasting.drafts.found import Why
from coproduce.community.exchange.pasting.drafts.what import Category, what
from coproduce.community.exchange.pasting.drafts.whose import People

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER = rf"(?P<n>\d{{1,2}}(?:[.,]\d)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_HOURS = re.compile(
    rf"\b(?:(?P<half>half an hour)|{_NUMBER} ?(?:hours?|hrs?|h)(?P<and> and a (?:half|quarter))?"
    r"(?: (?:and )?(?P<m>\d{1,2}) ?(?:minutes|mins?|m)?\b)?|(?P<only>\d{1,3}) ?(?:minutes|mins?))\b",
    re.IGNORECASE,
)
_DID = (
    r"(?:gave|took|drove|helped|did|mended|fixed|mowed|walked|fed|cooked|baked|cleaned|painted|taught|sat|read|shopped"
    r"|weeded|dug|visited|spent|minded|looked after|showed|sewed|ironed|carried|moved|built|repaired|cut|made|went)"
)
_I_DID = re.compile(rf"\bI(?:'ve| have)? (?:\w{{1,12}} ){{0,2}}?{_DID}\b|^{_DID}\b", re.IGNORECASE)
_DID_FOR_ME = re.compile(rf"\b(?:has |have |'s )?(?:\w{{1,12}} ){{0,2}}?{_DID}\b.{{0,60}}\b(?:me|my|us|our)\b", re.I)
_THANKS_TO = re.compile(r"\b(?:thanks|thank you|thankyou|ta|cheers)\b.{0,60}\bfor\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|would|could|can|going to|tomorrow|next|anyone|anybody|need|if)\b|\?", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Deed:
    """Help between the one who says so and `other`; `gave` is whether the one who says so gave it."""

    other: str
    gave: bool
    minutes: int
    category: str
    done_on: date
    why: Why


def read(words: str, member: str | None, people: People, kinds: Sequence[Kind], said_on: date) -> Deed | None:
    """The help these words tell of, or None where one of its parts is missing or could mean something else."""
    time = _HOURS.search(words)
    others = people.spoken_of(words) - {member}
    if member is None or time is None or len(others) != 1 or _TO_COME.search(words):
        return None
    gave, got = _I_DID.search(words), _THANKS_TO.search(words) or _DID_FOR_ME.search(words)
    if bool(gave) == bool(got):
        return None
    told = gave or got
    assert told is not None
    kind = what(words, told.start(), told.start(), "", kinds)
    if not isinstance(kind, Category):
        return None
    template = (
        "“%(said)s” says that they gave help, and “%(time)s” how long."
        if gave
        else "“%(said)s” says that they were helped, and “%(time)s” how long."
    )
    return Deed(
        next(iter(others)), bool(gave), minutes_said(time.group()), kind.code, _day(words, said_on),
        Why(template, {"said": told.group().strip(), "time": time.group()}),
    )  # fmt: skip


def minutes_said(words: str) -> int:
    """A time as people tell it, in whole minutes; 0 for none.

    >>> [minutes_said(said) for said in ("2 hours", "an hour and a half", "1.5 hrs", "1h 20", "half an hour", "45 min")]
    [120, 90, 90, 80, 30, 45]
    """
    found = _HOURS.search(words)
    if found is None:
        return 0
    if found["half"]:
        return 30
    if found["only"]:
        return int(found["only"])
    number = found["n"].casefold().replace(",", ".")
    whole, _, tenths = number.partition(".")
    minutes = _NUMBERS.get(whole, 0) * 60 if whole in _NUMBERS else int(whole) * 60 + int(tenths or 0) * 6
    more = {" and a half": 30, " and a quarter": 15}.get((found["and"] or "").casefold(), 0)
    return minutes + more + int(found["m"] or 0)


def _day(words: str, said_on: date) -> date:
    """Yesterday, the last such day of the week, or the day it was said."""
    said = words.casefold()
    if "yesterday" in said:
        return said_on - timedelta(days=1)
    for number, name in enumerate(_DAYS):
        if re.search(rf"\b{name}\b", said):
            return said_on - timedelta(days=(said_on.weekday() - number) % 7)
    return said_on
