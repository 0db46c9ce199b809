"""A month: on its own days alone, what is missing counts as nothing and is said, and the odd watt-hour goes round."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.energy.rules import Belonging, Curve, EnergyError
from coproduce.arenas.energy.rules.month import Days, Place, Shared, Sharing, loads, month_of, share_month

ALL = (Belonging("hill", 1_000_000, date(2026, 1, 1)),)
DAY = Days(date(2026, 5, 1), date(2026, 5, 1), "Europe/London", 360)


def curve(meter: str, wh: Sequence[int | None], step: int = 360, letter: str = "m") -> Curve:
    return Curve(meter, step, tuple(wh), "".join("x" if one is None else letter for one in wh))


def home(meter: str, *wh: int | None, **more: object) -> Place:
    return Place(meter, ALL, used=curve(meter, wh), **more)  # type: ignore[arg-type]


def roof(meter: str, *wh: int | None) -> Place:
    return Place(meter, ALL, made=curve(meter, wh), uses=False, makes=True)


def shared(places: Sequence[Place], key: str = "dynamic", days: Days = DAY, **said: object) -> dict[str, Shared]:
    found = share_month(places, Sharing(key, **said), "hill", days)  # type: ignore[arg-type]
    return {one.allocation.meter: one for one in found}


def test_each_key_goes_by_what_it_says() -> None:
    places = [home("a", 0, 80, 0, 0), home("b", 0, 40, 0, 0), home("c", 0, 20, 0, 0), roof("r", 0, 100, 0, 0)]
    got = {
        "static": {"parts": {"a": 500_000, "b": 300_000, "c": 200_000}},
        "cascade": {"classes": {"a": 1, "b": 2, "c": 2}},
        "pair": {"pairs": {"r": {"a": 100_000, "c": 900_000}}},
        "equal_refill": {},
    }
    bought = {
        key: [shared(places, key, **said)[meter].allocation.bought_wh for meter in "abc"] for key, said in got.items()
    }
    assert bought["static"] == [50, 30, 20]
    assert bought["cascade"][0] == 80 and sum(bought["cascade"]) == 100
    assert bought["pair"] == [10, 0, 20]
    assert bought["equal_refill"] == [40, 40, 20]
    assert shared(places, "static", parts={"a": 100_000})["b"].allocation.bought_wh == 0, "who is not named has none"
    named = shared(places, "cascade", classes={"c": 1})
    assert [named[meter].allocation.bought_wh for meter in "abc"] in ([53, 27, 20], [54, 26, 20]), "then the others"
    assert shared(places, "cascade", classes={"b": 2, "a": 1})["c"].allocation.bought_wh == 0, "not named, the last"
    assert shared(places, "hybrid", parts={"a": 200_000, "b": 300_000, "c": 500_000})["c"].allocation.bought_wh == 20


def test_what_is_not_known_counts_as_nothing_and_is_said() -> None:
    places = [home("a", 5, None, 5, 5), Place("b", ALL), roof("r", 9, 9, None, 9),
              Place("e", ALL, used=curve("e", (1, 1, 1, 1), letter="e"))]  # fmt: skip
    found = shared(places)
    assert [(found[one].missing, found[one].estimated) for one in "abre"] == [(1, 0), (4, 0), (1, 0), (0, 4)]
    assert found["a"].allocation.bought_wh + found["a"].allocation.grid_wh == 15
    both = Place("b", ALL, curve("b", (None, 1, 1, 1)), curve("b", (1, None, 1, 1)), makes=True)
    assert shared([both])["b"].missing == 2
    assert shared([Place("r", ALL, uses=False, makes=True)])["r"].missing == 4


def test_only_its_own_days_count() -> None:
    days = Days(date(2026, 5, 1), date(2026, 5, 2), "Europe/London", 720)
    later = (Belonging("hill", 500_000, date(2026, 5, 2)), Belonging("mill", 500_000, date(2026, 5, 1)))
    place = Place("a", later, used=curve("a", (8, None, None, 8), 720))
    used, made = loads([place], "hill", days)
    assert used.tolist() == [[0, 0, 0, 4]]
    assert made.tolist() == [[0, 0, 0, 0]]
    assert shared([place], days=days)["a"].missing == 1, "of others' days nothing is asked"


def test_the_hour_of_the_clock_there_in_which_most_of_it_was() -> None:
    quarter = Days(date(2026, 5, 1), date(2026, 5, 1), "Europe/London", 60)
    noon = [0] * 12 + [7, 9, 9] + [0] * 9
    places = [Place("a", ALL, used=curve("a", noon, 60)), Place("r", ALL, made=curve("r", noon, 60), uses=False)]
    found = shared(places, days=quarter)
    assert (found["a"].got_at, found["r"].gave_at) == (13, 13), "the earliest of two"
    assert (found["a"].gave_at, found["r"].got_at) == (None, None)
    winter = Days(date(2026, 10, 25), date(2026, 10, 25), "Europe/London", 60)
    assert winter.hours()[:4].tolist() == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("month_on", "last", "many"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), 2972),
        (date(2026, 10, 1), date(2026, 10, 31), 2980),
        (date(2026, 12, 1), date(2026, 12, 31), 2976),
        (date(2028, 2, 1), date(2028, 2, 29), 2784),
    ],
)
def test_months_have_the_quarters_they_have(month_on: date, last: date, many: int) -> None:
    days = month_of(month_on, "Europe/London")
    assert (days.last_on, days.many, len(days.hours())) == (last, many, many)
    after = month_of(date(month_on.year + month_on.month // 12, month_on.month % 12 + 1, 1), "Europe/London")
    assert after.start == days.start + many, "intervals are counted on from month to month"


def test_the_first_interval_of_all_is_number_nothing() -> None:
    assert Days(date(2000, 1, 1), date(2000, 1, 1), "UTC").start == 0


@given(
    st.lists(st.lists(st.integers(0, 999), min_size=4, max_size=4), min_size=1, max_size=4),
    st.lists(st.integers(0, 9999), min_size=4, max_size=4),
    st.sampled_from(["dynamic", "cascade", "equal_refill"]),
)
def test_every_watt_hour_is_somewhere(loads_wh: list[list[int]], sun: list[int], key: str) -> None:
    places = [*(home(str(number), *wh) for number, wh in enumerate(loads_wh)), roof("r", *sun)]
    found = shared(places, key)
    rows = [one.allocation for one in found.values()]
    assert sum(one.bought_wh for one in rows) == sum(one.sold_wh for one in rows)
    assert sum(one.bought_wh for one in rows) == int(np.minimum(np.sum(loads_wh, axis=0), sun).sum())
    for number, wh in enumerate(loads_wh):
        one = found[str(number)].allocation
        assert one.bought_wh + one.grid_wh == sum(wh)
    assert found["r"].allocation.sold_wh + found["r"].allocation.surplus_wh == sum(sun)


def test_a_key_that_lacks_its_parts_is_refused() -> None:
    with pytest.raises(EnergyError, match="more than all"):
        shared([home("a", 1, 1, 1, 1), roof("r", 1, 1, 1, 1)], "static", parts={"a": 1_000_001})
