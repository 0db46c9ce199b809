"""What holds in every week of every town: time, giving and receiving, luck; and both spellings alike."""

from collections.abc import Callable
from dataclasses import fields, replace
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from coproduce.economy import kernel_numpy, week
from coproduce.economy.draws import turn
from coproduce.economy.network import Ties, from_edges, ties
from coproduce.economy.population import People, draw
from coproduce.economy.regimes import PRESETS, SOURCES, Regime, dials
from coproduce.economy.simulating import simulate
from coproduce.economy.state import TOTALS, begin

SPECIALISED, CONTRACT, COPRODUCTION, MIX = PRESETS
TOWN = draw(700, seed=2)
TIES = ties(TOWN, seed=2)

compiled = pytest.mark.skipif(not find_spec("numba"), reason="numba is not installed: pip install coproduce[fast]")


def regimes() -> st.SearchStrategy[Regime]:
    """Any contract within its ranges."""
    numbers = {name: st.floats(source.low, source.high) for name, source in SOURCES.items()}
    return st.builds(Regime, name=st.just("any"), **numbers)


def weekly(
    regime: Regime, weeks: int, look: Callable[[Any, Any, Any], None], people: People = TOWN, seed: int = 1
) -> None:
    """Look at the fixed things, the state and the totals after each week."""
    fixed, state = begin(people, TIES if people is TOWN else ties(people, seed=2))
    network = TIES if people is TOWN else ties(people, seed=2)
    for number in range(1, weeks + 1):
        totals = np.zeros((1, len(TOTALS)), np.int64)
        state = kernel_numpy.advance(fixed, state, network, dials(regime), seed, range(number, number + 1), totals)
        look(fixed, state, dict(zip(TOTALS, totals[0].tolist(), strict=True)))


@settings(max_examples=12, deadline=None)
@given(regimes())
def test_a_week_has_672_quarter_hours_for_everybody_and_what_is_given_is_received(regime: Regime) -> None:
    def look(fixed: Any, state: Any, totals: dict[str, int]) -> None:
        rest = week.leisure(state.paid, fixed.chores, state.care, state.gave)
        assert rest.min() >= 0
        spent = state.paid + week.commute(state.paid) + fixed.chores + state.care + state.gave + rest
        assert (spent + week.SLEEP == 672).all()
        assert totals["gave"] == totals["got"] == state.gave.sum() == state.got.sum()
        parts = [totals[f"care_{who}"] for who in ("state", "market", "family", "neighbours", "nobody")]
        assert sum(parts) == totals["care_needed"] == fixed.need.sum() and min(parts) >= 0
        assert (state.joined <= state.informed).all() and (state.active <= state.joined).all()
        assert (state.paid[fixed.want == 0] == 0).all()
        assert ((state.paid == 0) | ((state.paid >= week.LEAST_JOB) & (state.paid <= 255))).all()
        assert ((state.health >= 0) & (state.health <= 1100)).all()

    weekly(regime, 6, look)


def test_ties_are_counted_by_who_changed_as_if_all_were_counted_anew() -> None:
    from coproduce.economy.state import tied

    def look(fixed: Any, state: Any, totals: dict[str, int]) -> None:
        assert (state.joined_ties == tied(TIES, state.joined)).all()
        assert (state.heard_ties == tied(TIES, state.informed * (1 - state.joined))).all()
        assert (state.striving_ties == tied(TIES, state.striving)).all()

    weekly(replace(COPRODUCTION, takes_up=0.02, drops_out=0.03), 30, look)


@given(st.integers(1, 5), st.integers(0, 2**32), st.data())
def test_what_is_shared_out_adds_up_and_nobody_gets_more_than_their_part(
    groups: int, salted: int, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, 40))
    numbers = st.lists(st.integers(0, 30), min_size=size, max_size=size)
    weights = np.array(data.draw(numbers), np.int32)
    group = np.array(data.draw(st.lists(st.integers(0, groups - 1), min_size=size, max_size=size)))
    sums = np.bincount(group, weights, groups).astype(np.int64)
    total = np.array([data.draw(st.integers(0, int(most))) for most in sums])
    order = turn(np.arange(size, dtype=np.uint64), np.uint64(salted))
    shared = kernel_numpy.share_out(total, weights, group, order)
    assert (np.bincount(group, shared, groups) == total).all()
    exact = weights * total[group] / np.maximum(sums, 1)[group]
    assert (np.abs(shared - exact) < 1).all() and (shared <= weights).all()
    shuffled = np.random.default_rng(salted).permutation(size)
    again = kernel_numpy.share_out(total, weights[shuffled], group[shuffled], order[shuffled])
    assert (again == shared[shuffled]).all()


def test_more_people_than_can_be_sorted_at_once_are_refused() -> None:
    weights = np.full(3, 2**31 - 1, np.int32)
    with pytest.raises(ValueError, match="more people in a neighbourhood"):
        kernel_numpy.share_out(np.array([2]), weights, np.zeros(3, np.int64), np.arange(3, dtype=np.uint64))


def shuffled(people: People, network: Ties) -> tuple[People, Ties]:
    """The same people with their draws and ties, in another order within each household's place."""
    random = np.random.default_rng(3)
    order = np.lexsort((random.random(len(people)), people.household))
    need = people.need.copy()
    where = np.argsort(order)
    source = np.repeat(np.arange(len(people)), network.degrees())
    moved = from_edges(len(people), np.stack([where[source], where[network.ends]], axis=1))
    rows = people.rows(order)
    return replace(rows, need=need), moved


def test_another_order_of_people_changes_nothing_that_is_counted() -> None:
    people, network = shuffled(TOWN, TIES)
    assert (people.ids != TOWN.ids).any()
    one, other = (
        simulate(who, 1, MIX, seed=5, network=net, kernel="numpy") for who, net in ((TOWN, TIES), (people, network))
    )
    assert (one.totals == other.totals).all()


def test_where_nobody_takes_part_it_is_the_town_as_it_was() -> None:
    plain = simulate(TOWN, 1, SPECIALISED, seed=5, network=TIES)
    nothing = simulate(TOWN, 1, COPRODUCTION.without_effect(), seed=5, network=TIES)
    assert (plain.totals == nothing.totals).all()
    assert all((a == b).all() for a, b in zip(plain.last, nothing.last, strict=True))
    some = simulate(TOWN, 1, COPRODUCTION, seed=5, network=TIES)
    assert (some.totals != plain.totals).any()


@pytest.mark.parametrize("sharing", [0.0, 0.5, 1.0])
def test_who_swap_hours_take_no_work_from_anybody_else(sharing: float) -> None:
    """At work are those who usually do 900 hours; who usually does 100 would like to, and there is work of 920."""
    d = dials(replace(SPECIALISED, sharing=sharing))

    def chance(paid: int) -> int:
        return kernel_numpy.find_chance(920, 1000, paid, 100, d)

    assert chance(900) == (20 << 16) // 100 >> 1, "as usual, and as well where some do 40 more and others 40 less"
    assert chance(880) == (20 + int(20 * sharing) << 16) // 100 >> 1, "of 20 given up a share is there for others"
    assert chance(920) == (20 - int(20 * sharing) << 16) // 100 >> 1, "of 20 taken on a share is missed by others"


def test_a_chance_to_find_work_has_ends() -> None:
    full, d = kernel_numpy.find_chance(900, 1000, 0, 100, dials(SPECIALISED)), dials(replace(SPECIALISED, sharing=1))
    assert full == 1 << 14 and kernel_numpy.find_chance(900, 1000, 950, 100, d) == 0
    assert kernel_numpy.find_chance(900, 900, 850, 0, d) == 1 << 14


def test_years_can_be_run_a_week_at_a_time() -> None:
    whole = simulate(TOWN, 0.5, COPRODUCTION, seed=1, network=TIES, kernel="numpy")
    kept: list[Any] = []
    weekly(COPRODUCTION, 26, lambda fixed, state, totals: kept.append(state))
    assert all((a == b).all() for a, b in zip(kept[-1], whole.last, strict=True))


def test_asked_back_once_and_only_who_was_helped() -> None:
    asked: list[Any] = []
    helped = np.zeros(len(TOWN), bool)

    def look(fixed: Any, state: Any, totals: dict[str, int]) -> None:
        if asked:
            now = state.asked - asked[-1].asked
            assert ((now == 0) | ((now == 1) & (asked[-1].got > 0) & (asked[-1].asked == 0))).all()
            assert totals["asked_back"] == now.sum() and totals["said_yes"] <= totals["asked_back"]
        helped[:] |= state.got > 0
        asked.append(state)

    weekly(replace(COPRODUCTION, asked_back=0.5), 20, look)
    assert asked[-1].asked.sum() > 20
    assert not (asked[-1].asked.astype(bool) & ~helped).any()


@pytest.mark.parametrize("lots", [range(8)])
def test_hours_lean_neither_way(lots: range) -> None:
    for gap in range(-60, 61):
        moved = [int(week.hours(np.int32(100), np.int32(100 + gap), np.int32(lot))) - 100 for lot in lots]
        assert sum(moved) == gap


def test_both_signs_of_long_ties() -> None:
    """Clustered ties carry what takes several contacts; with a little noise long ties do (Eckles et al. 2024)."""

    def reach(rewired: float, noise: float, threshold: int, years: float) -> float:
        drawn = draw(3_000, seed=1)
        people = replace(drawn, threshold=drawn.threshold * 0 + threshold, neighbourhood=drawn.neighbourhood * 0)
        network = ties(people, seed=1, near=8, far=0, rewired=rewired)
        town = replace(COPRODUCTION, takes_up=noise, drops_out=0.0, outreach=0.02, tells=0.1, asked_back=0.0)
        run = simulate(people, years, town, seed=1, network=network, first=np.arange(60), kernel="numpy")
        return float(run.of("joined")[-1])

    assert reach(0.02, 0.0, 3, 2) > 3 * reach(0.9, 0.0, 3, 2)
    assert reach(0.9, 0.004, 3, 2) > 1.5 * reach(0.02, 0.004, 3, 2)


@compiled
@settings(max_examples=10, deadline=None)
@given(regimes(), st.sampled_from([1, 2, 7, 149, 150, 301, 640]), st.integers(0, 2**40), st.integers(0, 9))
def test_compiled_and_plain_are_the_same_whole_numbers(regime: Regime, size: int, seed: int, weeks: int) -> None:
    from coproduce.economy import kernel

    people = draw(size, seed=seed)
    network = ties(people, seed=seed)
    first = np.arange(0, size, 3)
    found = []
    for spelled in (kernel_numpy, kernel):
        fixed, state = begin(people, network, first)
        totals = np.zeros((weeks, len(TOTALS)), np.int64)
        found.append((spelled.advance(fixed, state, network, dials(regime), seed, range(1, weeks + 1), totals), totals))
    (plain, counted), (fast, counted_fast) = found
    assert (counted == counted_fast).all()
    assert all((a == b).all() for a, b in zip(plain, fast, strict=True))


@compiled
def test_one_thread_and_two_are_the_same() -> None:
    import numba

    found = []
    for many in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
        numba.set_num_threads(many)
        found.append(simulate(TOWN, 1, MIX, seed=5, network=TIES, kernel="numba").totals)
    assert (found[0] == found[1]).all()
    assert (found[0] == simulate(TOWN, 1, MIX, seed=5, network=TIES, kernel="numpy").totals).all()


@pytest.mark.parametrize("years", [0, 0.1])
@pytest.mark.parametrize("first", [None, "all"])
@pytest.mark.parametrize("tied", [True, False])
def test_towns_at_the_edge_are_run(years: float, first: str | None, tied: bool) -> None:
    network = TIES if tied else from_edges(len(TOWN), [])
    rows = np.arange(len(TOWN)) if first else None
    run = simulate(TOWN, years, COPRODUCTION, seed=1, network=network, first=rows)
    assert run.totals.shape == (round(52 * years), len(TOTALS))
    if not tied and not first and years:
        assert run.of("joined")[-1] <= run.of("informed")[-1]


def test_what_cannot_be_run_is_refused() -> None:
    with pytest.raises(ValueError, match="for -1 years"):
        simulate(10, -1, SPECIALISED, seed=1)
    with pytest.raises(ValueError, match="ties of 700 people, and 3 people"):
        simulate(draw(3, seed=1), 1, SPECIALISED, seed=1, network=TIES)
    assert {one.name for one in fields(Regime)} == {"name", *SOURCES}
