"""Who looks out for whom, on a graph one can draw, on any graph, and as another program has it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from coproduce.core.network import (
    Net,
    assortativity,
    bridges,
    clustering,
    contagion_slope,
    cut_people,
    ei_index,
    exposure,
    isolates,
    k_core,
    net,
    reciprocity,
)

#: A helped B and so on; F alone.
TIES = [("A", "B"), ("B", "A"), ("B", "C"), ("C", "D"), ("D", "C"), ("D", "E"), ("A", "C")]
PEOPLE = "ABCDEF"
AGES = {"A": "young", "B": "young", "C": "old", "D": "old", "E": "old", "F": "old"}

NETS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


def test_the_graph_of_the_fact_book() -> None:
    assert reciprocity(TIES) == pytest.approx(4 / 7)
    assert isolates(TIES, PEOPLE) == ["F"]
    assert k_core(TIES, PEOPLE) == {"A": 2, "B": 2, "C": 2, "D": 1, "E": 1, "F": 0}
    assert clustering(TIES, PEOPLE) == pytest.approx((1 + 1 + 1 / 3) / 6)
    assert bridges(TIES) == [("C", "D"), ("D", "E")]
    assert cut_people(TIES) == ["C", "D"]
    assert ei_index(TIES, AGES) == pytest.approx((2 - 3) / 5)
    assert assortativity(TIES, AGES) == pytest.approx((0.6 - 0.52) / 0.48)


def test_where_there_is_nothing_nothing_is_said() -> None:
    assert reciprocity([]) is reciprocity([("A", "A")]) is None
    assert ei_index([], {}) is assortativity([], {}) is clustering([]) is None
    assert assortativity([("A", "B"), ("C", "C")], {"A": 1, "B": 1, "C": 2}) is None
    assert bridges([]) == cut_people([]) == isolates([], []) == []
    assert k_core([]) == {}
    assert exposure([], ["A"], "B") == {"B": None}


@given(NETS)
def test_as_another_program_has_it(ties: list[tuple[int, int]]) -> None:
    nx = pytest.importorskip("networkx")
    net = nx.Graph()
    net.add_nodes_from(range(10))
    net.add_edges_from((one, other) for one, other in ties if one != other)
    assert k_core(ties, range(10)) == dict(nx.core_number(net))
    assert clustering(ties, range(10)) == pytest.approx(nx.average_clustering(net))
    assert {frozenset(tie) for tie in bridges(ties)} == {frozenset(tie) for tie in nx.bridges(net)}
    assert {*cut_people(ties)} == {*nx.articulation_points(net)}
    groups = {one: one % 3 for one in range(10)}
    nx.set_node_attributes(net, groups, "group")
    ours = assortativity(ties, groups)
    if ours is not None:
        assert ours == pytest.approx(nx.attribute_assortativity_coefficient(net, "group"))
    directed = nx.DiGraph((one, other) for one, other in ties if one != other)
    if directed.size():
        assert reciprocity(ties) == pytest.approx(nx.overall_reciprocity(directed))


@given(NETS, st.permutations(range(10)))
def test_who_is_called_what_changes_nothing(ties: list[tuple[int, int]], other: list[int]) -> None:
    renamed = [(other[one], other[two]) for one, two in ties]
    assert clustering(ties, range(10)) == pytest.approx(clustering(renamed, range(10)))
    assert {other[one]: core for one, core in k_core(ties, range(10)).items()} == k_core(renamed, range(10))
    assert {other[one] for one in cut_people(ties)} == {*cut_people(renamed)}


def test_a_long_row_of_people_does_not_run_out_of_stack() -> None:
    row = [(one, one + 1) for one in range(5000)]
    assert len(bridges(row)) == 5000 and len(cut_people(row)) == 4999
    assert set(k_core(row).values()) == {1}


def test_how_many_of_ones_people_already_take_part() -> None:
    found = exposure([("A", "B"), ("C", "A"), ("A", "A"), ("B", "A")], ["B", "Z"], "E")
    assert found == {"A": 0.5, "B": 0.0, "C": 0.0, "E": None}


def spread(seed: int, pull: float) -> tuple[list[tuple[int, int]], dict[int, int | None]]:
    """A ring with far ties on which people join by themselves, or the likelier the more of theirs have."""
    chance = np.random.default_rng(seed)
    many = 300
    ties = [(one, (one + step) % many) for one in range(many) for step in (1, 2)]
    near: dict[int, set[int]] = {one: set() for one in range(many)}
    for one, other in ties:
        near[one].add(other)
        near[other].add(one)
    joined: dict[int, int | None] = dict.fromkeys(range(many))
    for period in range(8):
        before = {one for one, when in joined.items() if when is not None}
        for one in range(many):
            share = len(near[one] & before) / len(near[one])
            if one not in before and chance.random() < 0.05 + pull * share:
                joined[one] = period
    return ties, joined


def test_what_spreads_along_ties_stands_out_from_days_dealt_out_by_chance() -> None:
    found = contagion_slope(*spread(1, 0.6), dealings=199)
    assert found.slope is not None and found.high is not None and found.slope > found.high
    assert found.p is not None and found.p < 0.01
    assert contagion_slope(*spread(1, 0.6), dealings=199) == found


def test_what_does_not_spread_stands_out_one_time_in_twenty() -> None:
    small = sum((contagion_slope(*spread(seed, 0.0), dealings=99, seed=seed).p or 0) <= 0.05 for seed in range(40))
    assert small <= 7


def test_where_exposure_never_differs_nothing_is_said() -> None:
    alone: dict[Any, int | None] = {"A": 1, "B": 2}
    assert contagion_slope([], alone).slope is None
    assert contagion_slope([("A", "Z")], {"A": None}).p is None
    with pytest.raises(ValueError, match="at least"):
        contagion_slope([], {})
    with pytest.raises(ValueError, match="at least"):
        contagion_slope([], alone, dealings=0)


@given(NETS)
def test_an_array_of_numbers_and_a_net_made_before_are_taken_alike(ties: list[tuple[int, int]]) -> None:
    array, made = np.array(ties, np.int64).reshape(-1, 2), Net(ties, range(10))
    for told in (array, made):
        assert k_core(told, range(10)) == k_core(ties, range(10))
        assert list(k_core(told, range(10))) == list(k_core(ties, range(10))), "in the order they were told"
        assert clustering(told, range(10)) == clustering(ties, range(10))
        assert bridges(told) == bridges(ties) and cut_people(told) == cut_people(ties)


def test_an_array_of_names_is_told_as_it_stands_and_one_of_three_columns_is_refused() -> None:
    """Names in an array have a longest one: people named beside them would be cut to its length."""
    assert k_core(np.array([["A", "B"]]), ["Florence"]) == {"A": 1, "B": 1, "Florence": 0}
    assert k_core(np.array([[1, 2]]), ["E"]) == {1: 1, 2: 1, "E": 0}
    assert bridges(np.array([])) == bridges(np.zeros((0, 2), int)) == []
    with pytest.raises(ValueError, match="pairs"):
        k_core(np.array([[1, 2, 5], [2, 3, 5]]))


@pytest.mark.parametrize("period", [float("nan"), "2001", 1.5])
def test_a_period_that_is_no_whole_number_is_refused(period: Any) -> None:
    with pytest.raises(ValueError, match="'B' joined in"):
        contagion_slope(["AB"], {"A": 1, "B": period})  # type: ignore[list-item]


def test_compiled_it_is_the_same_integers(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    chance = np.random.default_rng(1)
    row = np.arange(400, 500)
    pairs = np.concatenate([chance.integers(0, 400, (900, 2)), np.stack([row, row + 1], 1)])
    made = Net(pairs, ())
    plain = k_core(made), clustering(made), bridges(made), cut_people(made)
    monkeypatch.setattr(net, "MANY", 1)
    for _ in range(2):  # a net is walked over again and again, and stays as it is
        assert (k_core(made), clustering(made)) == plain[:2]
    again = Net(pairs, ())
    assert (bridges(again), cut_people(again)) == plain[2:]
    assert plain[2] and plain[3]
