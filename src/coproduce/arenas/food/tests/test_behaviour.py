"""Simulated people: the same chance gives the same evening, and each step follows the one before."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.food.behaviour import Ordering, Over, Table, evening
from coproduce.arenas.food.behaviour.words import PRODUCTS
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone, temper

SATURDAY = date(2026, 11, 21)
SUNDAY = SATURDAY + timedelta(days=1)
FIRST_SUNDAY = SUNDAY - timedelta(days=21)
WHO, LEEKS, CYCLE = UUID(int=1), UUID(int=900), UUID(int=901)
SOLD = {one["name"]: UUID(int=910 + place) for place, one in enumerate(PRODUCTS)}


def verbs(own: Table, day: date = SATURDAY, **more: object) -> Counter[str]:
    """What many evenings bring."""
    people = (Someone(WHO, "both", rings=False), *(Someone(UUID(int=n), *temper(1, n)) for n in range(2, 61)))
    town = Town("food", people, own=own, **more)  # type: ignore[arg-type]
    evenings = [evening(town, day, Random(seed)) for seed in range(30)]
    assert evenings == [evening(town, day, Random(seed)) for seed in range(30)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def last(**change: object) -> Ordering:
    said = {"id": CYCLE, "words": "Week", "state": "open", "closes_on": SUNDAY, "pieces": {LEEKS: 6},
            "comes_on": SATURDAY + timedelta(days=7), "members": (UUID(int=2),)}  # fmt: skip
    return Ordering(**{**said, **change})  # type: ignore[arg-type]


def test_a_town_begins_with_what_somebody_grows() -> None:
    assert verbs(Table())["food.keep_product"] == 30
    assert "food.open_cycle" not in verbs(Table()), "nothing is sold yet"
    eating = verbs(Table(SOLD))
    assert "food.keep_product" not in eating
    assert {"food.choose_terms", "food.order_standing", "food.take_share", "food.open_cycle"} <= eating.keys()
    assert "food.choose_terms" not in verbs(Table(SOLD, eaters=tuple(UUID(int=n) for n in range(2, 20))))


def test_an_order_is_open_closed_comes_and_the_next_is_opened() -> None:
    eaters = tuple(UUID(int=n) for n in range(2, 20))
    is_open = verbs(Table(SOLD, eaters=eaters, last=last()))
    assert is_open["food.order"] == 60
    assert "food.open_cycle" not in is_open
    assert verbs(Table(SOLD, last=last()), SUNDAY)["food.close_cycle"] == 30
    waits = verbs(Table(SOLD, last=last(state="closed")))
    assert not {"food.receive_delivery", "food.open_cycle"} & waits.keys()
    comes = verbs(Table(SOLD, last=last(state="closed", comes_on=SATURDAY), area="Mill Lane"))
    for verb in ("receive_delivery", "settle_cycle", "plan_round", "open_cycle"):
        assert comes[f"food.{verb}"] == 30, verb
    assert "food.plan_round" not in verbs(Table(SOLD, last=last(state="closed", comes_on=SATURDAY, pieces={})))


def test_rounds_are_brought_on_sundays_and_food_is_paid_for_on_the_first_of_a_month() -> None:
    own = Table(SOLD, to_bring=((CYCLE, WHO),), still={WHO: -360, UUID(int=2): 480})
    found = verbs(own, SUNDAY)
    assert found["food.record_round"] == 30
    assert "food.record_payment" not in found
    assert 20 < verbs(own, FIRST_SUNDAY)["food.record_payment"] < 50


def test_what_is_over_is_offered_claimed_and_fetched() -> None:
    giver = UUID(int=2)
    found = verbs(Table(over=(Over(UUID(int=903), giver, False),)), SUNDAY)
    assert found["food.fetch_surplus"] <= found["food.claim_surplus"] <= 30
    assert found["food.fetch_surplus"]
    assert "food.claim_surplus" not in verbs(Table(over=(Over(UUID(int=904), giver, True),)))
    assert "food.offer_surplus" in verbs(Table())
    assert "food.offer_surplus" not in verbs(Table(), SUNDAY)


def test_people_come_to_the_field_and_are_asked_for_the_next_season() -> None:
    assert "exchange.open_occasion" in verbs(Table())
    asking = (Asking(UUID(int=905), WHO, "ready", None),)
    assert "exchange.ask_back" in verbs(Table(), asks=asking)
