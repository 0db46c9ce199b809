"""Comparing groups, sites and wards: held against whoever else reckons so, and against worlds whose truth is known."""

from itertools import pairwise, product
from math import comb, isclose
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.sample import IS_LONG

from coproduce.core.stats import (
    NoOverlapError,
    Rounding,
    SiteCounts,
    Suppression,
    balance_of_giving,
    bootstrap,
    confidence_sequence,
    difference_in_differences,
    difference_sequence,
    e_value,
    effective_sample_size,
    funnel_limits,
    gini,
    kaplan_meier,
    newcombe,
    overlap_weights,
    pool,
    sample_size_two_proportions,
    stepped_wedge,
    wilson,
)
from coproduce.core.stats.student import t_beyond, t_quantile

#: Worlds that are made up to see how often an interval holds.
WORLDS = 2000 if IS_LONG else 500
#: What 2,000 worlds let pass, 93 to 97 in a hundred; fewer worlds scatter more.
FROM, TO = (0.93, 0.97) if IS_LONG else (0.915, 0.985)

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, COUNTS)
def test_a_difference_lies_between_its_ends_and_turns_round_with_its_sides(one: Any, other: Any) -> None:
    found, back = newcombe(*one, *other), newcombe(*other, *one)
    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert isclose(found.low, -back.high, abs_tol=1e-12) and isclose(found.high, -back.low, abs_tol=1e-12)


def test_differences_as_another_program_has_them() -> None:
    theirs = pytest.importorskip("statsmodels.stats.proportion").confint_proportions_2indep
    for k1, n1, k2, n2 in ((31, 374, 45, 376), (0, 10, 3, 10), (10, 10, 3, 12), (50, 51, 49, 51)):
        low, high = theirs(k1, n1, k2, n2, compare="diff", method="newcomb")
        assert newcombe(k1, n1, k2, n2)[1:] == pytest.approx((low, high), abs=1e-6)


def test_nobody_on_one_side_is_no_difference() -> None:
    with pytest.raises(ValueError, match="both sides"):
        newcombe(0, 0, 1, 2)


@given(st.floats(0.01, 100))
def test_how_much_would_explain_a_ratio_away_is_the_same_for_its_inverse(rr: float) -> None:
    assert isclose(e_value(rr), e_value(1 / rr))
    assert e_value(rr) >= max(rr, 1 / rr) - 1e-12


@pytest.mark.parametrize("rr", [0, -1, float("inf"), float("nan")])
def test_a_ratio_that_is_none_is_refused(rr: float) -> None:
    with pytest.raises(ValueError, match="risk ratio"):
        e_value(rr)


def test_limits_of_a_funnel_as_printed() -> None:
    assert [round(limit, 4) for limit in funnel_limits(0.15, 400)] == [0.115, 0.185, 0.0948, 0.2052]
    assert funnel_limits(0, 10) == (0, 0, 0, 0)
    assert funnel_limits(1, 10) == (1, 1, 1, 1)


@given(st.floats(0.001, 0.2), st.integers(1, 200))
def test_where_few_are_expected_limits_are_counted(p0: float, n: int) -> None:
    if n * p0 >= 5:
        return

    def at_or_below(k: int) -> float:
        return sum(comb(n, i) * p0**i * (1 - p0) ** (n - i) for i in range(k + 1))

    for limit, tail in zip(funnel_limits(p0, n), (0.025, 0.975, 0.001, 0.999), strict=True):
        k = round(limit * n)
        assert at_or_below(k) >= tail - 1e-9
        assert k == 0 or at_or_below(k - 1) < tail + 1e-9


@pytest.mark.parametrize(("p0", "n"), [(-0.1, 10), (1.1, 10), (0.5, 0), (0.5, -1)])
def test_limits_of_nothing_are_refused(p0: float, n: int) -> None:
    with pytest.raises(ValueError, match=r"share|nobody|whole"):
        funnel_limits(p0, n)


@pytest.mark.parametrize(
    ("p1", "p2", "power", "alpha"),
    [(0.1, 0.1, 0.8, 0.05), (1.2, 0.1, 0.8, 0.05), (0.1, 0.2, 1, 0.05), (0.1, 0.2, 0.8, 0)],
)
def test_a_study_that_cannot_be_is_refused(p1: float, p2: float, power: float, alpha: float) -> None:
    with pytest.raises(ValueError, match=r"alike|between"):
        sample_size_two_proportions(p1, p2, power, alpha)


def test_as_many_are_needed_from_either_side_and_more_for_more_power() -> None:
    assert sample_size_two_proportions(0.12, 0.15) == sample_size_two_proportions(0.15, 0.12) == 2031
    assert sample_size_two_proportions(0.15, 0.12, power=0.9) > 2031


@given(st.integers(1, 60), st.data())
def test_what_holds_at_every_look_is_wider_than_what_holds_at_one(n: int, data: Any) -> None:
    k = data.draw(st.integers(0, n))
    low, high = confidence_sequence(k, n)
    once = wilson(k, n)
    assert low <= k / n <= high
    assert low <= once[0] + 0.02 and high >= once[1] - 0.02
    other = confidence_sequence(n - k, n)
    assert isclose(low, 1 - other.high, abs_tol=1e-9)
    assert confidence_sequence(k, n, 0.01).low <= low


def test_a_page_looked_at_weekly_for_two_years_misses_the_truth_one_time_in_twenty_at_most() -> None:
    """Of plain intervals at 95 % about three in ten miss it at some look."""
    chance, truth, looks, a_week = np.random.default_rng(13), 0.3, 104, 5
    edges = {}
    missed, plainly = 0, 0
    for _ in range(WORLDS):
        seen = np.cumsum(chance.binomial(a_week, truth, looks))
        is_missed = is_plainly = False
        for week, k in enumerate(seen.tolist(), 1):
            n = week * a_week
            if (k, n) not in edges:
                ends, once = confidence_sequence(k, n), wilson(k, n)
                edges[k, n] = not ends.low <= truth <= ends.high, not once[0] <= truth <= once[1]
            out, plainly_out = edges[k, n]
            is_missed, is_plainly = is_missed or out, is_plainly or plainly_out
        missed, plainly = missed + is_missed, plainly + is_plainly
    assert missed / WORLDS <= 0.05
    assert plainly / WORLDS > 0.2


def test_a_difference_that_is_watched_holds_too() -> None:
    low, high = difference_sequence(30, 300, 60, 300)
    assert low < -0.1 < high
    assert difference_sequence(0, 0, 0, 0) == (-1.0, 1.0)


@pytest.mark.parametrize(("k", "n", "alpha"), [(2, 1, 0.05), (-1, 3, 0.05), (1, 3, 0), (1, 3, 1)])
def test_a_sequence_of_nothing_is_refused(k: int, n: int, alpha: float) -> None:
    with pytest.raises(ValueError, match=r"cannot|whole|between"):
        confidence_sequence(k, n, alpha)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_giving_and_receiving_balance_alike_from_either_side(given: float, received: float) -> None:
    balance = balance_of_giving(given, received)
    assert balance == balance_of_giving(received, given)
    assert balance is None if given + received == 0 else balance is not None and 0 <= balance <= 1


@pytest.mark.parametrize("wrong", [(-1, 0), (0, -1), (float("nan"), 0)])
def test_less_than_nothing_is_not_given(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        balance_of_giving(*wrong)


@given(st.lists(st.floats(0, 1e9), min_size=1).filter(any))
def test_weighted_people_are_worth_no_more_than_they_are(weights: list[float]) -> None:
    assert 1 - 1e-9 <= effective_sample_size(weights) <= len(weights) * (1 + 1e-9)


@pytest.mark.parametrize("wrong", [[], [0, 0], [-1, 2], [float("inf")], [float("nan")]])
def test_weights_that_are_none_are_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        effective_sample_size(wrong)


def test_counts_leave_rounded_and_few_not_at_all() -> None:
    rounding = Rounding()
    assert [rounding.text(n) for n in (3, 12, 13, 3 + 12 + 13)] == ["*", "10", "15", "30"]
    assert Rounding(Suppression(10), to=10).of(15) == 20
    assert Rounding(to=1).of(9) == 9
    with pytest.raises(ValueError, match="1 or more"):
        Rounding(to=0)


LIVES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 1)), max_size=40)


@given(LIVES)
def test_whoever_is_left_only_grows_fewer(lives: list[tuple[int, int]]) -> None:
    found = kaplan_meier([time for time, _ in lives], [event for _, event in lives])
    shares = [found.at(time) for time in range(22)]
    if not lives:
        assert shares[0].share is None
        return
    for before, after in pairwise(shares):
        assert (after.share or 0) <= (before.share or 0) and after.at_risk <= before.at_risk
    for each in shares:
        if each.low is not None and each.high is not None and each.share is not None:
            assert 0 <= each.low <= each.share <= each.high <= 1


def test_nobody_had_it_or_everybody_says_no_interval() -> None:
    assert kaplan_meier([3, 4], [0, 0]).at(9).low is None
    all_had = kaplan_meier([3, 3], [1, 1]).at(3)
    assert (all_had.share, all_had.high) == (0.0, None)


def test_lives_as_another_program_has_them() -> None:
    lifelines = pytest.importorskip("lifelines")
    chance = np.random.default_rng(4)
    times, events = chance.integers(0, 60, 400), chance.integers(0, 2, 400)
    theirs = lifelines.KaplanMeierFitter().fit(times, events)
    ours = kaplan_meier(times, events)
    for time in range(60):
        assert ours.at(time).share == pytest.approx(float(theirs.predict(time)), abs=1e-12)
    ends = theirs.confidence_interval_.loc[30].to_numpy()
    assert (ours.at(30).low, ours.at(30).high) == pytest.approx(tuple(ends), abs=1e-6)


@pytest.mark.parametrize(("times", "events"), [([1], [2]), ([1, 2], [1]), ([-1], [0]), ([1.5], [0])])
def test_a_life_that_is_none_is_refused(times: list[Any], events: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"event|whole"):
        kaplan_meier(times, events)


def made_up(people: int, seed: int, pull: float = 1.0) -> tuple[Any, Any]:
    """People of whom the older and those alone are offered it oftener."""
    chance = np.random.default_rng(seed)
    known = np.column_stack(
        [chance.normal(70, 9, people), chance.integers(0, 2, people), chance.exponential(2, people)]
    )
    predictor = pull * ((known[:, 0] - 70) / 9 + 0.8 * known[:, 1] - 1)
    return known, (chance.random(people) < 1 / (1 + np.exp(-predictor))).astype(int)


@settings(max_examples=40)
@given(st.integers(30, 400), st.integers(0, 10_000), st.floats(0, 2))
def test_every_covariate_is_exactly_alike_in_both_groups(people: int, seed: int, pull: float) -> None:
    known, treated = made_up(people, seed, pull)
    try:
        weights = overlap_weights(known, treated)
    except NoOverlapError:
        return
    arm = treated == 1
    for column in known.T:
        one, other = np.average(column[arm], weights=weights[arm]), np.average(column[~arm], weights=weights[~arm])
        assert isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    assert ((weights >= 0) & (weights <= 1)).all()


def test_chances_as_another_program_fits_them() -> None:
    models = pytest.importorskip("statsmodels.api")
    known, treated = made_up(600, 5)
    chance = models.Logit(treated, models.add_constant(known)).fit(disp=0).predict()
    assert overlap_weights(known, treated) == pytest.approx(np.where(treated == 1, 1 - chance, chance), abs=1e-7)


def test_a_covariate_told_twice_or_that_never_differs_changes_nothing() -> None:
    known, treated = made_up(300, 6)
    more = np.column_stack([known, known[:, 0], np.full(len(known), 7.0)])
    assert overlap_weights(more, treated) == pytest.approx(overlap_weights(known, treated), abs=1e-9)


def test_many_people_end_where_few_would_however_odd_a_part_of_them_is() -> None:
    """Everybody begins near where every eighth would end: also where those are told apart, or have nothing rare."""
    chance, many = np.random.default_rng(3), 20_003
    known, treated = chance.normal(0, [1e-6, 1, 1e6], (many, 3)), chance.random(many) < 0.4
    treated[::8] = known[::8, 0] > 0
    known[:, 1], known[[3, 77, 5001], 1] = 7, 9
    weights = overlap_weights(known, treated)
    for column in known.T:
        one, other = (np.average(column[arm], weights=weights[arm]) for arm in (treated, ~treated))
        assert abs(one - other) < 1e-9 * column.std()


@pytest.mark.parametrize(
    ("known", "treated"), [([[1], [2]], [1, 1]), ([[1], [2]], [0, 0]), ([[1], [2], [3], [4]], [0, 0, 1, 1])]
)
def test_groups_that_have_nobody_alike_are_not_compared(known: Any, treated: Any) -> None:
    with pytest.raises(NoOverlapError):
        overlap_weights(known, treated)


@pytest.mark.parametrize(
    ("known", "treated", "says"),
    [
        ([[1]], [0, 1], "people"),
        (np.zeros((0, 1)), [], "nobody"),
        ([[float("nan")], [1]], [0, 1], "Row 0"),
        ([[1], [2]], [0, 2], "0 or 1"),
    ],
)
def test_what_cannot_be_weighed_is_refused_by_row(known: Any, treated: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        overlap_weights(known, treated)


def test_before_and_after_beside_another_place_as_another_program_reckons_it() -> None:
    models = pytest.importorskip("statsmodels.api")
    chance = np.random.default_rng(8)
    people = 400
    arm, post = chance.integers(0, 2, people), chance.integers(0, 2, people)
    ward = chance.integers(0, 12, people)
    outcome = 0.3 * arm + 0.2 * post - 0.5 * arm * post + chance.normal(0, 1, people) + 0.3 * (ward % 3)
    design = np.column_stack([np.ones(people), arm, post, arm * post])
    plain = models.OLS(outcome, design).fit(cov_type="HC1", use_t=True)
    alike = models.OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": ward}, use_t=True)
    for ours, theirs in (
        (difference_in_differences(outcome, arm, post), plain),
        (difference_in_differences(outcome, arm, post, ward.tolist()), alike),
    ):
        assert ours.estimate == pytest.approx(theirs.params[3], abs=1e-10)
        assert (ours.low, ours.high) == pytest.approx(tuple(theirs.conf_int()[3]), abs=1e-7)
        assert ours.p == pytest.approx(theirs.pvalues[3], abs=1e-8)


def test_four_numbers_have_a_difference_and_no_interval() -> None:
    found = difference_in_differences([0.18, 0.12, 0.19, 0.17], [1, 1, 0, 0], [0, 1, 0, 1])
    assert (round(found.estimate, 12), found.low, found.p) == (-0.04, None, None)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (([1, 2, 3], [1, 1, 0], [0, 1, 0]), "where nothing did, after"),
        (([1, 2, 3], [1, 0, 0], [1, 0, 1]), "where something began, before"),
        (([1, 2], [1, 0], [0]), "unlike length"),
        (([1, None, 3, 4], [1, 1, 0, 0], [0, 1, 0, 1]), "Row 1"),
        (([1, 2, 3, 4], [1, 1, 0, 2], [0, 1, 0, 1]), "treated is 0 or 1"),
        (([1, 2, 3, 4], [1, 1, 0, 0], [0, 1, 0, 1], ["a"]), "unlike length"),
        (([1, 2, 3, 4], [1, 1, 0, 0], [0, 1, 0, 1], ["a"] * 4), "one cluster"),
        (([1, 2, 3, 4], [1, 1, 0, 0], [0, 1, 0, 1], ["a", None, "b", "b"]), "Row 1"),
        (([1, 2, 3, 4], [1, 1, 0, 0], [0, 1, 0, 1], [1.0, 2.0, float("nan"), 1.0]), "Row 2"),
    ],
)
def test_a_comparison_with_a_hole_names_it(columns: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        difference_in_differences(*columns)


def wards(effect: float, seed: int, many: int = 6, each: int = 15) -> tuple[Any, Any, Any, Any]:
    """Wards that begin in turn, one period after another."""
    chance = np.random.default_rng(seed)
    rows = [
        (
            0.1 * period + 0.2 * ward + effect * (period > ward % (many - 1)) + noise,
            period > ward % (many - 1),
            period,
            f"ward {ward}",
        )
        for ward, period in product(range(many), range(many))
        for noise in chance.normal(0, 1, each)
    ]
    outcome, on, period, ward = zip(*rows, strict=True)
    return outcome, np.array(on, int), period, ward


def test_wards_that_begin_in_turn_show_what_changed_and_chance_is_counted() -> None:
    models = pytest.importorskip("statsmodels.formula.api")
    frame = pytest.importorskip("pandas").DataFrame
    outcome, on, period, ward = wards(1.0, 1)
    found = stepped_wedge(outcome, on, period, ward)
    rows = frame({"y": outcome, "on": on, "period": period, "ward": ward})
    theirs = models.ols("y ~ on + C(period) + C(ward)", rows).fit(
        cov_type="cluster", cov_kwds={"groups": rows.ward.astype("category").cat.codes}, use_t=True
    )
    assert found.estimate == pytest.approx(theirs.params["on"], abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.conf_int().loc["on"]), abs=1e-6)
    assert found.is_permuted and found.p is not None and found.p < 0.05
    assert found.clusters == 6
    assert stepped_wedge(outcome, on, period, ward) == found


def test_where_nothing_changed_few_orders_look_like_something() -> None:
    """A p counted over orders is 0.05 or less in one world of twenty."""
    worlds = 60 if IS_LONG else 20
    small = sum((stepped_wedge(*wards(0.0, seed, each=4)).p or 0) <= 0.05 for seed in range(worlds))
    assert small <= worlds * 0.2


def test_many_wards_need_no_other_orders() -> None:
    found = stepped_wedge(*wards(1.0, 2, many=16, each=2))
    assert not found.is_permuted and found.p is not None and found.p < 0.05


@pytest.mark.parametrize(
    ("on", "period", "ward", "says"),
    [
        ([0, 1], [0, 1], ["a", "a"], "One ward"),
        ([0, 1, 0, 1], [0, 1, 0, 1], ["a", "a", "b", "b"], "same period"),
        ([1, 0, 0, 1], [0, 1, 0, 1], ["a", "a", "b", "b"], "Row 1"),
    ],
)
def test_wards_that_cannot_tell_are_refused(on: Any, period: Any, ward: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        stepped_wedge([0.0] * len(on), on, period, ward)


def sites(
    chance: Any, many: int = 20, each: int = 200, spread: float = 0.04, effect: float = -0.05
) -> list[SiteCounts]:
    """Sites of which each has an effect of its own round the mean."""
    rows = []
    for number in range(many):
        base, own = 0.2 + 0.03 * chance.standard_normal(), effect + spread * chance.standard_normal()
        risks = np.clip([base + own, base], 0.001, 0.999)
        rows.append(
            SiteCounts(
                f"{number}", int(chance.binomial(each, risks[0])), each, int(chance.binomial(each, risks[1])), each
            )
        )
    return rows


def test_twenty_sites_that_differ_hold_the_truth_as_often_as_they_say() -> None:
    chance, worlds = np.random.default_rng(21), WORLDS // 2
    held = 0
    for _ in range(worlds):
        found = pool(sites(chance))
        held += found.low is not None and found.high is not None and found.low <= -0.05 <= found.high
    assert FROM <= held / worlds <= TO


def test_sites_that_are_alike_are_pooled_by_what_they_weigh() -> None:
    found = pool({f"{number}": (30, 200, 40, 200) for number in range(5)})
    assert found.estimate == pytest.approx(-0.05)
    assert (found.tau, found.i2) == (0.0, 0.0)
    assert found.low is not None and found.next_low is not None and found.next_low < found.low < -0.05


def test_sites_that_differ_say_how_much_and_the_next_may_be_anywhere() -> None:
    found = pool(sites(np.random.default_rng(2), spread=0.1))
    assert found.tau is not None and found.tau > 0.05
    assert found.i2 is not None and found.i2 > 0.5
    assert found.next_low is not None and found.low is not None and found.next_low < found.low


def test_few_sites_are_listed_and_not_pooled() -> None:
    found = pool(
        [("a", 3, 20, 5, 20), {"site": "b", "events": 0, "people": 9, "compared_events": 1, "compared_people": 9}]
    )
    assert found.estimate is None and list(found.sites) == ["a", "b"]
    assert found.sites["a"] == newcombe(3, 20, 5, 20)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("a", 1, 2, 1, 2), ("a", 1, 2, 1, 2)], "twice"),
        ([("a", 0, 0, 1, 2)], "nobody"),
        ([("a", 3, 2, 1, 2)], "cannot"),
        ([("a", 1, 2, 1, 1.5)], "whole"),
    ],
)
def test_a_site_that_counted_wrongly_is_named(rows: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        pool(rows)


def test_an_interval_by_drawing_again_holds_as_often_as_it_says() -> None:
    chance, worlds = np.random.default_rng(5), 500 if IS_LONG else 150
    held = 0
    for world in range(worlds):
        low, high = bootstrap(chance.exponential(1, 60), draws=400, seed=world)[1:]
        held += low <= 1 <= high
    assert 0.87 <= held / worlds <= 0.99


def test_drawing_again_is_the_same_for_the_same_seed_and_any_figure() -> None:
    rows = np.random.default_rng(1).normal(3, 1, (50, 2))

    def ratio(some: Any) -> float:
        return float(some[:, 0].mean() / some[:, 1].mean())

    found = bootstrap(rows, ratio, seed=3)
    assert found == bootstrap(rows, ratio, seed=3)
    assert found.low < found.estimate < found.high
    assert bootstrap([7.0]) == (7, 7, 7)
    largest = bootstrap(np.arange(20.0), lambda some: float(some.max()))
    assert largest.low <= largest.estimate == 19
    kinds = bootstrap(np.arange(20.0), lambda some: float(len(np.unique(some))))
    assert kinds.high < kinds.estimate == 20


def test_a_figure_that_is_no_number_for_some_of_those_drawn_has_no_interval() -> None:
    with pytest.raises(ValueError, match="no number"):
        bootstrap([0.0, 0.0, 1.0], lambda some: float("inf") if not some.any() else 1.0)


@pytest.mark.parametrize("amounts", [[], [-1.0, 2.0], [1.0, float("nan")], [1.0, float("inf")]])
def test_how_evenly_something_unknown_is_spread_is_not_said(amounts: list[float]) -> None:
    with pytest.raises(ValueError, match="at least one amount"):
        gini(amounts)


def test_how_evenly_hours_are_spread() -> None:
    assert gini([15, 0, 8, 1, 4, 2]) == pytest.approx(0.544444, abs=1e-6)
    assert gini([0, 0]) == gini([5]) == 0


@pytest.mark.parametrize(("values", "draws"), [([], 2000), ([float("nan")], 2000), ([1.0, 2.0], 10)])
def test_nothing_is_drawn_from_nothing(values: list[float], draws: int) -> None:
    with pytest.raises(ValueError, match=r"number|draws"):
        bootstrap(values, draws=draws)


def test_how_far_out_is_usual_as_another_program_has_it() -> None:
    stats = pytest.importorskip("scipy.stats")
    for df in (1, 2, 4.5, 19, 300, 1e5):
        assert t_quantile(0.95, df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-9)
        for t in (0.0, 0.3, 2.0, 9.0):
            assert t_beyond(t, df) == pytest.approx(2 * stats.t.sf(t, df), rel=1e-9)
