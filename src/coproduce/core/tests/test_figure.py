"""A figure never stands without what belongs beside it, and never says more than its design."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from coproduce.core.stats import (
    Suppression,
    apart,
    bootstrap,
    newcombe,
    overlap_weights,
    pool,
    weighted_difference,
    wilson,
    years_to_know,
)
from coproduce.core.stats.figure import DESIGNS, NOT_SAID, Figure, by_group, difference_of, share_of

Numbers = NDArray[np.float64]

FROM, UNTIL = date(2026, 5, 1), date(2026, 10, 31)
WHEN: Any = {"from_on": FROM, "until_on": UNTIL}


def test_few_are_hidden_unless_another_rule_is_chosen() -> None:
    figure = share_of(3, 40, of="members", **WHEN)
    assert (figure.k, figure.estimate, figure.low, figure.n) == (None, None, None, 40)
    assert share_of(37, 40, of="members", **WHEN).k is None  # the others are few
    assert share_of(3, 40, of="members", rule=Suppression(0), **WHEN).k == 3
    assert share_of(0, 0, of="members", **WHEN).estimate is None
    assert share_of(20, 40, of="members", missing=3, **WHEN).missing is None
    assert share_of(20, 40, of="members", missing=10, **WHEN).missing_share == 0.2


@given(st.sampled_from(sorted(DESIGNS)), st.floats(-1, 1), st.floats(0, 0.5))
def test_nothing_is_put_down_to_what_was_done_below_d(letter: str, middle: float, half: float) -> None:
    figure = difference_of(middle, middle - half, middle + half, 100, design=letter, of="people", **WHEN)
    assert not figure.may_be_said_to_follow or (letter >= "D" and abs(middle) > half)
    assert (figure.reading == "cannot tell") == (abs(middle) <= half)


def test_a_letter_that_is_none_and_days_the_wrong_way_round_are_no_figure() -> None:
    for letter, days in (("G", (FROM, UNTIL)), ("A", (UNTIL, FROM))):
        with pytest.raises(ValueError, match=r"no design|ends after"):
            Figure(letter, "people", *days, 10)


def test_a_live_figure_has_the_wider_range() -> None:
    live, still = (share_of(20, 40, of="members", is_live=is_live, **WHEN) for is_live in (True, False))
    assert (still.low, still.high) == wilson(20, 40)
    assert live.low is not None and still.low is not None and live.low < still.low


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_not_said_always_stands_and_no_few_can_be_found(numbers: list[tuple[int, int]]) -> None:
    counts = [(f"group {place}", k, k + rest) for place, (k, rest) in enumerate(numbers)]
    found = by_group(counts, of="members", **WHEN)
    assert [name for names, _ in found for name in names] == [name for name, _, _ in counts] + [NOT_SAID]
    for _, figure in found:
        assert figure.k is None or figure.n is None or not {figure.k, figure.n - figure.k} & set(range(1, 8))


def test_apart_is_newcombes_where_the_ends_are_wilsons() -> None:
    one, other = (31 / 374, *wilson(31, 374)), (45 / 376, *wilson(45, 376))
    assert apart(one, other) == newcombe(31, 374, 45, 376)


def _drawn(chance: np.random.Generator, n: int, effect: float) -> tuple[Numbers, Numbers, Numbers]:
    known = chance.normal(size=(n, 2))
    treated = (chance.random(n) < 1 / (1 + np.exp(-0.7 * known[:, 0]))).astype(float)
    risk = 0.3 + 0.08 * np.tanh(known[:, 0]) + effect * treated
    return known, treated, (chance.random(n) < risk).astype(float)


def test_a_weighted_range_is_the_bootstraps_with_the_weights_fitted_again() -> None:
    known, treated, y = _drawn(np.random.default_rng(4), 400, -0.1)
    found = weighted_difference(known, treated, y)

    def again(rows: Numbers) -> float:
        weights, on = overlap_weights(rows[:, :2], rows[:, 2]), rows[:, 2] == 1
        one, other = (np.average(rows[arm, 3], weights=weights[arm]) for arm in (on, ~on))
        return float(one - other)

    drawn = bootstrap(np.column_stack([known, treated, y]), again, draws=400)
    assert found.difference.difference == pytest.approx(drawn.estimate, abs=1e-12)
    assert found.difference.low == pytest.approx(drawn.low, abs=0.02)
    assert found.difference.high == pytest.approx(drawn.high, abs=0.02)


def test_a_weighted_range_has_the_truth_in_it_as_often_as_it_says() -> None:
    chance, inside, trials = np.random.default_rng(7), 0, 1000
    for _ in range(trials):
        found = weighted_difference(*_drawn(chance, 300, -0.1)).difference
        inside += found.low <= -0.1 <= found.high
    assert 0.93 <= inside / trials <= 0.97


def test_twenty_sites_of_two_hundred_an_arm_that_differ_have_the_truth_in_their_range() -> None:
    """Real differences between sites: a spread of 4 in 100 about a mean of 3 fewer."""
    chance, inside, trials = np.random.default_rng(13), 0, 1000
    for _ in range(trials):
        effects = chance.normal(-0.03, 0.04, 20)
        counts = {
            f"site {place}": (int(chance.binomial(200, 0.25 + effect)), 200, int(chance.binomial(200, 0.25)), 200)
            for place, effect in enumerate(effects)
        }
        found = pool(counts)
        assert found.low is not None and found.high is not None and found.tau is not None
        inside += found.low <= -0.03 <= found.high
    assert 0.93 <= inside / trials <= 0.97


def test_years_until_it_is_known() -> None:
    assert years_to_know(0.15, 0.12, 4062) == 1.0
    assert years_to_know(0.15, 0.12, 4062, 10) == 0.1
    for a_year, sites in ((0, 1), (10, 0)):
        with pytest.raises(ValueError, match="nobody"):
            years_to_know(0.15, 0.12, a_year, sites)
