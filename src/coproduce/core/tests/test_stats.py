"""Shares and their intervals, waiting with two ends, and small numbers nobody can work out."""

import warnings
from collections import defaultdict
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import exp, log, sqrt
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.sample import IS_LONG

from coproduce.core.stats import Cell, Estimate, Suppression, Table, aalen_johansen, suppress, wilson

EXAMPLES = settings(max_examples=1000 if IS_LONG else 200, deadline=None)
CROWDS = settings(max_examples=200, deadline=None)
LIVES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=40)
SOME_LIVES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=1, max_size=40)

Lives = list[tuple[int, int]]


def incidence(lives: Lives, wanted: int = 1) -> Any:
    """Of any one event: what is wanted becomes 1, and every other event something else."""
    codes = [0 if code == 0 else 1 if code == wanted else 2 for _, code in lives]
    return aalen_johansen([time for time, _ in lives], codes)


# Wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (12, 100, 0.06999, 0.19812),
        (0, 10, 0, 0.27753),
        (3, 20, 0.0524, 0.3604),
        (31, 374, 0.0590, 0.1153),
        (45, 376, 0.0907, 0.1564),
        (0, 0, 0, 1),
    ],
)
def test_wilson(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("k", "n"), [(-1, 2), (3, 2), (0, -1), (1.0, 2), (1, 2.0), (True, 2), ("1", 2), (None, 2)])
def test_wilson_refuses_what_is_not_so_many_of_so_many(k: Any, n: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        wilson(k, n)


@EXAMPLES
@given(st.integers(0, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_is_even_handed(question: tuple[int, int]) -> None:
    k, n = question
    low, high = wilson(k, n)
    assert 0 <= low < high <= 1
    assert (low == 0) == (k == 0)
    assert (high == 1) == (k == n)
    if n:
        assert low <= k / n <= high
        assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)
        narrower = wilson(4 * k, 4 * n)
        assert narrower[1] - narrower[0] < high - low


def test_wilson_agrees_with_statsmodels() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        proportion = pytest.importorskip("statsmodels.stats.proportion")
    for n in range(1, 40):
        for k in range(n + 1):
            assert wilson(k, n) == pytest.approx(proportion.proportion_confint(k, n, method="wilson"), abs=1e-6)


def test_counts_of_numpy_are_counts() -> None:
    found = wilson(np.int64(3), np.int32(20))  # type: ignore[arg-type]
    assert found == wilson(3, 20) and {*map(type, found)} == {float}
    assert suppress(np.int64(7)) is None  # type: ignore[arg-type]


# Aalen and Johansen


def test_by_hand() -> None:
    """Ten people: three returned, two left; the first at 5 who is not known of any more was still waiting at 5."""
    waiting = aalen_johansen([3, 5, 5, 8, 12, 12, 20, 30, 30, 30], [1, 2, 0, 1, 1, 2, 0, 0, 0, 0])
    assert [(step.time, step.at_risk, step.events, step.wanted) for step in waiting.steps] == [
        (3, 10, 1, 1),
        (5, 9, 1, 0),
        (8, 7, 1, 1),
        (12, 6, 2, 1),
    ]
    at_8, at_12 = Fraction(1, 10) + Fraction(8, 70), Fraction(1, 10) + Fraction(8, 70) + Fraction(8, 70)
    assert [waiting.at(time).share for time in (2, 3, 7, 8, 12, 99)] == pytest.approx(
        [0, 0.1, 0.1, float(at_8), float(at_12), float(at_12)]
    )
    assert waiting.steps[-1].free == pytest.approx(0.8 * 6 / 7 * 4 / 6)
    assert [waiting.at(time).at_risk for time in (0, 3, 4, 12, 13, 30, 31)] == [10, 10, 9, 6, 4, 3, 0]
    assert [waiting.known(time) for time in (5, 6, 30, 31)] == [10, 9, 8, 5]


def test_nobody_and_nothing() -> None:
    assert aalen_johansen([], []).at(180) == Estimate(None, None, None, 0)
    assert aalen_johansen([], []).steps == ()
    assert aalen_johansen([5], [0]).at(3) == Estimate(0, *wilson(0, 1), 1)
    assert aalen_johansen([5], [0]).at(180) == Estimate(0, 0, 1, 0)


def test_where_the_variance_is_nothing_wilson_speaks() -> None:
    """Nobody, or everybody, of those whose answer is known."""
    assert aalen_johansen([9, 9, 4, 1], [0, 0, 2, 0]).at(6) == Estimate(0, *wilson(0, 3), 2)
    assert aalen_johansen([1, 2, 2], [1, 1, 1]).at(2) == Estimate(1, *wilson(3, 3), 1 + 1)
    assert aalen_johansen([1, 2, 2], [1, 0, 1]).at(3).share == 0.75 - 1 / 12
    assert aalen_johansen([1, 2, 3], [1, 0, 1]).at(3) == Estimate(1, *wilson(2, 2), 1)
    left_together = aalen_johansen([1, 2, 2], [1, 2, 2]).at(2)
    assert left_together.share == pytest.approx(1 / 3)
    assert 0 < (left_together.low or 0) < 1 / 3 < (left_together.high or 0) < 1


@pytest.mark.parametrize(
    ("times", "codes"), [([1], []), ([-1], [0]), ([1.5], [0]), ([None], [1]), ([1], [-1]), ([1], [True]), ([1], ["a"])]
)
def test_what_is_no_life_is_refused(times: Any, codes: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        aalen_johansen(times, codes)


@EXAMPLES
@given(SOME_LIVES)
def test_every_end_and_nothing_yet_make_one(lives: Lives) -> None:
    each = [incidence(lives, wanted) for wanted in (1, 2, 3)]
    free = {step.time: step.free for step in each[0].steps}
    for time, still in free.items():
        assert sum(one.at(time).share for one in each) + still == pytest.approx(1, abs=1e-12)


@EXAMPLES
@given(SOME_LIVES)
def test_it_only_rises_and_lies_in_its_interval(lives: Lives) -> None:
    found = [incidence(lives).at(time) for time in range(33)]
    for before, after in pairwise(found):
        assert before.share <= after.share
        assert before.at_risk >= after.at_risk
    for one in found:
        assert 0 <= one.low <= one.share <= one.high <= 1
        assert one.low < one.high


@EXAMPLES
@given(SOME_LIVES)
def test_leaving_is_not_waiting(lives: Lives) -> None:
    """To treat who left as if they might still return says too much, from the first return after a leaving on."""
    as_if_waiting = [(time, 1 if code == 1 else 0) for time, code in lives]
    leavings = [time for time, code in lives if code > 1]
    too_much = False
    for step in incidence(as_if_waiting).steps:
        too_much = too_much or any(time < step.time for time in leavings)
        share, said = incidence(lives).at(step.time).share, incidence(as_if_waiting).at(step.time).share
        assert share <= said + 1e-12
        assert not too_much or share < said


@EXAMPLES
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 3)), min_size=1, max_size=40), st.integers(0, 31))
def test_where_everybody_is_known_it_is_a_plain_share(lives: Lives, time: int) -> None:
    """And its variance is p(1 − p)/n, seen through the interval."""
    k, n = sum(code == 1 and when <= time for when, code in lives), len(lives)
    found = incidence(lives).at(time)
    assert found.share == pytest.approx(k / n)
    assert incidence(lives).known(time) == n
    if 0 < k < n:
        p = k / n
        spread = 1.959964 * sqrt(p * (1 - p) / n) / abs(p * log(p))
        assert (found.low, found.high) == pytest.approx((p ** exp(spread), p ** exp(-spread)), rel=1e-6)
    else:
        assert (found.low, found.high) == wilson(k, n)


@EXAMPLES
@given(LIVES, st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(lives: Lives, chance: Any) -> None:
    shuffled = list(lives)
    chance.shuffle(shuffled)
    assert incidence(lives) == incidence(shuffled)


def test_it_agrees_with_lifelines() -> None:
    """Share, variance and interval, at times without ties (lifelines moves ties a little)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifelines = pytest.importorskip("lifelines")
        compared = 0
        chance = Random(7)
        for _ in range(30):
            times = chance.sample(range(1, 400), 60)
            codes = [chance.choice((0, 1, 1, 2)) for _ in times]
            fitter = lifelines.AalenJohansenFitter(calculate_variance=True).fit(times, codes, event_of_interest=1)
            low, high = (fitter.confidence_interval_.iloc[:, side] for side in (0, 1))
            ours = aalen_johansen(times, codes)
            for step in ours.steps[5:-2]:
                one = ours.at(step.time)
                theirs = fitter.cumulative_density_.loc[step.time].iloc[0]
                if one.share and 0 < one.share < 1:
                    assert one.share == pytest.approx(theirs, abs=1e-9)
                    assert sorted((low[step.time], high[step.time])) == pytest.approx((one.low, one.high), abs=1e-6)
                    compared += 1
    assert compared > 500


# Small numbers


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (1, None), (7, None), (8, 8), (100, 100)])
def test_hide(n: int, shown: int | None) -> None:
    assert Suppression().hide(n) == suppress(n) == shown
    assert Suppression().table([("all", n)]) == Table((Cell(("all",), shown),), shown)


def test_a_stricter_rule() -> None:
    assert Suppression(largest_hidden=10).hide(10) is None
    assert Suppression(largest_hidden=10).hide(11) == 11
    with pytest.raises(ValueError, match="largest_hidden"):
        Suppression(largest_hidden=-1)


@pytest.mark.parametrize("n", [-1, 1.5, None, True])
def test_what_is_no_count_is_refused(n: Any) -> None:
    with pytest.raises(ValueError, match="count"):
        Suppression().hide(n)
    with pytest.raises(ValueError, match="count"):
        Suppression().table([("all", n)])


def table(*counts: int) -> list[tuple[str, int | None]]:
    return [
        ("".join(cell.labels), cell.count)
        for cell in Suppression().table(list(zip("abcdefgh", counts, strict=False))).cells
    ]


def test_cells_are_put_together() -> None:
    assert table() == []
    assert table(9, 0, 8) == [("a", 9), ("b", 0), ("c", 8)]
    assert table(3, 9, 9) == [("ab", 12), ("c", 9)]
    assert table(9, 9, 3) == [("a", 9), ("bc", 12)]
    assert table(9, 0, 3) == [("abc", 12)]
    assert table(2, 0, 3) == [("abc", None)]
    assert table(0, 0) == [("a", 0), ("b", 0)]
    assert table(1, 1, 1, 1, 1, 1, 1, 1) == [("abcdefgh", 8)]


@EXAMPLES
@given(st.lists(st.one_of(st.integers(0, 9), st.integers(0, 60)), max_size=8))
def test_nothing_small_is_printed_and_nothing_is_lost(counts: list[int]) -> None:
    labels = [str(at) for at in range(len(counts))]
    printed = Suppression().table(list(zip(labels, counts, strict=True)))
    assert [label for cell in printed.cells for label in cell.labels] == labels
    assert not any(1 <= (cell.count or 0) <= 7 for cell in printed.cells)
    if printed.total is None:
        assert 1 <= sum(counts) <= 7
        assert [cell.count for cell in printed.cells if cell.count != 0] == [None]
    else:
        assert printed.total == sum(counts) == sum(cell.count or 0 for cell in printed.cells)
        assert all(cell.count is not None for cell in printed.cells)
    for cell in printed.cells:
        small = [counts[int(label)] for label in cell.labels if 1 <= counts[int(label)] <= 7]
        assert not small or len(cell.labels) > 1 or cell.count is None


@pytest.mark.parametrize(("cells", "most"), [(1, 12), (2, 24), (3, 20), (4, 16), (5, 9)])
def test_no_hidden_number_can_be_worked_out(cells: int, most: int) -> None:
    """Even by one who knows the rule: every table that could have been printed so is tried.

    Whatever is printed, no cell of a number from 1 to 7 has that number in all the tables behind it. Joining the
    smaller neighbour, the rule that comes to mind first, fails here: 0, 8, 6, 8 gives away its 6.
    """
    behind: dict[Table, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=cells):
        printed = Suppression().table([(str(at), n) for at, n in enumerate(counts)])
        if all((cell.count or 0) <= most for cell in printed.cells):
            behind[printed].append(counts)
    assert len(behind) > most / 2
    for printed, tables in behind.items():
        for at in range(cells):
            seen = {counts[at] for counts in tables}
            assert len(seen) > 1 or Suppression().hide(*seen) is not None, (printed, at, seen)


# Rows and columns of people

ROWS, COLUMNS = ("r0", "r1", "r2"), ("c0", "c1", "c2")

Crowd = dict[tuple[str, str], frozenset[int]]


#: Everywhere somebody may stand: in some of the rows.
STANDING = [rows for many in range(1, len(ROWS) + 1) for rows in combinations(ROWS, many)]

#: How many people of one column stand so.
OF_A_COLUMN = st.lists(st.one_of(st.just(0), st.integers(0, 9)), min_size=len(STANDING), max_size=len(STANDING))


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    """Who stands in which rows of a table; each person has one column."""
    who: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, column in enumerate(COLUMNS):
        person = 1000 * at
        for rows, many in zip(STANDING, draw(OF_A_COLUMN), strict=True):
            for row in rows:
                who[row, column] |= set(range(person, person + many))
            person += many
    return {cell: frozenset(people) for cell, people in who.items()}


def people_in(who: Crowd, rows: tuple[str, ...], columns: tuple[str, ...]) -> int:
    return len(frozenset[int]().union(*(who.get((row, column), frozenset()) for row in rows for column in columns)))


def can_be_found(known: list[list[int]], wanted: list[int]) -> bool:
    """Whether sums that are known, added and subtracted, give the one that is wanted (elimination, exact)."""
    rows = [[Fraction(number) for number in row] for row in known]
    left = [Fraction(number) for number in wanted]
    for at in range(len(wanted)):
        pivot = next((row for row in rows if row[at]), None)
        if pivot is None:
            continue
        rows = [
            [one - row[at] / pivot[at] * other for one, other in zip(row, pivot, strict=True)]
            for row in rows
            if row is not pivot
        ]
        left = [one - left[at] / pivot[at] * other for one, other in zip(left, pivot, strict=True)]
    return not any(left)


CELLS = [(row, column) for row in ROWS for column in COLUMNS]


def sum_over(rows: tuple[str, ...], columns: tuple[str, ...]) -> list[int]:
    """A sum as the cells it adds up."""
    return [int(row in rows and column in columns) for row, column in CELLS]


def printed_sums(
    who: Crowd, rows: tuple[tuple[str, ...], ...], columns: tuple[tuple[str, ...], ...]
) -> list[list[int]]:
    """Everything a reader knows: the sums of the cells printed, and of every single row; what is empty is nothing."""
    known = [sum_over(group, column) for group in rows for column in columns]
    known += [sum_over((row,), COLUMNS) for row in ROWS]
    empty = [(group, column) for group in rows for column in columns if not people_in(who, group, column)]
    return known + [sum_over((row,), (one,)) for group, column in empty for row in group for one in column]


@CROWDS
@given(crowds())
def test_crossed_prints_no_few_and_loses_nobody(who: Crowd) -> None:
    printed = Suppression().crossed(ROWS, COLUMNS, who)
    assert [row for group in printed.rows for row in group] == list(ROWS)
    assert [column for group in printed.columns for column in group] == list(COLUMNS)
    everybody = people_in(who, ROWS, COLUMNS)
    assert printed.is_hidden == (1 <= everybody <= 7)
    for column in printed.columns:
        whole_column = people_in(who, ROWS, column)
        assert printed.is_hidden or not 1 <= whole_column <= 7
        for group in printed.rows:
            assert printed.is_hidden or not whole_column or people_in(who, group, column) > 7


@CROWDS
@given(crowds())
@pytest.mark.promise("No number of a few can be worked out")
def test_nothing_of_a_few_comes_out_of_a_crossed_table(who: Crowd) -> None:
    """No cell, no column of a row, no group of rows in one column: whatever was put together stays together."""
    printed = Suppression().crossed(ROWS, COLUMNS, who)
    if printed.is_hidden or sum(bool(people_in(who, ROWS, column)) for column in printed.columns) < 2:
        return  # one column alone is as many as everybody
    known = printed_sums(who, printed.rows, printed.columns)
    for column in [*printed.columns, *((one,) for one in COLUMNS)]:
        for rows in [*((row,) for row in ROWS), *combinations(ROWS, 2)]:
            if 1 <= people_in(who, rows, column) <= 7:
                assert not can_be_found(known, sum_over(rows, column)), (printed, rows, column)


def test_a_blank_cell_is_found() -> None:
    """The planted fault: the same table with single rows, where one cell is only left blank."""
    who = {(row, column): frozenset(range(9)) for row in ROWS for column in COLUMNS} | {("r0", "c0"): frozenset({1})}
    known = printed_sums(who, tuple((row,) for row in ROWS), tuple((column,) for column in COLUMNS))
    blank = sum_over(("r0",), ("c0",))
    assert can_be_found([row for row in known if row != blank], blank)


def test_crossed_by_hand() -> None:
    eight, nine = frozenset(range(8)), frozenset(range(20, 29))
    both = {(row, column): people for row in ROWS for column, people in (("c0", eight), ("c1", nine))}
    whole = Suppression().crossed(ROWS, COLUMNS, both)
    assert whole.rows == (("r0",), ("r1",), ("r2",))
    assert whole.columns == (("c0",), ("c1",), ("c2",))
    without = {cell: people for cell, people in both.items() if cell != ("r1", "c0")}
    assert Suppression().crossed(ROWS, COLUMNS, without).rows == (("r0",), ("r1", "r2"))
    seen_whole = Suppression(0).crossed(ROWS, COLUMNS, {("r0", "c0"): frozenset({1})})
    assert (seen_whole.rows, seen_whole.is_hidden) == (whole.rows, False)
    assert Suppression().crossed(ROWS, COLUMNS, {("r0", "c0"): frozenset({1})}).is_hidden
    assert not Suppression().crossed(ROWS, COLUMNS, {}).is_hidden


def test_an_empty_cell_would_give_its_neighbour_away() -> None:
    """In the first two rows only one column has anybody: the sum of the first row would be that of its three people."""
    who = {("r0", "c0"): frozenset(range(3)), ("r1", "c0"): frozenset(range(3, 9)), ("r2", "c0"): frozenset(range(9)),
           ("r2", "c1"): frozenset(range(20, 29))}  # fmt: skip
    three = sum_over(("r0",), ("c0",))
    single = tuple((column,) for column in COLUMNS)
    assert can_be_found(printed_sums(who, (("r0", "r1"), ("r2",)), single), three)
    printed = Suppression().crossed(ROWS, COLUMNS, who)
    assert (printed.rows, printed.columns) == ((ROWS,), single)
    assert not can_be_found(printed_sums(who, printed.rows, printed.columns), three)
