"""What can be written down as a decision, and by which one rules change: decided without a database."""

from dataclasses import dataclass
from datetime import date

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_QUESTION, LONGEST_WHO, LONGEST_PLACE = 200, 200, 200
LONGEST_OPTION, MOST_OPTIONS = 100, 12

#: The latest, to be chosen from: an older one is cited from its own page.
MOST_TO_CITE = 50

#: Fewer ballots than this tell of single people, as any number below it does here, unless another was said beforehand.
SHOWN_FROM = 8

#: What could be answered where nothing else is said.
YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody wants to write down."""

    question: str
    result: str
    who_decided: str
    minutes: str
    decided_on: date
    effective_on: date
    options: tuple[str, ...] = YES_OR_NO


def may_record(decided: Decided, today: date) -> Refusal | None:
    """None when this can be written down, else what to mend.

    >>> day = date(2026, 11, 10)
    >>> asked = Decided("Do we meet on Sundays?", "yes", "The meeting, 14 there", "Blue folder, page 3", day, day)
    >>> may_record(asked, day) is None, may_record(asked, date(2026, 11, 9)).code
    (True, 'NOT_YET_DECIDED')
    """
    return (
        may_say(decided.question, "question", LONGEST_QUESTION, "Say what was asked.")
        or _answers(decided)
        or may_say(
            decided.who_decided, "who_decided", LONGEST_WHO, "Say which meeting it was, and how many were there."
        )
        or may_say(decided.minutes, "minutes", LONGEST_PLACE, "Say where the minutes are.")
        or _days(decided, today)
    )


def may_cite(effective_on: date, is_put_right: bool, from_on: date) -> Refusal | None:
    """None when rules may count from that day by a decision, else what to mend.

    >>> may_cite(date(2026, 12, 1), False, date(2026, 11, 30)).code
    'NOT_IN_EFFECT'
    """
    if is_put_right:
        return Refusal("PUT_RIGHT", "That decision was put right by another. Cite the one that stands.", "decision")
    if effective_on > from_on:
        said = {"day": effective_on.isoformat()}
        return Refusal("NOT_IN_EFFECT", "That decision holds from %(day)s. Choose that day or later.", "from_on", said)
    return None


def _answers(decided: Decided) -> Refusal | None:
    options = decided.options
    for option in options:
        if fault := may_say(option, "options", LONGEST_OPTION, "Leave no answer empty."):
            return fault
    if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        said = {"most": str(MOST_OPTIONS)}
        return Refusal(
            "BAD_OPTIONS", "Name two to %(most)s answers that differ, or none for yes and no.", "options", said
        )
    if decided.result not in options:
        said = {"options": ", ".join(options)}
        return Refusal("NOT_AN_OPTION", "Choose what was decided from the answers: %(options)s.", "result", said)
    return None


def _days(decided: Decided, today: date) -> Refusal | None:
    if decided.decided_on > today:
        return Refusal("NOT_YET_DECIDED", "Choose the day it was decided on, today or earlier.", "decided_on")
    if decided.effective_on < decided.decided_on:
        return Refusal(
            "BEFORE_IT_WAS_DECIDED", "It holds from the day it was decided on, or a later one.", "effective_on"
        )
    return None
