"""Which check activities take, and who may go: every combination, and no doubt decided the other way."""

from datetime import date, timedelta
from itertools import chain, combinations, product

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.care.rules.checks import (
    ACTIVITIES,
    ALSO_CALLED,
    LEVELS,
    Check,
    activity,
    check_level,
    may_ask_for,
    visitor_allowed,
)
from coproduce.core.refusal import Refusal

DAY = date(2026, 11, 29)
NAMES = tuple(ACTIVITIES)
EVERY_SET = tuple(chain.from_iterable(combinations(NAMES, many) for many in range(len(NAMES) + 1)))


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else str(answer)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({"welfare chat"}, "none"),
        ({"welfare chat", "lift to clinic"}, "regulated"),
        ({"shopping with the person's cash"}, "regulated"),
        ({"personal care"}, "prohibited"),
        (set(), "none"),
    ],
)
def test_the_examples_of_the_field(said: set[str], level: str) -> None:
    assert check_level(said).level == level


def test_every_combination() -> None:
    """All 512: what is not done here wins over what is regulated, and that over the rest; the reasons name which."""
    for said in EVERY_SET:
        kinds = {ACTIVITIES[one] for one in said}
        wanted = next((kind for kind in ("prohibited", "regulated") if kind in kinds), "none")
        found = check_level(said)
        assert found.level == wanted
        assert {reason.activity for reason in found.reasons} == {one for one in said if ACTIVITIES[one] == wanted}


@given(st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_doing_more_never_takes_less(said: set[str], more: str) -> None:
    order = ("none", "regulated", "prohibited")
    assert order.index(check_level({*said, more}).level) >= order.index(check_level(said).level)


@pytest.mark.parametrize("said", [*ALSO_CALLED, "Welfare_Chat", "shopping with the person’s cash", " lift  to-clinic "])
def test_other_words_for_the_same(said: str) -> None:
    assert activity(said) in ACTIVITIES
    assert check_level([said]).level in ("none", "regulated")


@pytest.mark.parametrize("said", ["", "flying", "chatting"])
def test_what_is_not_listed_is_not_taken_to_be_harmless(said: str) -> None:
    with pytest.raises(ValueError, match="Choose from: welfare chat"):
        check_level(["welfare chat", said])


@pytest.mark.parametrize(
    ("level", "said", "answer"),
    [
        ("none", {"welfare chat"}, "True"), ("basic", {"welfare chat"}, "True"),
        ("standard", {"welfare chat"}, "CHECK_TOO_HIGH"), ("enhanced", {"welfare chat"}, "CHECK_TOO_HIGH"),
        ("none", {"lift to clinic"}, "CHECK_TOO_LOW"), ("basic", {"lift to clinic"}, "CHECK_TOO_LOW"),
        ("standard", {"lift to clinic"}, "CHECK_TOO_LOW"), ("enhanced", {"lift to clinic"}, "True"),
        ("regulated", {"lift to clinic", "welfare chat"}, "True"), ("regulated", {"welfare chat"}, "CHECK_TOO_HIGH"),
        ("none", {"personal care"}, "NOT_DONE_HERE"), ("enhanced", {"personal care"}, "NOT_DONE_HERE"),
    ],
)  # fmt: skip
def test_neither_too_low_nor_too_high(level: str, said: set[str], answer: str) -> None:
    assert code(may_ask_for(level, said)) == answer


UNTIL = {"yesterday": DAY - timedelta(1), "today": DAY, "tomorrow": DAY + timedelta(1), "for good": None}


@pytest.mark.parametrize("has_risk_note", [False, True])
@pytest.mark.parametrize("companions", [0, 1, 2])
@pytest.mark.parametrize("visit_no", [1, 2, 9])
def test_the_whole_table(visit_no: int, companions: int, has_risk_note: bool) -> None:
    for level, until, said in product(LEVELS, UNTIL.values(), ({"welfare chat"}, {"lift to clinic"}, {"medicines"})):
        answer = visitor_allowed(
            [Check(level, until)], visit_no, companions, DAY, activities=said, has_risk_note=has_risk_note
        )
        wanted = "enhanced" if "lift to clinic" in said else "basic"
        if "medicines" in said:
            assert code(answer) == "NOT_DONE_HERE"
        elif LEVELS.index(level) < LEVELS.index(wanted):
            assert code(answer) == "NO_CHECK"
        elif until is not None and until < DAY:
            assert code(answer) == "CHECK_OVER"
        elif companions == 0 and (visit_no == 1 or has_risk_note):
            assert code(answer) == "ALONE"
        else:
            assert answer is True


def test_what_a_first_visit_and_a_note_of_care_say() -> None:
    good = [Check("basic")]
    first, noted = visitor_allowed(good, 1, 0, DAY), visitor_allowed(good, 2, 0, DAY, has_risk_note=True)
    assert isinstance(first, Refusal) and first.sentence == "A first visit is made by two. Choose who goes along."
    assert isinstance(noted, Refusal) and noted.sentence.startswith("There is a note of care here")


@pytest.mark.parametrize(
    ("check", "is_good"),
    [
        (Check("basic", seen_on=DAY), True),
        (Check("basic", seen_on=DAY + timedelta(1)), False),
        (Check("basic", withdrawn_on=DAY), False),
        (Check("basic", withdrawn_on=DAY + timedelta(1)), True),
    ],
)
def test_a_check_counts_from_when_it_was_seen_until_it_is_withdrawn(check: Check, is_good: bool) -> None:
    assert code(visitor_allowed([check], 2, 0, DAY)) == ("True" if is_good else "CHECK_OVER")


def test_one_good_check_among_others_is_enough_and_mappings_do_as_well() -> None:
    checks = [Check("basic", DAY - timedelta(400)), {"level": "enhanced", "until_on": DAY}]
    assert visitor_allowed(checks, 1, 1, DAY, activities=["lift to clinic"]) is True


@pytest.mark.parametrize(
    ("visit_no", "companions", "field"),
    [(0, 1, "visit_no"), (True, 1, "visit_no"), (1.0, 1, "visit_no"), (1, -1, "companions")],
)
def test_numbers_that_are_none(visit_no: int, companions: int, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        visitor_allowed([Check("basic")], visit_no, companions, DAY)


def test_a_level_that_is_none() -> None:
    with pytest.raises(ValueError, match="'gold' is no level"):
        visitor_allowed([Check("gold")], 1, 1, DAY)


@given(
    st.lists(
        st.builds(
            Check, st.sampled_from(LEVELS), st.none() | st.dates(DAY - timedelta(9), DAY + timedelta(9)),
            st.none() | st.dates(DAY - timedelta(9), DAY + timedelta(9)),
            st.none() | st.dates(DAY - timedelta(9), DAY + timedelta(9)),
        ),
        max_size=4,
    ),
    st.integers(1, 5),
    st.integers(0, 3),
    st.sets(st.sampled_from(NAMES)),
    st.booleans(),
)  # fmt: skip
def test_nobody_goes_unchecked_or_alone_the_first_time(
    checks: list[Check], visit_no: int, companions: int, said: set[str], has_risk_note: bool
) -> None:
    answer = visitor_allowed(checks, visit_no, companions, DAY, activities=said, has_risk_note=has_risk_note)
    if answer is True:
        assert any(one.level != "none" and one.counts(DAY) for one in checks)
        assert companions or visit_no > 1
        assert not any(ACTIVITIES[one] == "prohibited" for one in said)
