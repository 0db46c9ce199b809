"""Approval: everybody says yes to as many as they like, and most yeses win. Score: everybody gives points."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Literal

from coproduce.core.decide.ballots import DecideError, Option, approvals, every_option, points


@dataclass(frozen=True, slots=True)
class Tally(Generic[Option]):
    """Every option with what it came to, highest first; those that tie stand by name.

    `winners` is all that came to the most: more than one is a tie, and the community's own rule breaks it, or `first`.
    `voters` is how many ballots were cast, blank ones too.
    """

    ranking: tuple[tuple[Option, int | Fraction], ...]
    voters: int

    @property
    def winners(self) -> tuple[Option, ...]:
        """Whatever came to the most, if that is more than nothing."""
        most = self.ranking[0][1] if self.ranking else 0
        return tuple(option for option, many in self.ranking if many == most > 0)

    @property
    def first(self) -> Option | None:
        """The winner, a tie broken by name; none when nothing got anything."""
        return self.winners[0] if self.winners else None


def approval(ballots: Any, options: Collection[Option] | None = None) -> Tally[Option]:
    """How many ballots say yes to each option.

    `ballots`: a sequence of lists of options, or a mapping of voters to theirs; `options` names those that nobody chose
    too. Raises DecideError: no ballot at all, an option twice on one, one that is not to be chosen.
    Source: Brams and Fishburn, Approval voting (1978).

    >>> approval([["hall", "garden"], ["garden"], []]).ranking
    (('garden', 2), ('hall', 1))
    """
    named = approvals(ballots, options)
    counted: dict[Option, int | Fraction] = dict.fromkeys(every_option(options, named), 0)
    for choices in named:
        for choice in choices:
            counted[choice] += 1
    return _ranked(counted, len(named))


def score(
    ballots: Any,
    options: Collection[Option] | None = None,
    *,
    highest: int | None = None,
    by: Literal["sum", "mean"] = "sum",
) -> Tally[Option]:
    """What each option's points add up to; with `by="mean"`, on average over those who gave it any, 0 being one.

    `ballots`: a sequence of mappings of options to whole points from 0 to `highest`, or a mapping of voters to theirs.
    A blank counts nothing in a sum and is left out of a mean. Raises DecideError: no ballot at all, points that are
    none, an option that is not to be chosen.

    >>> score([{"oak": 3, "elm": 5}, {"oak": 4}]).first, score([{"oak": 3, "elm": 5}, {"oak": 4}], by="mean").first
    ('oak', 'elm')
    """
    if by not in ("sum", "mean"):
        raise DecideError("UNKNOWN_WAY", "by", "Points are counted by their sum or by their mean.")
    given = points(ballots, options, highest)
    sums: dict[Option, int | Fraction] = dict.fromkeys(every_option(options, given), 0)
    gave = dict.fromkeys(sums, 0)
    for ballot in given:
        for option, many in ballot.items():
            sums[option] += many
            gave[option] += 1
    if by == "mean":
        sums = {option: Fraction(total, gave[option] or 1) for option, total in sums.items()}
    return _ranked(sums, len(given))


def _ranked(counted: dict[Option, int | Fraction], voters: int) -> Tally[Option]:
    """Highest first; a sort that keeps what is equal in its order leaves ties by name."""
    return Tally(tuple(sorted(counted.items(), key=lambda one: -one[1])), voters)
