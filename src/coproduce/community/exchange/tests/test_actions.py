"""Offers and needs: who may say them, for whom, and once."""

from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community.base.done import Done
from coproduce.community.exchange.actions import MOST_AT_ONCE
from coproduce.community.exchange.models import Need, Offer
from coproduce.community.exchange.queries import categories, need_to_meet, open_needs, open_offers
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def tap(town: Town, who: str = "Ana", **more: object) -> tuple[Intention, ...]:
    return (
        Intention(
            **{"who": str(town.agents.get(who, who)), "category": "repair", "words": "A tap", "said_on": TODAY, **more}
        ),
    )


@pytest.mark.parametrize(
    ("actor", "who", "offer", "need"),
    [
        ("Ana", "Ana", "done", "done"),
        ("Ana", "Ben", "NOT_FOUND", "NOT_FOUND"),
        ("Cleo", "Ana", "done", "done"),
        ("Dee", "Ana", "NOT_FOUND", "done"),
        ("Tom", "Ana", "NOT_FOUND", "NOT_FOUND"),
    ],
)
def test_whose(town: Town, actor: str, who: str, offer: str, need: str) -> None:
    assert code(do("exchange.offer", town.actor(actor), offers=tap(town, who))) == offer
    assert code(do("exchange.need", town.actor(actor), needs=tap(town, who))) == need


def test_nobody_of_another_town(towns: tuple[Town, Town]) -> None:
    one, other = towns
    assert code(do("exchange.need", one.actor("Cleo"), needs=tap(other))) == "NOT_FOUND"


def test_many_or_none(town: Town) -> None:
    before = Need.objects.count()
    rows = (*tap(town), *tap(town, words=""))
    assert code(do("exchange.need", town.actor("Cleo"), needs=rows)) == "MISSING"
    assert code(do("exchange.need", town.actor("Cleo"), needs=())) == "WRONG_LENGTH"
    assert code(do("exchange.need", town.actor("Cleo"), needs=tap(town) * (MOST_AT_ONCE + 1))) == "WRONG_LENGTH"
    assert Need.objects.count() == before
    assert code(do("exchange.need", town.actor("Cleo"), needs=tap(town) * 2)) == "done"
    assert Need.objects.count() == before + 2


def test_a_row_with_a_source_is_taken_once(town: Town) -> None:
    row = tap(town, source_ref="list:1")
    first = do("exchange.offer", town.actor("Cleo"), offers=row * 2)
    again = do("exchange.offer", town.actor("Cleo"), offers=row)
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert (first.value.added, first.value.known, len(first.value.ids)) == (1, 1, 1)
    assert (again.value.added, again.value.known) == (0, 1)
    assert Offer.objects.filter(source_ref="list:1").count() == 1


def test_only_a_list_from_elsewhere_brings_its_groups(town: Town) -> None:
    row = tap(town, "d17")
    assert code(do("exchange.offer", town.actor("Cleo"), offers=row)) == "NOT_FOUND"
    assert code(do("exchange.offer", town.actor("Cleo", via="import"), offers=row)) == "done"
    assert Agent.objects.get(source_ref="d17").kind == Agent.ORGANISATION
    assert code(do("exchange.offer", town.actor("Cleo"), offers=row)) == "done"  # known by now


def test_searching(town: Town) -> None:
    cleo = town.actor("Cleo")
    assert {need.words for need in open_needs(cleo, "TAP")} == {"A dripping tap kanari"}
    assert open_needs(cleo, "tap ben").count() == 1
    assert open_needs(cleo, "tap aud").count() == 0
    assert open_needs(cleo, category="garden").count() == 0
    assert open_offers(cleo, "bread").count() == 1
    assert "company kanari" in {str(category) for category in categories(cleo)}


def test_who_reads_the_lists(towns: tuple[Town, Town]) -> None:
    one, other = towns
    assert open_needs(one.actor("Ana")).count() == 2
    assert open_needs(one.actor("Kim")).count() == 2  # every role here is a member too
    need = str(one.needs[0])
    assert need_to_meet(one.actor("Ana"), need) is not None
    assert need_to_meet(other.actor("Ana"), need) is None
    assert need_to_meet(one.actor("Ana"), "no id") is None
    assert need_to_meet(one.actor("Ana"), str(uuid4())) is None
