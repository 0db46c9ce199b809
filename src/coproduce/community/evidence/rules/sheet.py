"""A study, planned as if it were a trial before anybody looks: who, which offer, from when, what counts.

Two sheets that say the same have the same seal, wherever they were written: so sites know that they hold one plan.
Source: Hernán and Robins (2016), American Journal of Epidemiology 183:758.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST = 200
#: Nobody is followed for longer, and no window is wider.
MOST_DAYS, WIDEST = 730, 3660

#: What may be known of somebody, all of it from before time zero; the month follows from time zero itself.
COVARIATES = ("age", "sex", "lives_alone", "admissions", "stay_days", "ward", "month")

#: How a plan may be analysed, and the letter of its design.
ANALYSES: Mapping[str, str] = {"compared": "C", "curves": "C", "weighed": "D", "beside": "E", "wedge": "E", "lot": "F"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The target trial. `analysis` is one of ANALYSES; shares are whole per cents, without and with the offer.

    `began_on` is for before and after beside a place where nothing changed: the day on which something began there.
    """

    question: str
    who: str
    offer: str
    compared_with: str
    time_zero: str
    outcome: str
    follow_up_days: int
    analysis: str
    from_on: date
    until_on: date
    share_without: int
    share_with: int
    covariates: tuple[str, ...] = ()
    began_on: date | None = None

    @property
    def design(self) -> str:
        """The letter."""
        return ANALYSES[self.analysis]

    @property
    def seal(self) -> str:
        """What everybody who holds this plan calls it: 64 letters that follow from every word of it.

        >>> day = date(2026, 1, 1)
        >>> one = Sheet("Do fewer go back?", "all", "a visit", "none", "leaving", "back", 30, "lot", day, day, 15, 12)
        >>> one.seal == Sheet("Do fewer go back?", "all", "a visit", "none", "leaving", "back", 31, "lot", day, day,
        ...                   15, 12).seal
        False
        """
        said = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def looked_at_from(self) -> date:
        """The first day on which all of the follow-up is over, and the result may be looked at."""
        return self.until_on + timedelta(days=self.follow_up_days + 1)


def may_plan(sheet: Sheet) -> Refusal | None:
    """None when this can be planned, else what to mend.

    >>> day = date(2026, 1, 1)
    >>> may_plan(Sheet("Do fewer go back?", "all", "a visit", "none", "leaving", "back", 30, "weighed", day, day, 15,
    ...                12)).code
    'NOTHING_KNOWN'
    """
    missing = {
        "question": "Say what you want to know.",
        "who": "Say who is in it, as it can be told at time zero.",
        "offer": "Say what was offered. It is the offer that is compared, not whether somebody took it.",
        "compared_with": "Say what the others had.",
        "time_zero": "Say from when each person is followed.",
        "outcome": "Say what is counted.",
    }
    for name, remedy in missing.items():
        if fault := may_say(getattr(sheet, name), name, LONGEST, remedy):
            return fault
    return _numbers(sheet) or _analysis(sheet)


def _numbers(sheet: Sheet) -> Refusal | None:
    if not 1 <= sheet.follow_up_days <= MOST_DAYS:
        return Refusal(
            "BAD_FOLLOW_UP", "Follow people for 1 to %(most)s days.", "follow_up_days", {"most": str(MOST_DAYS)}
        )
    if sheet.until_on < sheet.from_on or (sheet.until_on - sheet.from_on).days > WIDEST:
        return Refusal("BAD_WINDOW", "The last day comes after the first, ten years later at most.", "until_on")
    if not (0 <= sheet.share_without <= 100 and 0 <= sheet.share_with <= 100):
        return Refusal("BAD_SHARE", "Write a share from 0 to 100.", "share_with")
    if sheet.share_without == sheet.share_with:
        return Refusal(
            "NO_DIFFERENCE", "Say how large a difference would matter: the two shares are alike.", "share_with"
        )
    return None


def _analysis(sheet: Sheet) -> Refusal | None:
    if sheet.analysis not in ANALYSES:
        return Refusal("NOT_AN_ANALYSIS", "Choose how it is compared.", "analysis")
    if strange := [name for name in sheet.covariates if name not in COVARIATES]:
        return Refusal(
            "NOT_KNOWN_BEFORE",
            "%(name)s is nothing that is known before time zero. What came after may not be held equal.",
            "covariates",
            {"name": strange[0]},
        )
    if len(set(sheet.covariates)) < len(sheet.covariates):
        return Refusal("TWICE", "Choose each thing that is known once.", "covariates")
    if sheet.analysis == "weighed" and not sheet.covariates:
        return Refusal(
            "NOTHING_KNOWN", "Say what is known of people beforehand, to make them comparable.", "covariates"
        )
    if (sheet.analysis == "beside") != (sheet.began_on is not None):
        return Refusal(
            "NO_BEGINNING",
            "Before and after beside another place needs the day it began; others have none.",
            "began_on",
        )
    if sheet.began_on is not None and not sheet.from_on < sheet.began_on <= sheet.until_on:
        return Refusal("BAD_WINDOW", "It begins after the first day and by the last: there is a before.", "began_on")
    return None
