"""Who is followed, what counts as a return, and what the figures say of few people."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.sample import IS_LONG

from coproduce.community.exchange.ring import (
    HELPED_SOMEONE,
    LEFT,
    NOT_YET,
    Followed,
    Helped,
    Rate,
    ReturnRate,
    asked_rate,
    followed,
    return_rate,
    without_staff,
)
from coproduce.core.stats import wilson

ANA, BEN, CLEO, DEE, EVE = 1, 2, 3, 4, 5
START = date(2026, 1, 1)

EXAMPLES = settings(max_examples=1000 if IS_LONG else 200, deadline=None)
ROWS = st.lists(
    st.builds(
        Helped,
        giver=st.integers(1, 8),
        receiver=st.integers(1, 8),
        arena=st.sampled_from(("care", "timebank")),
        on=st.integers(0, 400).map(lambda days: START + timedelta(days=days)),
    ),
    max_size=25,
)
LEAVINGS = st.dictionaries(st.integers(1, 8), st.integers(0, 400).map(lambda days: START + timedelta(days=days)))
TODAY = START + timedelta(days=300)


def day(number: int) -> date:
    return START + timedelta(days=number)


def helped(giver: int, receiver: int, on: int, arena: str = "timebank") -> Helped:
    return Helped(giver, receiver, arena, day(on))


def lives(*rows: Helped, left: dict[int, date] | None = None, today: int = 300) -> dict[int, tuple[int, int, int]]:
    """Generation, days and code of each person followed."""
    return {one.person: (one.generation, one.days, one.code) for one in followed(rows, left or {}, day(today))}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], {}, id="nobody"),
        pytest.param([(ANA, ANA, 1)], {}, id="helping oneself is not helping"),
        pytest.param([(ANA, BEN, 1)], {BEN: (1, 299, NOT_YET)}, id="only who was helped"),
        pytest.param([(ANA, BEN, 1), (BEN, CLEO, 31)], {BEN: (1, 30, 1), CLEO: (2, 269, 0)}, id="a chain"),
        pytest.param([(BEN, CLEO, 31), (ANA, BEN, 1)], {BEN: (1, 30, 1), CLEO: (2, 269, 0)}, id="in any order"),
        pytest.param(
            [(ANA, BEN, 1), (BEN, CLEO, 1)], {CLEO: (1, 299, 0)}, id="a chain on one day: Ben began by giving"
        ),
        pytest.param([(ANA, BEN, 1), (BEN, ANA, 1)], {}, id="an exchange on one day: both began by giving"),
        pytest.param([(ANA, BEN, 1), (BEN, ANA, 5)], {BEN: (1, 4, 1)}, id="back to the one who helped"),
        pytest.param(
            [(ANA, BEN, 1), (BEN, CLEO, 2), (CLEO, ANA, 3)], {BEN: (1, 1, 1), CLEO: (2, 1, 1)}, id="a circle of three"
        ),
        pytest.param([(ANA, BEN, 1), (BEN, BEN, 2)], {BEN: (1, 299, 0)}, id="to oneself is no return"),
        pytest.param([(ANA, BEN, 1), (BEN, CLEO, 301)], {BEN: (1, 299, 0)}, id="tomorrow has not happened"),
        pytest.param([(ANA, BEN, 300)], {BEN: (1, 0, 0)}, id="first helped today"),
        pytest.param(
            [(ANA, BEN, 1), (ANA, BEN, 9), (BEN, CLEO, 11), (BEN, DEE, 40)],
            {BEN: (1, 10, 1), CLEO: (2, 289, 0), DEE: (2, 260, 0)},
            id="from the first help to the first return",
        ),
        pytest.param(
            [(ANA, BEN, 1), (BEN, CLEO, 9), (DEE, CLEO, 9)],
            {BEN: (1, 8, 1), CLEO: (1, 291, 0)},
            id="two helpers on the first day: the lowest generation",
        ),
        pytest.param(
            [(ANA, BEN, 1), (DEE, CLEO, 8), (BEN, CLEO, 9)],
            {BEN: (1, 8, 1), CLEO: (1, 292, 0)},
            id="the first helper, not the next",
        ),
        pytest.param(
            [(BEN, DEE, 1), (ANA, BEN, 2), (BEN, CLEO, 3)],
            {DEE: (1, 299, 0), CLEO: (1, 297, 0)},
            id="who began by giving stays at the beginning",
        ),
    ],
)
def test_who_is_followed(rows: list[tuple[int, int, int]], expected: dict[int, tuple[int, int, int]]) -> None:
    assert lives(*(helped(*row) for row in rows)) == expected


@pytest.mark.parametrize(
    ("left_on", "returned_on", "expected"),
    [
        (20, None, (19, LEFT)),
        (20, 21, (19, LEFT)),
        (20, 20, (19, HELPED_SOMEONE)),
        (20, 19, (18, HELPED_SOMEONE)),
        (1, None, (0, LEFT)),
        (0, None, (299, NOT_YET)),
        (0, 5, (4, HELPED_SOMEONE)),
        (300, None, (299, LEFT)),
        (301, None, (299, NOT_YET)),
    ],
)
def test_leaving_ends_the_wait(left_on: int, returned_on: int | None, expected: tuple[int, int]) -> None:
    rows = [helped(ANA, BEN, 1)] + ([] if returned_on is None else [helped(BEN, CLEO, returned_on)])
    assert lives(*rows, left={BEN: day(left_on)})[BEN][1:] == expected


def test_each_stands_in_one_arena() -> None:
    """Where they were first helped; the first by name where that was two; they may help back anywhere."""
    rows = [helped(ANA, BEN, 1, "care"), helped(BEN, CLEO, 9), helped(ANA, CLEO, 9, "care"), helped(ANA, DEE, 10)]
    assert [(one.person, one.arena) for one in followed(rows, {}, TODAY)] == [
        (BEN, "care"),
        (CLEO, "care"),
        (DEE, "timebank"),
    ]
    assert (return_rate(rows, {}, TODAY, "care").n, return_rate(rows, {}, TODAY, "care").returned) == (2, 1)
    assert return_rate(rows, {}, TODAY, "timebank").n == 1
    assert return_rate(rows, {}, TODAY, "food") == ReturnRate(0, 0, 0, None, None, None, {})


def test_by_the_last_day_and_not_the_day_after() -> None:
    rows = [helped(ANA, BEN, 0), helped(ANA, CLEO, 0), helped(BEN, DEE, 180), helped(CLEO, DEE, 181)]
    assert return_rate(rows[:3], {}, day(400)).returned == 1
    rate = return_rate(rows, {}, day(400))
    assert (rate.n, rate.returned, rate.known) == (3, 1, 3)
    assert return_rate(rows, {}, day(400), days=181).returned == 2
    assert return_rate(rows, {}, day(400), days=0).returned == 0


def test_ten_people_by_hand() -> None:
    """Four returned, two left, one is too new to tell: more than the 4 in 10 that counts the new one as a no."""
    rows = [helped(ANA, person, 0) for person in range(11, 20)] + [helped(ANA, 20, 390)]
    rows += [helped(person, ANA, 10 * (person - 10)) for person in (11, 12, 13, 14)]
    rate = return_rate(rows, {15: day(5), 16: day(7)}, day(400))
    assert (rate.n, rate.returned, rate.known) == (10, 4, 9)
    # two have left by day 7, one return on day 10 among the eight still there, the new one included, seven after that
    share = 0.8 / 8 + 0.7 / 6 * 3
    assert rate.share == pytest.approx(share)
    assert 4 / 10 < share < 4 / 7
    assert rate.by_generation == {1: ReturnRate(10, 4, 9, rate.share, rate.low, rate.high)}


def test_of_too_few_it_says_so() -> None:
    nobody = return_rate([], {}, TODAY)
    assert nobody == ReturnRate(0, 0, 0, None, None, None, {})
    new = return_rate([helped(ANA, BEN, 299)], {}, TODAY)
    assert (new.n, new.known, new.share, new.low, new.high) == (1, 0, 0, 0, 1)
    one = return_rate([helped(ANA, BEN, 0)], {}, TODAY)
    assert (one.known, one.share, one.low, one.high) == (1, 0, *wilson(0, 1))
    with pytest.raises(ValueError, match="days"):
        return_rate([], {}, TODAY, days=-1)


def test_generations_stand_apart() -> None:
    rows = [helped(ANA, BEN, 0), helped(BEN, CLEO, 10), helped(CLEO, DEE, 20), helped(ANA, EVE, 30)]
    rate = return_rate(rows, {}, TODAY)
    assert {g: (one.n, one.returned) for g, one in rate.by_generation.items()} == {1: (2, 1), 2: (1, 1), 3: (1, 0)}


@EXAMPLES
@given(ROWS, LEAVINGS)
def test_everybody_once_and_after_their_helper(rows: list[Helped], left: dict[int, date]) -> None:
    people = followed(rows, left, TODAY)
    by_person = {one.person: one for one in people}
    assert len(by_person) == len(people)
    real = [row for row in rows if row.giver != row.receiver and row.on <= TODAY]
    for person in range(1, 9):
        received = [row.on for row in real if row.receiver == person]
        gave = [row.on for row in real if row.giver == person]
        assert (person in by_person) == (bool(received) and (not gave or min(received) < min(gave)))
        if person in by_person:
            one = by_person[person]
            first = [row for row in real if row.receiver == person and row.on == min(received)]
            above = [by_person[row.giver].generation if row.giver in by_person else 0 for row in first]
            assert one.generation == 1 + min(above)
            assert one.arena in {row.arena for row in first}
            assert 0 <= one.days <= (TODAY - min(received)).days
            assert (one.code == HELPED_SOMEONE) == (min(received) + timedelta(days=one.days) in gave)


@EXAMPLES
@given(ROWS, LEAVINGS, st.randoms(use_true_random=False))
def test_the_parts_make_the_whole(rows: list[Helped], left: dict[int, date], chance: Any) -> None:
    rate = return_rate(rows, left, TODAY)
    generations = rate.by_generation.values()
    arenas = [return_rate(rows, left, TODAY, arena) for arena in ("care", "timebank")]
    for parts in (generations, arenas):
        assert sum(one.n for one in parts) == rate.n
        assert sum(one.returned for one in parts) == rate.returned
        assert sum(one.known for one in parts) == rate.known
    assert rate.returned <= rate.known <= rate.n
    if rate.n:
        assert rate.returned / rate.n - 1e-9 <= rate.share
        assert 0 <= rate.low <= rate.share <= rate.high <= 1
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert return_rate(shuffled, left, TODAY) == rate
    again = [Followed(one.person, one.arena, one.generation, one.days, one.code) for one in followed(rows, left, TODAY)]
    assert sorted(again, key=repr) == sorted(followed(shuffled, left, TODAY), key=repr)


def test_asked_or_excused() -> None:
    assert asked_rate(20, 8, 4) == Rate(12, 20, 0.6, *wilson(12, 20))
    assert asked_rate(0, 0, 0) == Rate(0, 0, None, None, None)
    for ready, asked, excused in ((2, 2, 1), (2, -1, 2), (2, 2, -1), (-1, 0, 0)):
        with pytest.raises(ValueError, match=r"\.$"):
            asked_rate(ready, asked, excused)


def test_without_staff() -> None:
    assert without_staff(31, 374) == Rate(31, 374, 31 / 374, *wilson(31, 374))
    assert without_staff(0, 0).share is None
    with pytest.raises(ValueError, match="3 among 2"):
        without_staff(3, 2)
