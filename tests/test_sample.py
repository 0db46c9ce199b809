"""What is looked at by sample is looked at within four weeks, and the same day takes the same again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests import sample
from tests.journeys.test_every_page import LOOKS, looks_at
from tests.security.test_operations import WAYS, is_outsiders_day, ways_of

NAMES = ("home", "desk", "call", "GET /api/{community}/exchange/needs", "GET /api/{community}/people/members")


def days(monkeypatch: pytest.MonkeyPatch, many: int) -> Iterator[int]:
    monday = sample.DAY
    for number in range(many):
        monkeypatch.setattr(sample, "DAY", monday + timedelta(days=number))
        yield number


@pytest.fixture
def week(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Each day of a week, one after another."""
    return days(monkeypatch, 7)


@pytest.fixture
def fortnight(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Each day of two weeks."""
    return days(monkeypatch, 14)


@pytest.fixture
def month(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Each day of four weeks."""
    return days(monkeypatch, 28)


@pytest.mark.parametrize("of", [1, 2, 3, 4, 7])
def test_everybodys_turn_comes_in_so_many_days(week: Iterator[int], of: int) -> None:
    waited = [{name for name in NAMES if sample.turn(name, of) == 0} for _ in week]
    assert all(set().union(*waited[first : first + of]) == set(NAMES) for first in range(8 - of))


@pytest.mark.parametrize(("many", "of"), [(1, 1), (1, 7), (2, 2), (2, 5), (2, 6), (2, 14), (3, 2), (4, 9)])
def test_a_few_a_day_are_all_in_a_week(week: Iterator[int], many: int, of: int) -> None:
    things = [f"member {number}" for number in range(of)]
    taken = [sample.some(things, many) for _ in week]
    assert {len(set(today)) for today in taken} == {min(many, of)}
    assert {one for today in taken for one in today} == set(things)


def test_nothing_of_nothing() -> None:
    assert sample.some([], 2) == sample.some(["one"], 0) == []


def test_every_look_in_four_weeks(month: Iterator[int]) -> None:
    looks = {(name, look) for _ in month for name in NAMES for look in looks_at(name)}
    assert looks == {(name, look) for name in NAMES for look in LOOKS}


def test_every_way_in_two_weeks(fortnight: Iterator[int]) -> None:
    ways, outsiders = set(), set()
    for _ in fortnight:
        outsiders |= {(name, who) for name in NAMES for who in (0, 1) if is_outsiders_day(name, who)}
        ways |= {(name, way) for name in NAMES for way in ways_of(name)}
    assert ways == {(name, way) for name in NAMES for way in WAYS}
    assert outsiders == {(name, who) for name in NAMES for who in (0, 1)}
