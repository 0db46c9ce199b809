"""Loans to the last penny: at no interest, at some, paid early and late."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.homes.rules.loans import (
    MoneyError,
    Standing,
    forecast,
    fund,
    largest_loan,
    monthly_payment,
    schedule,
    standing,
)

PRINCIPALS = st.integers(1_000_00, 400_000_00)
RATES = st.integers(0, 1500).map(lambda points: Fraction(points, 10_000))
MONTHS = st.integers(1, 480)


def test_the_printed_payments() -> None:
    assert monthly_payment(150_000_00, 0, 360) == 416_67
    assert [row.payment for row in schedule(150_000_00, 0, 360)] == [416_67] * 359 + [415_47]
    assert monthly_payment(100_000_00, Decimal("0.06"), 360) == 599_55
    assert largest_loan(3_000_00, Decimal("0.30"), 250_00, 0, 360) == 234_000_00


@given(PRINCIPALS, RATES, MONTHS)
def test_every_loan_is_paid_down_to_nothing(principal: int, rate: Fraction, months: int) -> None:
    rows = schedule(principal, rate, months)
    assert len(rows) == months
    assert rows[-1].left == 0
    assert sum(row.principal for row in rows) == principal
    assert all(row.payment == row.interest + row.principal for row in rows)
    assert all(row.left >= 0 for row in rows)
    left = principal
    for row in rows:
        assert abs(row.interest - left * rate / 12) <= Fraction(1, 2)
        left = row.left
    paying = [row.payment for row in rows if row.payment]  # a small loan rounded up may be paid down a month early
    assert set(paying[:-1]) <= {monthly_payment(principal, rate, months)}


@given(st.integers(0, 9_000_00), st.integers(1, 60), st.integers(0, 800_00), RATES, MONTHS)
def test_what_can_be_borrowed_can_be_paid_and_one_more_penny_a_month_cannot(
    income: int, share: int, escrow: int, rate: Fraction, months: int
) -> None:
    free = Fraction(share, 100) * income - escrow
    most = largest_loan(income, Fraction(share, 100), escrow, rate, months)
    if most == 0:
        assert free < 2
        return
    assert monthly_payment(most, rate, months) <= free + Fraction(1, 2)
    assert monthly_payment(most + months, rate, months) >= free - Fraction(1, 2)


@given(PRINCIPALS, RATES, st.integers(2, 120), st.data())
def test_what_came_and_what_was_due_differ_by_what_is_behind_or_ahead(
    principal: int, rate: Fraction, months: int, data: st.DataObject
) -> None:
    payment = monthly_payment(principal, rate, months)
    paid = data.draw(st.lists(st.sampled_from((0, payment, payment // 2)), max_size=min(6, months - 1)))
    told = standing(principal, rate, months, paid)
    assert told.behind * told.ahead == 0
    assert told.behind == sum(payment - amount for amount in paid)
    if not rate:
        assert told.left == principal - sum(paid)
    if paid and all(amount == payment for amount in paid):
        assert told.left == schedule(principal, rate, months)[len(paid) - 1].left


def test_a_loan_paid_off_early_has_nothing_left() -> None:
    assert standing(1200_00, 0, 12, [100_00, 1100_00]) == Standing(0, 0, 1000_00, 0)
    assert standing(1200_00, 0, 12, [100_00] * 12) == Standing(0, 0, 0, 0)
    assert standing(1000_00, 0, 12, [83_33] * 11).behind == 0
    assert standing(600, 0, 600, []).months_left == 600
    assert standing(100, 0, 600, []).months_left == 600, "less than a penny a month is paid with the last"
    assert standing(1000_00, 0, 12, [83_33] * 12) == Standing(4, 4, 0, 1)


@pytest.mark.parametrize("paid", [[-1], [1300_00], [1200_00, 1]])
def test_a_payment_that_cannot_be_is_refused(paid: list[int]) -> None:
    with pytest.raises(MoneyError) as found:
        standing(1200_00, 0, 12, paid)
    assert found.value.field == f"paid {len(paid)}"


def test_the_fund_builds_a_home_with_the_last_penny_of_it() -> None:
    assert fund(150_000_00, 0, 150_000_00).homes == 1
    assert fund(150_000_00 - 1, 0, 150_000_00).homes == 0
    assert fund(150_000_00, 1, 150_000_00).missing == 1
    loans = [schedule(120_000_00, 0, 12), schedule(60_000_00, 0, 6)]
    assert [after.homes for after in forecast(loans, 60_000_00, 12)] == [0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3]
    assert fund(100, 100, 1).saved == 0
    for wrong in ((-1, 0, 1), (1, 2, 1), (1, 0, 0), (1, -1, 1)):
        with pytest.raises(MoneyError):
            fund(*wrong)


@pytest.mark.parametrize(
    ("rate", "months", "principal", "code", "words"),
    [
        (6, 360, 1, "RATE", "did you mean 0.06"),
        (Decimal("4.5"), 360, 1, "RATE", "did you mean 0.045"),
        (1, 360, 1, "RATE", "did you mean 0.01"),
        (Fraction(9, 2), 360, 1, "RATE", "did you mean 0.045"),
        (Fraction(-1, 10), 360, 1, "NEGATIVE", "0 or more"),
        (0.06, 360, 1, "NOT_EXACT", "0.06 is not exact"),
        (0, 0, 1, "MONTHS", "1 to 600"),
        (0, 601, 1, "MONTHS", "1 to 600"),
        (0, 12, 0, "NOT_POSITIVE", "no loan"),
    ],
)
def test_what_cannot_be_lent_says_what_to_mend(
    rate: object, months: int, principal: int, code: str, words: str
) -> None:
    with pytest.raises(MoneyError, match=words) as found:
        monthly_payment(principal, rate, months)  # type: ignore[arg-type]
    assert found.value.code == code


@pytest.mark.parametrize(
    ("income", "share", "escrow", "field"),
    [
        (-1, Fraction(1, 3), 0, "income_month"),
        (1, Fraction(1, 3), -1, "escrow_month"),
        (1, 30, 0, "share"),
        (1, 0, 0, "share"),
    ],
)
def test_an_income_that_cannot_be_says_what_to_mend(income: int, share: Fraction, escrow: int, field: str) -> None:
    with pytest.raises(MoneyError) as found:
        largest_loan(income, share, escrow, 0, 360)
    assert found.value.field == field
    assert largest_loan(1_000_00, 1, 1_000_01, 0, 360) == 0
    assert largest_loan(0, 1, 0, 0, 360) == 0
