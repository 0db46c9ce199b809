"""What an answer raises: the whole table, and what was not asked is never fine."""

from itertools import product

import pytest

from coproduce.arenas.care.rules.checklist import ANSWERS, BY_CODE, QUESTIONS, asked, flag_of
from coproduce.core.refusal import Refusal

CODES = (
    "HEAT",
    "POWER",
    "FOOD",
    "MED",
    "MOVE",
    "HOME",
    "FOLLOW",
    "MONEY",
    "CARE",
    "LONELY",
    "SAFE",
    "WANT",
    "RED FLAGS",
)
NOTHING_RED = {"FOLLOW", "LONELY", "WANT"}


def test_the_list_is_whole_and_in_its_order() -> None:
    assert tuple(one.code for one in QUESTIONS) == tuple(BY_CODE) == CODES
    assert {one.code for one in QUESTIONS if not one.red} == NOTHING_RED
    assert {one.code for one in QUESTIONS if one.to == "safeguarding lead"} == {"MONEY", "SAFE"}


@pytest.mark.parametrize(("code", "answer"), list(product(CODES, ANSWERS)))
def test_every_answer(code: str, answer: str) -> None:
    raised = flag_of(code, answer)
    if answer == "urgent":
        assert raised == ({"WANT": "blue"}.get(code, "amber") if code in NOTHING_RED else "red")
    elif answer == "needs a hand":
        assert raised == ("blue" if code == "WANT" else "amber")
    else:
        assert raised is None


@pytest.mark.parametrize(
    ("code", "answer", "wrong"),
    [("HEART", "fine", "UNKNOWN_QUESTION"), ("HEAT", "ok", "UNKNOWN_ANSWER"), ("heat", "fine", "UNKNOWN_QUESTION")],
)
def test_what_is_not_on_the_list(code: str, answer: str, wrong: str) -> None:
    raised = flag_of(code, answer)
    assert isinstance(raised, Refusal)
    assert (raised.code, raised.field) == (wrong, "answers")


def test_what_was_not_asked_is_not_counted() -> None:
    assert asked({}) == 0
    assert asked(dict.fromkeys(CODES, "not asked")) == 0
    assert asked(dict(zip(CODES, ANSWERS, strict=False))) == 4


def test_short_words_and_no_threshold_of_ours() -> None:
    for one in QUESTIONS:
        assert not any(letter.isdigit() for letter in one.ask + one.amber + one.red), one.code
        assert max(map(len, one.ask.split())) <= 14, one.code
