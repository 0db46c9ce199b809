"""What may be written down as looked at: rules without a database.

A certificate's contents are never kept: only what it is of, who gave it out, its number and its days.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

KINDS = ("check", "insurance", "training", "reference")

#: Levels of a check of records, from nothing upwards. A higher one stands for every lower one.
LEVELS = ("none", "basic", "standard", "enhanced")

#: So many days ahead the desk sees what runs out, and both are told.
SOON_DAYS = 60

#: On these days before something runs out, its owner and the desk are told.
TOLD_DAYS_BEFORE = (30, 7)

#: Longest words.
LONGEST = {"what": 80, "issuer": 120, "number": 60, "why": 300}


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody was shown, of what kind, from whom, with which number, and the days it counts for."""

    kind: str
    what: str
    issuer: str
    number: str
    seen_on: date
    until_on: date | None


def may_attest(seen: Seen, today: date) -> Refusal | None:
    """None when this can be written down as looked at, else what to mend.

    >>> first = date(2026, 11, 17)
    >>> may_attest(Seen("check", "enhanced", "DBS", "001", first, date(2029, 11, 17)), first) is None
    True
    >>> may_attest(Seen("check", "clean", "DBS", "", first, None), first).field
    'what'
    >>> may_attest(Seen("training", "First aid", "Red Cross", "", first, first), first).code
    'WRONG_DAYS'
    """
    if seen.kind not in KINDS:
        return Refusal("UNKNOWN_KIND", "Choose one of: %(kinds)s.", "kind", {"kinds": ", ".join(KINDS)})
    if seen.kind == "check" and seen.what not in LEVELS[1:]:
        return Refusal("UNKNOWN_LEVEL", "Choose one of: %(levels)s.", "what", {"levels": ", ".join(LEVELS[1:])})
    fault = (
        may_say(seen.what, "what", LONGEST["what"], "Say in a few words what was looked at.")
        or may_say(seen.issuer, "issuer", LONGEST["issuer"], "Say who gave it out.")
        or may_say(seen.number, "number", LONGEST["number"])
    )
    if fault:
        return fault
    if seen.seen_on > today:
        return Refusal("NOT_YET", "Write down what was looked at once it was.", "seen_on")
    if seen.until_on is not None and seen.until_on <= seen.seen_on:
        return Refusal("WRONG_DAYS", "Its last day comes after the day it was looked at.", "until_on")
    return None


def is_enough(held: Collection[str], level: str) -> bool:
    """Whether one of these levels is as high as the one that is asked for.

    >>> is_enough({"enhanced"}, "basic"), is_enough({"basic"}, "enhanced"), is_enough((), "none")
    (True, False, True)
    """
    return level == LEVELS[0] or any(LEVELS.index(one) >= LEVELS.index(level) for one in held)


#: What each level is called, in plain words.
LEVEL_WORDS: Mapping[str, str] = {
    "none": "no check",
    "basic": "a basic check",
    "standard": "a standard check",
    "enhanced": "an enhanced check",
}
