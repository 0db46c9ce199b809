"""Whose meter when, the premium of three sizes of plant, and what of help the books recognise."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.energy.rules import STANDARD, EnergyError, credits, may_record
from coproduce.arenas.energy.rules.points import Belonging, may_belong, own_part
from coproduce.arenas.energy.rules.premium import ITALY, Divided, italian_premium, social_fund
from coproduce.core.apportion import ONE
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS

MAY = date(2026, 5, 1)
HALF = Belonging("hill", ONE // 2, MAY, MAY + timedelta(9))


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ([], None),
        ([replace(HALF, community="mill")], None),
        ([replace(HALF, parts=ONE // 2 + 1)], "ABOVE_ONE"),
        ([replace(HALF, parts=ONE, from_on=MAY + timedelta(9), until_on=None)], "ABOVE_ONE"),
        ([replace(HALF, parts=ONE, from_on=MAY + timedelta(10), until_on=None)], None),
        ([replace(HALF, parts=ONE, from_on=MAY - timedelta(1), until_on=MAY)], "ABOVE_ONE"),
        ([replace(HALF, parts=ONE, from_on=MAY - timedelta(1), until_on=MAY - timedelta(1))], None),
        ([replace(HALF, parts=0)], "BAD_SHARE"),
        ([replace(HALF, parts=ONE + 1)], "BAD_SHARE"),
        ([replace(HALF, until_on=MAY - timedelta(1))], "TURNED"),
        ([replace(HALF, from_on=MAY + timedelta(20), until_on=MAY + timedelta(20), parts=ONE)], None),
    ],
)
def test_no_more_than_all_of_a_meter_is_given_away(others: list[Belonging], code: str | None) -> None:
    refused = may_belong([HALF, *others])
    assert (refused.code if refused else None) == code


def test_whoever_joins_and_leaves_in_the_middle_is_reckoned_with_on_their_days() -> None:
    last = MAY + timedelta(1)
    ours = [{"community": "hill", "parts": ONE, "from_on": MAY + timedelta(1), "until_on": last}]
    assert own_part([7] * 6, ours, "hill", MAY, "UTC", 720).tolist() == [0, 0, 7, 7, 0, 0]
    assert own_part([7] * 6, ours, "mill", MAY, "UTC", 720).tolist() == [0] * 6


def test_a_day_of_92_quarters_is_one_day() -> None:
    night = date(2026, 3, 29)
    ours = [Belonging("hill", ONE, night + timedelta(1))]
    assert own_part([1] * 100, ours, "hill", night, "Europe/London").tolist() == [0] * 92 + [1] * 8


@given(st.lists(st.integers(0, 9999), max_size=9), st.integers(1, ONE - 1))
def test_parts_of_two_communities_add_up(wh: list[int], parts: int) -> None:
    ours = [Belonging("mill", parts, MAY), Belonging("hill", ONE - parts, MAY)]
    hill, mill = (own_part(wh, ours, name, MAY, "UTC", 480) for name in ("hill", "mill"))
    assert (hill + mill).tolist() == wh
    assert (abs(mill - [one * parts / ONE for one in wh]) <= 1).all()


@pytest.mark.parametrize(
    ("price", "kw", "zone", "expected"),
    [
        (180, 700, "north", 70), (140, 700, "north", 110), (100, 700, "north", 110), (-20, 700, "north", 110),
        (160, 700, "north", 90), (180, 600, "south", 70), (180, Decimal("600.1"), "south", 60), (0, 600, "south", 110),
        (500, 200, "centre", 84), (150, 200, "centre", 114), (140, 200, "centre", 124), (0, 200, "centre", 124),
        (Decimal("171.5"), 200, "south", Fraction(177, 2)), (171.1, 200, "south", Fraction(889, 10)),
        (180, 200.5, "south", 70),
    ],
)  # fmt: skip
def test_the_premium_by_size_price_and_zone(price: Any, kw: Any, zone: str, expected: Any) -> None:
    assert italian_premium(price, kw, zone) == expected


@pytest.mark.parametrize(
    ("kw", "zone", "rules", "code"),
    [(0, "north", ITALY, "NOT_POSITIVE"), (5, "east", ITALY, "UNKNOWN_ZONE"), ("nan", "north", ITALY, "NOT_A_NUMBER"),
     (601, "north", replace(ITALY, steps=ITALY.steps[:2]), "TOO_LARGE")],
)  # fmt: skip
def test_plants_without_a_premium(kw: Any, zone: str, rules: Any, code: str) -> None:
    with pytest.raises(EnergyError) as found:
        italian_premium(100, kw, zone, rules)
    assert found.value.code == code


@pytest.mark.parametrize(
    ("shared", "granted", "social"),
    [
        (55, False, 0),
        (56, False, 179),
        (45, True, 0),
        (46, True, 217),
        (100, False, 4500),
        (0, False, 0),
        (50, False, 0),
    ],
)
def test_what_is_earned_above_the_threshold_is_the_fund_s(shared: int, granted: bool, social: int) -> None:
    assert social_fund(10_000, shared, 100, granted=granted) == Divided(10_000 - social, social)


def test_nothing_shared_for_nothing() -> None:
    assert social_fund(0, 0, 0) == social_fund(0, 60, 100) == Divided(0, 0)


@pytest.mark.parametrize(("premium", "shared"), [(10, 101), (10, -1), (-1, 50)])
def test_a_fund_of_what_cannot_be(premium: int, shared: int) -> None:
    with pytest.raises(EnergyError):
        social_fund(premium, shared, 100)


def test_help_is_hours_and_the_longest_is_in_the_rules() -> None:
    shown = Help("Ana", "Ben", HOURS(STANDARD.longest_minutes), MAY)
    assert may_record(shown, MAY) is None
    assert may_record(replace(shown, time=HOURS(STANDARD.longest_minutes + 1)), MAY)
    assert credits(shown) == (shown.time, HOURS(0))
