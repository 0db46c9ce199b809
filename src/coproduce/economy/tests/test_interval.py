"""An interval is as wide as the values vary, and never wide of the mark by much."""

from itertools import pairwise

import numpy as np
import pytest

from coproduce.economy.draws import bell
from coproduce.economy.interval import Interval, interval, student

#: Printed tables of Student's t, two-sided 95 %.
TABLE = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 10: 2.228, 13: 2.160, 30: 2.042, 120: 1.980}


@pytest.mark.parametrize(("freedom", "printed"), TABLE.items())
def test_it_is_the_printed_table(freedom: int, printed: float) -> None:
    assert student(freedom) == pytest.approx(printed, abs=0.003)


def test_more_values_say_more() -> None:
    assert all(few > more > 1.95 for few, more in pairwise(student(freedom) for freedom in range(1, 200)))


def test_without_freedom_there_is_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one degree"):
        student(0)
    with pytest.raises(ValueError, match="no value"):
        interval([])


def test_three_values_by_hand() -> None:
    """Student's 4.303 times a deviation of 1, over the root of three."""
    assert interval([1, 2, 3]) == pytest.approx((2, 2 - 4.3027 / np.sqrt(3), 2 + 4.3027 / np.sqrt(3)))


def test_of_one_value_anything_may_be_true() -> None:
    assert interval([3.0]) == Interval(3.0, -np.inf, np.inf)


def test_nineteen_intervals_of_twenty_hold_the_truth() -> None:
    held = 0
    for study in range(2000):
        low, high = interval(7 + bell(np.arange(6), study, 1))[1:]
        held += low <= 7 <= high
    assert 0.935 < held / 2000 < 0.965


def test_a_negative_factor_turns_the_ends_round() -> None:
    assert Interval(1, 0, 3).times(-2) == Interval(-2, -6, 0)
    assert Interval(1, 0, 3).times(2) == Interval(2, 0, 6)
