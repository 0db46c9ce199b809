"""A book that says itself what people hold is believed only where its own rows come to the same."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from coproduce.community.base.sheets import guess
from coproduce.community.exchange.histories.closing_balances import Row, Stated, last_stated, out_of_step
from coproduce.community.exchange.histories.rules import Happened
from coproduce.community.exchange.imports import LISTINGS
from coproduce.interop.sheets_reading import read_sheet

ANA, BEN, CLEO = (UUID(int=n) for n in (1, 2, 3))


def row(giver: UUID, receiver: UUID, minutes: int, day: int, holds: int | None = None, other: int | None = None) -> Row:
    done = Happened(
        "timebank", giver, receiver, minutes, date(2020, 1, 1) + timedelta(days=day), "Sewing", f"old:{day}"
    )
    return done if holds is other is None else Stated(done, holds, other)


#: Ana began with an hour; Ben with nothing.
RUNNING = [
    row(ANA, BEN, 60, 1, holds=120, other=-60),
    row(CLEO, ANA, 30, 2),
    row(BEN, CLEO, 90, 3, holds=30),
    row(ANA, BEN, 15, 4, holds=105, other=15),
]


def lines(rows: list[Row]) -> list[tuple[int, Row]]:
    return list(enumerate(rows, start=2))


def test_a_balance_that_runs_along_may_begin_anywhere_and_leave_rows_out() -> None:
    assert list(out_of_step(lines(RUNNING))) == []
    assert last_stated(RUNNING) == {ANA: 105, BEN: 15}


@pytest.mark.parametrize(("place", "line"), [(2, 4), (3, 5)])
def test_one_that_does_not_follow_is_named_by_its_line_and_once(place: int, line: int) -> None:
    wrong = list(RUNNING)
    was = wrong[place]
    assert isinstance(was, Stated) and was.giver_balance is not None
    wrong[place] = Stated(was.row, was.giver_balance + 1, was.receiver_balance)
    named = list(out_of_step(lines(wrong)))
    assert named[0][:2] == (line, "giver_balance")
    assert f"comes to {was.giver_balance // 60} h {was.giver_balance % 60:02d}" in named[0][2]
    assert {where for where, _, _ in named} == {line, *([5] if place == 2 else [])}


def test_the_newest_row_may_stand_on_top() -> None:
    assert list(out_of_step(lines(RUNNING[::-1]))) == []
    assert last_stated(RUNNING[::-1]) == {ANA: 105, BEN: 15}


def test_a_balance_may_be_that_of_the_end_in_every_row() -> None:
    closing = [row(ANA, BEN, 60, 1, 90, -75), row(CLEO, ANA, 30, 2, 30, 90), row(ANA, BEN, 15, 3, 90, -75)]
    assert list(out_of_step(lines(closing))) == []
    assert last_stated(closing) == {ANA: 90, BEN: -75, CLEO: 30}
    closing[2] = row(ANA, BEN, 15, 3, 90, -76)
    assert (4, "receiver_balance") in {named[:2] for named in out_of_step(lines(closing))}


def test_rows_after_the_last_word_count_too() -> None:
    assert last_stated([row(ANA, BEN, 60, 1, holds=60), row(ANA, BEN, 15, 2)]) == {ANA: 75}
    assert last_stated([row(ANA, BEN, 60, 1)]) == {}


@pytest.mark.parametrize("heading", ["balance", "closing balance", "Running balance", "giver balance"])
def test_a_balance_is_never_taken_for_the_time_of_a_row(heading: str) -> None:
    by = guess(read_sheet(f"giver,receiver,{heading},amount,date\nAna,Ben,5,1,2020-01-01\n".encode()), "x", LISTINGS)
    assert by.listing.name == "contributions"
    assert (by.columns["time"], by.columns["giver_balance"], by.says_balances) == ("amount", heading, True)


def test_in_a_list_of_openings_a_balance_is_what_they_bring() -> None:
    by = guess(read_sheet(b"member,closing balance\nAna,5\n"), "x", LISTINGS)
    assert (by.listing.name, by.columns["time"], by.says_balances) == ("openings", "closing balance", False)
