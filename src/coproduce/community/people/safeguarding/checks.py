"""Which check of records a thing takes, by what is done and by the law of the place. Pure; the places are data.

Source: facts of the field in docs/explanation/safeguarding.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal

from coproduce.community.people.safeguarding.rules import LEVELS
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, in_force, read

#: Things people do for each other that the law of some place looks at, and how they are said.
ACTIVITIES: Mapping[str, str] = {
    "chat": "A chat, a call, company",
    "lift to health care": "A lift to health care",
    "shopping with their money": "Shopping with somebody’s money",
    "bills and cash": "Paying somebody’s bills, fetching their cash",
    "running a household": "Running a household for somebody who cannot",
    "children alone": "Looking after children or teaching them, alone and again and again",
    "our basic check": "We ask for a basic check",
    "our standard check": "We ask for a standard check",
    "our enhanced check": "We ask for an enhanced check",
    "personal care": "Washing, dressing, feeding: not done here",
    "medicines": "Giving medicines: not done here",
}


@dataclass(frozen=True, slots=True)
class Checks:
    """The levels activities take in one place, what each level is called there, and what is not done at all."""

    activities: Mapping[str, Literal["none", "basic", "standard", "enhanced"]]
    called: Mapping[str, str]
    prohibited: tuple[str, ...]


CHECK_SETS: tuple[RuleSet[Checks], ...] = read(files(__package__).joinpath("check_sets.toml").read_bytes(), Checks)
CHOICES: Mapping[str, str] = {one.slug: one.name for one in CHECK_SETS}


@dataclass(frozen=True, slots=True)
class Needed:
    """Which level it takes and what that is called; because of which activity; whether it is not done here at all."""

    level: str
    called: str = ""
    because: str = ""
    is_prohibited: bool = False


def check_level(activities: Iterable[str], checks: Checks | None) -> Needed:
    """The highest level any of these takes, and which of them asks for it. Without rules nothing takes a check.

    >>> england = checks_of("england", date(2026, 11, 17))
    >>> check_level({"chat"}, england).level
    'none'
    >>> lift = check_level({"chat", "lift to health care"}, england)
    >>> lift.level, lift.called, lift.because
    ('enhanced', 'Enhanced DBS check with the barred lists', 'lift to health care')
    >>> check_level({"shopping with their money"}, england).level
    'enhanced'
    >>> check_level({"personal care", "chat"}, england)
    Needed(level='none', called='', because='personal care', is_prohibited=True)
    >>> check_level({"our basic check"}, england).level, check_level({"our enhanced check"}, england).level
    ('basic', 'none')
    """
    done = sorted(activities)
    if checks is None:
        return Needed(LEVELS[0])
    if prohibited := next((one for one in done if one in checks.prohibited), ""):
        return Needed(LEVELS[0], because=prohibited, is_prohibited=True)
    level = max((checks.activities.get(one, LEVELS[0]) for one in done), key=LEVELS.index, default=LEVELS[0])
    if level == LEVELS[0]:
        return Needed(level)
    because = next(one for one in done if checks.activities.get(one) == level)
    return Needed(level, checks.called[level], because)


def checks_of(slug: str, day: date) -> Checks | None:
    """What a place's rules say on that day; None where a community chose none.

    >>> checks_of("", date(2026, 11, 17)) is None
    True
    """
    found = in_force(CHECK_SETS, slug, day)
    return found.values if found else None


def may_check_by(slug: str) -> Refusal | None:
    """None when a community can choose these rules, or none, else what to mend."""
    if slug and slug not in CHOICES:
        said = {"choices": ", ".join(CHOICES)}
        return Refusal("UNKNOWN_RULE_SET", "There are no such rules. Choose from: %(choices)s.", "checks", said)
    return None


def may_be_done(activities: Iterable[str]) -> Refusal | None:
    """None when each of these is an activity some place knows, else what to mend.

    >>> may_be_done(["chat"]) is None, may_be_done(["flying"]).field
    (True, 'activities')
    """
    if unknown := sorted(set(activities) - ACTIVITIES.keys()):
        said = {"given": unknown[0][:40], "choices": ", ".join(ACTIVITIES)}
        return Refusal("UNKNOWN_ACTIVITY", "%(given)s is not listed. Choose from: %(choices)s.", "activities", said)
    return None
