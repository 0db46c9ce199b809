"""Luck by counting: the same whatever the order, even, and another for each person, week and stream."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from coproduce.economy.draws import CERTAIN, bell, chance, lot, salt, turn, uniform, words

IDS = np.arange(20_000, dtype=np.uint32)


def test_the_same_person_meets_the_same_luck_in_any_order() -> None:
    order = np.random.default_rng(1).permutation(len(IDS))
    assert (words(IDS[order], 7, 3, 1) == words(IDS, 7, 3, 1)[order]).all()
    assert words(IDS[5:6], 7, 3, 1)[0] == words(IDS, 7, 3, 1)[5]


def test_each_study_week_and_block_is_another() -> None:
    salts = {salt(seed, week, block) for seed in range(9) for week in range(60) for block in range(4)}
    assert len(salts) == 9 * 60 * 4
    assert all(0 <= one < 2**64 for one in salts)


def test_luck_stays_what_it_was() -> None:
    """Kept so that a study can be run again years later."""
    assert [int(word) for word in words(np.array([0, 1, 2**32 - 1]), 1, 2, 3)] == [
        15054031161495689551,
        7537062460085788700,
        11732327883690432318,
    ]


def test_lots_are_even_and_streams_do_not_know_each_other() -> None:
    word = words(IDS, 1, 1, 0)
    lots = np.stack([lot(word, stream) for stream in range(4)]).astype(float)
    assert lots.min() >= 0 and lots.max() < CERTAIN
    assert np.abs(lots.mean(axis=1) / CERTAIN - 0.5).max() < 0.01
    assert np.abs(np.corrcoef(lots) - np.eye(4)).max() < 0.03
    assert abs(np.corrcoef(lot(word, 0), lot(words(IDS, 1, 2, 0), 0))[0, 1]) < 0.03


@given(st.integers(0, 2**63))
def test_no_two_people_have_one_turn(salted: int) -> None:
    turns = turn(IDS.astype(np.uint64), np.uint64(salted))
    assert len(np.unique(turns)) == len(IDS)
    assert int(turns.max()) < 2**32


def test_a_bell_is_near_enough_normal() -> None:
    drawn = bell(IDS, 1, 5)
    assert abs(drawn.mean()) < 0.02 and abs(drawn.std() - 1) < 0.02
    assert abs((np.abs(drawn) < 1).mean() - 0.683) < 0.015


def test_a_number_lies_from_0_to_below_1() -> None:
    drawn = uniform(IDS, 1, 0)
    assert drawn.min() >= 0 and drawn.max() < 1 and abs(drawn.mean() - 0.5) < 0.01


def test_a_chance_is_a_share() -> None:
    assert [chance(share) for share in (0, 0.5, 1)] == [0, 32768, 65536]
    for wrong in (-0.1, 1.5, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            chance(wrong)
