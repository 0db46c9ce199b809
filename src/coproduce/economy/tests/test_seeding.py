"""Whom to invite first: on networks small enough to try everything, and on towns."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from coproduce.economy.draws import chance as as_chance
from coproduce.economy.network import Ties, from_edges, ties as drawn_ties
from coproduce.economy.population import draw
from coproduce.economy.reach import Luck, greedy, luck
from coproduce.economy.seeding import DRAWS, HOW, SAYS, seed_people

#: A star of seven, a triangle and two alone.
TOWN = from_edges(12, [[0, other] for other in range(1, 7)] + [[7, 8], [8, 9], [9, 7]])

edges = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=18)
chances = st.sampled_from([0.0, 0.2, 0.5, 0.8, 1.0])


def plainly_reached(drawn: Luck, people: tuple[int, ...]) -> np.ndarray:
    """How many share a piece with one of these, counted one by one."""
    return np.array(
        [sum(any(row[one] == row[other] for other in people) for one in range(len(row))) for row in drawn.piece]
    )


@settings(max_examples=150, deadline=None)
@given(edges, chances, st.integers(0, 99))
def test_pieces_are_who_hangs_together(pairs: list[tuple[int, int]], chance: float, seed: int) -> None:
    """Walked tie by tie: all by a chance of one, nobody by none, and only along ties there are."""
    ties = from_edges(9, np.array(pairs, np.int64).reshape(-1, 2))
    drawn = luck(ties, chance=chance, seed=seed, draws=6)
    for row, sizes in zip(drawn.piece, drawn.size, strict=True):
        assert np.bincount(row, minlength=9).tolist() == sizes.tolist()
        for name in np.unique(row):
            inside = set(np.flatnonzero(row == name).tolist())
            assert min(inside) == name
            assert outward(ties, {int(name)}, inside) == inside
        if chance == 1:
            assert (row[ties.ends] == np.repeat(row, ties.degrees())).all()
        if chance == 0:
            assert row.tolist() == list(range(9))


def outward(ties: Ties, met: set[int], within: set[int]) -> set[int]:
    """All who can be met from these along ties without leaving."""
    while True:
        more = {int(end) for who in met for end in ties.ends[ties.starts[who] : ties.starts[who + 1]]} & within
        if more <= met:
            return met
        met = met | more


def test_what_is_reached_on_average_is_what_all_cases_say() -> None:
    """Every way five ties can carry or not, each by its chance, for a square with one diagonal."""
    pairs, chance = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)], 0.3
    exact = 0.0
    for carries in product((0, 1), repeat=5):
        met = {1}
        for _ in range(4):
            met |= {
                b for (x, y), live in zip(pairs, carries, strict=True) if live for a, b in ((x, y), (y, x)) if a in met
            }
        exact += len(met) * np.prod([chance if live else 1 - chance for live in carries])
    drawn = luck(from_edges(4, pairs), chance=chance, seed=1, draws=20_000)
    assert drawn.reached(np.array([1])).mean() == pytest.approx(exact, abs=0.03)
    assert as_chance(chance) / 65536 == pytest.approx(chance, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(edges, chances, st.integers(0, 99), st.integers(1, 4))
def test_greedy_is_within_its_promise_of_the_best_of_all_choices(
    pairs: list[tuple[int, int]], chance: float, seed: int, count: int
) -> None:
    drawn = luck(from_edges(9, np.array(pairs, np.int64).reshape(-1, 2)), chance=chance, seed=seed, draws=8)
    chosen = greedy(drawn, count, np.arange(9))
    best = max(drawn.reached(np.array(some)).sum() for some in combinations(range(9), count))
    found = drawn.reached(chosen).sum()
    assert best >= found >= (1 - (1 - 1 / count) ** count) * best - 1e-9
    if count == 1:
        assert found == best


@settings(max_examples=60, deadline=None)
@given(edges, chances, st.integers(0, 99))
def test_lazy_chooses_as_plain_does(pairs: list[tuple[int, int]], chance: float, seed: int) -> None:
    drawn = luck(from_edges(9, np.array(pairs, np.int64).reshape(-1, 2)), chance=chance, seed=seed, draws=8)
    plain: list[int] = []
    for _ in range(9):
        left = [one for one in range(9) if one not in plain]
        plain.append(max(left, key=lambda one: (drawn.reached(np.array([*plain, one])).sum(), -one)))
    assert greedy(drawn, 9, np.arange(9)).tolist() == plain


@settings(max_examples=60, deadline=None)
@given(edges, chances, st.integers(0, 99), st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)), st.integers(0, 8))
def test_reach_grows_and_grows_by_less(
    pairs: list[tuple[int, int]], chance: float, seed: int, some: set[int], more: set[int], one: int
) -> None:
    """In every draw: more people reach no fewer, and somebody adds no more to many than to few."""
    drawn = luck(from_edges(9, np.array(pairs, np.int64).reshape(-1, 2)), chance=chance, seed=seed, draws=6)

    def reached(people: set[int]) -> np.ndarray:
        return drawn.reached(np.array(sorted(people), np.int64))

    assert (reached(some | more) >= reached(some)).all()
    few, many = reached(some | {one}) - reached(some), reached(some | more | {one}) - reached(some | more)
    assert (few >= many).all()
    assert (reached(some) == plainly_reached(drawn, tuple(some))).all()


@pytest.mark.parametrize("how", HOW)
def test_names_of_people_do_not_matter(how: str) -> None:
    """Somebody's id is their luck: in other rows the same people are invited, and as many reached."""
    people = draw(300, seed=1)
    ties = drawn_ties(people, seed=1)
    order = np.random.default_rng(1).permutation(300)
    place = np.argsort(order)
    pairs = np.stack([np.repeat(np.arange(300), ties.degrees()), ties.ends], axis=1)
    moved = from_edges(300, place[pairs])
    one = seed_people(ties, 7, chance=0.1, seed=3, how=how, chosen_by=64)  # type: ignore[arg-type]
    other = seed_people(moved, 7, chance=0.1, seed=3, how=how, chosen_by=64, ids=order)  # type: ignore[arg-type]
    assert order[other.people].tolist() == one.people.tolist()
    assert other.reached.tolist() == one.reached.tolist()
    assert len(other.reached) == DRAWS


def test_greedy_is_never_below_chance_on_average() -> None:
    ahead = []
    for town in range(12):
        ties = drawn_ties(draw(200, seed=town), seed=town)
        by_chance, chosen = (
            seed_people(ties, 5, chance=0.1, seed=town, how=how, chosen_by=512)  # type: ignore[arg-type]
            for how in ("random", "greedy")
        )
        ahead.append(chosen.over(by_chance).mean)
    assert min(ahead) > 0


def test_in_a_town_who_adds_most_beats_who_has_most_ties() -> None:
    ties = drawn_ties(draw(2000, seed=1), seed=1)
    ways = ("greedy", "central", "random")
    best, most, by_chance = (seed_people(ties, 20, chance=0.08, seed=2, how=how, draws=1024) for how in ways)  # type: ignore[arg-type]
    assert best.over(most).low > 0
    assert most.over(by_chance).low > 0
    assert best.expected.low < best.reached.mean() < best.expected.high


def test_the_draws_that_choose_do_not_judge() -> None:
    """Chosen by few draws, those look better by them than they are; of other draws nobody knew."""
    ties = drawn_ties(draw(2000, seed=1), seed=1)
    chosen = seed_people(ties, 20, chance=0.08, seed=2, chosen_by=128)
    others = luck(ties, chance=0.08, seed=2, first=5_000, draws=1000).reached(chosen.people)
    assert chosen.reached.mean() == pytest.approx(others.mean(), rel=0.08)


def test_each_way_chooses_whom_it_says() -> None:
    chosen = {how: seed_people(TOWN, 3, chance=0.5, seed=4, how=how).people.tolist() for how in HOW}
    assert set(chosen) == set(SAYS)
    assert chosen["central"] == [0, 7, 8]
    assert chosen["friends"] == [1, 2, 3]
    assert chosen["greedy"][0] == 0 and chosen["greedy"][1] in (7, 8, 9)
    assert all(len(set(people)) == 3 for people in chosen.values())
    assert seed_people(TOWN, 3, chance=0.5, seed=4, how="friends", broker=8).people.tolist()[:2] == [7, 9]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("count", [1, 7, 11])
def test_as_many_as_are_asked_for(how: str, count: int) -> None:
    for seed in range(3):
        seeds = seed_people(TOWN, count, chance=0.5, seed=seed, how=how, draws=8, chosen_by=8)  # type: ignore[arg-type]
        assert len(set(seeds.people.tolist())) == count
        assert (seeds.reached >= count).all() and (seeds.reached <= 12).all()


def test_a_neighbourhood_is_filled_before_the_next() -> None:
    """Two villages of six who all know each other: six people are of one."""
    villages = from_edges(12, [pair for first in (0, 6) for pair in combinations(range(first, first + 6), 2)])
    for seed in range(8):
        people = seed_people(villages, 6, chance=0.5, seed=seed, how="cluster", draws=2).people
        assert len(set((people // 6).tolist())) == 1


def test_everybody_invited_is_everybody_reached() -> None:
    for how in set(HOW) - {"friends"}:
        seeds = seed_people(TOWN, 12, chance=0.2, seed=1, how=how, draws=4, chosen_by=4)  # type: ignore[arg-type]
        assert seeds.reached.tolist() == [12] * 4


def test_many_draws_are_the_few_and_more() -> None:
    few, many = luck(TOWN, chance=0.4, seed=1, draws=5), luck(TOWN, chance=0.4, seed=1, draws=40_000)
    assert (many.piece[:5] == few.piece).all() and (many.size[:5] == few.size).all()
    later = luck(TOWN, chance=0.4, seed=1, first=39_991, draws=9)
    assert (many.piece[-9:] == later.piece).all()
    assert np.mean(many.piece[:, 1] == 0) == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"count": 0}, "0 of 12"),
        ({"count": 13}, "13 of 12"),
        ({"count": 12, "how": "friends"}, "12 of 12"),
        ({"how": "rich"}, "“rich” is not among random"),
        ({"broker": 12}, "broker's place is 12"),
        ({"chance": 1.1}, "between 0 and 1"),
        ({"ids": np.arange(5)}, "5 ids"),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, object], says: str) -> None:
    given_ = {"count": 2, "chance": 0.5, "seed": 1, "how": "random"} | asked
    with pytest.raises(ValueError, match=says):
        seed_people(TOWN, **given_)  # type: ignore[arg-type]
