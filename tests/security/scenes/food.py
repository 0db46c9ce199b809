"""Leeks that somebody grows, an order of them, food that is over, and a round."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.food.models import OrderCycle
from coproduce.arenas.food.rules import Drives, PiecesCame
from coproduce.community.people.models import Community, Membership
from coproduce.core.quantity import HOURS, KG, unit_of_money
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene

#: Who is at the desk beside whoever does it.
SECOND = "Sal"
POUNDS = unit_of_money("GBP")
SOON = datetime.combine(TODAY + timedelta(days=3), time(18), UTC)


def switched_on(part: Part) -> None:
    """The town eats together, and a second person is at the desk."""
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "food"])
    Membership.objects.filter(agent__public_id=part.town.agents[SECOND]).update(roles=["member", "broker"])


def leeks(part: Part) -> dict[str, Any]:
    return {"name": f"Leeks {part.town.canary}", "unit": "piece", "pack": 1, "price": POUNDS(120), "grams": 400,
            "contains": (), "traces": ()}  # fmt: skip


def sold(part: Part, **change: Any) -> UUID:
    switched_on(part)
    product: UUID = done("food.keep_product", part, SECOND, **{**leeks(part), **change}).product
    return product


def to_open(part: Part) -> dict[str, Any]:
    return {"words": f"Week 47 {part.town.canary}", "closes_at": SOON, "comes_on": SOON.date() + timedelta(days=2)}


def opened(part: Part) -> dict[str, Any]:
    """An order in which whoever it is about wants two: the order and the product."""
    product = sold(part)
    cycle = done("food.open_cycle", part, SECOND, **to_open(part)).cycle
    done("food.order", part, SECOND, cycle=cycle, product=product, quantity=2, for_=part.town.agents[part.whose])
    return {"cycle": cycle, "product": product}


def closed(part: Part) -> dict[str, Any]:
    said = opened(part)
    done("food.close_cycle", part, SECOND, cycle=said["cycle"], is_early=True)
    return said


def came(part: Part, pieces: int = 2) -> dict[str, Any]:
    said = closed(part)
    done("food.receive_delivery", part, SECOND, cycle=said["cycle"], came=(PiecesCame(said["product"], pieces),))
    return said


def driven(part: Part, driver: str) -> dict[str, Any]:
    said = closed(part)
    done("food.choose_terms", part, SECOND, is_brought=True, for_=part.town.agents[part.whose])
    drivers = (Drives(part.town.agents[driver], "bike", time(8), time(22)),)
    return {"cycle": said["cycle"], "depot": f"Lane {part.town.canary}", "drivers": drivers}


def over(part: Part, giver: str) -> UUID:
    switched_on(part)
    said = {"words": f"3 loaves {part.town.canary}", "storage": "ambient", "contains": ()}
    surplus: UUID = done("food.offer_surplus", part, SECOND, **said, for_=part.town.agents[giver]).surplus
    return surplus


def claimed(part: Part) -> UUID:
    which = over(part, SECOND)
    done("food.claim_surplus", part, SECOND if part.whose == SECOND else part.whose, surplus=which)
    return which


@scene("food.keep_product")
def keep_product(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {**leeks(part), "producer": part.town.agents[part.whose]}


@scene("food.choose_terms")
def choose_terms(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"avoids": ("milk",), **part.for_}


@scene("food.take_share")
def take_share(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"kind": "half", "from_on": TODAY, **part.for_}


@scene("food.end_share")
def end_share(part: Part) -> dict[str, Any]:
    switched_on(part)
    done("food.take_share", part, SECOND, kind="half", from_on=TODAY, for_=part.town.agents[part.whose])
    return {"kind": "half", "until_on": TODAY, **part.for_}


@scene("food.excuse_work")
def excuse_work(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"who": part.town.agents[part.whose], "on": TODAY, "why": f"Moving house {part.town.canary}"}


@scene("food.order")
def order(part: Part) -> dict[str, Any]:
    return {**opened(part), "quantity": 3, **part.for_}


@scene("food.order_standing")
def order_standing(part: Part) -> dict[str, Any]:
    return {"product": sold(part), "quantity": 3, **part.for_}


@scene("food.open_cycle")
def open_cycle(part: Part) -> dict[str, Any]:
    switched_on(part)
    return to_open(part)


@scene("food.close_cycle")
def close_cycle(part: Part) -> dict[str, Any]:
    return {"cycle": opened(part)["cycle"], "is_early": True}


@scene("food.cancel_cycle")
def cancel_cycle(part: Part) -> dict[str, Any]:
    return {"cycle": opened(part)["cycle"], "why": f"The van is broken {part.town.canary}"}


@scene("food.receive_delivery")
def receive_delivery(part: Part) -> dict[str, Any]:
    said = closed(part)
    return {"cycle": said["cycle"], "came": (PiecesCame(said["product"], 1),)}


@scene("food.put_instead")
def put_instead(part: Part) -> dict[str, Any]:
    other = sold(part, name=f"Chard {part.town.canary}")
    return {**came(part, 1), "instead": other, "pieces": 1}


@scene("food.settle_cycle")
def settle_cycle(part: Part) -> dict[str, Any]:
    return {"cycle": came(part)["cycle"]}


@scene("food.put_cycle_right")
def put_cycle_right(part: Part) -> dict[str, Any]:
    said = came(part)
    done("food.settle_cycle", part, SECOND, cycle=said["cycle"])
    return {**said, "who": part.town.agents[part.whose], "received": 1, "why": f"One was rotten {part.town.canary}"}


@scene("food.record_payment")
def record_payment(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"who": part.town.agents[part.whose], "amount": POUNDS(1250), "paid_on": TODAY}


@scene("food.offer_surplus")
def offer_surplus(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"words": f"3 loaves {part.town.canary}", "storage": "ambient", **part.for_}


@scene("food.claim_surplus")
def claim_surplus(part: Part) -> dict[str, Any]:
    return {"surplus": over(part, SECOND), **part.for_}


@scene("food.let_go_surplus")
def let_go_surplus(part: Part) -> dict[str, Any]:
    return {"surplus": claimed(part), **part.for_}


@scene("food.fetch_surplus")
def fetch_surplus(part: Part) -> dict[str, Any]:
    return {"surplus": claimed(part), "weight": KG(2400), "thanks": f"Eaten at once {part.town.canary}", **part.for_}


@scene("food.plan_round")
def plan_round(part: Part) -> dict[str, Any]:
    return driven(part, part.other)


@scene("food.drop_out")
def drop_out(part: Part) -> dict[str, Any]:
    said = driven(part, part.whose)
    done("food.plan_round", part, SECOND, **said)
    return {"cycle": said["cycle"], "driver": part.town.agents[part.whose]}


@scene("food.record_round")
def record_round(part: Part) -> dict[str, Any]:
    said = driven(part, part.whose)
    done("food.choose_terms", part, SECOND, is_brought=True, for_=part.town.agents[part.other])
    product = OrderCycle.objects.get(public_id=said["cycle"]).lines.get().product
    OrderCycle.objects.filter(public_id=said["cycle"]).update(state=OrderCycle.OPEN, closes_at=SOON)
    done("food.order", part, SECOND, cycle=said["cycle"], product=product.public_id, quantity=1,
         for_=part.town.agents[part.other])  # fmt: skip
    done("food.close_cycle", part, SECOND, cycle=said["cycle"], is_early=True)
    done("food.plan_round", part, SECOND, **said)
    OrderCycle.objects.filter(public_id=said["cycle"]).update(comes_on=TODAY)
    return {"cycle": said["cycle"], "driver": part.town.agents[part.whose], "time": HOURS(50)}
