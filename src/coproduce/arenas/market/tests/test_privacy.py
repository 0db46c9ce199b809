"""What is kept of who trades: theirs to read, readings noted, and books that add up once somebody is forgotten."""

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.market.models import BookLine, Sale, Trader, Ware
from coproduce.arenas.market.queries.books import stand_of
from coproduce.arenas.market.tests.trading import (
    MORNING,
    agent,
    bought,
    done,
    kept,
    mittens,
    refused,
    shared_out,
    traded,
)
from coproduce.community import ledger
from coproduce.community.base import clock, rooms
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db
IBAN = "GB82WEST12345698765432"


def test_the_archive_has_all_of_it(town: Town) -> None:
    bought(town)
    done("choose_dividend", town, "Ana", choice="given", pay_to=IBAN)
    done("take_shares", town, "Tom", who=town.agents["Ana"], shares=3, paid_on=TODAY)
    archive = archive_of(town.actor("Ana"), town.agents["Ana"])
    assert archive is not None
    with ZipFile(BytesIO(as_zip(archive))) as files:
        whole = " ".join(files.read(name).decode(errors="replace") for name in files.namelist())
    for words in ("how you trade", "what you bought and sold", "your shares and dividends", IBAN, "given"):
        assert words in whole, words


def test_who_is_forgotten_leaves_books_that_add_up(town: Town) -> None:
    done("choose_dividend", town, "Ana", choice="cash", pay_to=IBAN)
    sale = bought(town)
    done("dispute_sale", town, "Ana", sale=sale, why="It scratches my eczema")
    shared_out(town, 2_000)
    done("pay_dividends", town, "Tom", paid_on=TODAY)
    with clock.at(MORNING):
        assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    assert Trader.objects.get(agent=agent(town, "Ana")).pay_to == ""
    assert not Sale.objects.exclude(why="").exists()
    assert not BookLine.objects.exclude(pay_to="").exists()
    assert stand_of(agent(town, "Ana").pk).due_minor == 0
    assert ledger.verify(town.community.pk).faults == ()


def test_others_readings_are_noted_and_ones_own_are_not(town: Town) -> None:
    sale = bought(town)
    for who, noted in (("Ana", 0), ("Cleo", 1)):
        client = Client()
        client.force_login(town.account(who))
        assert client.get(f"/{town.slug}/market/bought/{sale}/").status_code == 200
        assert AuditRow.objects.filter(kind=AuditRow.READ, verb="market.read_sales").count() == noted


def test_who_leaves_sells_and_keeps_nothing_and_the_desk_is_told_what_is_theirs(town: Town) -> None:
    ware = mittens(town)
    sale = kept(town, ware)
    done("take_shares", town, "Tom", who=town.agents["Ana"], shares=3, paid_on=TODAY)
    for who in ("Ana", "Ben"):
        with clock.at(MORNING):
            assert isinstance(do("people.leave", town.actor(who), member=town.agents[who]), Done)
    assert Sale.objects.get(public_id=sale).state == Sale.LET_GO
    assert Ware.objects.get().left == 3
    assert ledger.kept_under(town.community.pk, str(sale)) == []
    assert Outbox.objects.filter(template__contains="has shares or dividends").count() == 1
    assert refused("reserve", town, "Dee", ware=ware) == ("NOT_FOUND", "ware")


def test_two_records_of_one_person_trade_once(town: Town) -> None:
    bought(town)
    done("choose_dividend", town, "Dee", choice="given")
    done("choose_dividend", town, "Ana", choice="cash")
    for who in ("Ana", "Dee"):
        mittens(town, who)
        done("take_shares", town, "Tom", who=town.agents[who], shares=3, paid_on=TODAY)
    traded(town, ("1", 500, "Dee"))
    with clock.at(MORNING):
        rooms.tell("members_merged", town.actor("Cleo"), agent(town, "Ana"), agent(town, "Dee"), uuid4())
    ana = agent(town, "Ana")
    assert stand_of(ana.pk).shares_minor == 600
    assert Trader.objects.filter(agent=ana).get().choice == "cash"
    assert Ware.objects.filter(stall__agent=ana).count() == 1
    assert sum(Sale.objects.filter(buyer=ana).values_list("minor", flat=True)) == 1_400


def test_a_payment_taken_back_is_due_again(town: Town) -> None:
    traded(town, ("1", 500, "Ana"))
    shared_out(town, 2_000)
    done("pay_dividends", town, "Tom", paid_on=TODAY, who=town.agents["Ana"])
    paid = BookLine.objects.get(kind="paid")
    rooms.tell("entry_taken_back", town.actor("Cleo"), paid.entry, uuid4())
    assert stand_of(agent(town, "Ana").pk).due_minor == -paid.minor
