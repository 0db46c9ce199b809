"""What a home costs a family a month, to the last penny: at no interest as at some, paid early, paid late.

Money is whole minor units (pence, cents); a rate is a part of 1 a year (0.06, never 6), a Decimal or a Fraction. Hours
worked are in none of these sums: they open a gate and pay for nothing. Source: the annuity, P·i / (1 − (1 + i)^−n), and
at no interest P / n.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from coproduce.core.obligation import half_up

Rate = Decimal | Fraction | int

#: Nobody lends for longer.
MOST_MONTHS = 600


class MoneyError(ValueError):
    """Money that cannot be lent as said. `code` is stable; `field` names what to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Row:
    """One month: what is due, what of it is interest and what pays the loan down, and what is left after it."""

    number: int
    payment: int
    interest: int
    principal: int
    left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a loan stands after some months: what is left of it, what is behind, what was paid beyond what was due.

    `months_left` is how many payments pay the rest, from the month after.
    """

    left: int
    behind: int
    ahead: int
    months_left: int


def monthly_payment(principal: int, annual_rate: Rate, months: int) -> int:
    """What is paid each month, in minor units, half a unit upwards. MoneyError names what cannot be.

    >>> monthly_payment(150_000_00, 0, 360), monthly_payment(100_000_00, Decimal("0.06"), 360)
    (41667, 59955)
    """
    _check(principal, annual_rate, months)
    return half_up(principal / _worth(_monthly(annual_rate), months))


def schedule(principal: int, annual_rate: Rate, months: int) -> tuple[Row, ...]:
    """Every month of a loan, in order: the last payment takes what rounding left, so that nothing is left.

    >>> rows = schedule(150_000_00, 0, 360)
    >>> rows[0].payment, rows[358].payment, rows[359].payment, rows[359].left
    (41667, 41667, 41547, 0)
    """
    payment = monthly_payment(principal, annual_rate, months)
    return tuple(_rows(principal, _monthly(annual_rate), payment, months))


def rest_of(left: int, annual_rate: Rate, payment: int, months: int) -> tuple[Row, ...]:
    """Every payment that pays what is left within these months; the last takes what rounding, or lateness, left.

    >>> [row.payment for row in rest_of(100_00, 0, 33_33, 3)], [row.payment for row in rest_of(50_00, 0, 33_33, 3)]
    ([3333, 3333, 3334], [3333, 1667])
    """
    rows = tuple(_rows(left, _monthly(annual_rate), payment, max(1, months)))
    return rows[: 1 + next(at for at, row in enumerate(rows) if not row.left)] if left > 0 else ()


def largest_loan(income_month: int, share: Rate, escrow_month: int, annual_rate: Rate, months: int) -> int:
    """The most a family can borrow where a share of its income pays the loan and the escrow, rounded down.

    Escrow is tax and insurance. 0 where the escrow takes it all.

    >>> largest_loan(3_000_00, Decimal("0.30"), 250_00, 0, 360)
    23400000
    """
    whole(income_month=income_month, escrow_month=escrow_month)
    _check(max(income_month, 1), annual_rate, months)
    for name, amount in (("income_month", income_month), ("escrow_month", escrow_month)):
        if amount < 0:
            raise MoneyError("NEGATIVE", name, f"{name} is {amount}: write 0 or more.")
    if not 0 < exact(share) <= 1:
        raise MoneyError("NOT_A_SHARE", "share", f"A share is a part of 1: 30 % is 0.30, not {share}.")
    free = exact(share) * income_month - escrow_month
    return max(0, floor(free * _worth(_monthly(annual_rate), months)))


def standing(principal: int, annual_rate: Rate, months: int, paid: Sequence[int]) -> Standing:
    """Where a loan stands after these months' payments, one for each month, 0 where none came.

    Interest is of what is left; what comes beyond what is due pays the loan down at once. What did not come is behind,
    and is made up first: nothing is added for being late. MoneyError for a payment less than 0 or more than is left.

    >>> standing(1200_00, 0, 12, [100_00, 100_00, 0])
    Standing(left=100000, behind=10000, ahead=0, months_left=9)
    >>> standing(1200_00, 0, 12, [300_00])
    Standing(left=90000, behind=0, ahead=20000, months_left=9)
    """
    payment, rate = monthly_payment(principal, annual_rate, months), _monthly(annual_rate)
    left, apart = [(principal, 0), *_paid(principal, rate, payment, months, paid)][-1]
    return Standing(left, max(0, -apart), max(0, apart), len(rest_of(left, annual_rate, payment, months - len(paid))))


def behind_each(principal: int, annual_rate: Rate, months: int, paid: Sequence[int]) -> tuple[int, ...]:
    """What is behind after each of these months, as `standing` says it.

    >>> behind_each(1200_00, 0, 12, [100_00, 0, 150_00, 150_00])
    (0, 10000, 5000, 0)
    """
    payment, rate = monthly_payment(principal, annual_rate, months), _monthly(annual_rate)
    return tuple(max(0, -apart) for _, apart in _paid(principal, rate, payment, months, paid))


@dataclass(frozen=True, slots=True)
class Fund:
    """What families paid into the fund: how many homes it built, which one it saves for now, and what it has of it."""

    homes: int
    saved: int
    missing: int


def fund(paid: int, spent: int, cost: int) -> Fund:
    """How many homes of this cost the fund can pay for, with what came in and went out, and what the next still takes.

    >>> fund(paid=330_000_00, spent=0, cost=150_000_00)
    Fund(homes=2, saved=3000000, missing=12000000)
    """
    if min(paid, spent) < 0 or spent > paid or cost < 1:
        raise MoneyError("NEGATIVE", "spent", "A fund spends what came in, on homes that cost more than nothing.")
    homes, saved = divmod(paid - spent, cost)
    return Fund(homes, saved, cost - saved)


def forecast(loans: Sequence[Sequence[Row]], cost: int, months: int, saved: int = 0) -> tuple[Fund, ...]:
    """What the fund has after each month, if every family pays what is due: one schedule for each, from its next row.

    It begins with what is `saved`.

    >>> [after.homes for after in forecast([schedule(120_000_00, 0, 12)], 60_000_00, 12)][4:7]
    [0, 1, 1]
    """
    whole, after = saved, []
    for month in range(months):
        whole += sum(rows[month].payment for rows in loans if month < len(rows))
        after.append(fund(whole, 0, cost))
    return tuple(after)


def _rows(left: int, rate: Fraction, payment: int, months: int) -> Iterator[Row]:
    for number in range(1, months + 1):
        interest = half_up(left * rate)
        paid = left + interest if number == months else min(payment, left + interest)
        left += interest - paid
        yield Row(number, paid, interest, paid - interest, left)


def _paid(left: int, rate: Fraction, payment: int, months: int, paid: Sequence[int]) -> Iterator[tuple[int, int]]:
    """After each month what is left, and how much more or less came than was due."""
    due = came = 0
    for number, amount in enumerate(paid, start=1):
        interest = half_up(left * rate)
        if amount < 0 or amount > left + interest:
            raise MoneyError("PAYMENT", f"paid {number}", f"Month {number}: write 0 to {left + interest}.")
        due += left + interest if number == months else min(payment, left + interest)
        came += amount
        left += interest - amount
        yield left, came - due


def _worth(rate: Fraction, months: int) -> Fraction:
    """What so many payments of 1 are worth today."""
    return (1 - 1 / (1 + rate) ** months) / rate if rate else Fraction(months)


def _monthly(annual_rate: Rate) -> Fraction:
    return exact(annual_rate) / 12


def exact(number: Rate) -> Fraction:
    if isinstance(number, float):
        raise MoneyError("NOT_EXACT", "rate", f'{number} is not exact: write Decimal("{number}").')
    try:
        return Fraction(number)
    except (ArithmeticError, TypeError, ValueError):
        raise MoneyError("NOT_A_NUMBER", "rate", f"{number} is no number: write it like 0.06.") from None


def whole(**amounts: int) -> None:
    """MoneyError for what is no whole number: money is counted in its smallest coin, and nothing is rounded unseen."""
    for name, amount in amounts.items():
        if type(amount) is not int:
            raise MoneyError(
                "NOT_WHOLE", name, f"{name} is {amount}: write a whole number, money in its smallest coin."
            )


def _check(principal: int, annual_rate: Rate, months: int) -> None:
    whole(principal=principal, months=months)
    if principal < 1:
        raise MoneyError("NOT_POSITIVE", "principal", f"{principal} is no loan: write what is lent, in minor units.")
    if not 1 <= months <= MOST_MONTHS:
        raise MoneyError("MONTHS", "months", f"{months} months: write 1 to {MOST_MONTHS}.")
    rate = exact(annual_rate)
    if rate < 0:
        raise MoneyError("NEGATIVE", "annual_rate", f"A rate is 0 or more, not {annual_rate}.")
    if rate >= 1:
        meant = float(rate / 100)
        raise MoneyError("RATE", "annual_rate", f"A rate is a part of 1: did you mean {meant}, not {annual_rate}?")
