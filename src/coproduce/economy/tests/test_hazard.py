"""Causes that add up to a chance, and the strengths under which what happened was likeliest."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from coproduce.economy.hazard import GRANTED, Fit, fit, likelihoods


def height(causes: np.ndarray, adopted: np.ndarray, strengths: np.ndarray) -> float:
    """What a fit maximises, written out once more."""
    chance = 1 - np.exp(-(causes @ strengths))
    granted = GRANTED * (np.log(strengths) - causes.mean(axis=0) * strengths)
    return float(np.log(chance[adopted]).sum() - (causes @ strengths)[~adopted].sum() + granted.sum())


def test_one_cause_is_the_share_who_adopt() -> None:
    """Of a million a fifth adopt: 1 − e^−s = 0.2."""
    adopted = np.arange(1_000_000) % 5 == 0
    found = fit(np.ones((1_000_000, 1)), adopted)
    assert found.strengths[0] == pytest.approx(-np.log(0.8), abs=1e-5)
    assert found.likelihood == pytest.approx(200_000 * np.log(0.2) + 800_000 * np.log(0.8))


def test_planted_strengths_are_found() -> None:
    lots = np.random.default_rng(1)
    causes = np.column_stack([np.ones(200_000), lots.integers(0, 4, 200_000), lots.random(200_000)]).astype(float)
    adopted = lots.random(200_000) < -np.expm1(-causes @ [0.02, 0.05, 0.1])
    assert fit(causes, adopted).strengths == pytest.approx([0.02, 0.05, 0.1], rel=0.1)
    assert fit(causes[:, :2], adopted, 0.1 * causes[:, 2]).strengths == pytest.approx([0.02, 0.05], rel=0.1)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(2, 60))
def test_nothing_near_is_likelier(seed: int, causes: int, rows: int) -> None:
    lots = np.random.default_rng(seed)
    present = np.column_stack([np.ones(rows), lots.integers(0, 3, (rows, causes)) * 1.0])
    present = present[:, present.any(axis=0)]
    adopted = np.zeros(rows, bool)
    adopted[: lots.integers(1, rows + 1)] = True
    found: Fit = fit(present, adopted)
    assert (found.strengths > 0).all()
    best = height(present, adopted, found.strengths)
    for scale in (0.5, 0.1, 0.01):
        near = found.strengths * np.exp(scale * lots.normal(size=len(found.strengths)))
        assert best >= height(present, adopted, near) - 1e-6
    assert found.likelihood == pytest.approx(likelihoods(present, adopted, found.strengths).sum())


def test_each_row_has_its_likelihood() -> None:
    rows = likelihoods(np.array([[1.0, 0.0], [1.0, 2.0]]), np.array([True, False]), np.array([0.1, 0.2]), 0.05)
    assert rows == pytest.approx([np.log(1 - np.exp(-0.15)), -0.55])


@pytest.mark.parametrize(
    ("causes", "adopted", "says"),
    [
        ([[1.0]], [False], "at least one adoption"),
        ([[1.0, 0.0]], [True], "there at least once"),
        ([[1.0], [0.0]], [False, True], "none of the causes was there"),
    ],
)
def test_what_cannot_be_fitted_is_refused(causes: list[list[float]], adopted: list[bool], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit(np.array(causes), np.array(adopted))
