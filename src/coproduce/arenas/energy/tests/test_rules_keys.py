"""Six keys: to the watt-hour, by the reference, in whole rows and in loops; and what holds of any load and pool."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from coproduce.arenas.energy.rules import EnergyError, keys
from coproduce.arenas.energy.rules.kernels import loops, rows, tiles
from coproduce.arenas.energy.rules.kernels.rows import MANY
from coproduce.arenas.energy.rules.keys import KEYS, Key, share, share_by_pair, share_totals, turns
from coproduce.core.apportion import ONE, apportion

#: The four keys that leave nothing in the pool that anybody wants.
EMPTYING = ("dynamic", "cascade", "equal_refill", "hybrid")


def by_reference(key: str, load: list[int], pool: Any, weights: Any, priority: list[int], turn: int) -> list[int]:
    """One interval, by `core.apportion`."""
    if key == "pair":
        parts = [
            apportion(own, part, method="fixed", rotation=turn).amounts for own, part in zip(pool, weights, strict=True)
        ]
        return [min(wanted, sum(one)) for wanted, *one in zip(load, *parts, strict=True)]
    method, given_by, more = {
        "static": ("fixed", weights, {}),
        "dynamic": ("telescoping", load, {}),
        "hybrid": ("hybrid", weights, {}),
        "cascade": ("cascade", load, {"priority": priority}),
        "equal_refill": ("equal_refill", load, {}),
    }[key]
    return list(apportion(pool, given_by, caps=load, method=method, rotation=turn, **more).amounts)


@st.composite
def days(draw: st.DrawFn) -> dict[str, Any]:
    """A key, and a few meters over a few intervals; small numbers, so that odd watt-hours are common."""
    key = draw(st.sampled_from(KEYS))
    meters, intervals, producers = draw(st.integers(1, 6)), draw(st.integers(1, 5)), draw(st.integers(1, 3))
    largest = draw(st.sampled_from((1, 3, 40, 2**16 - 1, 10**6, 10**14)))

    def rows(many: int, of: int, most: int) -> list[list[int]]:
        return draw(st.lists(st.lists(st.integers(0, most), min_size=of, max_size=of), min_size=many, max_size=many))

    pool = rows(producers if key == "pair" else 1, intervals, largest * 3 if largest < 10**14 else largest)
    weights = rows(producers if key == "pair" else 1, meters, ONE // meters)
    return {
        "key": key,
        "load": rows(meters, intervals, largest),
        "pool": pool if key == "pair" else pool[0],
        "weights": weights if key == "pair" else weights[0],
        "priority": rows(1, meters, 2)[0],
        "start": draw(st.integers(0, 10)),
    }


def told(day: dict[str, Any], of: Callable[..., NDArray[np.int64]] = share) -> NDArray[np.int64]:
    more = {name: day[name] for name in ("key", "weights", "priority", "start")}
    return of(day["load"], day["pool"], **more)


def pool_in(day: dict[str, Any], interval: int) -> Any:
    return [own[interval] for own in day["pool"]] if day["key"] == "pair" else day["pool"][interval]


@given(days())
def test_every_way_comes_to_the_integers_of_the_reference(day: dict[str, Any]) -> None:
    shares = told(day)
    for interval in range(shares.shape[1]):
        load = [own[interval] for own in day["load"]]
        turn = day["start"] + interval
        expected = by_reference(day["key"], load, pool_in(day, interval), day["weights"], day["priority"], turn)
        assert shares[:, interval].tolist() == expected
    assert told(day, share_totals).tolist() == shares.sum(axis=1).tolist()
    for otherwise in in_loops(day):
        assert otherwise.tolist() == shares.tolist()


def in_loops(day: dict[str, Any]) -> Iterator[NDArray[np.int64]]:
    """The same by the loops as they stand, in plain Python: meter by meter, and by tiles where it can be."""
    asked = keys._read(day["load"], day["pool"], *(day[name] for name in ("key", "weights", "priority", "start")))
    names = ["level" if asked.key == "equal_refill" else "parts"]
    if asked.key in tiles.TILES and asked.load.max() <= tiles.LARGEST:
        names.append(asked.key)
    for name in names:
        apart, together = np.zeros(asked.load.shape, np.int64), np.zeros((1, asked.load.shape[1]), np.int64)
        for told_in in (apart, together):
            todo = asked.pools.any(axis=1)
            if name in loops.LOOPS:
                classes = (asked.members, asked.bounds)
                loops.LOOPS[name](asked.load, asked.pools, asked.running, *classes, asked.begins, told_in, todo)
            else:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(tiles, "TILE", 4)  # so that a street of six has several
                    patch.setattr(tiles, "PARTS_TILE", 4)
                    load = tiles.in_fours(asked.load)
                    tiles.TILES[name](load, asked.pools, asked.running, asked.begins, told_in, todo)
            for interval in np.flatnonzero(todo):
                told_in[interval if told_in is apart else 0] += rows.by_hand(asked, int(interval))
        if len(apart) > 1:
            assert together[0].tolist() == apart.sum(axis=0).tolist()
        yield apart.T


@given(days())
def test_nobody_gets_more_than_their_load_and_nothing_is_made_up(day: dict[str, Any]) -> None:
    shares, load = told(day), np.array(day["load"])
    pool = np.atleast_2d(day["pool"]).sum(axis=0)
    assert (shares >= 0).all()
    assert (shares <= load).all()
    assert (shares.sum(axis=0) <= pool).all()
    if day["key"] in EMPTYING and all(day["weights"]):
        assert shares.sum(axis=0).tolist() == np.minimum(pool, load.sum(axis=0)).tolist()


@given(days(), st.integers(1, 5))
def test_more_in_the_pool_costs_nobody_more_than_an_odd_watt_hour(day: dict[str, Any], more: int) -> None:
    before, after = told(day), told({**day, "pool": (np.array(day["pool"]) + more).tolist()})
    if day["key"] in EMPTYING:
        assert (after.sum(axis=0) >= before.sum(axis=0)).all() or not all(day["weights"])
    if day["key"] != "hybrid":
        odd = {"equal_refill": 0, "pair": len(day["pool"])}.get(day["key"], 1)
        assert (after >= before - odd).all()


@given(days())
def test_each_within_a_watt_hour_of_the_exact_share(day: dict[str, Any]) -> None:
    pool = day["pool"][0] if day["key"] == "pair" else day["pool"]
    shares = told({**day, "key": "dynamic", "pool": pool})
    load = np.array(day["load"])
    for interval, whole in enumerate(load.sum(axis=0).tolist()):
        shared = min(whole, pool[interval])
        for own, got in zip(load[:, interval].tolist(), shares[:, interval].tolist(), strict=True):
            assert abs(got * whole - own * shared) < whole or got * whole == own * shared


@pytest.mark.parametrize("key", ["dynamic", "equal_refill", "static", "hybrid", "cascade"])
@given(meters=st.integers(1, 6), load=st.integers(1, 9), pool=st.integers(0, 60), start=st.integers(0, 9))
def test_the_odd_watt_hour_goes_round(key: Any, meters: int, load: int, pool: int, start: int) -> None:
    """Among equals, everybody has had the same once each has been the first."""
    equal = {"weights": [ONE // meters] * meters, "priority": [0] * meters}
    shares = share([[load] * meters] * meters, [pool] * meters, key=key, start=start, **equal)
    assert len(set(shares.sum(axis=1).tolist())) == 1


@pytest.mark.parametrize(
    ("key", "more", "expected"),
    [
        ("static", {"weights": [500_000, 300_000, 200_000]}, [50, 30, 20]),
        ("static", {"weights": [900_000, 100_000, 0]}, [80, 10, 0]),
        ("dynamic", {}, [57, 28, 15]),
        ("hybrid", {"weights": [200_000, 300_000, 500_000]}, [45, 35, 20]),
        ("cascade", {"priority": [1, 2, 2]}, [80, 13, 7]),
        ("cascade", {"priority": [2, 1, 1]}, [40, 40, 20]),
        ("cascade", {"priority": [3, 2, 1]}, [40, 40, 20]),
        ("equal_refill", {}, [40, 40, 20]),
    ],
)
def test_a_hundred_among_eighty_forty_and_twenty(key: Any, more: dict[str, Any], expected: list[int]) -> None:
    assert share([80, 40, 20], 100, key=key, **more).tolist() == expected
    assert share([[80], [40], [20]], [100], key=key, **more).tolist() == [[one] for one in expected]


def test_a_load_of_ten_and_none_and_a_pool_that_is_enough() -> None:
    assert share([10, 0], 7, key="dynamic").tolist() == [7, 0]
    assert share([2000, 8000], 1000, key="dynamic").tolist() == [200, 800]
    for key in KEYS:
        pool: Any = [60, 60] if key == "pair" else 120
        weights = [[500_000, 0], [0, 500_000]] if key == "pair" else [500_000, 500_000]
        assert share([30, 20], pool, key=key, weights=weights, priority=[0, 1]).tolist() == [30, 20]


def test_odd_watt_hours_start_at_the_meter_whose_turn_it_is() -> None:
    turns = [
        share([5, 5, 5], 1, key=key, start=start).tolist()
        for key in ("equal_refill", "dynamic")
        for start in (0, 1, 2, 3)
    ]
    assert turns == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_a_turn_is_of_whoever_could_have_the_odd_watt_hour() -> None:
    """Between two who use something stands one who uses nothing; each key says who shares in what is rounded."""
    load, pool = np.array([[5] * 4, [0] * 4, [5] * 4, [9] * 4]), np.array([12] * 4)
    said: dict[Key, dict[str, list[int]]] = {
        "dynamic": {}, "equal_refill": {}, "static": {"weights": [500_000, 250_000, 0, 250_000]},
        "hybrid": {"weights": [500_000, 250_000, 0, 250_000]}, "cascade": {"priority": [2, 2, 2, 1]},
    }  # fmt: skip
    found = {key: turns(load, pool, key=key, start=1, **more).tolist() for key, more in said.items()}
    assert found == {
        "dynamic": [2, 3, 0, 2], "equal_refill": [2, 3, 0, 2], "static": [1, 3, 0, 1], "hybrid": [3, 0, 3, 0],
        "cascade": [2, 0, 2, 0],
    }  # fmt: skip
    by_the_hour = np.array([[500_000] * 4, [0] * 4, [0, 0, 500_000, 500_000], [0] * 4])
    assert turns(load, pool, key="static", weights=by_the_hour).tolist() == [0, 0, 0, 2]
    assert turns(load, pool * 0 + 13, key="equal_refill").tolist() == [0, 2, 3, 0]
    assert turns(load, pool * 0 + 16, key="equal_refill").tolist() == [3] * 4, "the others have all they want"
    assert turns(load[:0], pool, key="dynamic").tolist() == [0] * 4
    said = {"weights": [[500_000, 0, 0, 500_000], [0, 400_000, 300_000, 300_000]]}
    assert turns(load, np.stack([pool, pool]), key="pair", start=1, **said).tolist() == [[3, 0, 3, 0], [2, 3, 1, 2]]
    assert share(load, [[1] * 4] * 2, key="pair", start=[[3, 0, 3, 0], [3, 3, 0, 1]], **said).tolist() == [
        [1, 0, 1, 0],
        [0] * 4,
        [1, 1, 0, 0],
        [0, 1, 1, 2],
    ]
    assert share([5, 5], np.int64(1), key="equal_refill", start=np.int64(3)).tolist() == [0, 1]
    assert share(load, pool * 0 + 1, key="equal_refill", start=[2, 0, 6, 3]).argmax(axis=0).tolist() == [2, 0, 2, 3]
    for wrong, code in (([1, 2], "WRONG_SHAPE"), ([0.5] * 4, "NOT_WHOLE")):
        with pytest.raises(EnergyError) as refused:
            share(load, pool, key="dynamic", start=wrong)
        assert (refused.value.code, refused.value.field) == (code, "start")


def test_parts_that_change_by_the_hour() -> None:
    load, pool = [[90, 90], [90, 90]], [100, 100]
    parts = [[700_000, 100_000], [300_000, 900_000]]
    assert share(load, pool, key="static", weights=parts).tolist() == [[70, 10], [30, 90]]
    assert share(load, [100, 130], key="hybrid", weights=parts).tolist() == [[70, 40], [30, 90]]
    assert share([[90], [90]], [100], key="static", weights=[700_000, 300_000]).tolist() == [[70], [30]]


def test_who_has_no_part_has_none_of_the_rest() -> None:
    assert share([80, 40, 20], 100, key="hybrid", weights=[ONE, 0, 0]).tolist() == [80, 0, 0]


def test_nobody_and_nothing() -> None:
    assert share(np.zeros((0, 3), int), [1, 2, 3], key="dynamic").shape == (0, 3)
    assert share([[], []], [], key="dynamic").shape == (2, 0)
    assert share([0, 0], 9, key="equal_refill").tolist() == [0, 0]
    assert share([], 9, key="cascade", priority=[]).tolist() == []
    assert share([5, 9], 0, key="static", weights=[1, 1]).tolist() == [0, 0]


@given(days().filter(lambda day: day["key"] == "pair"))
def test_each_producer_s_part_of_a_pair(day: dict[str, Any]) -> None:
    parts = share_by_pair(day["load"], day["pool"], weights=day["weights"], start=day["start"])
    load, pools = np.array(day["load"]), np.array(day["pool"])
    begins = turns(load, pools, key="pair", weights=day["weights"], start=day["start"])
    assert parts.sum(axis=0).tolist() == told({**day, "start": begins}).tolist()
    for parts_of, pool, weights, whose in zip(parts, pools, day["weights"], begins, strict=True):
        assert (parts_of.sum(axis=0) <= pool).all()
        alone = share(np.full(parts_of.shape, 10**15), pool, key="static", weights=weights, start=whose)
        assert (parts_of <= alone).all()


@given(
    whose=st.lists(st.lists(st.booleans(), min_size=5, max_size=5).filter(any), min_size=1, max_size=3),
    pools=st.lists(st.integers(0, 60), min_size=3, max_size=3),
    start=st.integers(0, 9),
)
def test_the_odd_watt_hour_of_each_producer_goes_round_among_those_it_gives_to(
    whose: list[list[bool]], pools: list[int], start: int
) -> None:
    """Whoever has the same part of each producer has had the same, once everybody could have been the first."""
    weights = [[ONE // sum(own) if has else 0 for has in own] for own in whose]
    load = np.full((5, 60), 10**6)  # sixty are as many rounds of one, two, three, four and five
    pool = np.array([[one] * 60 for one, _ in zip(pools, weights, strict=False)])
    parts = share_by_pair(load, pool, weights=weights, start=start)
    for gave, own in zip(parts.sum(axis=2), whose, strict=True):
        assert len({wh for wh, has in zip(gave.tolist(), own, strict=True) if has}) == 1
        assert not any(wh for wh, has in zip(gave.tolist(), own, strict=True) if not has)


def test_what_is_too_much_for_a_meter_is_left_in_turn_by_those_who_give_to_it() -> None:
    """Three could give a watt-hour each, one of them has nothing, and there is room for one: each of two in turn."""
    pool = [[1] * 4, [0] * 4, [1] * 4]
    parts = share_by_pair([[1] * 4], pool, weights=[[ONE], [ONE], [ONE]], start=1)
    assert parts[:, 0].tolist() == [[1, 0, 1, 0], [0] * 4, [0, 1, 0, 1]]
    assert share_by_pair(np.zeros((2, 3), int), np.zeros((0, 3), int), weights=np.zeros((0, 2), int)).shape == (0, 2, 3)


def test_one_interval_of_a_pair() -> None:
    weights = [[250_000, 750_000], [1_000_000, 0]]
    assert share_by_pair([50, 50], [100, 10], weights=weights).tolist() == [[25, 50], [10, 0]]
    assert share([50, 50], [100, 10], key="pair", weights=weights).tolist() == [35, 50]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"key": "fair"}, "UNKNOWN_KEY", "key"),
        ({"start": -1}, "NOT_WHOLE", "start"),
        ({"start": 1.0}, "NOT_WHOLE", "start"),
        ({"start": True}, "NOT_WHOLE", "start"),
        ({"start": [0, 0]}, "WRONG_SHAPE", "start"),
        ({"key": "pair", "pool": [[3]], "weights": [[9, 1]], "start": [0]}, "WRONG_SHAPE", "start"),
        ({"load": [[1.5], [2.0]]}, "NOT_WHOLE", "load_wh"),
        ({"load": [[True], [False]]}, "NOT_WHOLE", "load_wh"),
        ({"load": [[-1], [2]]}, "NEGATIVE", "load_wh"),
        ({"load": [[10**15 + 1], [2]]}, "TOO_LARGE", "load_wh"),
        ({"load": [[[1]], [[2]]]}, "WRONG_SHAPE", "load_wh"),
        ({"load": 5}, "WRONG_SHAPE", "load_wh"),
        ({"pool": [-3]}, "NEGATIVE", "pool_wh"),
        ({"pool": [3, 3]}, "WRONG_SHAPE", "pool_wh"),
        ({"pool": 3}, "WRONG_SHAPE", "pool_wh"),
        ({"pool": [[3]]}, "WRONG_SHAPE", "pool_wh"),
        ({"weights": None}, "NEEDED", "weights"),
        ({"weights": [0.5, 0.5]}, "NOT_WHOLE", "weights"),
        ({"weights": [-1, 5]}, "NEGATIVE", "weights"),
        ({"weights": [600_000, 400_001]}, "ABOVE_ONE", "weights"),
        ({"weights": [600_000]}, "WRONG_SHAPE", "weights"),
        ({"key": "pair", "pool": [[3]], "weights": [600_000, 1]}, "WRONG_SHAPE", "weights"),
        ({"key": "pair", "pool": [3]}, "WRONG_SHAPE", "pool_wh"),
        ({"key": "cascade", "priority": None}, "NEEDED", "priority"),
        ({"key": "cascade", "priority": [1]}, "WRONG_SHAPE", "priority"),
        ({"key": "cascade", "priority": [1, None]}, "NOT_WHOLE", "priority"),
        ({"load": [[1, 2], [3]]}, "WRONG_SHAPE", "load_wh"),
    ],
)
def test_what_is_refused(change: dict[str, Any], code: str, field: str) -> None:
    day = {
        "key": "static",
        "load": [[1], [2]],
        "pool": [3],
        "weights": [500_000, 500_000],
        "priority": [1, 1],
        "start": 0,
    }
    assert told(day).tolist() == [[1], [2]]
    with pytest.raises(EnergyError) as found:
        told({**day, **change})
    assert (found.value.code, found.value.field) == (code, field)


def test_the_largest_reading_and_all_the_parts_there_are() -> None:
    assert share([10**15, 10**15], 10**15, key="dynamic").tolist() == [5 * 10**14] * 2
    assert share([9, 9], 10, key="static", weights=[ONE, 0]).tolist() == [9, 0]


@pytest.mark.parametrize("load", [1_500_000_000, 1_500_000_001])
def test_where_the_machine_s_numbers_end_the_reference_goes_on(load: int) -> None:
    for key in ("dynamic", "cascade", "hybrid", "static"):
        shares = share([load, load], 2 * load - 1, key=key, weights=[ONE // 2, ONE // 2], priority=[0, 0])
        assert (shares.sum(), shares.max()) == (2 * load - 1, load)


@pytest.fixture(scope="module")
def block() -> dict[str, Any]:
    """A street of some two thousand meters over a day and a bit, as uint16, of which the nights are dark."""
    chance = np.random.default_rng(8)
    load = chance.integers(0, 700, (2051, MANY // 2051 + 1), dtype=np.uint16)
    sun = np.maximum(0, np.sin(np.arange(load.shape[1]) * np.pi / 48)) * 900_000
    return {
        "load": load, "pool": sun.astype(np.int64), "priority": chance.integers(0, 4, 2051), "start": 77,
        "weights": chance.multinomial(ONE, [1 / 2051] * 2051),
    }  # fmt: skip


def largest(block: dict[str, Any]) -> dict[str, Any]:
    """Every reading as large as two bytes hold, and pools just below all of it: machine numbers end not far beyond."""
    whole = 2051 * tiles.LARGEST
    return {"load": np.full_like(block["load"], tiles.LARGEST), "pool": whole - np.arange(block["load"].shape[1])}


def sparse(block: dict[str, Any]) -> dict[str, Any]:
    """Most use nothing, and there is next to nothing to share: most of it is odd watt-hours."""
    return {"load": block["load"] * (block["load"] % 19 == 0), "pool": block["pool"] % 13}


def for_once_large(block: dict[str, Any]) -> dict[str, Any]:
    """Readings of four bytes, some of which need them."""
    load = block["load"].astype(np.uint32)
    load[7, ::3] += 10**9
    return {"load": load, "pool": block["pool"] * 1000}


def as_it_lies(block: dict[str, Any]) -> dict[str, Any]:
    """Interval by interval in memory, in eight bytes."""
    return {"load": block["load"].astype(np.int64, order="F")}


@pytest.mark.parametrize("change", [dict, largest, sparse, for_once_large, as_it_lies])
@pytest.mark.parametrize("key", KEYS)
def test_compiled_it_is_the_same_integers(
    key: str, change: Callable[..., dict[str, Any]], block: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    day = {**block, **change(block), "key": key}
    if key == "pair":
        day |= {"pool": np.stack([day["pool"] // 3, day["pool"] // 2]), "weights": np.stack([block["weights"]] * 2)}
        day["start"] = np.stack([np.arange(77, 77 + day["pool"].shape[1]), np.arange(day["pool"].shape[1]) * 7])
    compiled, in_all = told(day), told(day, share_totals)
    monkeypatch.setattr(rows, "_compiled", dict)
    assert (compiled == told(day)).all()
    assert (in_all == compiled.sum(axis=1)).all()


def test_the_quickest_way_leaves_what_it_is_not_sure_of_to_the_next() -> None:
    """Beyond `tiles.EXACT` nothing is done by halves of a fraction, and nothing is shared twice."""
    load, begins = tiles.in_fours(np.full((2, 3), tiles.LARGEST)), np.zeros((2, 1), np.int64)
    for by_key, pool in (("static", tiles.EXACT // ONE), ("pair", tiles.EXACT // ONE), ("dynamic", 2**17)):
        given, todo = np.zeros((2, 3), np.int64), np.ones(2, np.bool_)
        with pytest.MonkeyPatch.context() as patch:
            if by_key == "dynamic":
                patch.setattr(tiles, "LARGEST_WHOLE", 3 * tiles.LARGEST - 1)
            running = np.array([[[0, 0, 500_000, ONE]]])
            tiles.TILES[by_key](load, np.full((2, 1), pool), running, begins, given, todo)
        assert todo.all()
        assert not given.any()
