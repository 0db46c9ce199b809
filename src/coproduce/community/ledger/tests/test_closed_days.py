"""Closed days: what was reported stays as it was, and whoever is late reads what to do."""

import threading
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import bringing, clock
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.community.exchange.histories.rules import Happened, Opening
from coproduce.community.exchange.imports import LISTINGS
from coproduce.community.ledger.models import Closing, Entry
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db

YESTERDAY, BEFORE = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
PAGE = "/alder/ledger/closed-days/"


def close(town: Town, through: date = YESTERDAY, who: str = "Tom", why: str = "The month is counted") -> Any:
    return do("ledger.close_books", town.actor(who), through=through, why=why)


def reopen(town: Town, through: date | None = None, who: str = "Tom", why: str = "A sheet came late") -> Any:
    return do("ledger.open_books", town.actor(who), through=through, why=why)


def helped(town: Town, day: date) -> Any:
    return do("timebank.record_for", town.actor("Cleo"), **town.help(done_on=day))


def test_nothing_is_written_on_a_closed_day_until_it_is_opened_again(town: Town) -> None:
    assert close(town).value.through == YESTERDAY
    refused = helped(town, YESTERDAY)
    assert (refused.code, refused.field) == ("PERIOD_CLOSED", "done_on")
    assert "Give a later day, and say in the words when it happened." in refused.sentence
    assert not isinstance(helped(town, TODAY), Refusal)
    assert reopen(town, BEFORE).value.through == BEFORE
    assert not isinstance(helped(town, YESTERDAY), Refusal)
    assert helped(town, BEFORE).code == "PERIOD_CLOSED"
    assert not isinstance(reopen(town), Refusal)
    assert not isinstance(helped(town, BEFORE), Refusal)
    rows = Closing.objects.filter(community=town.community).order_by("pk")
    assert [(row.through, row.why) for row in rows] == [
        (YESTERDAY, "The month is counted"), (BEFORE, "A sheet came late"), (None, "A sheet came late"),
    ]  # fmt: skip


def test_another_communitys_books_stay_open(towns: tuple[Town, Town]) -> None:
    one, other = towns
    close(one)
    assert not isinstance(helped(other, YESTERDAY), Refusal)


def test_what_cannot_be_closed_or_opened(town: Town) -> None:
    assert close(town, TODAY).code == "NOT_OVER"
    assert close(town, why=" ").code == "MISSING"
    assert close(town, who="Ana").code == reopen(town, who="Ana").code == "NOT_ALLOWED"
    assert reopen(town).code == "NOT_CLOSED"
    close(town, BEFORE)
    assert close(town, BEFORE).code == "ALREADY_CLOSED"
    assert reopen(town, BEFORE).code == "NOT_CLOSED"
    assert reopen(town, why="").code == "MISSING"
    assert Closing.objects.count() == 1


def test_hours_that_wait_stand_before_their_day_is_closed(town: Town) -> None:
    ana, ben = (town.agents[name] for name in ("Ana", "Ben"))
    said = {"givers": (ana,), "receivers": (ben,), "category": f"company {town.canary}", "words": "We walked",
            "time": HOURS(60), "done_on": YESTERDAY}  # fmt: skip
    waits = do("exchange.record", town.actor("Ana"), **said)
    assert not isinstance(waits, Refusal), waits
    refused = close(town)
    assert (refused.code, refused.values) == ("HOURS_WAIT", {"number": "1"})
    assert not isinstance(do("exchange.confirm", town.actor("Ben"), agreement=waits.value.agreement), Refusal)
    assert not isinstance(close(town), Refusal)
    late = do("exchange.record", town.actor("Ana"), **said)
    assert (late.code, late.field) == ("PERIOD_CLOSED", "done_on"), "not only once somebody confirms it"


def test_a_history_names_the_row_of_a_closed_day_unless_it_stands_there(town: Town) -> None:
    row, late = (
        Happened("timebank", town.agents["Ana"], town.agents["Ben"], 60, BEFORE, f"company {town.canary}", ref)
        for ref in ("old book:1", "old book:2")
    )
    cleo = town.actor("Cleo")
    assert not isinstance(do("exchange.record_history", cleo, rows=(row,)), Refusal)
    assert not isinstance(do("exchange.open_balances", cleo, rows=(Opening(town.agents["Ana"], 60, BEFORE),)), Refusal)
    close(town)
    assert do("exchange.record_history", cleo, rows=(row,)).value.known == 1
    assert do("exchange.open_balances", cleo, rows=(Opening(town.agents["Ana"], 60, BEFORE),)).value.known == 1
    refused = do("exchange.record_history", cleo, rows=(row, late))
    assert (refused.code, refused.field) == ("PERIOD_CLOSED", "done_on")
    refused = do("exchange.open_balances", cleo, rows=(Opening(town.agents["Ben"], 60, BEFORE),))
    assert (refused.code, refused.field) == ("PERIOD_CLOSED", "on")


def test_a_file_names_its_rows_of_closed_days(town: Town) -> None:
    close(town, BEFORE)
    ana, ben = (f"{name} {town.canary}" for name in ("Ana", "Ben"))
    lines = ("giver,receiver,minutes,date", *(f"{ana},{ben},60,{day}" for day in (BEFORE, YESTERDAY)))
    sheet = read_sheet("\n".join(lines).encode())
    found = sort_rows(sheet, guess(sheet, "old bank", LISTINGS), bringing.setting_in(town.community))
    assert [row.done_on for row in found.good] == [YESTERDAY]
    assert [(bad.row, bad.field) for bad in found.bad] == [(2, "done_on")]
    assert "The books are closed up to" in found.bad[0].reason


def test_days_are_closed_on_a_page_and_opened_again(town: Town) -> None:
    tom = signed_in(town, "Tom")
    assert signed_in(town, "Ana").get(PAGE).status_code == 404
    assert "Every day is open." in tom.get(PAGE).content.decode()
    said = {"request_id": str(uuid4()), "through": f"{TODAY:%Y-%m-%d}", "why": "Counted"}
    wrong = tom.post(PAGE, said)
    assert wrong.status_code == 422
    assert "Only days that are over can be closed" in wrong.content.decode()
    assert tom.post(PAGE, {**said, "through": f"{YESTERDAY:%Y-%m-%d}"}).status_code == 302
    assert "closed up to 16 Nov 2026" in tom.get(PAGE).content.decode()
    again = {"request_id": str(uuid4()), "through": "", "why": "A sheet came late", "open": "1"}
    assert tom.post(PAGE, {**again, "why": ""}).status_code == 422
    assert tom.post(PAGE, again).status_code == 302
    assert ledger.closed_through(town.community.pk) is None
    rows = tom.get(f"{PAGE}?as=csv").content.decode().splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == ["", "2026-11-16"]


def test_recording_help_on_such_a_day_says_what_to_do_next_on_the_page(town: Town) -> None:
    close(town)
    cleo = signed_in(town, "Cleo")
    step = cleo.get(f"/alder/timebank/record/?giver={town.agents['Ana']}&receiver={town.agents['Ben']}")["Location"]
    for answer in ({"time": "1 h"}, {"done_on": f"{YESTERDAY:%Y-%m-%d}"}, {"category": f"company {town.canary}"},
                   {"words": "We walked"}):  # fmt: skip
        step = cleo.post(step, answer)["Location"]
    text = cleo.post(step).content.decode()
    assert "The books are closed up to 16 Nov 2026. Give a later day" in text
    assert "/day/" in text, "the way to the question that has to be answered otherwise"


def test_a_script_reads_the_closed_days(town: Town) -> None:
    close(town)
    for who, found in (("Tom", [f"{YESTERDAY:%Y-%m-%d}"]), ("Ana", [])):
        answer = Client().get("/api/alder/ledger/closings", headers={"Authorization": f"Bearer {town.key(who)}"})
        assert [one["through"] for one in answer.json()["items"]] == found


@pytest.mark.django_db(databases=[])
@pytest.mark.only("postgresql", because="SQLite has one writer: a second session waits before it reads anything")
def test_what_is_written_while_a_day_is_closed_waits_and_is_refused(committed: str) -> None:
    with clock.at(NOON):
        town = build("alder", "kanari")
        accounts = [ledger.member_account(town.community.pk, Agent.objects.get(public_id=town.agents[name]).pk, HOURS)
                    for name in ("Ana", "Ben")]  # fmt: skip
        before = Entry.objects.count()
        answers: list[Any] = []

        def write_one() -> None:
            from coproduce.core.journal import Entry as Draft, Posting

            postings = (Posting(accounts[0], HOURS(60)), Posting(accounts[1], HOURS(-60)))
            answers.append(ledger.post(Draft(uuid4(), town.community.pk, "exchange", "company", YESTERDAY, postings)))
            connection.close()

        with transaction.atomic():
            assert not isinstance(close(town), Refusal)
            thread = threading.Thread(target=write_one)
            thread.start()
            thread.join(0.7)
            assert thread.is_alive(), "it did not wait for the books"
        thread.join(20)
    assert [answer.code for answer in answers] == ["PERIOD_CLOSED"]
    assert Entry.objects.count() == before
