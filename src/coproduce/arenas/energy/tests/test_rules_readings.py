"""Meters as files tell them: days of 92 and 100 quarters, registers, gaps by a policy, and what is flagged."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.energy.rules import EnergyError
from coproduce.arenas.energy.rules.readings import (
    Curve,
    Flag,
    Gaps,
    Reading,
    Sheet,
    at_steps_of,
    curves,
    filled,
    from_days,
    from_long,
    from_wide,
)

ZONE = "Europe/London"
FIRST = date(2026, 5, 1)
HALVES = Sheet(ZONE, step_minutes=30)


def said(*values: str, step: int = 30, on: date = FIRST, meter: str = "roof", first: int = 0) -> list[Reading]:
    """One after another, as a clock that never changes would stamp them."""
    begins = datetime(on.year, on.month, on.day) + timedelta(minutes=step * first)  # noqa: DTZ001 - as written
    return [
        Reading(row, meter, (begins + timedelta(minutes=step * number)).isoformat(" ", "minutes"), value)
        for number, (row, value) in enumerate(enumerate(values, start=2))
    ]


def read(readings: list[Reading], sheet: Sheet = HALVES, on: date = FIRST, **more: Any) -> tuple[Curve, list[Flag]]:
    found, flags = curves(readings, sheet, on, on, **more)
    return found["roof"], flags


@pytest.mark.parametrize(
    ("unit", "value", "wh"),
    [
        ("Wh", "250", 250),
        ("kWh", "0.25", 250),
        ("MWh", "0.001", 1000),
        ("W", "500", 250),
        ("kW", "0.5", 250),
        ("MW", "1", 500_000),
    ],
)
def test_units(unit: Any, value: str, wh: int) -> None:
    curve, flags = read(said(value), replace(HALVES, unit=unit))
    assert (curve.wh[0], curve.quality[:2], len(curve.wh), flags) == (wh, "mx", 48, [])


@pytest.mark.parametrize(("day", "quarters"), [(date(2026, 3, 29), 92), (FIRST, 96), (date(2026, 10, 25), 100)])
def test_days_of_92_96_and_100_quarters(day: date, quarters: int) -> None:
    """By the clock of the place, with its offset, without it, a day in a row, and as a register: always the same."""
    zone, step = ZoneInfo(ZONE), timedelta(minutes=15)
    begins = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    moments = [(begins + number * step).astimezone(zone) for number in range(quarters + 1)]
    values = [str(number) for number in range(quarters)]
    sheet = Sheet(ZONE, unit="Wh")
    aware = [Reading(2, "roof", at.isoformat(), value) for at, value in zip(moments, values, strict=False)]
    local = [one._replace(stamp=at.replace(tzinfo=None).isoformat()) for one, at in zip(aware, moments, strict=False)]
    ends = [one._replace(stamp=at.replace(tzinfo=None).isoformat()) for one, at in zip(aware, moments[1:], strict=True)]
    in_row = list(from_days([{"m": "roof", "on": day.isoformat(), **dict(enumerate(values))}], meter="m", day="on"))  # type: ignore[dict-item]
    sums = [str(sum(range(number))) for number in range(quarters + 1)]
    register = [Reading(2, "roof", at.isoformat(), value) for at, value in zip(moments, sums, strict=True)]
    for readings, how in (
        (aware, sheet),
        (local, sheet),
        (ends, replace(sheet, marks="end")),
        (in_row, sheet),
        (register, replace(sheet, kind="register")),
    ):
        curve, flags = read(readings, how, day)
        assert curve.wh == tuple(range(quarters)), how
        assert curve.quality == "m" * quarters
        assert [flag.code for flag in flags] in ([], ["LOOKS_CUMULATIVE"])


def test_a_day_in_a_row_has_as_many_intervals_as_that_day() -> None:
    row = {"m": "roof", "on": "2026-03-29", **{str(number): "1" for number in range(96)}}
    found, flags = curves(from_days([row], meter="m", day="on"), Sheet(ZONE), date(2026, 3, 29), date(2026, 3, 29))
    assert not found
    assert {(flag.code, flag.row) for flag in flags} == {("WRONG_DAY", 2)}
    row |= {str(number): " " for number in range(4, 8)}
    found, flags = curves(from_days([row], meter="m", day="on"), Sheet(ZONE), date(2026, 3, 29), date(2026, 3, 29))
    assert (found["roof"].total_wh, flags) == (92_000, [])


def test_long_and_wide_are_the_same() -> None:
    long = csv.DictReader(["id,t,v", "roof,2026-05-01 00:00,1", "mill,2026-05-01 00:00,2", "roof,2026-05-01 00:30,3"])
    wide = csv.DictReader(["t,roof,mill", "2026-05-01 00:00,1,2", "2026-05-01 00:30,3,"])
    told = [
        curves(rows, HALVES, FIRST, FIRST)[0]
        for rows in (from_long(long, meter="id", stamp="t", value="v"), from_wide(wide, stamp="t"))
    ]
    assert told[0] == told[1]
    assert told[0]["mill"].wh[:2] == (2000, None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": "much"}, "NOT_A_NUMBER"),
        ({"value": "NaN"}, "NOT_A_NUMBER"),
        ({"value": "1e16"}, "NOT_A_NUMBER"),
        ({"value": "1e15"}, "ABOVE_FUSE"),
        ({"value": "0,5"}, "NOT_A_NUMBER"),
        ({"value": "-0.001"}, "NEGATIVE"),
        ({"value": "9.001"}, "ABOVE_FUSE"),
        ({"stamp": "noon"}, "NOT_A_TIME"),
        ({"stamp": "0001-01-01 00:00+10:00"}, "NOT_A_TIME"),
        ({"stamp": "2026-05-01 00:40"}, "OFF_STEP"),
        ({"stamp": "2026-04-30 23:30"}, "OUTSIDE"),
        ({"stamp": "2026-05-02 00:00"}, "OUTSIDE"),
        ({"meter": "barn"}, "UNKNOWN_METER"),
        ({"stamp": "2026-05-01 00:00", "value": "0.10"}, "TWICE"),
        ({"stamp": "2026-05-01 00:00", "value": "0.2"}, "TWO_VALUES"),
    ],
)
def test_what_cannot_be_is_flagged_by_its_row_and_is_missing(change: dict[str, str], code: str) -> None:
    good = said("0.1", "9", "0", "0.3")
    sheet = replace(HALVES, most_wh=9000)
    curve, flags = read(good, sheet, meters=["roof"])
    assert (curve.wh[:5], flags) == ((100, 9000, 0, 300, None), [])
    bad = [*good[:2], good[2]._replace(**change), good[3]]
    curve, flags = read(bad, sheet, meters=["roof"])
    assert [(flag.code, flag.row, flag.stamp) for flag in flags] == [(code, 4, bad[2].stamp)]
    assert (curve.wh[:5], curve.quality[:5]) == ((100, 9000, None, 300, None), "mmxmx")


def test_the_hour_that_is_left_out_and_the_one_that_comes_twice() -> None:
    spring = [Reading(2, "roof", f"2026-03-29 {time}", "1") for time in ("00:30", "01:00", "01:30", "02:00")]
    curve, flags = read(spring, on=date(2026, 3, 29))
    assert [flag.code for flag in flags] == ["NO_SUCH_TIME"] * 2
    assert curve.wh[:4] == (None, 1000, 1000, None)
    autumn = [Reading(row, "roof", "2026-10-25 01:30", str(row)) for row in (2, 3, 4, 2)]
    curve, flags = read(autumn, on=date(2026, 10, 25))
    assert curve.wh[2:6] == (None, 2000, None, 3000)
    assert [(flag.code, flag.row) for flag in flags] == [("TWICE", 2), ("TWO_VALUES", 4)]


def test_a_register_says_what_came_between_and_a_gap_in_it_is_shared_out() -> None:
    sheet = replace(HALVES, kind="register", most_wh=5000)
    values = said("100", "100.5", "101", first=2) + said("102.001", first=7) + said("3", "3.5", "9", first=9)
    curve, flags = read(values, sheet)
    assert curve.wh[:11] == (None, None, 500, 500, 333, 334, 334, None, None, 500, None)
    assert curve.quality[:11] == "xxmmeeexxmx"
    assert [(flag.code, flag.stamp) for flag in flags] == [
        ("WENT_BACK", "2026-05-01 04:30"), ("ABOVE_FUSE", "2026-05-01 05:30"),
    ]  # fmt: skip


def test_a_register_told_as_intervals_and_a_wrong_unit_are_noticed() -> None:
    register = said(*(str(700 + number // 3) for number in range(49)))
    _, flags = curves(register, HALVES, FIRST, FIRST + timedelta(1))
    assert [(flag.code, flag.row) for flag in flags] == [("LOOKS_CUMULATIVE", 0)]
    for same in (register[:48], said(*["1"] * 49), said(*map(str, [*range(48), 3]))):
        assert not curves(same, HALVES, FIRST, FIRST + timedelta(1))[1]
    _, flags = read(said("700", "10", "900"), replace(HALVES, most_wh=10_000))
    assert [flag.code for flag in flags] == ["WRONG_UNIT", "ABOVE_FUSE", "ABOVE_FUSE"]
    assert [flag.code for flag in read(said("700", "10"), replace(HALVES, most_wh=10_000))[1]] == ["ABOVE_FUSE"]
    assert [flag.code for flag in read(said("0.1", "0.2"), replace(HALVES, unit="Wh"))[1]] == ["WRONG_UNIT"]
    assert not read(said("0", "0"))[1]


def test_numbers_with_a_comma_and_stamps_in_a_form_of_their_own() -> None:
    sheet = Sheet(ZONE, has_comma=True, step_minutes=30, stamp="%d.%m.%Y %H:%M")
    assert read([Reading(2, "roof", "01.05.2026 00:30", "0,25")], sheet)[0].wh[:2] == (None, 250)


GAPS = Curve("roof", 720, (10, None, None, 41, None, *range(9), None, 7, None), "mxxmx" + "m" * 9 + "xmx")


@pytest.mark.parametrize(
    ("policy", "longest", "expected"),
    [
        ("leave", 9, GAPS.wh),
        ("neighbours", 1, (10, None, None, 41, 20, *range(9), 7, 7, None)),
        ("neighbours", 2, (10, 20, 30, 41, 20, *range(9), 7, 7, None)),
        ("neighbours", 0, GAPS.wh),
        ("week before", 9, (10, None, None, 41, None, *range(9), 10, 7, None)),
    ],
)
def test_gaps_are_filled_as_the_policy_says_and_marked(
    policy: Any, longest: int, expected: tuple[int | None, ...]
) -> None:
    told = filled(GAPS, Gaps(policy, longest))
    assert told.wh[:16] == expected[:16]
    for before, after, quality in zip(GAPS.wh, told.wh, told.quality, strict=True):
        assert quality == ("x" if after is None else "m" if before is not None else "e")
    assert curves([], HALVES, FIRST, FIRST, meters=["mill"], gaps={"policy": policy, "longest_steps": longest})[0] == {
        "mill": Curve("mill", 30, (None,) * 48, "x" * 48)
    }


def test_a_week_before_is_at_the_same_time() -> None:
    wh = (5, *[1] * 13, None, 2)
    assert filled(Curve("roof", 720, wh, "m" * 14 + "xm"), Gaps("week before", 1)).wh[14] == 5
    assert filled(Curve("roof", 720, (None, *wh[1:]), "x" + "m" * 13 + "xm"), Gaps("week before", 1)).wh[14] is None


def test_longer_and_shorter_intervals() -> None:
    curve = Curve("roof", 15, (1, 2, 3, 4, None, 5), "mmmexm")
    assert (at_steps_of(curve, 30).wh, at_steps_of(curve, 30).quality) == ((3, 7, None), "mex")
    assert at_steps_of(curve, 15) == curve
    assert (at_steps_of(curve, 5).wh[:6], at_steps_of(curve, 5).quality[:6]) == ((0, 0, 1, 0, 1, 1), "eeeeee")
    for wrong in (0, 10, 45, 60):
        with pytest.raises(EnergyError) as found:
            at_steps_of(replace(curve, wh=curve.wh[:5]), wrong)
        assert found.value.code == "WRONG_STEP"


@pytest.mark.parametrize(
    ("sheet", "last", "code"),
    [(HALVES, FIRST - timedelta(1), "TURNED"), (replace(HALVES, step_minutes=0), FIRST, "WRONG_STEP"),
     (replace(HALVES, step_minutes=7), FIRST, "WRONG_STEP")],
)  # fmt: skip
def test_periods_that_make_no_grid_are_refused(sheet: Sheet, last: date, code: str) -> None:
    with pytest.raises(EnergyError) as found:
        curves([], sheet, FIRST, last)
    assert found.value.code == code


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=48), st.sampled_from(("kWh", "kW", "W")), st.integers(0, 9))
def test_a_file_adds_up_to_the_watt_hour(millionths: list[int], unit: Any, places: int) -> None:
    values = [str(Decimal(one).scaleb(-places)) for one in millionths]
    curve, _ = read(said(*values), replace(HALVES, unit=unit))
    factor = {"kWh": Decimal(1000), "kW": Decimal(500), "W": Decimal("0.5")}[unit]
    exact = sum(map(Decimal, values)) * factor
    assert abs(curve.total_wh - exact) <= Decimal("0.5")
    for value, wh in zip(values, curve.wh, strict=False):
        assert wh is not None
        assert abs(wh - Decimal(value) * factor) <= 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 99)), max_size=40), st.sampled_from((1, 3, 5, 15)))
def test_shorter_and_back_is_the_same(wh: list[int | None], step: int) -> None:
    curve = Curve("roof", 15, tuple(wh), "".join("x" if one is None else "m" for one in wh))
    again = at_steps_of(at_steps_of(curve, step), 15)
    assert again.wh == curve.wh
    assert again.total_wh == curve.total_wh
