"""Claims of the essays, what would have to be true, and what may be said of them once something was counted.

The verdict is decided before anybody looks: each claim says which share would
bear it out, and which design it takes. Made-up people show that the tool
measures, never that a claim is true.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from coproduce.core.stats import Estimate, Suppression, whole, wilson
from coproduce.core.stats.figure import DESIGNS

Verdict = Literal["supported", "not", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and what would have to be true if it is.

    `is_quoted` where the words are the source's own, else they are ours for what it says. `measure` names what is
    counted; empty where nothing we write down could tell. The claim is borne out where all of the interval is at or
    above `at_least`, and the design at least as strong as `needs`, one of DESIGNS.
    """

    slug: str
    words: str
    source: str
    is_quoted: bool
    would_have_to_be_true: str
    measure: str = ""
    at_least: Fraction = Fraction(1, 2)
    needs: str = "A"


#: Whose words most claims are.
ESSAY = "The essays on co-production"


def of_asking(
    words: str,
    would: str = "Of those who say that they are ready, at least nine in ten are asked, or answered before anybody had "
    "to ask.",
) -> Claim:
    """What every arena claims of its own ask: ready people are asked, once.

    >>> of_asking("Whoever eats is asked for the next season.").at_least
    Fraction(9, 10)
    """
    return Claim("asked", words, ESSAY, False, would, "asked", Fraction(9, 10))


def of_coming_round(words: str, whom: str = "those first helped here before they had given anything") -> Claim:
    """What every arena claims of those it was first for: that they help somebody in turn."""
    would = f"R is at least one half: of {whom}, the share who helped someone within 180 days."
    return Claim("round", words, ESSAY, False, would, "round")


def of_stepping_back(would: str) -> Claim:
    """What every arena claims of its desk: that most goes without it."""
    says = "The desk helps people find each other, and then steps back."
    return Claim("facilitate", says, ESSAY, False, would, "facilitate")


@dataclass(frozen=True, slots=True)
class Found:
    """What was counted: `k` of `n` in a sentence, the share with its 95 % interval, and the letter of the design."""

    says: str
    n: int
    estimate: Estimate
    design: str = "A"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and, where it is neither yes nor no, why."""

    verdict: Verdict
    why: str = ""


def counted(k: int, n: int, says: str, rule: Suppression | None = None) -> Found | None:
    """A plain share as something found; None where those counted, or the others, are too few to be shown.

    ValueError unless 0 ≤ k ≤ n.

    >>> counted(90, 100, "90 of 100 were asked").estimate.share
    0.9
    >>> counted(3, 100, "3 of 100 were asked") is None
    True
    """
    low, high = wilson(k, n)
    rule = rule or Suppression()
    if rule.hide(k) is None or rule.hide(whole("the others", n - k)) is None:
        return None
    return Found(says, n, Estimate(k / n, low, high, n) if n else Estimate(None, None, None, 0))


def judge(claim: Claim, found: Found | None, is_demo: bool) -> Judged:
    """What may be said of a claim. None found is what was too small to show.

    >>> asked = Claim("asked", "Everyone is asked.", "", False, "", "asked", Fraction(9, 10))
    >>> judge(asked, counted(990, 1000, ""), is_demo=False)
    Judged(verdict='supported', why='')
    >>> judge(asked, counted(500, 1000, ""), is_demo=False).verdict
    'not'
    >>> judge(asked, counted(990, 1000, ""), is_demo=True).verdict
    'cannot tell'
    """
    if not claim.measure:
        return Judged("cannot tell", "Nothing that is written down here could tell.")
    if is_demo:
        return Judged(
            "cannot tell", "These people are made up: this shows that it can be measured, never that it is so."
        )
    if found is None:
        return Judged("cannot tell", "The numbers are too small to be shown.")
    if not found.n:
        return Judged("cannot tell", "There is nobody yet of whom it could be said.")
    if found.design < claim.needs:
        needed, used = DESIGNS[claim.needs], DESIGNS[found.design]
        return Judged("cannot tell", f"It would take more than this: {needed}. This is a {used}.")
    low, high = found.estimate.low, found.estimate.high
    if low is None or high is None:
        return Judged("cannot tell", "A sum has no interval.")
    if low >= claim.at_least:
        return Judged("supported")
    if high < claim.at_least:
        return Judged("not")
    return Judged("cannot tell", "The interval lies on both sides of the line.")
