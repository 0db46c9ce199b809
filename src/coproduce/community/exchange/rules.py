"""What an offer or a need must say before it can stand on a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coproduce.core.refusal import Refusal
from coproduce.core.week import is_week
from coproduce.core.words import may_say

#: A list holds no more pieces of anything than this: ten thousand million is a slip of the keyboard or a test row.
LARGEST_QUANTITY = 9_999_999_999

#: From here on it is worth a second look, and is taken as it stands.
UNUSUAL_QUANTITY = 1_000_000

#: A need, or an offer that ended once, stands so much longer when it is renewed with one press.
USUAL = timedelta(days=90)

#: Single days somebody names for one offer or need.
MOST_DATES = 31

LONGEST_WORDS = 300
LONGEST_CATEGORY = 60
LONGEST_NAME = 120

#: Everyday words of one kind of help, and letters in one of them.
MOST_EVERYDAY_WORDS = 100
LONGEST_EVERYDAY_WORDS = 60


@dataclass(frozen=True, slots=True)
class Intention:
    """An offer or a need as someone says it.

    `who` is an agent's public id, or a source's own name for them; `category`
    is a word of the community's; `quantity` counts pieces where that is known;
    `week` is when it suits (`core.week`, nothing is any time), `on_dates` single days; `until_on` the last day it
    stands, None for good. `source_ref` is where the row came from, so that it is taken once.
    """

    who: str
    category: str
    words: str
    said_on: date
    quantity: int | None = None
    source_ref: str = ""
    week: int = 0
    on_dates: tuple[date, ...] = ()
    until_on: date | None = None


def may_list(intention: Intention, today: date) -> Refusal | None:
    """None when this can stand on a list, else what to mend.

    >>> from datetime import date
    >>> masks = Intention("d1", "masks", "40 masks", date(2026, 11, 1), 40)
    >>> may_list(masks, date(2026, 11, 17)) is None
    True
    >>> from dataclasses import replace
    >>> may_list(replace(masks, quantity=10**10), date(2026, 11, 17)).code
    'TOO_LARGE'
    """
    fault = (
        may_say(intention.who, "who", LONGEST_NAME, "Say whose it is.")
        or may_say(intention.words, "words", LONGEST_WORDS, "Say in a few words what it is.")
        or may_say(intention.category, "category", LONGEST_CATEGORY, "Choose what kind of thing it is.")
        or may_say(intention.source_ref, "source_ref", LONGEST_NAME)
    )
    if fault:
        return fault
    if intention.quantity is not None and intention.quantity < 1:
        return Refusal("NOT_POSITIVE", "Write how many, one or more, or leave it out.", "quantity")
    if intention.quantity is not None and intention.quantity > LARGEST_QUANTITY:
        return Refusal(
            "TOO_LARGE",
            "%(given)s is more than any list can mean: check the number and write it again.",
            "quantity",
            {"given": f"{intention.quantity:,}"},
        )
    if intention.said_on > today:
        return Refusal("IN_THE_FUTURE", "The day it was said lies in the future: check the date.", "said_on")
    if not is_week(intention.week):
        return Refusal("NO_WEEK", "Choose days and parts of the day from the week.", "week")
    if len(intention.on_dates) > MOST_DATES:
        return Refusal("TOO_MANY", "Name at most %(most)s days.", "on_dates", {"most": str(MOST_DATES)})
    return may_stand_until(intention.until_on, today)


def may_stand_until(until_on: date | None, today: date) -> Refusal | None:
    """None when something may stand on a list until that day.

    >>> may_stand_until(None, date(2026, 11, 17)) is None
    True
    """
    if until_on is not None and until_on < today:
        return Refusal("IN_THE_PAST", "That day has gone by: choose one to come, or let it stand for good.", "until_on")
    return None


def everyday(words: Iterable[str]) -> tuple[str, ...]:
    """What people say, tidied: no spaces too many, nothing twice however it is spelled, in the order it was written.

    >>> everyday(["Car  share ", "lift", "LIFT", ""])
    ('Car share', 'lift')
    """
    said = (" ".join(one.split()) for one in words)
    return tuple({one.casefold(): one for one in reversed([one for one in said if one])}.values())[::-1]


def may_be_kind(name: str, words: Sequence[str]) -> Refusal | None:
    """None when a kind of help can be called so and meant by these words, else what to mend.

    >>> may_be_kind("Sauna", ["steam bath"]) is None
    True
    >>> may_be_kind(" ", []).code
    'MISSING'
    """
    if fault := may_say(name, "name", LONGEST_CATEGORY, "Write what it is called."):
        return fault
    if len(words) > MOST_EVERYDAY_WORDS:
        return Refusal("TOO_MANY", "Keep it to %(most)s everyday words.", "words", {"most": str(MOST_EVERYDAY_WORDS)})
    return next((fault for one in words if (fault := may_say(one, "words", LONGEST_EVERYDAY_WORDS))), None)


def which_arena(said: str, here: Sequence[str]) -> str | Refusal:
    """Where something belongs: what was `said`, or the only arena that is `here`. With several it has to be said.

    >>> which_arena("", ["sewing"]), which_arena("choir", ["sewing", "choir"])
    ('sewing', 'choir')
    >>> str(which_arena("", ["sewing", "choir"]))
    'Say where it belongs. Choose one of: sewing, choir.'
    """
    choices = {"given": said[:40], "choices": ", ".join(here)}
    if not here:
        return Refusal(
            "NO_ARENA", "Nothing is switched on here in which people help each other. Ask the desk.", "arena"
        )
    if said and said not in here:
        template = "There is no arena called %(given)s here. Choose one of: %(choices)s."
        return Refusal("UNKNOWN_ARENA", template, "arena", choices)
    if not said and len(here) > 1:
        return Refusal("WHICH_ARENA", "Say where it belongs. Choose one of: %(choices)s.", "arena", choices)
    return said or here[0]


def is_unusual(intention: Intention) -> bool:
    """Whether the number deserves a second look."""
    return intention.quantity is not None and intention.quantity > UNUSUAL_QUANTITY
