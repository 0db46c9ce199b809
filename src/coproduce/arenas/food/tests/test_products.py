"""What is sold, who says so, and what an allergen stops: unknown is not none, for nobody."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.food.models import Eater, OrderLine, Product
from coproduce.arenas.food.tests.market import (
    BREAD,
    CLOSES,
    LEEKS,
    POUNDS,
    came,
    closed,
    done,
    got,
    opened,
    ordered,
    refused,
    sold,
)
from coproduce.community.base.models import Outbox
from coproduce.core.quantity import HOURS

pytestmark = pytest.mark.django_db
LATER = CLOSES + timedelta(days=2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"), ({"unit": "kg"}, "unit"), ({"pack": 0}, "pack"), ({"pack": -2}, "pack"),
        ({"least_packs": -1}, "least_packs"), ({"grams": None}, "grams"), ({"price": POUNDS(-1)}, "price"),
        ({"price": HOURS(60)}, "price"), ({"storage": "warm"}, "storage"), ({"dated": "soon"}, "dated"),
        ({"dated": "use by"}, "keeps_days"), ({"keeps_days": 3}, "keeps_days"), ({"contains": ("cats",)}, "contains"),
        ({"traces": ("cats",)}, "traces"),
    ],
)  # fmt: skip
def test_what_cannot_be_sold(town: Town, change: dict[str, Any], field: str) -> None:
    assert refused("food.keep_product", town, "Ben", **{**LEEKS, **change})[1] == field


def test_a_grower_says_it_of_their_own_and_the_desk_of_everybodys(town: Town) -> None:
    ben = town.agents["Ben"]
    assert refused("food.keep_product", town, "Ana", **LEEKS, producer=ben)[0] == "NOT_ALLOWED"
    assert done("food.keep_product", town, "Cleo", **LEEKS, producer=ben).is_new
    assert not done("food.keep_product", town, "Ben", **LEEKS).is_new
    assert done("food.keep_product", town, "Ana", **LEEKS).is_new, "Ana's own leeks are others"
    elsewhere = refused("food.keep_product", town, "Cleo", **LEEKS, producer=Product.objects.first().public_id)  # type: ignore[union-attr]
    assert elsewhere == ("NOT_FOUND", "producer")


def test_grams_are_priced_by_the_thousand(town: Town) -> None:
    flour, cycle = sold(town, {**LEEKS, "name": "Flour", "unit": "g", "pack": 500, "price": POUNDS(320)}), opened(town)
    ordered(town, cycle, flour, "Ana", 750, 250)
    closed(town, cycle)
    line = OrderLine.objects.get()
    assert (line.allotted, line.price_minor, line.per) == (1000, 320, 1000)


@pytest.mark.parametrize(
    ("what", "avoids", "code"),
    [
        (BREAD, ("gluten",), "AVOIDED"), (BREAD, ("nuts",), "AVOIDED"), (BREAD, ("milk",), ""), (BREAD, (), ""),
        ({**BREAD, "contains": None}, ("milk",), "ALLERGENS_UNKNOWN"),
        ({**BREAD, "traces": None}, ("milk",), "ALLERGENS_UNKNOWN"), ({**BREAD, "contains": None}, (), ""),
    ],
)  # fmt: skip
def test_what_somebody_avoids_or_nobody_spoke_of_is_not_ordered(
    town: Town, what: dict[str, Any], avoids: tuple[str, ...], code: str
) -> None:
    done("food.choose_terms", town, "Ana", avoids=avoids)
    said = {"product": sold(town, what), "cycle": opened(town), "quantity": 1}
    if code:
        assert refused("food.order", town, "Ana", **said)[0] == code
        assert refused("food.order_standing", town, "Ana", product=said["product"], quantity=1)[0] == code
    else:
        done("food.order", town, "Ana", **said)


CHARD = {**LEEKS, "name": "Chard", "price": POUNDS(90)}
SOUP = {**LEEKS, "name": "Soup", "contains": ("celery",), "price": POUNDS(100)}


def short(town: Town) -> dict[str, Any]:
    """Ana, who avoids celery, and Dee wanted two leeks each, and none came."""
    done("food.choose_terms", town, "Ana", avoids=("celery",))
    leeks, cycle = sold(town), opened(town)
    for who in ("Ana", "Dee"):
        ordered(town, cycle, leeks, who, 2)
    closed(town, cycle)
    came(town, cycle, of=[(leeks, 0)])
    return {"cycle": cycle, "product": leeks}


def test_what_is_short_is_made_up_for_never_dearer(town: Town) -> None:
    said = short(town)
    chard = sold(town, CHARD)
    stood = done("food.put_instead", town, "Cleo", LATER, **said, instead=chard, pieces=3)
    assert (stood.given, stood.stopped, stood.left_over) == (2, 0, 0)
    assert [got(town, who)["Chard"] for who in ("Ana", "Dee")] == [2, 1]
    dear = sold(town, {**CHARD, "name": "Truffle", "price": POUNDS(9000)})
    assert done("food.put_instead", town, "Cleo", LATER, **said, instead=dear, pieces=5).left_over == 4
    assert OrderLine.objects.get(product__name="Truffle").price_minor == 120
    assert refused("food.put_instead", town, "Cleo", LATER, **said, instead=dear, pieces=5) == ("NOT_SHORT", "product")
    assert done("food.settle_cycle", town, "Tom", LATER, cycle=said["cycle"]).paid_minor == 2 * 90 + 90 + 120


@pytest.mark.promise("An allergen stops what would stand in: unknown is not none")
@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (SOUP, "NEW_ALLERGEN"), ({**CHARD, "contains": None}, "ALLERGENS_UNKNOWN"),
        ({**CHARD, "traces": None}, "ALLERGENS_UNKNOWN"),
        ({**CHARD, "unit": "g"}, "UNIT_MISMATCH"),
    ],
)  # fmt: skip
def test_an_allergen_stops_what_would_stand_in(town: Town, instead: dict[str, Any], code: str) -> None:
    said = short(town)
    other = sold(town, instead)
    assert refused("food.put_instead", town, "Cleo", LATER, **said, instead=other, pieces=9)[0] == code
    assert not OrderLine.objects.filter(product__public_id=other).exists()


def test_it_is_stopped_for_whoever_avoids_it_and_given_to_the_others(town: Town) -> None:
    done("food.choose_terms", town, "Ana", avoids=("celery",))
    soup, cycle = sold(town, SOUP), opened(town)
    for who in ("Dee", "Tom"):
        ordered(town, cycle, soup, who, 2)
    closed(town, cycle)
    came(town, cycle, of=[(soup, 2)])
    OrderLine.objects.filter(agent__public_id=town.agents["Tom"]).update(agent=Eater.objects.get().agent)
    other = sold(town, {**SOUP, "name": "Stew"})
    said = {"cycle": cycle, "product": soup, "instead": other, "pieces": 2}
    assert refused("food.put_instead", town, "Cleo", LATER, **said) == ("AVOIDED", "instead"), "only Ana got too little"
    Eater.objects.update(avoids=[])
    assert refused("food.put_instead", town, "Ana", LATER, **said)[0] == "NOT_ALLOWED"
    assert done("food.put_instead", town, "Cleo", LATER, **said).given == 1
    assert refused("food.put_instead", town, "Cleo", LATER, **{**said, "pieces": 0}) == ("NOT_POSITIVE", "pieces")
    assert refused("food.put_instead", town, "Cleo", LATER, **{**said, "instead": cycle}) == ("NOT_FOUND", "product")


def test_what_is_said_later_of_what_is_in_it_is_told_at_once(town: Town) -> None:
    done("food.choose_terms", town, "Ana", avoids=("celery",))
    leeks, cycle = sold(town), opened(town)
    ordered(town, cycle, leeks, "Ana", 4)
    done("food.keep_product", town, "Ben", **{**LEEKS, "traces": ("celery",)})
    note = Outbox.objects.filter(template__contains="it is now said").get()
    assert (note.values["names"], note.is_urgent) == ("celery", True)
    done("food.order_standing", town, "Dee", product=leeks, quantity=1)


def test_what_is_ordered_every_time_is_left_out_once_it_is_avoided(town: Town) -> None:
    leeks = sold(town)
    done("food.order_standing", town, "Ana", product=leeks, quantity=4)
    done("food.choose_terms", town, "Ana", avoids=("celery",))
    done("food.keep_product", town, "Ben", **{**LEEKS, "contains": None})
    opened(town)
    assert not OrderLine.objects.exclude(cycle=None).exists()
    assert Outbox.objects.filter(template__contains="left out of what you order").exists()
