"""A week as one number."""

import pytest
from hypothesis import given, strategies as st

from coproduce.core.week import ANY_TIME, PARTS, is_week, overlap, slot, times_of, week_of

weeks = st.integers(0, ANY_TIME)


@given(weeks)
def test_a_week_is_its_times(week: int) -> None:
    assert week_of(times_of(week)) == week
    assert is_week(week)


@given(weeks, weeks)
def test_what_two_share(one: int, other: int) -> None:
    both = overlap(one, other)
    assert both == overlap(other, one)
    if one and other:
        assert set(times_of(both)) == set(times_of(one)) & set(times_of(other))
    assert overlap(0, other) == (other or ANY_TIME)


def test_what_is_no_week() -> None:
    assert not is_week(-1)
    assert not is_week(ANY_TIME + 1)
    with pytest.raises(ValueError, match="seven days"):
        slot(7, PARTS[0])
    with pytest.raises(ValueError, match="night"):
        slot(0, "night")
