"""Which check a visitor's activities take, and whether this visitor may go now: over-checking is refused as well.

Source: Safeguarding Vulnerable Groups Act 2006 and NCVO on DBS checks (regulated activity with adults: personal care,
conveying to health care, help with running a household where the person cannot; once is enough; a basic check may be
asked of any role); Crossroads guidance (no personal care, no medicines); Southwater Neighbour Network (first visit by
two). Which law holds where is data of the community (`people/safeguarding`); this is what the arena asks everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

NONE, REGULATED, PROHIBITED = "none", "regulated", "prohibited"

#: What visitors do, and what it is to the law.
ACTIVITIES: Mapping[str, str] = MappingProxyType(
    {
        "welfare chat": NONE,
        "telephone call": NONE,
        "walk together": NONE,
        "lift to clinic": REGULATED,
        "shopping with the person's cash": REGULATED,
        "bills and cash": REGULATED,
        "running a household": REGULATED,
        "personal care": PROHIBITED,
        "medicines": PROHIBITED,
    }
)
#: Shorter and other words for the same.
ALSO_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "chat": "welfare chat",
        "call": "telephone call",
        "lift": "lift to clinic",
        "lift to health care": "lift to clinic",
        "shopping": "shopping with the person's cash",
        "shopping with their money": "shopping with the person's cash",
    }
)
#: Checks by what they open: what is regulated takes the highest.
LEVELS = ("none", "basic", "standard", "enhanced")


class Reason(NamedTuple):
    """Why: a code, and the activity it is about."""

    code: str
    activity: str


class CheckLevel(NamedTuple):
    """What the law asks for these activities, none, regulated or prohibited, and which of them ask for it."""

    level: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check somebody holds: its level, the day it was looked at, the last day it counts, the day it was withdrawn."""

    level: str
    until_on: date | None = None
    seen_on: date | None = None
    withdrawn_on: date | None = None

    def counts(self, on: date) -> bool:
        """Whether it holds on this day, its last one included."""
        return (
            (self.seen_on is None or self.seen_on <= on)
            and (self.until_on is None or on <= self.until_on)
            and (self.withdrawn_on is None or on < self.withdrawn_on)
        )


def activity(said: str) -> str:
    """An activity by the name it has here. ValueError for what is not listed: nothing unknown is taken to be harmless.

    >>> activity("Welfare_chat"), activity("shopping with the person’s cash")
    ('welfare chat', "shopping with the person's cash")
    """
    words = " ".join(said.casefold().replace("’", "'").replace("_", " ").replace("-", " ").split())
    words = ALSO_CALLED.get(words, words)
    if words not in ACTIVITIES:
        raise ValueError(f"{said!r} is not listed. Choose from: {', '.join(ACTIVITIES)}.")
    return words


def check_level(activities: Iterable[str]) -> CheckLevel:
    """What these activities take together: `prohibited` when one is not done here whatever the check, else `regulated`
    when one is, else `none` (a basic check may be asked, no higher one). ValueError for an activity that is not listed.

    >>> check_level({"welfare chat"})
    CheckLevel(level='none', reasons=(Reason(code='NOT_REGULATED', activity='welfare chat'),))
    >>> check_level({"welfare chat", "lift to clinic"}).level, check_level({"shopping with the person's cash"}).level
    ('regulated', 'regulated')
    >>> check_level({"personal care", "lift to clinic"})
    CheckLevel(level='prohibited', reasons=(Reason(code='NOT_DONE_HERE', activity='personal care'),))
    """
    done = sorted({activity(one) for one in activities})
    for level, code in ((PROHIBITED, "NOT_DONE_HERE"), (REGULATED, "REGULATED"), (NONE, "NOT_REGULATED")):
        if found := [one for one in done if ACTIVITIES[one] == level]:
            return CheckLevel(level, tuple(Reason(code, one) for one in found))
    return CheckLevel(NONE, ())


def may_ask_for(level: str, activities: Iterable[str]) -> Literal[True] | Refusal:
    """Whether a check of this level may be asked of who does these: not too low nor, which is unlawful, too high.

    >>> may_ask_for("basic", {"welfare chat"}), may_ask_for("enhanced", {"lift to clinic"})
    (True, True)
    >>> may_ask_for("enhanced", {"welfare chat"}).code, may_ask_for("basic", {"lift to clinic"}).code
    ('CHECK_TOO_HIGH', 'CHECK_TOO_LOW')
    """
    needed = check_level(activities).level
    if needed == PROHIBITED:
        return Refusal("NOT_DONE_HERE", "Nobody here does that, whatever their check. Take it off the list.", "doing")
    most = LEVELS.index("enhanced" if needed == REGULATED else "basic")
    if _rank(level) > most:
        return Refusal("CHECK_TOO_HIGH", "The law does not let you ask that much for this. Ask for less.", "level")
    if needed == REGULATED and _rank(level) < most:
        return Refusal("CHECK_TOO_LOW", "What they do is regulated: it takes the highest check.", "level")
    return True


def visitor_allowed(
    checks: Iterable[Check | Mapping[str, Any]],
    visit_no: int,
    companions: int,
    on: date,
    *,
    activities: Iterable[str] = (),
    has_risk_note: bool = False,
) -> Literal[True] | Refusal:
    """Whether somebody with these checks may go to this visit (1 is the first) on this day with so many others.

    Nobody goes unchecked; what is regulated takes an enhanced check; a check counts on its last day and no longer; to a
    first visit, and where there is a risk note, nobody goes alone. ValueError for numbers that are none.

    >>> good = [Check("enhanced", date(2026, 12, 31))]
    >>> visitor_allowed(good, 1, 1, date(2026, 12, 31)), visitor_allowed(good, 2, 0, date(2026, 12, 31))
    (True, True)
    >>> [visitor_allowed(*said).code for said in (
    ...     (good, 1, 0, date(2026, 12, 31)), (good, 2, 0, date(2027, 1, 1)), ([], 2, 1, date(2026, 12, 31)))]
    ['ALONE', 'CHECK_OVER', 'NO_CHECK']
    """
    for name, number, least in (("visit_no", visit_no, 1), ("companions", companions, 0)):
        if isinstance(number, bool) or not isinstance(number, int) or number < least:
            raise ValueError(f"{name} is a whole number from {least}: {number!r}.")
    needed = check_level(activities).level
    if needed == PROHIBITED:
        return Refusal("NOT_DONE_HERE", "Nobody here does that, whatever their check. Take it off the list.", "doing")
    least_rank = LEVELS.index("enhanced" if needed == REGULATED else "basic")
    enough = [one for one in (told_as(Check, said) for said in checks) if _rank(one.level) >= least_rank]
    if not enough:
        return Refusal("NO_CHECK", "This visitor has no check that is enough for it. Look at one first.", "visitor")
    if not any(one.counts(on) for one in enough):
        return Refusal("CHECK_OVER", "This visitor’s check does not count on that day. Look at a newer one.", "visitor")
    if companions < 1 and (visit_no == 1 or has_risk_note):
        why = "A first visit is made by two." if visit_no == 1 else "There is a note of care here: go by two."
        return Refusal("ALONE", f"{why} Choose who goes along.", "companion")
    return True


def _rank(level: str) -> int:
    """How high a check is; what is regulated takes the highest there is."""
    known = "enhanced" if level == REGULATED else level
    if known not in LEVELS:
        raise ValueError(f"{level!r} is no level of a check. Choose from: {', '.join(LEVELS)}.")
    return LEVELS.index(known)
