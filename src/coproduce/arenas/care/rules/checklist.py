"""What a visitor asks and looks at, in short words, and what follows: something for now, for today, or for this week.

The software invents no clinical threshold and no score: who answers says how it is, red signs are those the ward wrote
on the letter. Source: British Red Cross, Home from Hospital (ten things), and the essay's warmth and food; UCLA-3 of
Hughes et al. (2004) for loneliness, asked only if wished.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from coproduce.core.refusal import Refusal

FINE, NEEDS_A_HAND, URGENT = "fine", "needs a hand", "urgent"
NOT_ASKED, NOT_SAID = "not asked", "didn't want to say"
ANSWERS = (FINE, NEEDS_A_HAND, URGENT, NOT_ASKED, NOT_SAID)

Level = Literal["red", "amber", "blue"]
RED: Level = "red"
AMBER: Level = "amber"
BLUE: Level = "blue"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked or looked at, what a hand is needed with, and what is urgent; without the last, nothing is.

    `lead_reads` are answers that go to the safeguarding lead alone; with none, the rota acts on what is urgent.
    """

    code: str
    ask: str
    amber: str
    red: str = ""
    level: Level = AMBER
    lead_reads: tuple[str, ...] = ()

    @property
    def to(self) -> Literal["rota", "safeguarding lead"]:
        """Who acts on what is urgent there."""
        return "safeguarding lead" if self.lead_reads else "rota"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question of the list was answered with: its code, one of the five answers, and any words."""

    code: str
    answer: str
    words: str = ""


QUESTIONS: tuple[Question, ...] = (
    Question("HEAT", "Is it warm enough? Does the heating work, and can it be paid for?", "Off, or kept low to save",
             "No working heat in frost, or colder than we agreed on and frail"),
    Question("POWER", "Are the light, the telephone, the keys and the alarm in order?", "Telephone not charged",
             "No power, and a medical device that needs it"),
    Question("FOOD", "Is there food for two days, and can a meal and a drink be made?", "Less than two days",
             "None, or cannot drink"),
    Question("MED", "Are the medicines on the letter there, and is it clear how, when and whom to ring? "
             "Look at the list. Touch none, advise nothing.", "Not fetched yet, or unsure",
             "Wrong or missing, and the letter says it matters"),
    Question("MOVE", "Bed, toilet, stairs, rails: can they get about? Has what was promised arrived?",
             "Something is missing", "A fall now, or cannot reach the toilet"),
    Question("HOME", "Is anything to trip over? Cold, damp? Is there a smoke alarm?", "Something to trip over, damp",
             "Fire, or a smell of gas"),
    Question("FOLLOW", "Is the next appointment known, and a way to get there?", "No way to get there"),
    Question("MONEY", "Any worry about bills or help with money? No sums. Never touch cash or cards.", "A worry",
             "It may have been stolen", lead_reads=(URGENT,)),
    Question("CARE", "Who looks after whom here? Pets, children, whoever cares: how are they?", "It is too much",
             "Somebody who depends on them is alone"),
    Question("LONELY", "If they wish: how often do you feel left out? Whom would you ring at three in the morning?",
             "Often, or nobody to ring"),
    Question("SAFE", "Asked alone: does anything or anybody make you feel unsafe? Promise no secret.", "They hesitate",
             "They say so", lead_reads=(NEEDS_A_HAND, URGENT)),
    Question("WANT", "What matters to you? What would you enjoy? What could you do for others?", "A wish, or an offer",
             level=BLUE),
    Question("RED FLAGS", "Is there any of the signs that the ward wrote on the letter?", "Unsure whether it is one",
             "There is one"),
)  # fmt: skip
BY_CODE: Mapping[str, Question] = MappingProxyType({one.code: one for one in QUESTIONS})


def flag_of(code: str, answer: str) -> Level | Refusal | None:
    """What an answer raises: something for now (red), today (amber), this week (blue), nothing, or what to mend.

    What was not asked, and what somebody did not want to say, is never taken to be fine, and raises nothing.

    >>> flag_of("HEAT", "urgent"), flag_of("HEAT", "needs a hand"), flag_of("WANT", "needs a hand")
    ('red', 'amber', 'blue')
    >>> flag_of("HEAT", "fine") is None, flag_of("SAFE", "not asked") is None
    (True, True)
    >>> flag_of("FOLLOW", "urgent"), flag_of("RED FLAGS", "needs a hand")
    ('amber', 'amber')
    """
    question = BY_CODE.get(code)
    if question is None:
        return Refusal("UNKNOWN_QUESTION", "%(given)s is not on the list.", "answers", {"given": code[:20]})
    if answer not in ANSWERS:
        said = {"given": answer[:20], "choices": ", ".join(ANSWERS)}
        return Refusal("UNKNOWN_ANSWER", "%(given)s is no answer here. Choose from: %(choices)s.", "answers", said)
    if answer == URGENT:
        return RED if question.red else question.level
    return question.level if answer == NEEDS_A_HAND else None


def asked(answers: Mapping[str, str]) -> int:
    """How many were asked: what was not is never counted, neither as fine nor at all.

    >>> asked({"HEAT": "fine", "FOOD": "not asked", "SAFE": "didn't want to say"})
    2
    """
    return sum(1 for answer in answers.values() if answer != NOT_ASKED)
