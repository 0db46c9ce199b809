"""Deciding together: what a group's answers come to, counted exactly, so that anybody who counts again finds the same.

`consent`, `approval` and `score` for a question, `equal_shares` for a budget, `outcome` for whichever was said. Names
of voters are looked at by none, so that swapping them changes nothing; renaming options renames the result.
"""

from coproduce.core.decide.ballots import DecideError
from coproduce.core.decide.budgets import Project, Result, Round, equal_shares
from coproduce.core.decide.outcomes import WAYS, Outcome, Question, Way, is_quorate, outcome
from coproduce.core.decide.rounds import Consent, Response, consent
from coproduce.core.decide.tallies import Tally, approval, score

__all__ = [
    "WAYS",
    "Consent",
    "DecideError",
    "Outcome",
    "Project",
    "Question",
    "Response",
    "Result",
    "Round",
    "Tally",
    "Way",
    "approval",
    "consent",
    "equal_shares",
    "is_quorate",
    "outcome",
    "score",
]
