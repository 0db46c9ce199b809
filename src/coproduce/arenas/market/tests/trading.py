"""A stall of Ben's with mittens and a shop of the town's own: what many tests begin with. Ana buys, Tom counts."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.market.rules.till import TillRow
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

POUNDS = unit_of_money("GBP")
MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)
YEAR = {"from_on": date(2026, 1, 1), "until_on": TODAY}


def at(moment: datetime, verb: str, town: Town, by: str, /, **said: Any) -> Done[Any] | Refusal:
    with clock.at(moment):
        return do(f"market.{verb}", town.actor(by), **said)


def done(verb: str, town: Town, by: str, moment: datetime = MORNING, /, **said: Any) -> Any:
    outcome = at(moment, verb, town, by, **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def refused(verb: str, town: Town, by: str, moment: datetime = MORNING, /, **said: Any) -> tuple[str, str]:
    outcome = at(moment, verb, town, by, **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    assert "%(" not in outcome.sentence
    return outcome.code, outcome.field


def agent(town: Town, who: str) -> Agent:
    return Agent.objects.get(public_id=town.agents[who])


def mittens(town: Town, who: str = "Ben", **change: Any) -> UUID:
    """Something at somebody's stall, three of it for 9.00 each."""
    stall = done("keep_stall", town, who, name="Wool", place="Under the limes").stall
    ware: UUID = done(
        "keep_ware", town, who, stall=stall, name="Mittens", **{"price": POUNDS(900), "left": 3, **change}
    ).ware
    return ware


def shop(town: Town) -> UUID:
    """The town's own stall."""
    stall: UUID = done("keep_stall", town, "Cleo", name="Our shop", is_ours=True).stall
    return stall


def kept(town: Town, ware: UUID, who: str = "Ana", quantity: int = 1) -> UUID:
    sale: UUID = done("reserve", town, who, ware=ware, quantity=quantity).sale
    return sale


def bought(town: Town, who: str = "Ana", **more: Any) -> UUID:
    """Mittens that Ana bought and paid for."""
    sale = kept(town, mittens(town), who, more.pop("quantity", 1))
    done("hand_over", town, "Ben", sale=sale, **more)
    return sale


def rows(town: Town, *said: tuple[str, int, str], on: date = TODAY) -> tuple[TillRow, ...]:
    """Rows of a till: number, pence, who (empty is nobody known)."""
    return tuple(TillRow(number, POUNDS(minor), on, town.agents[who] if who else None) for number, minor, who in said)


def traded(town: Town, *said: tuple[str, int, str]) -> None:
    """What the shop's till took today."""
    shop(town)
    done("bring_trade", town, "Tom", rows=rows(town, *said))


def closed(town: Town, surplus: int, **more: Any) -> UUID:
    """This year, closed with a surplus."""
    year: UUID = done("open_year", town, "Tom", **YEAR).year
    done("close_year", town, "Tom", year=year, surplus=POUNDS(surplus), **more)
    return year


def shared_out(town: Town, surplus: int) -> UUID:
    year = closed(town, surplus)
    done("allocate_year", town, "Tom", year=year, decision=decided(town))
    return year


def decided(town: Town, **more: Any) -> UUID:
    with clock.at(MORNING):
        return town.decided(**{"decided_on": TODAY, "effective_on": TODAY, **more})
