"""What a community may ask at its door, and what an answer must be: rules without a database."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

SHORT, LONG, YES_OR_NO, ONE_OF = KINDS = ("short", "long", "yes or no", "one of")

#: How long an answer of each kind may be.
LONGEST = {SHORT: 200, LONG: 1000, YES_OR_NO: 80, ONE_OF: 80}

YES, NO = "yes", "no"

MOST_QUESTIONS, MOST_CHOICES = 12, 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers to one question of the door."""

    question: UUID
    words: str


def may_ask(words: str, hint: str, kind: str, choices: Collection[str], place: int | None) -> Refusal | None:
    """None when this can be asked at the door, else what to mend.

    >>> may_ask("Have you a car?", "", "yes or no", (), 1) is None
    True
    >>> may_ask("Which evening?", "", "one of", ("Monday",), 1).field
    'choices'
    """
    fault = may_say(words, "words", 200, "Write the question.") or may_say(hint, "hint", 300)
    if fault:
        return fault
    if kind not in KINDS:
        return Refusal("UNKNOWN_CHOICE", "Choose one of: %(choices)s.", "kind", {"choices": ", ".join(KINDS)})
    if kind == ONE_OF and not 2 <= len(set(choices)) <= MOST_CHOICES:
        return Refusal("MISSING", "Write what can be chosen: two things or more, each on a line of its own.", "choices")
    if kind != ONE_OF and choices:
        return Refusal("WRONG_KIND", "Only “one of a list” has a list to choose from.", "choices")
    if place is not None and not 1 <= place <= MOST_QUESTIONS:
        return Refusal("OUT_OF_RANGE", "Choose from 1 to %(most)s.", "place", {"most": str(MOST_QUESTIONS)})
    long = (may_say(one, "choices", LONGEST[ONE_OF], "Leave out what is empty.") for one in choices)
    return next(filter(None, long), None)


def may_answer(asked: str, kind: str, choices: Collection[str], is_required: bool, words: str) -> Refusal | None:
    """None when these words answer the question; else which question it is, and what to mend.

    >>> may_answer("Have you a car?", "yes or no", (), True, "yes") is None
    True
    >>> print(may_answer("Have you a car?", "yes or no", (), True, "perhaps"))
    Answer “Have you a car?” with one of: yes, no.
    """
    said = {"question": asked}
    if not words.strip():
        return Refusal("MISSING", "Answer this too: %(question)s", "answers", said) if is_required else None
    open_to = {YES_OR_NO: (YES, NO), ONE_OF: tuple(choices)}.get(kind)
    if open_to and words.strip() not in open_to:
        said["choices"] = ", ".join(open_to)
        return Refusal("UNKNOWN_CHOICE", "Answer “%(question)s” with one of: %(choices)s.", "answers", said)
    fault = may_say(words, "answers", LONGEST[kind])
    if fault and fault.code == "TOO_LONG":
        said["most"] = str(LONGEST[kind])
        return Refusal("TOO_LONG", "Answer “%(question)s” in %(most)s letters or fewer.", "answers", said)
    return fault
