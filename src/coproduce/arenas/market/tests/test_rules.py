"""The rules of a year, of shares and of a pound nearby: published vectors, odd pence, losses, and what always holds."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.market.rules import MarketError
from coproduce.arenas.market.rules.first_trade import Buyer, compared
from coproduce.arenas.market.rules.multiplier import Taker, lm3, went_round
from coproduce.arenas.market.rules.sets import RULE_SETS, Rules
from coproduce.arenas.market.rules.shares import may_give_back, may_take
from coproduce.arenas.market.rules.sharing import Allocation, Reason, dividend, per_pound
from coproduce.arenas.market.rules.year import Frozen, moved
from coproduce.core.refusal import Refusal

MEMBERS = st.dictionaries(st.integers(1, 40), st.integers(0, 10**7), max_size=25)
SETS = st.sampled_from([one.values for one in RULE_SETS])
CHOICES = st.dictionaries(st.integers(1, 40), st.sampled_from(("cash", "retained", "given")), max_size=25)


def test_the_published_surplus_of_five_per_cent() -> None:
    """V8.1: who buys for 1,000 has 50, who buys for 100 has 5."""
    assert dividend(5_500, {"a": 100_000, "b": 10_000}, Rules()).dividend == {"a": 5_000, "b": 500}


def test_the_printed_share_value_is_wrong_and_ours_is_not() -> None:
    """V8.2: 25,000.00 by 150 shares is 166.67 each and 500.00 for three; the source prints 150.66 and 451.98."""
    capital = dict.fromkeys(range(147), 1) | {"three": 3}
    found = dividend(2_500_000, {str(who): many for who, many in capital.items()}, Rules())
    assert found.dividend["three"] == 50_000
    assert set(found.dividend.values()) == {16_666, 16_667, 50_000}


def test_a_whole_run_with_reserve_education_shares_and_odd_pence() -> None:
    rules = {"reserve_share": Fraction(1, 10), "education_share": "1/40", "interest_share": "1/20",
             "least_cash_share": "1/5", "unsaid": "retained"}  # fmt: skip
    capital = {"Ana": 10_001, "Cy": 40_000}
    found = dividend(100_003, {"Ana": 333, "Ben": 333, "Cy": 334}, rules, capital_by_member=capital,
                     choices={"Ben": "cash", "Cy": "given"})  # fmt: skip
    assert (found.reserve_minor, found.education_minor, found.social_minor) == (10_000, 2_500, 0)
    assert found.interest == {"Ana": 500, "Cy": 2_000}
    assert sum(found.interest.values()) == 2_500, "a twentieth of 50,001, no more"
    rest = 100_003 - 12_500 - 2_500
    assert sum(found.dividend.values()) == rest
    assert found.dividend == {"Ana": 28_306, "Ben": 28_306, "Cy": 28_391}
    assert found.cash == {"Ana": 5_661, "Ben": 28_306}
    assert found.retained == {"Ana": 22_645}
    assert found.given == {"Cy": 28_391}
    assert found.adds_up_to == 100_003
    assert found.reasons == ()


def test_what_shares_bring_is_no_more_than_is_left() -> None:
    found = dividend(100, {"a": 1}, {"reserve_share": "1/2", "interest_share": "1"}, capital_by_member={"b": 10_000})
    assert (found.reserve_minor, found.interest, found.dividend) == (50, {"b": 50}, {})
    assert found.reasons == (Reason("SHARES_CAPPED", 9_950),)
    just = dividend(100, {"a": 1}, {"reserve_share": "1/2", "interest_share": "1"}, capital_by_member={"b": 50})
    assert (just.interest, just.reasons) == ({"b": 50}, ())


def test_a_loss_is_borne_by_the_reserve_then_by_trade_or_waits() -> None:
    by_trade = dividend(-1_001, {"a": 2, "b": 1}, Rules(), reserve_minor=500)
    assert (by_trade.drawn_minor, by_trade.borne, by_trade.carried_minor) == (500, {"a": 334, "b": 167}, 0)
    waits = dividend(-1_001, {"a": 2, "b": 1}, Rules(losses="reserve, then carried"), reserve_minor=500)
    assert (waits.drawn_minor, waits.borne, waits.carried_minor) == (500, {}, -501)
    assert by_trade.reasons == (Reason("FROM_RESERVE", 500),)
    assert waits.reasons == (Reason("FROM_RESERVE", 500), Reason("CARRIED", 501))
    assert dividend(-400, {"a": 1}, Rules(), reserve_minor=500).drawn_minor == 400
    assert dividend(-400, {"a": 1}, Rules()).reasons == ()


def test_what_others_trade_brought_stays_together_where_the_rules_say_so() -> None:
    found = dividend(1_000, {"a": 300}, {"others_to_reserve": True}, others_trade_minor=700)
    assert (found.reserve_minor, found.dividend) == (700, {"a": 300})
    assert dividend(1_000, {"a": 300}, Rules(), others_trade_minor=700).dividend == {"a": 1_000}


def test_nobody_traded_and_it_waits() -> None:
    found = dividend(900, {"a": 0}, {"reserve_share": "1/3"})
    assert (found.reserve_minor, found.dividend, found.carried_minor) == (300, {}, 600)
    assert found.reasons == (Reason("NOBODY_TRADED", 600),)
    even = dividend(0, {}, Rules())
    assert (even.adds_up_to, even.reasons) == (0, (Reason("NOTHING_TO_SHARE"),))
    assert per_pound(even, {}) is None


@pytest.mark.parametrize(
    ("said", "more", "code", "words"),
    [
        ((1.5, {}, {}), {}, "NOT_WHOLE", "surplus_minor: 1.5. Write whole pence."),
        ((1, {"Ana": -5}, {}), {}, "NEGATIVE", "Row 'Ana', trade_by_member"),
        ((1, {"Ana": "5"}, {}), {}, "NOT_WHOLE", "Row 'Ana', trade_by_member"),
        ((1, {"Ana": 1, 2: 1}, {}), {}, "IDS_MIX", "trade_by_member"),
        ((1, {}, {"reserve_share": 0.2}), {}, "BAD_RULES", "write an exact part"),
        ((1, {}, {"reserve_share": "3/2"}), {}, "BAD_RULES", "reserve_share"),
        ((1, {}, {"reserve_share": "2/3", "social_share": "2/3"}), {}, "BAD_RULES", "more than all of it"),
        ((1, {}, {"least_cash_share": "1", "most_cash_share": "0"}), {}, "BAD_RULES", "The least in cash"),
        ((1, {}, {"tithe": 1}), {}, "BAD_RULES", "tithe"),
        ((1, {"Ana": 1}, {}), {"choices": {"Ana": "gold"}}, "UNKNOWN_CHOICE", "Row 'Ana', choice"),
        ((1, {"Ana": 1}, {}), {"capital_by_member": {"Ana": -1}}, "NEGATIVE", "Row 'Ana', capital_by_member"),
        ((1, {"Ana": 1}, {}), {"reserve_minor": -1}, "NEGATIVE", "reserve_minor"),
    ],
)
def test_bad_input_names_row_field_and_remedy(said: Any, more: Mapping[str, Any], code: str, words: str) -> None:
    with pytest.raises(MarketError) as fault:
        dividend(*said, **more)
    assert fault.value.code == code
    assert words in str(fault.value)
    assert ("Row" in str(fault.value)) is words.startswith("Row"), "a row is named where there is one"


@given(st.integers(-(10**8), 10**8), MEMBERS, SETS, MEMBERS, CHOICES, st.integers(0, 10**7), st.integers(0, 10**7))
def test_every_penny_is_accounted_for_and_nobody_is_below_nothing(
    surplus: int, trade: dict[int, int], rules: Rules, capital: dict[int, int], choices: Any, others: int, reserve: int
) -> None:
    found = dividend(surplus, trade, rules, capital_by_member=capital, choices=choices, others_trade_minor=others,
                     reserve_minor=reserve)  # fmt: skip
    assert found.adds_up_to == surplus
    for parts in (found.interest, found.dividend, found.cash, found.retained, found.given, found.borne):
        assert all(minor > 0 for minor in parts.values())
    assert found.drawn_minor <= reserve
    for who, much in found.dividend.items():
        assert found.cash.get(who, 0) + found.retained.get(who, 0) + found.given.get(who, 0) == much
    frozen = Frozen(surplus, trade, rules, capital, choices, others, reserve)
    assert sum(moved(frozen, "GBP").values()) == 0


@given(st.integers(0, 10**8), MEMBERS, SETS, st.randoms(use_true_random=False))
def test_order_counts_for_nothing_and_more_trade_is_never_less(
    surplus: int, trade: dict[int, int], rules: Rules, chance: Random
) -> None:
    rows = list(trade.items())
    chance.shuffle(rows)
    found, again = dividend(surplus, trade, rules), dividend(surplus, dict(rows), rules)
    assert found == again
    by_trade = sorted(trade, key=lambda who: trade[who])
    for less, more in pairwise(by_trade):
        if trade[less] < trade[more]:
            assert found.dividend.get(less, 0) <= found.dividend.get(more, 0)


@given(st.integers(0, 10**6), st.dictionaries(st.integers(1, 9), st.integers(0, 999), max_size=9), st.integers(1, 999))
def test_who_trades_more_has_no_less(surplus: int, trade: dict[int, int], more: int) -> None:
    before, who = dividend(surplus, {**trade, 5: trade.get(5, 0)}, Rules()), 5
    after = dividend(surplus, {**trade, 5: trade.get(5, 0) + more}, Rules())
    assert after.dividend.get(who, 0) >= before.dividend.get(who, 0)


def test_at_least_four_sets_stand_with_date_and_source() -> None:
    assert len(RULE_SETS) >= 4
    for one in RULE_SETS:
        assert one.source
        assert "erif" in one.note or "look" in one.note, "it says that it is to be looked up"
        whole: Allocation = dividend(12_345, {"a": 2, "b": 1}, one)
        assert whole.adds_up_to == 12_345
    kept = {one.slug: dividend(10_000, {"a": 1}, one.values) for one in RULE_SETS}
    assert kept["us-consumer"].cash["a"] * 5 == kept["us-consumer"].dividend["a"], "a fifth in cash"
    assert kept["spain-27-1999"].reserve_minor == 2_000
    assert kept["collective-account"].cash == kept["collective-account"].retained


def test_a_pound_nearby() -> None:
    """V8.6 is 1.84. Northumberland's figure (V8.5) is two rounds, not three: 1 + 0.76 as its county sees it."""
    assert lm3(100_000, 0.6, 0.4) == lm3(1, "0.6", Fraction(2, 5)) == 1.84
    assert lm3(1, 0.76, 0) == 1.76
    assert lm3("0.5", 1, 1) == 3
    for said in ((0, 0.5, 0.5), (1, 1.1, 0.5), (1, 0.5, -0.1), (1, "x", 0)):
        with pytest.raises(MarketError):
            lm3(*said)


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_pound_is_worth_one_to_three(two: Fraction, three: Fraction) -> None:
    assert 1 <= lm3(7, two, three) <= 3
    assert lm3(7, two, three) <= lm3(7, 1, three)


def test_a_pound_nearby_is_told_from_books_and_answers() -> None:
    stalls = [Taker(1_000 * place, 100 * place, 10 * place) for place in range(1, 9)]
    found = went_round(stalls, [20, 40, 60, 20, 40, 60, 30, 50])
    assert found is not None
    took = sum(one.took_minor for one in stalls)
    near = sum(one.spent_here_minor + (one.took_minor - one.spent_here_minor) * one.near_of_100 / 100 for one in stalls)
    assert found.share_2 == pytest.approx(near / took)
    assert found.lm3 == pytest.approx(1 + near / took * 1.4)
    assert found.low < found.lm3 < found.high
    assert went_round(stalls[:7], [50] * 8) is None
    assert went_round([*stalls[:7], Taker(0, 0, 50)], [50] * 8) is None, "who took nothing says nothing of it"
    assert went_round([Taker(1, 0, 50)] * 8, [50] * 8) is not None


def test_first_trades_are_compared_and_few_say_nothing() -> None:
    alike = [Buyer(2, 1, 8, 4)] * 12 + [Buyer(2, 0, 8, 0)] * 12
    found = compared(alike)
    assert found is not None
    assert found.difference == pytest.approx(0)
    assert found.ratio == pytest.approx(1)
    likelier = compared([Buyer(2, 2, 8, 0)] * 10 + [Buyer(2, 1, 8, 1)] * 10)
    assert likelier is not None
    assert likelier.low > 0
    assert compared([Buyer(1, 1, 9, 0)] * 7 + [Buyer(0, 0, 10, 1)] * 90) is None
    assert compared([]) is None
    none = compared([Buyer(1, 1, 9, 0)] * 8 + [Buyer(0, 0, 10, 0)] * 8)
    assert none is not None
    assert none.ratio is None


def test_shares_are_capped_and_come_back_at_what_they_cost() -> None:
    rules = Rules(share_minor=250, most_shares_minor=1_000)
    assert may_take(0, 4, rules) == 1_000
    fault = may_take(500, 3, rules)
    assert isinstance(fault, Refusal)
    assert (fault.code, fault.values["left"]) == ("SHARE_CAP", "2")
    assert isinstance(may_take(0, 0, {"share_minor": 5}), Refusal)
    assert may_take(0, 1, {"share_minor": 5}) == 5
    assert [may_give_back(500, minor) and may_give_back(500, minor).code for minor in (0, 1, 500, 501)] == [
        "NOT_POSITIVE", None, None, "NO_SHARES"
    ]  # fmt: skip


def test_a_set_that_cannot_be_is_refused_and_one_on_the_border_is_not() -> None:
    half = Fraction(1, 2)
    for said in (
        {"reserve_share": 0.5}, {"reserve_share": Fraction(3, 2)}, {"interest_share": Fraction(-1, 9)},
        {"reserve_share": half, "education_share": half, "social_share": Fraction(1, 99)},
        {"least_cash_share": half, "most_cash_share": Fraction(1, 3)},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"exact part|more than all|least in cash"):
            Rules(**said)  # type: ignore[arg-type]
    border = Rules(reserve_share=half, education_share=half, least_cash_share=half, most_cash_share=half)
    assert (border.reserve_share, border.social_share, border.most_cash_share) == (half, 0, half)
    assert Rules(interest_share=Fraction(1)).interest_share == 1
