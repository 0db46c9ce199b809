"""Sums reckoned on paper, called as somebody outside calls them: by position, with plain arguments and whole sets."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from coproduce.arenas.homes.rules import (
    RULE_SETS,
    Adult,
    Contribution,
    Household,
    MoneyError,
    count_hours,
    gate,
    largest_loan,
    leaver_value,
    monthly_payment,
    schedule,
)
from coproduce.core.obligation import ObligationError

SETS = {one.slug: one for one in RULE_SETS}
FIRST, LATER = date(2026, 3, 1), date(2026, 9, 1)
FAMILY = Household("Lima", date(2026, 1, 1), (Adult("Ana"),), "no. 14")
BOTH = ("Ana", "Sid")


def log(days: int, category: str, site: str = "", donor: str = "", signed_by: tuple[str, ...] = BOTH) -> list[Any]:
    """Six hours on each of so many days."""
    return [
        Contribution(FIRST + timedelta(days=day), 360, category, site, "Lima", donor, signed_by) for day in range(days)
    ]


@pytest.mark.parametrize(
    ("principal", "rate", "months", "each", "last"),
    [
        (100_00, "0", 7, 14_29, 14_26),
        (120_000_00, "0.045", 300, 667_00, 666_60),
        (85_000_00, "0.0325", 240, 482_12, 480_94),
        (100_000_00, "0.06", 360, 599_55, 600_00),
    ],
)
def test_a_months_payment_and_the_last(principal: int, rate: str, months: int, each: int, last: int) -> None:
    assert monthly_payment(principal, Decimal(rate), months) == monthly_payment(principal, Fraction(rate), months)
    rows = schedule(principal, Decimal(rate), months)
    assert (rows[0].payment, rows[-1].payment, rows[-1].left) == (each, last, 0)


def test_what_can_be_borrowed_at_a_rate() -> None:
    # 750 - 300 = 450 a month; (1 - (1 + 0.04/12)^-360) / (0.04/12) = 209.461240…
    assert largest_loan(2_500_00, Decimal("0.30"), 300_00, Decimal("0.04"), 360) == 94_257_55
    assert largest_loan(2_500_00, Fraction(3, 10), 800_00, 0, 360) == 0


@pytest.mark.parametrize(
    ("years", "uplift", "value"),
    [(3, "0.75", 4000), (Fraction(301, 100), "0.75", 4360), (4, "0.75", 4360), (4, "1", 4480), (4, "0", 4000)],
)
def test_what_somebody_takes_who_leaves(years: Fraction | int, uplift: str, value: int) -> None:
    assert leaver_value(40, 100, Decimal(100), Decimal(112), years, Decimal(uplift)) == value


def test_a_cap_and_minima_together() -> None:
    worked = [*log(50, "construction", "no. 14"), *log(10, "community")]
    counted = count_hours(SETS["glens-falls"], FAMILY, worked)
    assert (counted.required // 60, counted.total // 60) == (500, 350), "300 h of building, 50 of 60 h for others"
    found = gate("close", SETS["glens-falls"], counted, LATER)
    assert [tuple(one) for one in found.reasons] == [("SHORT", "", 150 * 60), ("OVER_CATEGORY", "community", 600)]


def test_what_friends_give_is_capped_and_their_names_stay() -> None:
    given = log(25, "construction", "no. 9", "Fay", ("Fay", "Sid"))
    counted = count_hours(SETS["tia"], FAMILY, [*given, *log(40, "construction", "no. 9")])
    assert (counted.total // 60, counted.by_donor) == (340, {"Fay": 6000})
    assert counted.by_home == {"own home": 0, "others' homes": 340 * 60}
    assert gate("close", SETS["tia"], counted, LATER).is_open


def test_what_each_grown_person_owes_is_not_worked_off_by_the_other() -> None:
    two = Household("Lima", date(2026, 1, 1), (Adult("Ana"), Adult("Joe")))
    worked = [*log(90, "construction", donor="Ana"), *log(60, "office", donor="Joe", signed_by=("Joe", "Sid"))]
    counted = count_hours(SETS["marquette"], two, worked)
    assert (counted.required // 60, counted.total // 60) == (500, 900)
    found = gate("close", SETS["marquette"], counted, LATER)
    assert (found.is_open, [tuple(one) for one in found.reasons]) == (False, [("SHORT", "Joe: construction", 6000)])


@pytest.mark.parametrize(
    ("slug", "one", "two"),
    [("twin-rivers", 300, 500), ("tia", 300, 500), ("kenosha", 200, 400), ("cincinnati", 200, 300),
     ("marquette", 250, 500), ("glens-falls", 500, 500)],
)  # fmt: skip
def test_what_is_asked_of_one_and_of_two(slug: str, one: int, two: int) -> None:
    both = Household("Lima", date(2026, 1, 1), (Adult("Ana"), Adult("Joe")))
    assert [count_hours(SETS[slug], family, ()).required // 60 for family in (FAMILY, both)] == [one, two]


def test_who_signed_is_a_name_and_never_its_letters() -> None:
    for signed_by, counts in (("Ana", 0), (("Ana", ""), 0), (["Ana", "Sid"], 360)):
        worked = log(1, "construction", signed_by=signed_by)  # type: ignore[arg-type]
        assert count_hours(SETS["tia"], FAMILY, worked).total == counts


def test_a_family_and_its_hours_may_be_plain_mappings_with_nothing_said_of_the_rest() -> None:
    family = {"name": "Lima", "accepted_on": date(2026, 1, 1), "adults": [{"name": "Ana"}]}
    hour = {"on": FIRST, "minutes": 90, "category": "office", "site": None, "beneficiary": None, "donor": None,
            "signed_by": ["Ana", "Sid"]}  # fmt: skip
    assert count_hours(SETS["tia"], family, [hour]).total == 90


@pytest.mark.parametrize(("minutes", "code"), [(16 * 60 + 1, "TOO_LONG"), (7.5, "NOT_WHOLE"), (0, "NOT_POSITIVE")])
def test_hours_nobody_works_are_refused_whoever_gave_them(minutes: Any, code: str) -> None:
    with pytest.raises(ObligationError) as refused:
        count_hours(SETS["tia"], FAMILY, [Contribution(FIRST, minutes, "office", signed_by=BOTH)])
    assert refused.value.code == code


def test_there_are_two_gates_and_what_counts_nothing_holds_neither_back() -> None:
    counted = count_hours(SETS["glens-falls"], FAMILY, [*log(9, "community"), *(
        one for one in log(200, "community") if one.on > LATER)])  # fmt: skip
    assert counted.last_on == FIRST + timedelta(days=8), "the cap is full after the ninth day"
    with pytest.raises(ObligationError):
        gate("open", SETS["tia"], counted, LATER)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("principal", "rate", "months", "code"),
    [
        (100.5, 0, 12, "NOT_WHOLE"), (Decimal("100.5"), 0, 12, "NOT_WHOLE"), (100, 0, 12.0, "NOT_WHOLE"),
        (100, Decimal("NaN"), 12, "NOT_A_NUMBER"), (100, Decimal("Infinity"), 12, "NOT_A_NUMBER"),
        (100, "a sixth", 12, "NOT_A_NUMBER"), (100, 6, 12, "RATE"),
    ],
)  # fmt: skip
def test_what_is_no_money_and_no_rate_is_refused_by_name(principal: Any, rate: Any, months: Any, code: str) -> None:
    with pytest.raises(MoneyError) as refused:
        monthly_payment(principal, rate, months)
    assert refused.value.code == code
