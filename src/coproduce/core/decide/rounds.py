"""Consent: nobody who has a reason to say no is passed over. Each objection stands with its reason and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from coproduce.core.decide.ballots import DecideError, cast

Answer = Literal["consent", "aside", "object"]


@dataclass(frozen=True, slots=True)
class Response:
    """What one member says to a proposal. An objection has a reason; `is_valid` is for whoever leads the round to say
    once it was talked over: an objection that is no reason against this proposal does not stop it, and is kept."""

    answer: Answer
    reason: str = ""
    is_valid: bool = True


@dataclass(frozen=True, slots=True)
class Consent:
    """What a round came to.

    `outcome`: *adopted*, nobody objects; *amend*, somebody does, and a changed text is put in a new round; *vote*, the
    rounds are used up, and the vote named beforehand decides. `objections` are those that stand, in their order.
    """

    outcome: Literal["adopted", "amend", "vote"]
    consents: int
    asides: int
    objections: tuple[Response, ...]
    passed_over: tuple[Response, ...] = ()

    @property
    def is_adopted(self) -> bool:
        return self.outcome == "adopted"


def consent(responses: Any, *, round_number: int = 1, rounds: int | None = None) -> Consent:
    """Whether a proposal stands after this round.

    `responses`: a sequence of Response, of mappings with the same fields, or of the answers alone (`"consent"`,
    `"aside"`), or a mapping of members to theirs. With `rounds` given, an objection in the last one leads to a vote.
    Raises DecideError: nobody answered, an answer that is none, an objection without a reason.
    Source: sociocratic consent (Endenburg 1998): a proposal is adopted when no member has a paramount objection.

    >>> consent(["consent", "aside", "consent"]).outcome
    'adopted'
    >>> consent(["consent", Response("object", "The path floods.")], round_number=3, rounds=3).outcome
    'vote'
    """
    given = [_response(each, place) for place, each in enumerate(cast(responses), 1)]
    said_no = [each for each in given if each.answer == "object"]
    standing = tuple(each for each in said_no if each.is_valid)
    is_last = rounds is not None and round_number >= rounds
    return Consent(
        "adopted" if not standing else "vote" if is_last else "amend",
        sum(each.answer == "consent" for each in given),
        sum(each.answer == "aside" for each in given),
        standing,
        tuple(each for each in said_no if not each.is_valid),
    )


def _response(handed_in: Any, place: int) -> Response:
    """One answer, however it was handed in."""
    given: Any = handed_in
    if isinstance(given, str):
        given = {"answer": given}
    if isinstance(given, Mapping):
        given = Response(given.get("answer", ""), given.get("reason", ""), given.get("is_valid", True))
    if not isinstance(given, Response) or given.answer not in ("consent", "aside", "object"):
        raise DecideError(
            "UNKNOWN_ANSWER", "responses", f"Answer {place} is none: say consent, aside, or object with a reason."
        )
    if given.answer == "object" and not (given.reason or "").strip():
        raise DecideError(
            "NO_REASON", "responses", f"Answer {place} objects without a reason. Say what stands against it."
        )
    return given
