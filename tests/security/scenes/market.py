"""A stall, something kept, bought, not agreed on; a till of the town's own, shares, and a year on its way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.market.rules.till import TillRow
from coproduce.community.people.models import Community, Membership
from coproduce.core.quantity import unit_of_money
from tests.fixtures.towns import TODAY, told
from tests.security.scenes import Part, done, scene

SECOND = "Sal"
POUNDS = unit_of_money("GBP")
IBAN = "GB82WEST12345698765432"
YEAR = {"from_on": TODAY.replace(month=1, day=1), "until_on": TODAY}


def switched_on(part: Part) -> None:
    """The town holds a market, and a second person is at the desk."""
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "market"])
    Membership.objects.filter(agent__public_id=part.town.agents[SECOND]).update(roles=["member", "broker"])


def stall(part: Part, who: str) -> UUID:
    switched_on(part)
    said = {"name": f"Wool {part.town.canary}", "place": f"Under the limes {part.town.canary}"}
    found: UUID = done("market.keep_stall", part, SECOND, **said, for_=part.town.agents[who]).stall
    return found


def ware(part: Part, who: str) -> UUID:
    said = {"name": f"Mittens {part.town.canary}", "price": POUNDS(900), "left": 9}
    found: UUID = done("market.keep_ware", part, SECOND, stall=stall(part, who), **said).ware
    return found


def kept(part: Part, seller: str, buyer: str) -> UUID:
    found: UUID = done("market.reserve", part, SECOND, ware=ware(part, seller), for_=part.town.agents[buyer]).sale
    return found


def bought(part: Part, seller: str, buyer: str, **more: Any) -> UUID:
    sale = kept(part, seller, buyer)
    done("market.hand_over", part, SECOND, sale=sale, **more)
    return sale


def disputed(part: Part, seller: str, buyer: str) -> UUID:
    sale = bought(part, seller, buyer)
    done("market.dispute_sale", part, SECOND, sale=sale, why=f"A hole in the thumb {part.town.canary}")
    return sale


def till(part: Part) -> dict[str, Any]:
    """What a till took from whoever it is about."""
    switched_on(part)
    done("market.keep_stall", part, SECOND, name=f"Our shop {part.town.canary}", is_ours=True)
    return {"rows": (TillRow("1", POUNDS(1200), TODAY, part.town.agents[part.whose]),)}


def opened(part: Part) -> UUID:
    done("market.bring_trade", part, SECOND, **till(part))
    year: UUID = done("market.open_year", part, SECOND, **YEAR).year
    return year


def closed(part: Part) -> UUID:
    year = opened(part)
    done("market.close_year", part, SECOND, year=year, surplus=POUNDS(1000))
    return year


def decided(part: Part) -> UUID:
    return part.town.decided(decided_on=TODAY, effective_on=TODAY)


def shared(part: Part) -> UUID:
    year = closed(part)
    done("market.allocate_year", part, SECOND, year=year, decision=decided(part))
    return year


def other(part: Part) -> str:
    """Somebody else than whoever it is about."""
    return next(name for name in (part.other, "Ben", "Ana", "Dee") if name != part.whose)


@scene("market.keep_stall")
def keep_stall(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"name": f"Wool {part.town.canary}", **part.for_}


@scene("market.keep_ware")
def keep_ware(part: Part) -> dict[str, Any]:
    return {"stall": stall(part, part.whose), "name": f"Mittens {part.town.canary}", "price": POUNDS(900)}


@scene("market.reserve")
def reserve(part: Part) -> dict[str, Any]:
    return {"ware": ware(part, other(part)), **part.for_}


@scene("market.let_go")
def let_go(part: Part) -> dict[str, Any]:
    return {"sale": kept(part, other(part), part.whose)}


@scene("market.hand_over")
def hand_over(part: Part) -> dict[str, Any]:
    return {"sale": kept(part, part.whose, other(part))}


@scene("market.pay_sale")
def pay_sale(part: Part) -> dict[str, Any]:
    return {"sale": bought(part, part.whose, other(part), is_paid=False)}


@scene("market.dispute_sale")
def dispute_sale(part: Part) -> dict[str, Any]:
    return {"sale": bought(part, other(part), part.whose), "why": f"A hole in the thumb {part.town.canary}"}


@scene("market.answer_dispute")
def answer_dispute(part: Part) -> dict[str, Any]:
    return {"sale": disputed(part, part.whose, other(part)), "words": f"I can darn it {part.town.canary}"}


@scene("market.settle_dispute")
def settle_dispute(part: Part) -> dict[str, Any]:
    seller, buyer = [name for name in ("Ben", "Ana", "Dee") if name != part.me][:2]
    sale = disputed(part, seller, buyer)
    return {"sale": sale, "refund": POUNDS(300), "outcome": f"They spoke {part.town.canary}"}


@scene("market.choose_dividend")
def choose_dividend(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"choice": "cash", "pay_to": IBAN, **part.for_}


@scene("market.bring_trade")
def bring_trade(part: Part) -> dict[str, Any]:
    return till(part)


@scene("market.take_shares")
def take_shares(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"who": part.town.agents[part.whose], "shares": 3, "paid_on": TODAY}


@scene("market.give_back_shares")
def give_back_shares(part: Part) -> dict[str, Any]:
    taken = take_shares(part)
    told("market.take_shares", part.town.actor(SECOND), **taken)
    return {"who": part.town.agents[part.whose], "amount": POUNDS(100), "paid_on": TODAY}


@scene("market.open_year")
def open_year(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"from_on": TODAY, "until_on": TODAY + timedelta(days=364)}


@scene("market.close_year")
def close_year(part: Part) -> dict[str, Any]:
    return {"year": opened(part), "surplus": POUNDS(1000)}


@scene("market.allocate_year")
def allocate_year(part: Part) -> dict[str, Any]:
    return {"year": closed(part), "decision": decided(part)}


@scene("market.correct_year")
def correct_year(part: Part) -> dict[str, Any]:
    return {"year": shared(part)}


@scene("market.pay_dividends")
def pay_dividends(part: Part) -> dict[str, Any]:
    shared(part)
    return {"paid_on": TODAY, "who": part.town.agents[part.whose]}
