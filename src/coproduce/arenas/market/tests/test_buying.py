"""Buying: kept by the ledger, handed over, paid; let go; what is wrong is heard by somebody else; hours buy nothing."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.market.jobs import let_go_lapsed
from coproduce.arenas.market.models import Sale, Ware
from coproduce.arenas.market.queries.sales import still_to_pay
from coproduce.arenas.market.tests.trading import MORNING, POUNDS, agent, bought, done, kept, mittens, refused, shop
from coproduce.community import ledger
from coproduce.community.base import clock, rooms
from coproduce.community.exchange.models import Ask
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def held(town: Town, who: str) -> tuple[int, int]:
    """What somebody's money account holds, and what is kept back of it."""
    whose = agent(town, who)
    keeps = [
        one.amount.minor
        for sale in Sale.objects.filter(buyer=whose)
        for one in ledger.kept_under(whose.community_id, str(sale.public_id))
    ]
    return ledger.balance(ledger.member_account(whose.community_id, whose.pk, POUNDS)).minor, sum(keeps)


def one(sale: UUID) -> Sale:
    return Sale.objects.get(public_id=sale)


def test_what_is_kept_is_kept_by_the_ledger_and_nobody_else_has_it(town: Town) -> None:
    ware = mittens(town)
    sale = kept(town, ware, quantity=2)
    assert held(town, "Ana") == (0, 1_800)
    assert Ware.objects.get().left == 1
    assert refused("reserve", town, "Dee", ware=ware, quantity=2) == ("NOT_LEFT", "quantity")
    done("reserve", town, "Dee", ware=ware)
    assert refused("reserve", town, "Aud", ware=ware) == ("NOT_LEFT", "quantity")
    done("let_go", town, "Ana", sale=sale)
    assert held(town, "Ana") == (0, 0)
    assert Ware.objects.get().left == 2


def test_handed_over_and_paid_both_are_even_and_asked_one_day(town: Town) -> None:
    sale = bought(town, quantity=2)
    row = one(sale)
    assert (row.state, row.minor, row.paid_minor, row.sold_on) == (Sale.SOLD, 1_800, 1_800, TODAY)
    assert not row.is_by_desk
    assert held(town, "Ana") == held(town, "Ben") == (0, 0)
    assert set(Ask.objects.filter(arena="market").values_list("agent", flat=True)) == {
        agent(town, "Ana").pk, agent(town, "Ben").pk
    }  # fmt: skip
    assert refused("hand_over", town, "Ben", sale=sale) == ("NOT_NOW", "sale")
    assert refused("pay_sale", town, "Ben", sale=sale) == ("NOTHING_OPEN", "sale")


def test_what_is_not_paid_yet_stands_open_until_it_is(town: Town) -> None:
    sale = bought(town, is_paid=False)
    assert held(town, "Ana") == (-900, 0)
    assert held(town, "Ben") == (900, 0)
    assert still_to_pay(one(sale)) == 900
    assert refused("pay_sale", town, "Ana", sale=sale)[0] == "NOT_ALLOWED", "who paid does not say it for who is paid"
    done("pay_sale", town, "Ben", sale=sale)
    assert held(town, "Ana") == held(town, "Ben") == (0, 0)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        ("Ben", {}, ("YOURS", "ware")),
        ("Ana", {"ware": uuid4()}, ("NOT_FOUND", "ware")),
        ("Ana", {"quantity": 0}, ("NOT_POSITIVE", "quantity")),
        ("Ana", {"quantity": 4}, ("NOT_LEFT", "quantity")),
        ("Ana", {"for_": "Dee"}, ("NOT_ALLOWED", "")),
    ],
)
def test_what_cannot_be_kept(town: Town, by: str, change: dict[str, object], expected: tuple[str, str]) -> None:
    said = {"ware": mittens(town), **change}
    if said.get("for_") == "Dee":
        said["for_"] = town.agents["Dee"]
    assert refused("reserve", town, by, **said) == expected
    assert done("reserve", town, "Cleo", ware=mittens(town), for_=town.agents["Dee"]).amount == POUNDS(900)


def test_a_closed_stall_sells_nothing(town: Town) -> None:
    ware = mittens(town)
    done("keep_stall", town, "Ben", name="Wool", is_open=False)
    assert refused("reserve", town, "Ana", ware=ware) == ("NOT_FOUND", "ware")


def test_others_neither_let_go_nor_hand_over(town: Town) -> None:
    sale = kept(town, mittens(town))
    assert refused("let_go", town, "Dee", sale=sale) == ("NOT_FOUND", "sale")
    assert refused("hand_over", town, "Ana", sale=sale)[0] == "NOT_ALLOWED"
    assert refused("hand_over", town, "Ben", sale=uuid4()) == ("NOT_FOUND", "sale")
    done("let_go", town, "Ben", sale=sale)
    assert refused("let_go", town, "Ben", sale=sale) == ("NOT_NOW", "sale")


def test_what_nobody_fetched_can_be_bought_again(town: Town) -> None:
    sale = kept(town, mittens(town))
    later = MORNING + timedelta(days=7)
    for moment, state in ((later, Sale.RESERVED), (later + timedelta(days=1), Sale.LET_GO)):
        with clock.at(moment):
            let_go_lapsed(moment)
        assert one(sale).state == state
    assert (Ware.objects.get().left, held(town, "Ana")) == (3, (0, 0))


def test_at_the_towns_own_stall_the_town_has_what_came_in(town: Town) -> None:
    ware = done("keep_ware", town, "Cleo", stall=shop(town), name="Oats", price=POUNDS(250)).ware
    done("hand_over", town, "Cleo", sale=kept(town, ware))
    assert held(town, "Ana") == (0, 0)
    assert ledger.balance(ledger.pot_account(town.community.pk, POUNDS, "Market, its own stall")).minor == 250
    assert refused("keep_ware", town, "Ben", stall=shop(town), name="Oats", price=POUNDS(1))[0] == "NOT_ALLOWED"
    assert refused("keep_stall", town, "Ben", name="Our shop", is_ours=True)[0] == "NOT_ALLOWED"


def test_hours_buy_nothing_while_benefits_are_safe(town: Town) -> None:
    """The verb takes money alone; and the database itself keeps hours and money out of one entry."""
    assert refused("keep_ware", town, "Ben", stall=done("keep_stall", town, "Ben", name="Wool").stall, name="Mittens",
                   price=HOURS(60)) == ("UNIT_MISMATCH", "price")  # fmt: skip
    ana, ben, place = agent(town, "Ana").pk, agent(town, "Ben").pk, town.community.pk
    mixed = ledger.post(
        Entry(
            uuid4(), place, "market sale", "Market place", TODAY,
            (
                Posting(ledger.member_account(place, ana, HOURS), HOURS(-60)),
                Posting(ledger.member_account(place, ben, HOURS), HOURS(60)),
                Posting(ledger.member_account(place, ana, POUNDS), POUNDS(-500)),
                Posting(ledger.member_account(place, ben, POUNDS), POUNDS(500)),
            ),
        )
    )  # fmt: skip
    assert isinstance(mixed, Refusal)
    assert mixed.code == "NOT_CONVERTIBLE"
    assert held(town, "Ana") == held(town, "Ben") == (0, 0)


@pytest.mark.parametrize(("refund", "left", "back"), [(900, 0, -900), (300, 600, -300), (0, 900, 0)])
def test_who_cannot_agree_is_heard_by_somebody_else(town: Town, refund: int, left: int, back: int) -> None:
    sale = bought(town)
    assert refused("dispute_sale", town, "Dee", sale=sale, why="Torn") == ("NOT_FOUND", "sale")
    assert refused("dispute_sale", town, "Ana", sale=sale, why=" ") == ("MISSING", "why")
    done("dispute_sale", town, "Ana", sale=sale, why="A hole in the thumb")
    assert refused("answer_dispute", town, "Ana", sale=sale, words="No")[0] == "NOT_ALLOWED"
    done("answer_dispute", town, "Ben", sale=sale, words="I can darn it")
    settled = {"sale": sale, "refund": POUNDS(refund), "outcome": "They spoke, and it is done."}
    assert refused("settle_dispute", town, "Ana", **settled)[0] == "NOT_ALLOWED"
    assert refused("settle_dispute", town, "Tom", **{**settled, "refund": POUNDS(901)}) == ("UNIT_MISMATCH", "refund")
    assert refused("settle_dispute", town, "Tom", **{**settled, "outcome": ""}) == ("MISSING", "outcome")
    assert done("settle_dispute", town, "Tom", **settled).refunded_minor == -back
    row = one(sale)
    assert (row.state, row.minor, row.refunded_minor, still_to_pay(row)) == (Sale.SOLD, left, refund, back)
    assert row.heard_by == agent(town, "Tom")
    assert held(town, "Ana") == (-back, 0)
    if back:
        done("pay_sale", town, "Ben", sale=sale)
    assert held(town, "Ana") == held(town, "Ben") == (0, 0)
    assert ledger.verify(town.community.pk).faults == ()


def test_nobody_settles_what_they_bought_or_sold(town: Town) -> None:
    sale = kept(town, mittens(town), "Tom")
    done("hand_over", town, "Ben", sale=sale)
    said = {"sale": sale, "refund": POUNDS(0), "outcome": "It stands."}
    assert refused("settle_dispute", town, "Cleo", **said) == ("NOT_NOW", "sale")
    done("dispute_sale", town, "Ben", sale=sale, why="Paid in old coins")
    assert refused("settle_dispute", town, "Tom", **said) == ("FOUR_EYES", "sale")
    done("answer_dispute", town, "Tom", sale=sale, words="So it was")
    done("settle_dispute", town, "Cleo", **said)


def test_a_request_sent_twice_keeps_once(town: Town) -> None:
    ware, request = mittens(town), uuid4()
    first, again = (done("reserve", town, "Ana", ware=ware, request_id=request) for _ in range(2))
    assert first == again
    assert Sale.objects.count() == 1


def test_an_entry_taken_back_is_no_sale(town: Town) -> None:
    sale = one(bought(town))
    rooms.tell("entry_taken_back", town.actor("Cleo"), sale.entry, uuid4())
    assert one(sale.public_id).state == Sale.UNDONE
