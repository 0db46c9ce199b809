"""Who may: members for themselves, the desk for who rings, and the books by who keeps them alone."""

import pytest
from tests.fixtures.towns import Town

from coproduce.community.base import policy
from coproduce.community.people.models import Community

pytestmark = pytest.mark.django_db

BOOKS = (
    "market.bring_trade", "market.take_shares", "market.give_back_shares", "market.open_year", "market.close_year",
    "market.allocate_year", "market.correct_year", "market.pay_dividends", "market.settle_dispute", "market.read_books",
)  # fmt: skip
OWN = (
    "market.keep_stall", "market.keep_ware", "market.reserve", "market.let_go", "market.hand_over", "market.pay_sale",
    "market.dispute_sale", "market.answer_dispute", "market.choose_dividend",
)  # fmt: skip


@pytest.mark.parametrize("verb", BOOKS)
def test_the_books_are_kept_by_two_roles_alone(town: Town, verb: str) -> None:
    may = {who for who in ("Ana", "Cleo", "Dee", "Tom", "Kim", "Rae", "Aud") if policy.may(town.actor(who), verb)}
    assert may == {"Cleo", "Tom"}


@pytest.mark.parametrize("verb", OWN)
def test_members_do_their_own_and_the_desk_everybodys(town: Town, verb: str) -> None:
    assert policy.may(town.actor("Ana"), verb, "own")
    assert not policy.may(town.actor("Ana"), verb)
    assert policy.may(town.actor("Cleo"), verb)
    assert not policy.may(town.actor("Tom"), verb)


def test_where_the_market_is_switched_off_there_is_none(town: Town) -> None:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank"])
    assert not any(policy.may(town.actor("Cleo"), verb) for verb in (*BOOKS, *OWN))
