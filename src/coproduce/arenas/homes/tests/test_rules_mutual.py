"""Homes owned together: charges, shares, and what a leaver takes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.homes.rules import MoneyError
from coproduce.arenas.homes.rules.loans import Rate
from coproduce.arenas.homes.rules.mutual import charge, is_balanced, leaver_value, widths

INDEX = st.integers(1, 100_000)


@given(st.integers(0, 500), INDEX, INDEX, st.integers(0, 60), st.integers(0, 100))
def test_a_leaver_takes_par_before_the_years_are_over_and_a_part_of_the_change_after(
    shares: int, start: int, end: int, months: int, percent: int
) -> None:
    years, part = Fraction(months, 12), Fraction(percent, 100)
    told = leaver_value(shares, 1000_00, start, end, years, part)
    par = shares * 1000_00
    exact = par if years <= 3 else par * (1 + part * (Fraction(end, start) - 1))
    assert abs(told - exact) <= Fraction(1, 2)
    kept = leaver_value(shares, 1000_00, start, end, years, part, falls_count=False)
    assert kept == max(par, told)


def test_the_years_are_over_when_they_are_over() -> None:
    assert leaver_value(10, 100, 100, 110, 3, 1) == 1000
    assert leaver_value(10, 100, 100, 110, Fraction(37, 12), 1) == 1100
    assert leaver_value(10, 100, 100, 110, 2, 1, least_years=1) == 1100
    assert leaver_value(0, 0, 1, 1, 0, 0) == 0
    assert leaver_value(10, 100, 100, 100, 4, 1, falls_count=False) == 1000
    assert leaver_value(1, 1, 2, 1, 4, Fraction(1, 1)) == 1, "half a penny goes up"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ((-1, 100, 100, 110, 4, 1), "shares"),
        ((1, -100, 100, 110, 4, 1), "par"),
        ((1, 100, 0, 110, 4, 1), "index_start"),
        ((1, 100, 100, -1, 4, 1), "index_end"),
        ((1, 100, 100, 110, -1, 1), "years"),
        ((1, 100, 100, 110, 4, 75), "uplift"),
        ((1, 100, 100, 110, 4, Fraction(-1, 4)), "uplift"),
    ],
)
def test_what_cannot_be_says_which(said: tuple[int, int, Rate, Rate, Rate, Rate], field: str) -> None:
    with pytest.raises(MoneyError) as found:
        leaver_value(*said)
    assert found.value.field == field


@given(st.integers(0, 9_000_00), st.integers(0, 900_00), st.integers(1, 100))
def test_a_charge_is_a_part_of_what_is_earned_whole_and_exactly_divided(
    income: int, running: int, percent: int
) -> None:
    whole, runs, buys = charge(income, Fraction(percent, 100), running)
    assert abs(whole - Fraction(percent * income, 100)) <= Fraction(1, 2)
    assert runs + buys == whole
    assert runs == min(running, whole)


@pytest.mark.parametrize(
    ("said", "field"),
    [((-1, 1, 0), "income_month"), ((1, 1, -1), "running_month"), ((1, 35, 0), "share"), ((1, 0, 0), "share")],
)
def test_a_charge_that_cannot_be_says_what_to_mend(said: tuple[int, int, int], field: str) -> None:
    with pytest.raises(MoneyError) as found:
        charge(*said)
    assert found.value.field == field
    assert charge(1, 1, 0) == (1, 0, 1)
    assert charge(0, 1, 0) == (0, 0, 0)


def test_homes_are_as_wide_as_the_society_lets_them_be() -> None:
    narrow, wide = Decimal("0.9"), Decimal("1.1")
    held, cost = {"3": 90, "4": 110, "5": 89, "6": 111}, dict.fromkeys("34567", 100)
    told = widths(held, cost, narrow, wide)
    assert [home for home, one in told.items() if one.is_within] == ["3", "4"]
    assert told["7"] == (0, False)
    assert not is_balanced(held, cost)
    assert is_balanced({**held, "7": 100}, cost)
    with pytest.raises(MoneyError):
        widths({}, {"3": 0}, narrow, wide)
    assert widths({"3": 1}, {"3": 1}, narrow, wide)["3"].is_within
