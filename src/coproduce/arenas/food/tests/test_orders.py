"""An order of many: opened, ordered from, closed with packs filled and prices frozen, shared when short, settled."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.food.models import OrderCycle, OrderLine, Product
from coproduce.arenas.food.queries.cycles import as_cycle, cost, got_of, lines_of, together
from coproduce.arenas.food.queries.money import notes_of, stands
from coproduce.arenas.food.rules import PiecesCame, owed
from coproduce.arenas.food.tests.market import (
    BREAD,
    CLOSES,
    COMES,
    MORNING,
    POUNDS,
    came,
    closed,
    done,
    got,
    opened,
    ordered,
    refused,
    sold,
    three_prices,
    week,
)
from coproduce.community import ledger
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Agent
from coproduce.core import cycle as engine

pytestmark = pytest.mark.django_db
LATER = CLOSES + timedelta(days=2)


def stand(town: Town) -> dict[str, int]:
    """What everybody pays or has, by first name."""
    return {one.name.partition(" ")[0]: one.minor for one in stands(town.community.pk, POUNDS)[0]}


def told(town: Town, who: str) -> str:
    rows = Outbox.objects.filter(to_agent=pk(town, who)).order_by("pk")
    return " ".join(row.template % row.values for row in rows)


def pk(town: Town, who: str) -> int:
    return Agent.objects.get(public_id=town.agents[who]).pk


def test_a_week_is_ordered_closed_short_shared_and_settled(town: Town) -> None:
    """Three orders, two packs and a short delivery, in the books to the penny."""
    cycle, _ = week(town)
    row = OrderCycle.objects.get()
    assert row.packs == {str(Product.objects.get().pk): 2}
    assert list(row.lines.order_by("said_at").values_list("allotted", flat=True)) == [4, 1, 1]
    assert [got(town, who)["Leeks"] for who in ("Ana", "Dee", "Tom")] == [3, 1, 0]
    assert "You get 0 × Leeks, and pay for no more." in told(town, "Tom")
    settled = done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    assert (settled.members, settled.paid_minor, settled.due_minor) == (2, 480, 480)
    assert stand(town) == {"Ana": -360, "Dee": -120, "Ben": 480}
    assert [(note.less, note.minor) for note in notes_of(row, lines_of(row))] == [(1, 120), (1, 120)]
    again = done("food.settle_cycle", town, "Tom", LATER + timedelta(days=1), cycle=cycle)
    assert again == settled
    assert stand(town)["Ben"] == 480, "settled once"
    assert ledger.verify(town.community.pk).faults == ()
    assert set(Ask.objects.filter(arena="food").values_list("agent__public_id", flat=True)) == {
        town.agents[who] for who in ("Ana", "Dee", "Ben")
    }, "who ate and who grew may be asked for the next season"


def test_what_was_ordered_twice_is_one_line_and_lines_add_up_to_the_books(town: Town) -> None:
    """A quarter of a kilo at 90 p is 22.5 p: twice of one thing it is 45 p, once of two things 23 p and 23 p."""
    loose = {"unit": "g", "pack": 250, "price": POUNDS(90), "grams": 0}
    flour, rice = (sold(town, name=name, **loose) for name in ("Flour", "Rice"))
    cycle = opened(town)
    for minute, (product, who, quantity) in enumerate(
        ((flour, "Dee", 250), (flour, "Dee", 500), (flour, "Ana", 250), (rice, "Ana", 250))
    ):
        ordered(town, cycle, product, who, quantity, 0, minute)
    closed(town, cycle)
    came(town, cycle, of=[(flour, 750), (rice, 250)])
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    said = [(line.agent_id, line.received, cost(line, line.received or 0)) for line in together(lines_of(
        OrderCycle.objects.get()))]  # fmt: skip
    assert sorted(said) == sorted([(pk(town, "Dee"), 500, 45), (pk(town, "Ana"), 250, 23), (pk(town, "Ana"), 250, 23)])
    assert stand(town) == {"Dee": -45, "Ana": -46, "Ben": 91}
    assert sorted(OrderLine.objects.values_list("received", flat=True)) == [250] * 4, "lines stay as they were made"


def test_what_is_put_right_is_a_difference_with_a_credit_note(town: Town) -> None:
    cycle, leeks = week(town)
    said = {"cycle": cycle, "who": town.agents["Ana"], "product": leeks, "received": 2, "why": "One was rotten"}
    assert refused("food.put_cycle_right", town, "Tom", LATER, **said) == ("STATE", "cycle")
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    assert refused("food.put_cycle_right", town, "Ana", LATER, **said)[0] == "NOT_ALLOWED"
    assert done("food.put_cycle_right", town, "Tom", LATER, **said).credited_minor == 120
    assert stand(town) == {"Ana": -240, "Dee": -120, "Ben": 360}
    assert "Credit note for Week 47: you got 2 × Leeks. £1.20 come back to you. Why: One was rotten" in told(
        town, "Ana"
    )
    assert refused("food.put_cycle_right", town, "Tom", LATER, **said) == ("NO_CHANGE", "received")
    assert (
        refused("food.put_cycle_right", town, "Tom", LATER, **{**said, "who": town.agents["Cleo"]})[0] == "NOT_ORDERED"
    )
    assert done("food.put_cycle_right", town, "Tom", LATER, **{**said, "received": 3}).credited_minor == -120
    row = OrderCycle.objects.get()
    lines = tuple(got_of(list(lines_of(row))))
    fresh = engine.settle(engine.Cycle("x", row.opens_at, row.closes_at, "closed", lines), lambda all: owed(all, "GBP"))
    assert as_cycle(row).final == fresh.final, "all that was said adds up to a fresh settlement"
    assert ledger.verify(town.community.pk).faults == ()


def test_bands_are_chosen_freely_and_the_grower_has_the_price_as_it_is(town: Town) -> None:
    assert refused("food.choose_terms", town, "Ana", band="less") == ("UNKNOWN_BAND", "band")
    three_prices(town)
    assert done("food.choose_terms", town, "Ana", band="less").band_percent == 75
    bread, cycle = sold(town, BREAD), opened(town)
    ordered(town, cycle, bread, "Ana", 2)
    closed(town, cycle)
    done("food.choose_terms", town, "Ana", LATER, band="more")
    came(town, cycle, of=[(bread, 2)])
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    found, added = stands(town.community.pk, POUNDS)
    assert {one.name.partition(" ")[0]: one.minor for one in found} == {"Ana": -525, "Ben": 700}
    assert added == -175


def test_prices_and_packs_stay_while_it_is_ordered_and_are_frozen_at_the_close(town: Town) -> None:
    leeks, cycle = sold(town), opened(town)
    ordered(town, cycle, leeks, "Ana", 4)
    dearer = {"name": "Leeks", "unit": "piece", "pack": 4, "price": POUNDS(200), "grams": 400}
    assert refused("food.keep_product", town, "Ben", **dearer) == ("IS_ORDERED", "price")
    closed(town, cycle)
    done("food.keep_product", town, "Ben", LATER, **dearer)
    came(town, cycle, of=[(leeks, 4)])
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    assert stand(town)["Ana"] == -480


def test_more_is_a_later_order_and_less_takes_from_the_latest(town: Town) -> None:
    leeks, cycle = sold(town), opened(town)
    ordered(town, cycle, leeks, "Ana", 2)
    ordered(town, cycle, leeks, "Dee", 2, minute=1)
    ordered(town, cycle, leeks, "Ana", 5, 1, minute=2)
    lines = OrderLine.objects.order_by("said_at").values_list("quantity", "tolerance")
    assert list(lines) == [(2, 1), (2, 0), (3, 0)]
    ordered(town, cycle, leeks, "Ana", 1, minute=3)
    assert list(lines.all()) == [(1, 0), (2, 0)]
    ordered(town, cycle, leeks, "Ana", 0, minute=4)
    assert list(lines.all()) == [(2, 0)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": -1}, ("NEGATIVE", "quantity")), ({"tolerance": -1}, ("NEGATIVE", "tolerance")),
        ({"quantity": 0, "tolerance": 2}, ("NOTHING_WANTED", "quantity")),
        ({"product": "none"}, ("NOT_FOUND", "product")),
        ({"cycle": "none"}, ("NOT_FOUND", "cycle")), ({"for_": "Dee"}, ("NOT_ALLOWED", "")),
    ],
)  # fmt: skip
def test_what_cannot_be_ordered(town: Town, change: dict[str, Any], code: tuple[str, str]) -> None:
    said = {"product": sold(town), "cycle": opened(town), "quantity": 1}
    odd = {name: town.agents.get(value, town.agents["Ana"]) if isinstance(value, str) else value
           for name, value in change.items()}  # fmt: skip
    assert refused("food.order", town, "Ana", **{**said, **odd}) == code


def test_nothing_is_ordered_after_the_close(town: Town) -> None:
    said = {"product": sold(town), "cycle": opened(town), "quantity": 1}
    assert refused("food.order", town, "Ana", CLOSES, **said) == ("CLOSED", "cycle")
    done("food.order", town, "Ana", CLOSES - timedelta(seconds=1), **said)
    closed(town, said["cycle"])
    assert refused("food.order", town, "Ana", **said) == ("CLOSED", "cycle")


def test_in_the_last_hours_no_change_leaves_more_missing(town: Town) -> None:
    leeks, cycle = sold(town), opened(town)
    three_prices(town)
    ordered(town, cycle, leeks, "Ana", 4)
    last = CLOSES - timedelta(hours=1)
    assert refused("food.order", town, "Ana", last, product=leeks, cycle=cycle, quantity=5) == ("FILLING", "quantity")
    done("food.order", town, "Ana", last, product=leeks, cycle=cycle, quantity=8)


def test_what_is_wanted_every_time_is_in_each_order(town: Town) -> None:
    leeks = sold(town)
    said = {"product": leeks, "quantity": 2}
    done("food.order_standing", town, "Ana", **said)
    done("food.order_standing", town, "Ana", **{**said, "quantity": 4})
    cycle = opened(town)
    assert list(OrderLine.objects.filter(cycle__public_id=cycle).values_list("quantity", flat=True)) == [4]
    assert refused("food.open_cycle", town, "Cleo", words="Two", closes_at=CLOSES, comes_on=COMES)[0] == "IS_OPEN"
    done("food.order_standing", town, "Ana", **{**said, "quantity": 0})
    assert not OrderLine.objects.filter(cycle=None).exists()


def test_an_order_is_closed_at_its_moment_or_early_and_called_off(town: Town) -> None:
    leeks, cycle = sold(town), opened(town)
    ordered(town, cycle, leeks, "Ana", 3)
    assert refused("food.close_cycle", town, "Cleo", cycle=cycle) == ("TOO_EARLY", "cycle")
    assert refused("food.close_cycle", town, "Ana", CLOSES, cycle=cycle)[0] == "NOT_ALLOWED"
    early = done("food.close_cycle", town, "Cleo", cycle=cycle, is_early=True)
    assert (early.members, early.packs) == (1, 0)
    assert "too few want it to fill a pack, so it does not come: 3 × Leeks." in told(town, "Ana")
    assert refused("food.close_cycle", town, "Cleo", LATER, cycle=cycle) == ("STATE", "cycle")
    assert done("food.cancel_cycle", town, "Cleo", cycle=cycle, why="The van is broken").state == "cancelled"
    assert "is off: The van is broken" in told(town, "Ana")
    assert refused("food.cancel_cycle", town, "Cleo", cycle=cycle, why="Again") == ("STATE", "cycle")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words": " "}, ("MISSING", "words")), ({"closes_at": MORNING}, ("IN_THE_PAST", "closes_at")),
        ({"comes_on": TODAY}, ("WRONG_DAY", "comes_on")),
        ({"comes_on": TODAY.replace(year=2028)}, ("WRONG_DAY", "comes_on")),
        ({"closes_at": MORNING.replace(2027, 3, 28, 1, 30, tzinfo=None)}, ("NO_SUCH_TIME", "closes_at")),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_opened(town: Town, change: dict[str, Any], code: tuple[str, str]) -> None:
    said = {"words": "Week 47", "closes_at": CLOSES, "comes_on": COMES, **change}
    assert refused("food.open_cycle", town, "Cleo", **said) == code


def test_a_moment_is_by_the_clock_of_the_community(town: Town) -> None:
    opened(town, closes_at=CLOSES.replace(tzinfo=None))
    assert OrderCycle.objects.get().closes_at == CLOSES


def test_a_delivery_may_be_said_anew_until_it_is_settled(town: Town) -> None:
    leeks, cycle = sold(town), opened(town)
    ordered(town, cycle, leeks, "Ana", 4)
    said = {"cycle": cycle, "came": (PiecesCame(leeks, 3),)}
    assert refused("food.receive_delivery", town, "Cleo", **said) == ("STATE", "cycle")
    closed(town, cycle)
    assert refused("food.settle_cycle", town, "Tom", LATER, cycle=cycle) == ("NOT_CAME", "cycle")
    assert refused("food.receive_delivery", town, "Ana", LATER, **said)[0] == "NOT_ALLOWED"
    assert refused("food.receive_delivery", town, "Cleo", LATER, cycle=cycle, came=()) == ("MISSING", "came")
    for odd in (PiecesCame(leeks, -1), PiecesCame(town.agents["Ana"], 1)):
        assert refused("food.receive_delivery", town, "Cleo", LATER, cycle=cycle, came=(odd,))[1] == "came"
    assert came(town, cycle, of=[(leeks, 3)]).short == 1
    again = came(town, cycle, of=[(leeks, 9)])
    assert (again.short, again.left_over) == (0, 5)
    assert got(town, "Ana") == {"Leeks": 4}
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    assert refused("food.receive_delivery", town, "Cleo", LATER, **said) == ("STATE", "cycle")


def test_payments_are_written_down_by_whoever_handles_the_money(town: Town) -> None:
    cycle, _ = week(town)
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    said = {"who": town.agents["Ana"], "amount": POUNDS(360), "paid_on": COMES}
    assert refused("food.record_payment", town, "Ana", LATER, **said)[0] == "NOT_ALLOWED"
    done("food.record_payment", town, "Tom", LATER, **said)
    done(
        "food.record_payment",
        town,
        "Tom",
        LATER,
        who=town.agents["Ben"],
        amount=POUNDS(480),
        paid_on=COMES,
        is_out=True,
    )
    assert stand(town) == {"Dee": -120}
    for odd, field in (
        ({"amount": POUNDS(0)}, "amount"),
        ({"who": cycle}, "who"),
        ({"paid_on": COMES.replace(2027)}, "paid_on"),
    ):
        assert refused("food.record_payment", town, "Tom", LATER, **{**said, **odd})[1] == field
