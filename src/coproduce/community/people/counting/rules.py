"""What people are asked so that it can be counted who takes part and who carries the work: words and limits, pure.

Nobody has to say anything: "not said" is an answer like the others, and always counted as one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.stats.figure import NOT_SAID as NOT_SAID
from coproduce.core.words import may_say

WOMAN, MAN, OTHER = "woman", "man", "other word"
SEXES = (WOMAN, MAN, OTHER, NOT_SAID)

#: Whole years of age. The bounds are our own choice: coarse enough that forty people are not told apart.
AGE_BANDS = ("under 18", "18 to 29", "30 to 44", "45 to 59", "60 to 74", "75 and over", NOT_SAID)

DISABILITIES = ("yes", "no", NOT_SAID)

NOTHING = HOURS(0)

#: More paid hours of one kind of work in one month than any community has: a slip of the pen.
MOST_PAID = HOURS(20_000 * 60)

#: Hours are written down from this year on.
FIRST_YEAR = 1980


@dataclass(frozen=True, slots=True)
class AboutMeSaid:
    """What somebody says of themselves; None leaves an answer as it stands, "not said" takes it back."""

    sex: str | None = None
    age_band: str | None = None
    disability: str | None = None
    language: str | None = None

    def answers(self) -> dict[str, str]:
        """What was said, by the name of its question.

        >>> AboutMeSaid(sex="woman", language="not said").answers()
        {'sex': 'woman', 'language': 'not said'}
        """
        said = {name: getattr(self, name) for name in ("sex", "age_band", "disability", "language")}
        return {name: answer for name, answer in said.items() if answer is not None}


@dataclass(frozen=True, slots=True)
class PaidHours:
    """Paid hours of one kind of work in a month, as they were told: of women, of men, of others, or not said whose."""

    role: str
    women: Quantity = NOTHING
    men: Quantity = NOTHING
    other: Quantity = NOTHING
    not_said: Quantity = NOTHING
    note: str = ""


def may_say_about_me(said: AboutMeSaid, languages: Collection[str]) -> Refusal | None:
    """None when these answers are among those that can be given, else the question and its answers.

    >>> may_say_about_me(AboutMeSaid(sex="woman", age_band="75 and over"), ["en"]) is None
    True
    >>> may_say_about_me(AboutMeSaid(age_band="78"), ["en"]).field
    'age_band'
    """
    known = {
        "sex": SEXES,
        "age_band": AGE_BANDS,
        "disability": DISABILITIES,
        "language": (*sorted(languages), NOT_SAID),
    }
    for name, answer in said.answers().items():
        if answer not in known[name]:
            return Refusal("UNKNOWN_ANSWER", "Choose one of: %(answers)s.", name, {"answers": ", ".join(known[name])})
    return None


def may_write_staff_hours(hours: PaidHours, month: date, today: date, replaces_one: bool) -> Refusal | None:
    """None when these paid hours can be written down, else what to mend.

    What was written by mistake is put right by nothing at all in its place, so only then may they be nothing.

    >>> day = date(2026, 11, 17)
    >>> may_write_staff_hours(PaidHours("Broker", women=HOURS(600)), day, day, False) is None
    True
    >>> may_write_staff_hours(PaidHours("Broker"), day, day, False).field
    'women'
    >>> may_write_staff_hours(PaidHours("Broker"), day, day, True) is None
    True
    """
    fault = may_say(hours.role, "role", 80, "Say what kind of work it was: broker, driver, cook.") or may_say(
        hours.note, "note", 300
    )
    if fault:
        return fault
    if (month.year, month.month) > (today.year, today.month) or month.year < FIRST_YEAR:
        return Refusal(
            "WRONG_MONTH", "Choose a month that has begun, from %(first)s on.", "month", {"first": str(FIRST_YEAR)}
        )
    parts = {name: getattr(hours, name) for name in ("women", "men", "other", "not_said")}
    for name, part in parts.items():
        if part.unit != HOURS:
            return Refusal("WRONG_UNIT", "Write hours and minutes, like 37 h 30.", name)
        if not 0 <= part.minor <= MOST_PAID.minor:
            return Refusal("OUT_OF_RANGE", "Write from nothing to %(most)s.", name, {"most": str(MOST_PAID)})
    if not replaces_one and not any(part.minor for part in parts.values()):
        return Refusal("MISSING", "Write how many hours were paid; it is enough to fill one of the four.", "women")
    return None
