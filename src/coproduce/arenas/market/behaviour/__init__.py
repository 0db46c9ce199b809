"""How simulated people trade: on Saturdays they open stalls, have things kept and fetch them, seldom do not agree, take
shares, and once their year is over decide what becomes of it.

Pure: what stands on an evening and a chance come in, intents go out. Money is in pence or cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.market.behaviour.words import ANSWERS, OUTCOMES, SHOP, STALLS, WAYS, WRONG
from coproduce.arenas.market.rules.till import TillRow
from coproduce.community.exchange.behaviour import Town, carry_on, come_together
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import unit_of_money

#: Saturdays are for the market.
EVENINGS = (5,)
#: One of so many people has something kept on a Saturday.
BUYS_ONE_IN = 100
#: One of so many buys something in the town's own shop on a Saturday, as its till says.
AT_THE_TILL_ONE_IN = 25
#: So many keep a stall, hold shares, and say what shall become of their dividend.
MOST_STALLS, MOST_WHO_HOLD, MOST_WHO_CHOOSE = len(STALLS), 14, 30
#: A year of the co-operative here, so that the demo has seen the end of one.
DAYS = 300
#: One part in so many of what was sold in it is left over: five in a hundred, as of consumer co-operatives.
LEFT_OVER_ONE_IN = 20
IBAN = "GB82WEST12345698765432"


@dataclass(frozen=True, slots=True)
class Stall:
    """A stall that is open, whose it is (None: the community's own), and what it is called."""

    id: UUID
    who: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something kept for somebody, and who sells it."""

    sale: UUID
    seller: UUID | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is said to be wrong: who is to answer, whether they have, and what it cost in pence."""

    sale: UUID
    other: UUID | None
    is_answered: bool
    minor: int


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at the market: stalls, wares with who sells them, what is kept, what was sold last and to whom, what
    is wrong, who has chosen and who holds shares, the latest year with its last day, a decision of it, what is due,
    what was sold in that year, in pence, and whether the town has a shop of its own."""

    stalls: tuple[Stall, ...] = ()
    wares: Mapping[UUID, UUID | None] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    sold: tuple[tuple[UUID, UUID], ...] = ()
    wrong: tuple[Wrong, ...] = ()
    chose: frozenset[UUID] = frozenset()
    holders: frozenset[UUID] = frozenset()
    year: tuple[UUID, str, date] | None = None
    decision: UUID | None = None
    is_due: bool = False
    sold_minor: int = 0
    has_shop: bool = False
    currency: str = "GBP"


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens at the market on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Place) else Place()
    carry_on(saying, town, WAYS, day)
    come_together(saying, town, WAYS, day)
    _open(saying, seen)
    _shop(saying, seen, day)
    _fetch(saying, seen)
    _want(saying, seen)
    _disagree(saying, seen)
    _join(saying, seen, day)
    _year(saying, seen, day)
    return saying.intents


def _open(saying: Evening, seen: Place) -> None:
    """Somebody opens a stall, one an evening, and puts things on it the next."""
    names = {one.name for one in seen.stalls}
    missing = [name for name, _ in STALLS if name not in names]
    keepers = {one.who for one in seen.stalls}
    free = [one.id for one in saying.people.values() if one.gives and one.id not in keepers]
    if missing and free and len(seen.stalls) < MOST_STALLS:
        who = saying.chance.choice(free)
        near = 5 * saying.chance.randint(6, 18)
        saying.speak("market.keep_stall", who, name=missing[0], place="Under the lime trees", near_of_100=near)
    full, money = set(seen.wares.values()), unit_of_money(seen.currency)
    wares = dict(STALLS)
    for stall in (one for one in seen.stalls if one.who not in full and one.who in saying.people):
        for name, minor, kind, left in wares.get(stall.name, ()):
            saying.add(
                "market.keep_ware", stall.who, stall=stall.id, name=name, price=money(minor), kind=kind, left=left
            )


def _shop(saying: Evening, seen: Place, day: date) -> None:
    """The town has a shop of its own; its till says what it took, and from whom where they said who they are."""
    if not seen.has_shop:
        saying.add("market.keep_stall", None, name=SHOP, place="Under the lime trees", is_ours=True)
        return
    chance, money = saying.chance, unit_of_money(seen.currency)
    buyers: list[UUID | None] = [*saying.some(list(saying.people), AT_THE_TILL_ONE_IN), None]
    rows = tuple(
        TillRow(f"{day} {number}", money(chance.randint(250, 4500)), day, who) for number, who in enumerate(buyers, 1)
    )
    saying.add("market.bring_trade", None, rows=rows)


def _want(saying: Evening, seen: Place) -> None:
    """Some have something kept for them until the next Saturday."""
    if not seen.wares:
        return
    chance, wares = saying.chance, list(seen.wares)
    for who in saying.some([one.id for one in saying.people.values() if one.receives or one.gives], BUYS_ONE_IN):
        ware = chance.choice(wares)
        if seen.wares[ware] != who:
            saying.speak("market.reserve", who, ware=ware, quantity=chance.randint(1, 3))


def _fetch(saying: Evening, seen: Place) -> None:
    """What was kept is fetched, and paid for; seldom nobody comes, or the money comes later."""
    for kept in seen.kept:
        if kept.seller not in saying.people:
            continue
        if saying.chance.random() < 0.06:
            saying.add("market.let_go", kept.seller, sale=kept.sale)
        else:
            saying.add("market.hand_over", kept.seller, sale=kept.sale, is_paid=saying.chance.random() < 0.95)


def _disagree(saying: Evening, seen: Place) -> None:
    """Seldom something is wrong; the other answers, and the desk hears both."""
    chance, money = saying.chance, unit_of_money(seen.currency)
    for sale, buyer in seen.sold:
        if buyer in saying.people and chance.random() < 0.05:
            saying.add("market.dispute_sale", buyer, sale=sale, why=chance.choice(WRONG))
    for one in seen.wrong:
        if one.is_answered:
            back = one.minor // 2 if chance.random() < 0.6 else 0
            saying.add("market.settle_dispute", None, sale=one.sale, refund=money(back),
                       outcome=OUTCOMES[0] if back else OUTCOMES[1])  # fmt: skip
        elif one.other in saying.people:
            saying.add("market.answer_dispute", one.other, sale=one.sale, words=chance.choice(ANSWERS))


def _join(saying: Evening, seen: Place, day: date) -> None:
    """Now and then somebody takes shares, and says what shall become of their dividend."""
    chance = saying.chance
    free = [one.id for one in saying.people.values() if one.id not in seen.holders]
    if free and len(seen.holders) < MOST_WHO_HOLD:
        saying.add("market.take_shares", None, who=chance.choice(free), shares=chance.choice((1, 10, 25)), paid_on=day)
    quiet = [buyer for _, buyer in seen.sold if buyer in saying.people and buyer not in seen.chose]
    if quiet and len(seen.chose) < MOST_WHO_CHOOSE:
        choice = chance.choice(("cash", "cash", "retained", "given"))
        saying.speak("market.choose_dividend", quiet[0], choice=choice, pay_to=IBAN if choice == "cash" else "",
                     near_of_100=5 * chance.randint(4, 18))  # fmt: skip


def _year(saying: Evening, seen: Place, day: date) -> None:
    """A year is opened, closed once it is over, decided on, shared out, and paid: a step each Saturday."""
    if seen.year is None:
        saying.add("market.open_year", None, from_on=day, until_on=day + timedelta(days=DAYS))
        return
    year, state, until_on = seen.year
    if state == "open" and day > until_on:
        surplus = unit_of_money(seen.currency)(seen.sold_minor // LEFT_OVER_ONE_IN)
        saying.add("market.close_year", None, year=year, surplus=surplus)
    elif state == "closed" and seen.decision is None:
        asked = "Shall the market’s year be shared as the page says?"
        saying.add("decisions.record", None, question=asked, result="yes",
                   who_decided="Members’ meeting, 31 of 52 there", minutes="Green folder, page 4", decided_on=day,
                   effective_on=day)  # fmt: skip
    elif state == "closed":
        saying.add("market.allocate_year", None, year=year, decision=seen.decision)
    elif seen.is_due:
        saying.add("market.pay_dividends", None, paid_on=day)
