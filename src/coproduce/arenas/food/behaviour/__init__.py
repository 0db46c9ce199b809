"""How simulated people eat together: every other week they order, it comes, is settled, brought round and passed on.

Pure: what stands on an evening and a chance come in, intents go out. Money is in pence or cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.food.behaviour.words import OVER, PRODUCTS, THANKS, WAYS
from coproduce.arenas.food.rules import Drives, PiecesCame
from coproduce.community.exchange.behaviour import Town, carry_on, come_together
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS, KG, unit_of_money

#: Saturdays an order is opened, ordered from, or comes; Sundays it is closed, and the field is thought of.
EVENINGS = (5, 6)
#: One of so many people eats with the others, and no fewer than this.
ONE_IN, FEWEST = 16, 6
#: Of how many things somebody has some in every order.
MOST_THINGS = 2


@dataclass(frozen=True, slots=True)
class Ordering:
    """The last order and how far it is; while what was ordered is to come, its pieces and who has something in it."""

    id: UUID
    words: str
    state: str
    closes_on: date
    comes_on: date
    pieces: Mapping[UUID, int] = field(default_factory=dict)
    members: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Over:
    """Food that is over: who offers it, and whether somebody said that they fetch it."""

    id: UUID
    giver: UUID
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """What is sold, who grows and who eats, the last order, what is over, rounds to be brought and by whom, what people
    still pay on a day they pay, and the part of town rounds begin in."""

    products: Mapping[str, UUID] = field(default_factory=dict)
    growers: frozenset[UUID] = frozenset()
    eaters: tuple[UUID, ...] = ()
    last: Ordering | None = None
    over: tuple[Over, ...] = ()
    to_bring: tuple[tuple[UUID, UUID], ...] = ()
    still: Mapping[UUID, int] = field(default_factory=dict)
    area: str = ""
    currency: str = "GBP"


def is_paid_on(day: date) -> bool:
    """Whether it is the first Sunday of a month, when the books of food are looked at."""
    return day.weekday() == EVENINGS[1] and day.day <= 7


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens around food on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Table) else Table()
    carry_on(saying, town, WAYS, day)
    come_together(saying, town, WAYS, day)
    if day.weekday() == EVENINGS[0]:
        _grow(saying, seen)
        _begin_to_eat(saying, seen, day)
        _order(saying, seen, day)
        _comes(saying, seen, day)
        _open(saying, seen, day)
    else:
        _close(saying, seen, day)
        _pay(saying, seen, day)
        for cycle, driver in seen.to_bring:
            if driver in saying.people:
                time_taken = HOURS(chance.randint(3, 8) * 15)
                saying.add("food.record_round", driver, cycle=cycle, driver=driver, time=time_taken)
    _pass_on(saying, seen, day.weekday() == EVENINGS[1])
    return saying.intents


def _grow(saying: Evening, seen: Table) -> None:
    """Somebody says what they grow, one thing an evening."""
    missing = [one for one in PRODUCTS if one["name"] not in seen.products]
    free = [one.id for one in saying.people.values() if one.gives and one.id not in seen.growers]
    if missing and free:
        said = {name: value for name, value in missing[0].items() if name != "minor"}
        price = unit_of_money(seen.currency)(missing[0]["minor"])
        saying.add("food.keep_product", None, producer=saying.chance.choice(free), unit="piece", price=price, **said)


def _begin_to_eat(saying: Evening, seen: Table, day: date) -> None:
    """A newcomer to the table says what they want every time; a few have a share, or have it brought to them."""
    wanted = max(FEWEST, len(saying.people) // ONE_IN)
    free = [one.id for one in saying.people.values() if one.id not in seen.eaters]
    if len(seen.eaters) >= wanted or not free or not seen.products:
        return
    for who in saying.chance.sample(free, min(2, len(free))):
        said = {"is_brought": saying.chance.random() < 0.5, "begins": time(16), "ends": time(20)}
        saying.speak("food.choose_terms", who, **said)
        for product in saying.chance.sample(list(seen.products.values()), min(MOST_THINGS, len(seen.products))):
            saying.speak("food.order_standing", who, product=product, quantity=saying.chance.randint(1, 3), tolerance=1)
        if saying.chance.random() < 0.3:
            saying.speak("food.take_share", who, kind="half", from_on=day)


def _order(saying: Evening, seen: Table, day: date) -> None:
    """Before the close somebody wants something more, or to fill a pack."""
    last = seen.last
    if last is None or last.state != "open" or last.closes_on <= day or not seen.products:
        return
    for who in saying.some([one for one in seen.eaters if one in saying.people], 30):
        product = saying.chance.choice(list(seen.products.values()))
        saying.speak(
            "food.order", who, cycle=last.id, product=product, quantity=saying.chance.randint(1, 4), tolerance=2
        )


def _close(saying: Evening, seen: Table, day: date) -> None:
    if seen.last and seen.last.state == "open" and seen.last.closes_on <= day:
        saying.add("food.close_cycle", None, cycle=seen.last.id)


def _comes(saying: Evening, seen: Table, day: date) -> None:
    """What came is shared and settled, and brought round by somebody on a bike."""
    last = seen.last
    if last is None or last.state != "closed" or last.comes_on > day:
        return
    chance = saying.chance
    if last.pieces:
        came = tuple(
            PiecesCame(product, pieces if chance.random() < 0.9 else max(0, pieces - chance.randint(1, 3)))
            for product, pieces in last.pieces.items()
        )
        saying.add("food.receive_delivery", None, cycle=last.id, came=came)
    saying.add("food.settle_cycle", None, cycle=last.id)
    able = [one.id for one in saying.people.values() if one.gives and one.id not in last.members and not one.rings]
    if able and last.pieces and seen.area:
        driver = chance.choice(able)
        drives = (Drives(driver, "bike", time(15), time(21)),)
        saying.add("food.plan_round", None, cycle=last.id, depot=seen.area, drivers=drives)


def _open(saying: Evening, seen: Table, day: date) -> None:
    """The next order, for a fortnight, once the last one came."""
    last = seen.last
    if not seen.products or (last and (last.state == "open" or (last.state == "closed" and last.comes_on > day))):
        return
    closes = datetime.combine(day + timedelta(days=8), time(12))
    saying.add("food.open_cycle", None, words=f"Week {(day + timedelta(days=14)).isocalendar().week}", closes_at=closes,
               comes_on=day + timedelta(days=14))  # fmt: skip


def _pay(saying: Evening, seen: Table, day: date) -> None:
    """Once a month most pay what is still to come from them, and growers are paid."""
    if not is_paid_on(day):
        return
    money = unit_of_money(seen.currency)
    for who, minor in seen.still.items():
        if saying.chance.random() < 0.6:
            saying.add("food.record_payment", None, who=who, amount=money(abs(minor)), paid_on=day, is_out=minor > 0)


def _pass_on(saying: Evening, seen: Table, is_sunday: bool) -> None:
    """Somebody has something over on a Saturday; on Sunday somebody else fetches it, seldom not in time."""
    chance = saying.chance
    for over in seen.over:
        takers = [one.id for one in saying.people.values() if one.receives and one.id != over.giver]
        if over.is_claimed or not takers or chance.random() < 0.15:
            continue
        who = chance.choice(takers)
        saying.speak("food.claim_surplus", who, surplus=over.id)
        if chance.random() < 0.9:
            weight, thanks = KG(100 * chance.randint(3, 40)), chance.choice(THANKS)
            saying.speak("food.fetch_surplus", who, surplus=over.id, weight=weight, thanks=thanks)
    givers = [one.id for one in saying.people.values() if one.gives]
    if givers and not is_sunday and chance.random() < 0.5:
        saying.speak("food.offer_surplus", chance.choice(givers), words=chance.choice(OVER), storage="ambient",
                     contains=(), place="By the blue gate")  # fmt: skip
