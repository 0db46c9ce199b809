"""Who suits whom: five terms, each exact to four places, and nothing else in it."""

import inspect
from math import exp, inf, nan

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.care.rules.matching import WEIGHTS, score

SHARE = st.floats(0, 1)
KM = st.floats(0, 500)
LOADS = st.integers(1, 12).flatmap(lambda cap: st.tuples(st.integers(0, cap), st.just(cap)))


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ((0, 1, 1, 1, 0, 3), 1.0),
        ((1.5, 0, 0, 0, 3, 3), 0.1104),
        ((500, 0, 0, 0, 3, 3), 0.0),
        ((3, 0.5, 1, 0, 1, 4), 0.0406 + 0.125 + 0.2 + 0.075),
        ((0, 0, 0, 0, 0, 1), 0.4),
    ],
)
def test_anchors(said: tuple[float, float, float, float, int, int], total: float) -> None:
    assert score(*said).total == pytest.approx(total, abs=1e-12)


def test_a_half_is_rounded_to_even_as_it_was_written() -> None:
    assert score(500, 0.0002, 0, 0, 1, 1).terms["slot_overlap"] == 0.0  # a quarter of it: .00005
    assert score(500, 0.0006, 0, 0, 1, 1).terms["slot_overlap"] == 0.0002  # .00015
    assert score(500, 0, 0, 0, 1, 16).terms["load"] == 0.0938  # .09375
    assert score(500, 0, 0, 0, 3, 16).terms["load"] == 0.0812  # .08125


@given(KM, SHARE, SHARE, SHARE, LOADS)
def test_the_total_is_the_sum_of_its_terms(
    km: float, slots: float, shared: float, wish: float, loads: tuple[int, int]
) -> None:
    found = score(km, slots, shared, wish, *loads)
    assert tuple(found.terms) == tuple(WEIGHTS) == ("km", "slot_overlap", "experience", "wish", "load")
    assert found.total == pytest.approx(sum(found.terms.values()), abs=1e-12)
    assert 0 <= found.total <= 1
    plain = 0.3 * exp(-km / 1.5) + 0.25 * slots + 0.2 * shared + 0.15 * wish + 0.1 * (1 - loads[0] / loads[1])
    assert found.total == pytest.approx(plain, abs=2.6e-4)
    assert all(round(term, 4) == term for term in found.terms.values())


@given(KM, KM, SHARE, LOADS)
def test_nearer_never_counts_less_and_more_to_do_never_more(
    one: float, other: float, slots: float, loads: tuple[int, int]
) -> None:
    near, far = sorted((one, other))
    assert score(near, slots, 0, 0, *loads).total >= score(far, slots, 0, 0, *loads).total
    load, cap = loads
    assert score(near, slots, 0, 0, 0, cap).total >= score(near, slots, 0, 0, load, cap).total


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ((-0.1, 0, 0, 0, 0, 1), "km"), ((inf, 0, 0, 0, 0, 1), "km"), ((nan, 0, 0, 0, 0, 1), "km"),
        ((0, 1.01, 0, 0, 0, 1), "slot_overlap"), ((0, -0.01, 0, 0, 0, 1), "slot_overlap"),
        ((0, nan, 0, 0, 0, 1), "slot_overlap"), ((0, 0, 2, 0, 0, 1), "experience"), ((0, 0, 0, -1, 0, 1), "wish"),
        ((0, 0, 0, 0, 2, 1), "load"), ((0, 0, 0, 0, -1, 1), "load"), ((0, 0, 0, 0, 0, 0), "cap"),
    ],
)  # fmt: skip
def test_what_lies_outside_is_named(said: tuple[float, float, float, float, int, int], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        score(*said)


def test_nothing_else_can_be_in_it() -> None:
    """No hours held, no ratings, no age, no diagnosis."""
    assert list(inspect.signature(score).parameters) == ["km", "slot_overlap", "experience", "wish", "load", "cap"]
