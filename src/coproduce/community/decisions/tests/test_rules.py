"""What can be written down, and cited, without a database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.community.decisions.deciding.rules import options_that_differ, put_in, taken_out
from coproduce.community.decisions.rules import Decided, may_cite, may_record

DAY = date(2026, 11, 10)
SUNDAYS = Decided(
    "Do we meet on Sundays?", "Saturdays", "The meeting, 14 of 40", "Blue folder", DAY, DAY, ("Sundays", "Saturdays")
)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({}, "", ""),
        ({"options": ("yes", "no"), "result": "no"}, "", ""),
        ({"effective_on": DAY + timedelta(days=400)}, "", ""),
        ({"question": " "}, "MISSING", "question"),
        ({"question": "a" * 201}, "TOO_LONG", "question"),
        ({"who_decided": ""}, "MISSING", "who_decided"),
        ({"minutes": ""}, "MISSING", "minutes"),
        ({"minutes": "page\x00"}, "BAD_LETTER", "minutes"),
        ({"options": ("Saturdays",)}, "BAD_OPTIONS", "options"),
        ({"options": ("Saturdays", "Saturdays")}, "BAD_OPTIONS", "options"),
        ({"options": ("Saturdays", "")}, "MISSING", "options"),
        ({"options": ("Saturdays", "a" * 101)}, "TOO_LONG", "options"),
        ({"options": tuple("abcdefghijklm"), "result": "a"}, "BAD_OPTIONS", "options"),
        ({"result": "Mondays"}, "NOT_AN_OPTION", "result"),
        ({"decided_on": DAY + timedelta(days=1)}, "NOT_YET_DECIDED", "decided_on"),
        ({"effective_on": DAY - timedelta(days=1)}, "BEFORE_IT_WAS_DECIDED", "effective_on"),
    ],
)
def test_what_can_be_written_down(change: dict[str, Any], code: str, field: str) -> None:
    fault = may_record(replace(SUNDAYS, **change), DAY)
    assert (fault.code, fault.field) == (code, field) if fault else not code


@pytest.mark.parametrize(
    ("holds_after", "is_put_right", "code"),
    [(0, False, ""), (-3, False, ""), (1, False, "NOT_IN_EFFECT"), (0, True, "PUT_RIGHT")],
)
def test_what_can_be_cited(holds_after: int, is_put_right: bool, code: str) -> None:
    fault = may_cite(DAY + timedelta(days=holds_after), is_put_right, DAY)
    assert (fault.code if fault else "") == code


def test_a_spoilt_sheet_and_one_that_is_not_differ_in_all_of_it() -> None:
    assert options_that_differ(None, None) == ()
    assert options_that_differ(None, ["01=3", "02=1"]) == options_that_differ(["01=3", "02=1"], None) == ("01", "02")


@given(st.lists(st.sets(st.sampled_from(["01", "02", "03"])).map(lambda one: tuple(sorted(one)))))
def test_a_box_holds_every_ballot_and_not_its_place(ballots: list[tuple[str, ...]]) -> None:
    box: list[list[Any]] = []
    for ballot in ballots:
        box = put_in(box, ballot)
    assert taken_out(box) == sorted(ballots)
