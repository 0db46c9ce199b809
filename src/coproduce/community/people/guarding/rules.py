"""What may be said of who is not of age, and the words a guardian says yes to: rules without a database."""

from collections.abc import Mapping
from datetime import date

from coproduce.community.people.safeguarding.meeting import MEET, MEET_ALONE
from coproduce.core.refusal import Refusal

#: Nobody comes of age later than so many years from now, wherever they live.
MOST_YEARS = 21

LONGEST_WORDS = 80

#: What a guardian says yes to, as it is read out to them. A community may write words of its own.
WORDS: Mapping[str, str] = {
    MEET: "They may take part and meet members in company: with two adults there, or with me.",
    MEET_ALONE: "They may also meet one adult alone, to help or be helped as they agree between them.",
}


def may_come_of_age(adult_on: date | None, today: date) -> Refusal | None:
    """None when somebody may come of age on that day, or is of age already; else what to mend.

    >>> may_come_of_age(date(2029, 5, 1), date(2026, 11, 17)) is None, may_come_of_age(None, date(2026, 11, 17)) is None
    (True, True)
    >>> may_come_of_age(date(2026, 11, 17), date(2026, 11, 17)).code
    'WRONG_DAYS'
    """
    if adult_on is not None and not 0 < (adult_on - today).days <= MOST_YEARS * 366:
        return Refusal("WRONG_DAYS", "Write the day to come on which they will be of age, not a birthday.", "adult_on")
    return None


def may_say_yes_to(what: str) -> Refusal | None:
    """None when a guardian can say yes to it.

    >>> may_say_yes_to("meet") is None, may_say_yes_to("anything").field
    (True, 'what')
    """
    if what not in WORDS:
        return Refusal("UNKNOWN_CHOICE", "Choose one of: %(choices)s.", "what", {"choices": ", ".join(WORDS)})
    return None
