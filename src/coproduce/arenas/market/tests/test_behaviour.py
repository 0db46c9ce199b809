"""Simulated people: the same chance gives the same evening, and each step follows the one before."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from coproduce.arenas.market.behaviour import DAYS, Kept, Place, Stall, Wrong, evening
from coproduce.arenas.market.behaviour.words import STALLS
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone, temper

SATURDAY = date(2026, 11, 21)
WHO, OTHER, YEAR, SALE = UUID(int=1), UUID(int=2), UUID(int=900), UUID(int=901)


def verbs(own: Place, **more: Any) -> Counter[str]:
    """What many evenings bring."""
    people = (Someone(WHO, "both", rings=False), *(Someone(UUID(int=n), *temper(1, n)) for n in range(2, 201)))
    town = Town("market", people, own=own, **more)
    evenings = [evening(town, SATURDAY, Random(seed)) for seed in range(30)]
    assert evenings == [evening(town, SATURDAY, Random(seed)) for seed in range(30)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def test_stalls_are_opened_filled_and_bought_from() -> None:
    empty = verbs(Place())
    assert empty["market.keep_stall"] == 2 * empty["market.open_year"] == 60, "the town's own, and somebody's"
    assert "market.reserve" not in empty
    stall = Stall(UUID(int=902), WHO, STALLS[0][0])
    filled = verbs(Place(stalls=(stall,)))
    assert filled["market.keep_ware"] == 60
    selling = verbs(Place(stalls=(stall,), wares={UUID(int=903): WHO}))
    assert "market.keep_ware" not in selling
    assert 50 < selling["market.reserve"] <= 60
    full = tuple(Stall(UUID(int=910 + place), UUID(int=place + 1), name) for place, (name, _) in enumerate(STALLS))
    assert "market.keep_stall" not in verbs(Place(stalls=full, has_shop=True))


def test_what_is_kept_is_fetched_and_seldom_let_go() -> None:
    found = verbs(Place(kept=(Kept(SALE, WHO),)))
    assert found["market.hand_over"] + found["market.let_go"] == 30
    assert found["market.hand_over"] > 20


def test_what_is_wrong_is_answered_and_then_heard() -> None:
    assert verbs(Place(wrong=(Wrong(SALE, OTHER, False, 900),)))["market.answer_dispute"] == 30
    heard = verbs(Place(wrong=(Wrong(SALE, OTHER, True, 900),)))
    assert heard["market.settle_dispute"] == 30
    assert "market.answer_dispute" not in heard
    assert 0 < verbs(Place(sold=tuple((UUID(int=n), WHO) for n in range(950, 960))))["market.dispute_sale"] < 60


def test_a_year_takes_a_step_each_saturday() -> None:
    over, running = SATURDAY - timedelta(days=1), SATURDAY + timedelta(days=DAYS)
    steps = (
        ((YEAR, "open", running), {}, ""),
        ((YEAR, "open", over), {}, "market.close_year"),
        ((YEAR, "closed", over), {}, "decisions.record"),
        ((YEAR, "closed", over), {"decision": UUID(int=904)}, "market.allocate_year"),
        ((YEAR, "allocated", over), {"is_due": True}, "market.pay_dividends"),
        ((YEAR, "allocated", over), {}, ""),
    )
    named = {"market.close_year", "decisions.record", "market.allocate_year", "market.pay_dividends"}
    for year, more, expected in steps:
        assert set(verbs(Place(year=year, **more))) & named == {expected} - {""}, expected


def test_the_towns_own_shop_is_opened_and_its_till_says_what_it_took() -> None:
    assert "market.bring_trade" not in verbs(Place()), "there is no shop yet"
    found = verbs(Place(has_shop=True))
    assert found["market.bring_trade"] == 30
    assert found["market.keep_stall"] == 30, "and somebody opens a stall beside it"


def test_what_is_left_of_a_year_follows_from_what_was_sold_in_it() -> None:
    over = (YEAR, "open", SATURDAY - timedelta(days=1))
    people = tuple(Someone(UUID(int=n), *temper(1, n)) for n in range(1, 9))
    for sold, left in ((0, 0), (100_019, 5_000), (200_020, 10_001)):
        town = Town("market", people, own=Place(year=over, sold_minor=sold))
        [closing] = [one for one in evening(town, SATURDAY, Random(1)) if one.verb == "market.close_year"]
        assert closing.arguments["surplus"].minor == left


def test_people_take_shares_choose_and_are_asked_to_stand_a_shift() -> None:
    found = verbs(Place(sold=((SALE, WHO),)))
    assert found["market.take_shares"] == found["market.choose_dividend"] == 30
    assert "market.choose_dividend" not in verbs(Place(sold=((SALE, WHO),), chose=frozenset({WHO})))
    assert "exchange.open_occasion" in verbs(Place())
    asking = (Asking(UUID(int=905), WHO, "ready", None),)
    assert "exchange.ask_back" in verbs(Place(), asks=asking)
