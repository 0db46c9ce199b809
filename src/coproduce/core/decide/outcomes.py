"""What a question came to: counted by the way that was said beforehand, and decided only if enough took part.

One function for whoever counts first and whoever counts again from the file, so that both come to the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from coproduce.core.decide.ballots import DecideError
from coproduce.core.decide.budgets import Result, Utility, equal_shares
from coproduce.core.decide.rounds import Consent, consent
from coproduce.core.decide.tallies import approval, score

Way = Literal["consent", "approval", "score", "budget"]
WAYS: tuple[Way, ...] = ("consent", "approval", "score", "budget")

#: Why nothing was decided; empty where something was.
Why = Literal["", "nobody", "quorum", "objection", "vote", "nothing"]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and how it is decided: all that a count needs beside the ballots.

    `options` are ids, of which the first in their order wins a tie. `voters` is how many may vote, of whom at least
    `quorum` in a hundred must. `highest` is the most points of a score; a budget has `costs` of its projects. After
    `rounds` of consent with an objection still standing a vote decides, where that was said beforehand.
    """

    way: Way
    voters: int
    quorum: int = 0
    options: tuple[str, ...] = ()
    highest: int | None = None
    costs: Mapping[str, int | Decimal | Fraction] = field(default_factory=dict)
    budget: int | Decimal | Fraction = 0
    step: int | Decimal | Fraction = 1
    utility: Utility = "cost"
    add1: bool = True
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is `chosen`, in its order; `why` nothing is, where nothing is. `counts` is what each option came to.

    Of a budget `shares` has every round, of consent `rounds` what each round came to.
    """

    ballots: int
    chosen: tuple[str, ...]
    why: Why
    counts: tuple[tuple[str, int | Fraction], ...] = ()
    shares: Result | None = None
    rounds: tuple[Consent, ...] = ()


def is_quorate(ballots: int, voters: int, percent: int) -> bool:
    """Whether at least so many in a hundred took part: in whole numbers, so that nothing is rounded.

    >>> is_quorate(10, 40, 25), is_quorate(9, 40, 25)
    (True, False)
    """
    return ballots * 100 >= voters * percent


def outcome(question: Question, ballots: Sequence[Any]) -> Outcome:
    """What the ballots decide.

    `ballots`: of approval and budget what each names, of score the points each gives, of consent the responses of each
    round, the last one deciding. Raises DecideError for what cannot be counted.

    >>> outcome(Question("approval", 4, 50, ("01", "02")), [("02",), ("01", "02")]).chosen
    ('02',)
    >>> outcome(Question("consent", 4, 50), [["consent", "consent", "aside"]]).chosen
    ('yes',)
    """
    if question.way not in WAYS:
        raise DecideError("UNKNOWN_WAY", "way", f"Nothing is decided by {question.way} here: {', '.join(WAYS)}.")
    if question.way == "consent":
        return _by_consent(question, ballots)
    number = len(ballots)
    if not number:
        return Outcome(0, (), "nobody", tuple((option, 0) for option in question.options))
    if question.way == "budget":
        shares = equal_shares(
            question.costs, ballots, question.budget, utility=question.utility, add1=question.add1, step=question.step
        )
        chosen: tuple[str, ...] = shares.funded
        counts = tuple((name, sum(name in ballot for ballot in ballots)) for name in question.costs)
        return _outcome(question, number, chosen, counts, shares)
    if question.way == "score":
        tally = score(ballots, question.options, highest=question.highest)
    else:
        tally = approval(ballots, question.options)
    return _outcome(question, number, tally.winners[:1], tally.ranking)


def _outcome(
    question: Question,
    number: int,
    chosen: tuple[str, ...],
    counts: tuple[tuple[str, int | Fraction], ...],
    shares: Result | None = None,
) -> Outcome:
    """Too few, and nothing is chosen, whatever they chose."""
    why: Why = "" if chosen else "nothing"
    if not is_quorate(number, question.voters, question.quorum):
        why = "quorum"
    return Outcome(number, () if why else chosen, why, counts, shares)


def _by_consent(question: Question, rounds: Sequence[Any]) -> Outcome:
    """The last round decides; one before it that nobody answered says nothing."""
    counted = tuple(
        consent(each, round_number=place, rounds=question.rounds) for place, each in enumerate(rounds, 1) if each
    )
    if not rounds or not rounds[-1]:
        return Outcome(0, (), "nobody", rounds=counted)
    last = counted[-1]
    number = len(rounds[-1])
    why: Why = "" if last.is_adopted else "vote" if last.outcome == "vote" else "objection"
    if not is_quorate(number, question.voters, question.quorum):
        why = "quorum"
    counts = (("consent", last.consents), ("aside", last.asides), ("object", len(last.objections)))
    return Outcome(number, () if why else ("yes",), why, counts, rounds=counted)
