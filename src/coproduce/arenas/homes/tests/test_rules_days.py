"""Who may take what on a build day, the weather, and what follows when a payment does not come: every line."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.homes.rules import (
    SAFETY_TALK,
    STANDARD,
    Loan,
    Rules,
    Weather,
    arrears,
    by_month,
    may_take,
    too_bad,
    years_for,
)
from coproduce.arenas.homes.rules.hours import TASK_YEARS, months_after
from coproduce.core.obligation import Reason
from coproduce.core.refusal import Refusal

DAY = date(2026, 6, 6)
EVE = timedelta(days=1)
TASKS = (*TASK_YEARS, "Roof ", "something new")


def faults_of(may_take: Callable[..., Refusal | None]) -> Iterator[object]:
    """Where a rule of places does not say what the table says: by task, age on the day, and days since the talk."""
    for task, years, since in product(TASKS, (11, 12, 13, 14, 15, 16, 17, 18, 40), (None, 0, 730, 731, -1)):
        adult_on = months_after(DAY, 12 * (18 - years))
        talked_on = None if since is None else DAY - timedelta(days=since)
        asked = TASK_YEARS.get(task.strip().lower(), 18)
        code = None
        if years < asked:
            code = "TOO_YOUNG"
        elif task != SAFETY_TALK and since not in (0, 730):
            code = "NO_TALK"
        found = may_take(STANDARD, task, DAY, adult_on=adult_on, talked_on=talked_on)
        if (found and found.code) != code:
            yield task, years, since


def test_every_line_of_the_table_of_places() -> None:
    assert not list(faults_of(may_take))


@pytest.mark.parametrize(
    "planted",
    [
        lambda *a, **b: None,
        lambda rules, task, on, adult_on, talked_on: may_take(rules, task, on, adult_on=None, talked_on=talked_on),
        lambda rules, task, on, adult_on, talked_on: may_take(rules, task, on, adult_on=adult_on, talked_on=on),
        lambda rules, task, on, adult_on, talked_on: may_take(
            rules, task, on, adult_on=adult_on and adult_on - EVE, talked_on=talked_on and talked_on + EVE
        ),
        lambda rules, task, on, adult_on, talked_on: may_take(
            rules, "painting", on, adult_on=adult_on, talked_on=talked_on
        ),
    ],
)
def test_a_planted_fault_in_the_table_of_places_is_found(planted: Callable[..., Refusal | None]) -> None:
    assert list(faults_of(planted))


def test_nobody_under_age_gets_power_tools_or_the_roof_a_day_before() -> None:
    for task in ("power tools", "roof", "what nobody named"):
        refused = may_take(STANDARD, task, DAY, adult_on=DAY + EVE, talked_on=DAY)
        assert refused and (refused.code, refused.values) == ("TOO_YOUNG", {"years": "18"})
        assert may_take(STANDARD, task, DAY, adult_on=DAY, talked_on=DAY) is None
        assert may_take(STANDARD, task, DAY, adult_on=None, talked_on=DAY) is None


def test_where_no_talk_is_asked_none_is() -> None:
    assert may_take(replace(STANDARD, talk_months=None), "roof", DAY, adult_on=None, talked_on=None) is None


def test_what_is_not_named_takes_the_oldest() -> None:
    assert years_for(Rules({1: 60}, {}, {}, adult_years=21), "anything") == 21
    assert years_for(Rules({1: 60}, {}, {}, task_years={}), "anything") == 18


@pytest.mark.parametrize(
    ("weather", "codes"),
    [
        (Weather(50, 15, -5), []),
        (Weather(51, 15, -5), ["WIND"]),
        (Weather(50, 16, -5), ["RAIN"]),
        (Weather(50, 15, -6), ["COLD"]),
        (Weather(90, 90, -20), ["WIND", "RAIN", "COLD"]),
    ],
)
def test_weather_calls_a_day_off_beyond_what_the_rules_say(weather: Weather, codes: list[str]) -> None:
    assert [one.code for one in too_bad(STANDARD, weather)] == codes
    said = {"wind_kmh": weather.wind_kmh, "rain_mm": weather.rain_mm, "celsius": weather.celsius}
    assert too_bad(STANDARD, said) == too_bad(STANDARD, weather)
    assert all(isinstance(one, Reason) for one in too_bad(STANDARD, weather))


LOAN = Loan(1200_00, 0, 12, date(2026, 1, 1))


def test_who_pays_each_month_is_clear_and_who_pays_ahead_too() -> None:
    each = [(LOAN.due_on(number), 100_00) for number in range(1, 7)]
    for paid in (each, [(LOAN.from_on, 600_00)]):
        months, step = arrears(LOAN, paid, {}, date(2026, 6, 30), 5)
        assert {one.outcome for one in months} == {"met"}
        assert (len(months), step.rung) == (6, 0)


def test_the_steps_are_a_letter_a_talk_a_plan_and_what_a_person_decides() -> None:
    names = []
    for month in range(1, 6):
        on = LOAN.due_on(month) + timedelta(days=7)
        told = {number: LOAN.due_on(number) + timedelta(days=7) for number in range(1, month + 1)}
        _, step = arrears(LOAN, [], told, on, 5)
        names.append(step.name)
        assert step.effect is None, "no step takes anything"
        assert not step.is_ended
    assert names == ["letter", "talk", "plan", "proposal", "proposal"]


def test_what_is_made_up_is_clear_again_and_grace_is_given() -> None:
    late = [(date(2026, 1, 7), 100_00)]
    assert [one.outcome for one in arrears(LOAN, late, {}, date(2026, 1, 7), 5)[0]] == ["breach"]
    assert [one.outcome for one in arrears(LOAN, late, {}, date(2026, 1, 7), 6)[0]] == []
    both = [*late, (date(2026, 2, 1), 100_00)]
    months, step = arrears(LOAN, both, {1: date(2026, 1, 8)}, date(2026, 2, 20), 5)
    assert [one.outcome for one in months] == ["breach", "met"]
    assert step.rung == 0


@given(
    st.lists(st.tuples(st.dates(date(2025, 12, 1), date(2027, 3, 1)), st.integers(0, 90_00)), max_size=13),
    st.dates(date(2025, 12, 1), date(2027, 6, 1)),
    st.integers(0, 31),
)
def test_no_payment_is_lost_or_counted_twice(paid: list[tuple[date, int]], on: date, grace: int) -> None:
    came = by_month(LOAN, paid, on, grace)
    last = LOAN.due_on(len(came)) + timedelta(days=grace) if came else date.min
    assert sum(came) == sum(amount for day, amount in paid if day <= last)
    assert came == by_month(LOAN, list(reversed(paid)), on, grace)
    assert len(came) <= LOAN.months
