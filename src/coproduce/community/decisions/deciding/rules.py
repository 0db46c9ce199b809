"""What can be asked, who may answer it when, and what is on a ballot: decided without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from coproduce.community.base.two_hands import differing
from coproduce.community.decisions.rules import LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS, SHOWN_FROM, YES_OR_NO
from coproduce.core.decide import WAYS
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_TEXT, LONGEST_WORDS, LONGEST_MINUTES = 2000, 1000, 2000
MOST_PROJECTS, MOST_POINTS, MOST_DAYS, MOST_ROUNDS, MOST_SHEETS = 200, 10, 120, 9, 100_000

#: A file with more ballots than this tells of nobody.
MOST_SHOWN_FROM = 1000

#: How long a vote is open that follows when nobody could agree by consent.
DAYS_TO_VOTE = 7

#: No budget of a community is larger, in whole units of its money.
MOST_BUDGET = Decimal(10**9)

Answer = Literal["consent", "aside", "object"]
ANSWERS: tuple[str, ...] = get_args(Answer)

Marks = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectWanted:
    """What may be paid for, what it costs in the community's money, and its number in a file it came from."""

    name: str
    cost: Decimal
    id: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody wants to ask."""

    question: str
    text: str
    way: str
    options: tuple[str, ...]
    projects: tuple[ProjectWanted, ...]
    budget: Decimal | None
    highest: int
    quorum: int
    opens_on: date
    closes_on: date
    review_on: date | None
    rounds: int | None = None
    shown_from: int = SHOWN_FROM


def may_ask(asking: Asking, today: date) -> Refusal | None:
    """None when this can be asked, else what to mend.

    >>> day = date(2026, 11, 17)
    >>> sundays = Asking("Do we meet on Sundays?", "", "approval", (), (), None, 5, 0, day, day, None)
    >>> may_ask(sundays, day) is None, may_ask(sundays, date(2026, 11, 18)).code
    (True, 'IN_THE_PAST')
    """
    return (
        may_say(asking.question, "question", LONGEST_QUESTION, "Say what is asked.")
        or may_say(asking.text, "text", LONGEST_TEXT, "Write what is proposed." if asking.way == "consent" else "")
        or _way(asking)
        or _days(asking, today)
    )


def may_close_on(opens_on: date, closes_on: date, today: date) -> Refusal | None:
    """None when people may answer until that day."""
    if closes_on < max(opens_on, today):
        return Refusal("BEFORE_IT_OPENS", "The last day is the first one, or a later one.", "closes_on")
    if (closes_on - opens_on).days > MOST_DAYS:
        return Refusal("TOO_LONG", "Leave it open for %(most)s days at most.", "closes_on", {"most": str(MOST_DAYS)})
    return None


def options_of(asking: Asking) -> tuple[str, ...]:
    """What can be chosen where nothing is paid: yes and no where nothing else is said."""
    return () if asking.way in ("consent", "budget") else asking.options or YES_OR_NO


def ids_for(number: int) -> list[str]:
    """Ids in the order of the question, which is the order in which a tie is broken.

    >>> ids_for(10)[0], ids_for(10)[-1]
    ('01', '10')
    """
    return [f"{place:0{max(2, len(str(number)))}}" for place in range(1, number + 1)]


def named_options(names: Sequence[str]) -> list[dict[str, object]]:
    """Answers as they are kept, each by an id in the order of the question.

    >>> named_options(("yes", "no"))
    [{'id': '01', 'name': 'yes'}, {'id': '02', 'name': 'no'}]
    """
    return [{"id": one, "name": name} for one, name in zip(ids_for(len(names)), names, strict=True)]


def read_marks(way: str, options: Sequence[str], highest: int | None, marks: Marks) -> Marks | Refusal:
    """What a ballot says, as it is kept: each option it names once, in their order; of a score with its points.

    A ballot may be blank. A score is written like `01=3`; an option left out has no points.

    >>> read_marks("score", ("01", "02"), 5, ("02=5", "01=0"))
    ('01=0', '02=5')
    >>> read_marks("approval", ("01", "02"), None, ("03",)).code
    'UNKNOWN_OPTION'
    """
    said: dict[str, str] = {}
    for mark in marks:
        option, _, points = mark.strip().partition("=")
        if option not in options:
            return Refusal("UNKNOWN_OPTION", "There is no such option. Choose from the list.", "marks")
        if option in said:
            return Refusal("TWICE", "Name each option once.", "marks")
        if way != "score" and points:
            return Refusal("NO_POINTS", "Points are not given here: name what you choose.", "marks")
        if way == "score" and not (points.isdecimal() and len(points) < 4 and int(points) <= (highest or 0)):
            return Refusal("NOT_POINTS", "Give whole points from 0 to %(most)s.", "marks", {"most": str(highest)})
        said[option] = f"{option}={int(points)}" if way == "score" else option
    return tuple(said[option] for option in options if option in said)


def as_ballot(way: str, marks: Sequence[str]) -> Any:
    """The same as it is counted.

    >>> as_ballot("score", ["01=3"]), as_ballot("approval", ["01", "02"])
    ({'01': 3}, ('01', '02'))
    """
    if way != "score":
        return tuple(marks)
    return {option: int(points) for option, _, points in (mark.partition("=") for mark in marks)}


def put_in(box: Sequence[Sequence[Any]], marks: Marks) -> list[list[Any]]:
    """The box with one ballot more: alike ones together, in the order of what they say and of nothing else.

    >>> put_in([[["02"], 1]], ("01",))
    [[['01'], 1], [['02'], 1]]
    """
    many = {tuple(said): number for said, number in box}
    many[marks] = many.get(marks, 0) + 1
    return [[list(said), number] for said, number in sorted(many.items())]


def taken_out(box: Sequence[Sequence[Any]]) -> list[Marks]:
    """Every ballot of the box."""
    return [tuple(said) for said, number in box for _ in range(number)]


def options_that_differ(first: Sequence[str] | None, second: Sequence[str] | None) -> tuple[str, ...]:
    """The options of which two typings of one sheet say different things; all of them where one says it is spoilt.

    >>> options_that_differ(["01", "02"], ["02", "03"]), options_that_differ(["01=3"], ["01=4"])
    (('01', '03'), ('01',))
    """
    if first is None or second is None:
        return () if first == second else tuple(_by_option(first or second or ()))
    return tuple(sorted(differing(_by_option(first), _by_option(second))))


def _by_option(marks: Sequence[str]) -> dict[str, str]:
    return {mark.partition("=")[0]: mark for mark in marks}


def _way(asking: Asking) -> Refusal | None:
    if asking.way not in WAYS:
        return Refusal("UNKNOWN_WAY", "Choose one of %(ways)s.", "way", {"ways": ", ".join(WAYS)})
    if not 0 <= asking.quorum <= 100:
        return Refusal("OUT_OF_RANGE", "Write how many in a hundred have to take part: 0 to 100.", "quorum")
    if not 1 <= asking.shown_from <= MOST_SHOWN_FROM:
        said = {"most": str(MOST_SHOWN_FROM)}
        return Refusal("OUT_OF_RANGE", "Say from how many ballots on each is shown: 1 to %(most)s.", "shown_from", said)
    if asking.rounds is not None and not (asking.way == "consent" and 1 <= asking.rounds <= MOST_ROUNDS):
        said = {"most": str(MOST_ROUNDS)}
        words = "Of consent say after how many rounds it is put to a vote: 1 to %(most)s, or leave it out."
        return Refusal("OUT_OF_RANGE", words, "rounds", said)
    if asking.way == "score" and not 1 <= asking.highest <= MOST_POINTS:
        return Refusal("OUT_OF_RANGE", "The most points are 1 to %(most)s.", "highest", {"most": str(MOST_POINTS)})
    if asking.way == "budget":
        return _budget(asking)
    options = options_of(asking)
    for option in options:
        if fault := may_say(option, "options", LONGEST_OPTION, "Leave no answer empty."):
            return fault
    if options and (not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options)):
        said = {"most": str(MOST_OPTIONS)}
        return Refusal(
            "BAD_OPTIONS", "Name two to %(most)s answers that differ, or none for yes and no.", "options", said
        )
    return None


def _budget(asking: Asking) -> Refusal | None:
    budget = asking.budget
    if budget is None or not 0 < budget <= MOST_BUDGET or budget != round(budget, 2):
        return Refusal("NO_BUDGET", "Write how much there is to spend, like 2500.00.", "budget")
    projects, most = asking.projects, {"most": str(MOST_PROJECTS)}
    if not 1 <= len(projects) <= MOST_PROJECTS:
        return Refusal("BAD_PROJECTS", "Name one to %(most)s projects, each with what it costs.", "projects", most)
    ids = [one.id for one in projects if one.id]
    if (
        len(set(ids)) < len(ids)
        or (ids and len(ids) < len(projects))
        or any(len(one) > 30 or not one.replace("-", "").replace("_", "").isalnum() for one in ids)
    ):
        return Refusal("BAD_ID", "Give each project a number of its own, or none of them.", "projects")
    for one in projects:
        if fault := may_say(one.name, "projects", LONGEST_OPTION, "Say of each project what it is."):
            return fault
        if not 0 < one.cost <= budget or one.cost != round(one.cost, 2):
            words = "%(name)s has to cost something, and no more than there is."
            return Refusal("WRONG_COST", words, "projects", {"name": one.name})
    return None


def _days(asking: Asking, today: date) -> Refusal | None:
    if asking.opens_on < today:
        return Refusal("IN_THE_PAST", "It opens today, or on a later day.", "opens_on")
    if fault := may_close_on(asking.opens_on, asking.closes_on, today):
        return fault
    if asking.review_on is not None and asking.review_on <= asking.closes_on:
        return Refusal("TOO_SOON", "Look at it again on a day after it has closed.", "review_on")
    return None
