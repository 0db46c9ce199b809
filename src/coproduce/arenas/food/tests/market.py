"""Leeks and bread, and an order of them: what many tests begin with. Ben grows, Ana and Ben eat, Cleo coordinates."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.food.models import OrderLine
from coproduce.arenas.food.rules import PiecesCame
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

POUNDS = unit_of_money("GBP")
MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)
CLOSES = datetime(2026, 11, 18, 18, tzinfo=UTC)
COMES = date(2026, 11, 20)


def at(moment: datetime, verb: str, town: Town, by: str, /, **said: Any) -> Done[Any] | Refusal:
    with clock.at(moment):
        return do(verb, town.actor(by), **said)


def done(verb: str, town: Town, by: str, moment: datetime = MORNING, /, **said: Any) -> Any:
    outcome = at(moment, verb, town, by, **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def refused(verb: str, town: Town, by: str, moment: datetime = MORNING, /, **said: Any) -> tuple[str, str]:
    outcome = at(moment, verb, town, by, **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    assert "%(" not in outcome.sentence
    return outcome.code, outcome.field


LEEKS = {"name": "Leeks", "unit": "piece", "pack": 4, "price": POUNDS(120), "grams": 400, "contains": (), "traces": ()}
BREAD = {"name": "Bread", "unit": "piece", "pack": 1, "price": POUNDS(350), "grams": 800, "contains": ("gluten",),
         "traces": ("nuts",)}  # fmt: skip


def sold(town: Town, what: dict[str, Any] = LEEKS, grower: str = "Ben", **change: Any) -> UUID:
    product: UUID = done("food.keep_product", town, grower, **{**what, **change}).product
    return product


def opened(town: Town, **change: Any) -> UUID:
    said = {"words": "Week 47", "closes_at": CLOSES, "comes_on": COMES, **change}
    cycle: UUID = done("food.open_cycle", town, "Cleo", **said).cycle
    return cycle


def ordered(
    town: Town, cycle: UUID, product: UUID, who: str, quantity: int, tolerance: int = 0, minute: int = 0
) -> None:
    done("food.order", town, who, MORNING + timedelta(minutes=minute), cycle=cycle, product=product, quantity=quantity,
         tolerance=tolerance)  # fmt: skip


def closed(town: Town, cycle: UUID) -> Any:
    return done("food.close_cycle", town, "Cleo", CLOSES, cycle=cycle)


def came(town: Town, cycle: UUID, **pieces: Any) -> Any:
    said = tuple(PiecesCame(product, number) for product, number in pieces["of"])
    return done("food.receive_delivery", town, "Cleo", CLOSES + timedelta(days=2), cycle=cycle, came=said)


def got(town: Town, who: str) -> dict[str, int]:
    """What somebody received, by what it is called."""
    rows = OrderLine.objects.filter(agent__public_id=town.agents[who]).exclude(cycle=None)
    found: dict[str, int] = {}
    for name, number in rows.values_list("product__name", "received"):
        found[name] = found.get(name, 0) + (number or 0)
    return found


def week(town: Town) -> tuple[UUID, UUID]:
    """An order of which six leeks were allotted to three and four came, closed: cycle and product."""
    leeks, cycle = sold(town, pack=3), opened(town)
    for minute, (who, quantity, tolerance) in enumerate((("Ana", 3, 2), ("Dee", 1, 3), ("Tom", 1, 0))):
        ordered(town, cycle, leeks, who, quantity, tolerance, minute)
    closed(town, cycle)
    came(town, cycle, of=[(leeks, 4)])
    return cycle, leeks


def three_prices(town: Town) -> None:
    """Members decided on the set with three prices, and packs that are filled in the last hours."""
    chosen = do("decisions.choose_rules", town.actor("Cleo"), arena="food", rule_set="solidarity",
                decision=town.decided(), from_on=TODAY)  # fmt: skip
    assert isinstance(chosen, Done), chosen
