"""Who hears: drawn by a lot that anybody can draw again, without whoever is too near."""

from random import Random

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.justice.rules.panels import Exclusion, Peer, lot, panel
from coproduce.core.refusal import Refusal

NAMES = tuple("abcdefghijklmnop")


@pytest.mark.parametrize(
    ("size", "pool", "out", "said"),
    [
        (2, NAMES, (), "PANEL_SIZE"),
        (13, NAMES, (), "PANEL_SIZE"),
        ("3", NAMES, (), "PANEL_SIZE"),
        (None, NAMES, (), "PANEL_SIZE"),
        (3, NAMES, (), ""),
        (12, NAMES, (), ""),
        (3, NAMES[:3], (), ""),
        (3, NAMES[:3], ("a",), "TOO_FEW_PEERS"),
        (3, NAMES[:4], ("a", "somebody else"), ""),
        (3, ("a", "a", "a"), (), "TOO_FEW_PEERS"),
        (3, (*NAMES[:2], Peer("z", is_trained=False)), (), "TOO_FEW_PEERS"),
        (3, (*NAMES[:2], Peer("z", is_in_date=False)), (), "TOO_FEW_PEERS"),
        (3, (*NAMES[:2], {"name": "z"}), [{"name": "y", "why": "asked out"}], ""),
    ],
)
def test_how_many_hear(size: int, pool: tuple[object, ...], out: tuple[object, ...], said: str) -> None:
    found = panel(pool, out, size, seed=1)  # type: ignore[arg-type]
    assert (found.code if isinstance(found, Refusal) else "") == said
    assert said or len(set(found)) == size  # type: ignore[arg-type]


def test_the_sentence_says_how_many_are_missing() -> None:
    found = panel(NAMES[:5], ["a", "b"], 7, seed=1)
    assert str(found) == "This takes 7 peers, and 3 can be drawn. Train 4 more, or ask for a smaller circle."


def test_whoever_was_on_the_other_side_is_drawn_first() -> None:
    peers = [Peer(name, has_been_through=name in "cd") for name in NAMES]
    for seed in range(20):
        found = panel(peers, [], 3, seed)
        assert isinstance(found, tuple)
        assert found[0] == min("cd", key=lambda name: lot(name, seed))
        rest = sorted(set(NAMES) - {found[0]}, key=lambda name: lot(name, seed))
        assert list(found[1:]) == rest[:2]
    assert "c" not in panel(peers, ["c", "d"], 3, 1)  # type: ignore[operator]


POOLS = st.lists(st.sampled_from(NAMES), min_size=3, max_size=16, unique=True)


@given(POOLS, st.sets(st.sampled_from(NAMES)), st.integers(3, 12), st.integers())
def test_a_panel_is_drawn_of_the_pool_and_of_nobody_else(pool: list[str], out: set[str], size: int, seed: int) -> None:
    found = panel([Peer(name) for name in pool], [Exclusion(name) for name in out], size, seed)
    if isinstance(found, Refusal):
        assert len(set(pool) - out) < size
    else:
        assert len(found) == len(set(found)) == size
        assert set(found) <= set(pool) - out


@given(POOLS, st.integers(), st.integers())
def test_the_order_of_the_pool_changes_nothing(pool: list[str], seed: int, order: int) -> None:
    mixed = list(pool)
    Random(order).shuffle(mixed)
    assert panel(pool, [], 3, seed) == panel(mixed, [], 3, seed)


@given(st.integers())
def test_where_one_asks_out_nobody_else_loses_their_place(seed: int) -> None:
    found = panel(NAMES, [], 5, seed)
    assert isinstance(found, tuple)
    again = panel(NAMES, [found[2]], 5, seed)
    assert isinstance(again, tuple)
    assert again[:4] == (*found[:2], *found[3:])


def test_the_lot_falls_on_all_alike() -> None:
    """Over many seeds everybody is drawn about as often: 4,000 draws of 3 of 16, within four standard deviations."""
    often = dict.fromkeys(NAMES, 0)
    for seed in range(4000):
        for name in panel(NAMES, [], 3, seed):  # type: ignore[union-attr]
            often[name] += 1
    assert all(abs(number - 750) < 4 * (4000 * 3 / 16 * 13 / 16) ** 0.5 for number in often.values())
