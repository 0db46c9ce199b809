"""What a measure asks, when it may be asked, what an answer comes to, and what its licence forbids. Pure.

A refused or skipped question is missing, never nought; a scale with a question missing has no score.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

Words = str | Promise

#: How somebody was asked.
PAPER, PHONE, PAGE = CHANNELS = ("paper", "phone", "page")
#: What a licence may allow: each way of asking, and that what came of it is shown outside.
ALLOWED = (*CHANNELS, "report")

#: Letters of a goal in somebody's own words; of the file of a measure.
LONGEST_GOAL, LONGEST_FILE = 300, 20_000
#: Most questions of one measure, and most answers to one.
MOST_ITEMS, MOST_ANSWERS = 40, 12

CAN, WITH_HELP, CANNOT, NOT_WANTED = "can", "with help", "cannot", "does not want"


@dataclass(frozen=True, slots=True)
class Item:
    """One question, and its answers: a number and its words."""

    code: str
    words: Words
    answers: tuple[tuple[int, Words], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read from some questions: their sum, and from which sum on somebody is doing `well`.

    A change of `least_change` or more counts as one.
    """

    code: str
    name: Words
    items: tuple[str, ...]
    well_at: int
    lower_is_better: bool = False
    least_change: int = 1


@dataclass(frozen=True, slots=True)
class Licence:
    """On whose leave a scale stands here: what is not in `allows` is not done, and without `ref` nothing is."""

    holder: str
    words: str
    ref: str
    allows: frozenset[str]
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked in one go. `need` where it is about one of the nine needs; `asks_goal` where in their own words."""

    slug: str
    name: Words
    version: str
    source: str
    items: tuple[Item, ...]
    readings: tuple[Reading, ...] = ()
    need: str = ""
    asks_goal: bool = False
    is_health: bool = False
    licence: Licence | None = None

    @property
    def licence_ref(self) -> str:
        """The number that is kept with every answer."""
        return self.licence.ref if self.licence else ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said: a number for each question they answered, a goal, or that they would rather not."""

    answers: Mapping[str, int] = field(default_factory=dict)
    goal: str = ""
    is_refused: bool = False


def may_be_asked(measure: Measure, channel: str, today: date) -> Refusal | None:
    """None where this may be asked so today, else what its licence forbids.

    >>> day = date(2026, 11, 1)
    >>> bare = Measure("own", "Own", "1", "", (), licence=Licence("Somebody", "", "", frozenset(ALLOWED)))
    >>> may_be_asked(bare, "page", day).code
    'NO_LICENCE'
    >>> lent = Measure("own", "Own", "1", "", (), licence=Licence("Somebody", "", "17", frozenset({"paper"})))
    >>> may_be_asked(lent, "page", day).code, may_be_asked(lent, "paper", day)
    ('LICENCE_FORBIDS', None)
    """
    licence = measure.licence
    if licence is None:
        return None
    if not licence.ref.strip():
        return Refusal(
            "NO_LICENCE", "It stays switched off until the number of your licence stands in its file.", "measure"
        )
    if licence.until_on is not None and licence.until_on < today:
        return Refusal(
            "LICENCE_OVER", "Its licence ended on %(day)s.", "measure", {"day": licence.until_on.isoformat()}
        )
    if channel not in licence.allows:
        said = {"how": channel, "holder": licence.holder}
        return Refusal("LICENCE_FORBIDS", "Its licence does not allow this: %(how)s. Ask %(holder)s.", "channel", said)
    return None


def fault_of(measure: Measure, said: Answered) -> Refusal | None:
    """None when this can be written down, else what to mend."""
    if said.is_refused:
        is_mixed = bool(said.answers or said.goal)
        return Refusal("EITHER", "Either there are answers, or they would rather not.", "answers") if is_mixed else None
    known = {item.code: {number for number, _ in item.answers} for item in measure.items}
    for code, number in said.answers.items():
        if number not in known.get(code, ()):
            return Refusal(
                "UNKNOWN_ANSWER", "%(item)s is no question here, or %(number)s is none of its answers.", "answers",
                {"item": code, "number": str(number)},
            )  # fmt: skip
    if said.goal and not measure.asks_goal:
        return Refusal("UNKNOWN_ANSWER", "Nobody is asked for a goal here.", "goal")
    if not said.answers and not said.goal:
        return Refusal("MISSING", "Answer one at least, or say that you would rather not.", "answers")
    return may_say(said.goal, "goal", LONGEST_GOAL)


def score(reading: Reading, answers: Mapping[str, int]) -> int | None:
    """The sum of its questions; None where one is missing.

    >>> lonely = Reading("lonely", "", ("a", "b", "c"), 3, lower_is_better=True)
    >>> score(lonely, {"a": 2, "b": 3, "c": 1}), score(lonely, {"a": 2, "b": 3})
    (6, None)
    """
    found = [answers.get(item) for item in reading.items]
    return None if None in found else sum(one for one in found if one is not None)


def is_well(reading: Reading, total: int) -> bool:
    """Whether such a sum is on the good side of the line."""
    return total <= reading.well_at if reading.lower_is_better else total >= reading.well_at


def change(reading: Reading, before: int, after: int) -> int:
    """1 for better, −1 for worse, 0 for a change too small to mean anything.

    >>> change(Reading("", "", (), 3, lower_is_better=True, least_change=2), 6, 4)
    1
    """
    moved = before - after if reading.lower_is_better else after - before
    return 0 if abs(moved) < reading.least_change else 1 if moved > 0 else -1


def capability(answers: Mapping[str, int]) -> str | None:
    """How somebody stands with one need, by the things they want of it: the worst of those stands for all.

    Not to want is no failure, and so is no gap; with help is neither yes nor no. None where nothing was answered in
    both its questions. Sen (1999), Development as Freedom; Max-Neef (1991), Human Scale Development.

    >>> capability({"can-1": 2, "want-1": 1, "can-2": 0, "want-2": 0})
    'can'
    >>> capability({"can-1": 1, "want-1": 1}), capability({"can-1": 0, "want-1": 1}), capability({"can-1": 0})
    ('with help', 'cannot', None)
    """
    both = [
        (number, answers.get(f"want-{code.removeprefix('can-')}"))
        for code, number in answers.items()
        if code.startswith("can-")
    ]
    known = [(can, want) for can, want in both if want is not None]
    if not known:
        return None
    wanted = [can for can, want in known if want]
    return (CANNOT, WITH_HELP, CAN)[min(wanted)] if wanted else NOT_WANTED


def read_measure(text: str) -> Measure | Refusal:
    """A scale as a site supplies it, from the file it wrote: its questions, its answers, and its licence.

    What the licence does not name is not done.
    """
    if len(text) > LONGEST_FILE:
        return Refusal("TOO_LONG", "The file is longer than %(most)s letters.", "text", {"most": str(LONGEST_FILE)})
    try:
        return _measure(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as fault:
        what = f"{fault.args[0]}" if fault.args else ""
        return Refusal("UNREADABLE", "This file cannot be read: %(what)s. Look at the example.", "text", {"what": what})


def _measure(said: Mapping[str, Any]) -> Measure:
    slug = str(said["slug"])
    if not slug.replace("-", "").isalnum() or len(slug) > 40:
        raise ValueError("slug is a short word of letters, numbers and hyphens")
    items = tuple(
        Item(f"q{number}", str(one["words"]), tuple((int(value), str(words)) for value, words in one["answers"]))
        for number, one in enumerate(said["items"], 1)
    )
    if not 1 <= len(items) <= MOST_ITEMS or any(not 2 <= len(item.answers) <= MOST_ANSWERS for item in items):
        raise ValueError(f"there are 1 to {MOST_ITEMS} items, each with 2 to {MOST_ANSWERS} answers")
    licence = said["licence"]
    allows = frozenset(map(str, licence["allows"]))
    if unknown := sorted(allows - frozenset(ALLOWED)):
        raise ValueError(f"allows names {', '.join(unknown)}; there are {', '.join(ALLOWED)}")
    until = licence.get("until")
    if until is not None and not isinstance(until, date):
        raise ValueError("until is a day like 2027-12-31")
    name = str(said["name"])
    reading = Reading(
        "sum", name, tuple(item.code for item in items), int(said["well_at"]),
        bool(said.get("lower_is_better", False)), int(said.get("least_change", 1)),
    )  # fmt: skip
    lent = Licence(str(licence["holder"]), str(licence["words"]), str(licence.get("ref", "")), allows, until)
    return Measure(
        slug, name, str(said["version"]), str(licence["holder"]), items, (reading,),
        is_health=bool(said.get("is_health", True)), licence=lent,
    )  # fmt: skip
