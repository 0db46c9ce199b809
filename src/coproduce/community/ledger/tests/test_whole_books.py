"""Where hours come from, every account, and the whole journal to take along: it adds up, and tells of nobody."""

import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.histories.rules import Opening
from coproduce.community.ledger.journal_export import queries
from coproduce.community.ledger.journal_export.queries import journal
from coproduce.community.ledger.journal_export.rules import account, amount
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.seals.queries import last_head
from coproduce.community.ledger.whole.queries import whole_books
from coproduce.community.ledger.whole.rules import EDGES, Step
from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS, KG, Unit
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def brought(town: Town, **minutes: int) -> None:
    rows = tuple(Opening(town.agents[name], much, TODAY) for name, much in minutes.items())
    assert not isinstance(do("exchange.open_balances", town.actor("Cleo"), rows=rows), Refusal)


def gift(town: Town, who: str, minutes: int) -> None:
    said = {"giver": town.agents[who], "time": HOURS(minutes)}
    assert not isinstance(do("timebank.give_hours", town.actor(who), **said), Refusal)


def by_key(town: Town, who: str, address: str) -> Any:
    return Client().get(f"/api/{town.slug}/ledger/{address}", headers={"Authorization": f"Bearer {town.key(who)}"})


def test_what_came_less_what_went_back_is_what_there_is(town: Town) -> None:
    """Ana gave Ben two hours before; she brings three and gives one to the pot; Ben brings one less than none."""
    brought(town, Ana=180, Ben=-60)
    gift(town, "Ana", 60)
    books = whole_books(town.actor("Tom"), HOURS)
    assert books is not None
    assert [(one.name, one.issued, one.returned) for one in books.sources] == [("Opening hours", HOURS(180), HOURS(60))]
    assert books.pots == (("Community pot", HOURS(60)),)
    assert (books.given_more, books.received_more, books.people) == (HOURS(240), HOURS(180), HOURS(60))
    assert books.there_is == HOURS(120) == books.people + books.pots[0][1]
    every = LedgerAccount.objects.filter(community=town.community, unit="hour").exclude(kind="issuing")
    assert books.there_is == HOURS(every.aggregate(sum=Sum("balance"))["sum"])


def test_a_member_reads_no_number_that_tells_of_a_few(town: Town) -> None:
    books = whole_books(town.actor("Ana"), HOURS)
    assert books is not None
    assert (books.given_more, books.received_more, books.steps) == (None, None, (Step(None, None, None),))
    text = signed_in(town, "Ana").get("/alder/ledger/books/").content.decode()
    assert "1 to 7" in text
    assert "2 h 00" not in text
    assert "Accounts" not in text
    whole = whole_books(town.actor("Tom"), HOURS)
    assert whole is not None
    assert sum(step.people or 0 for step in whole.steps) == 2
    assert len(whole.steps) == len(EDGES) + 1


def test_the_books_of_another_community_are_not_in_it(towns: tuple[Town, Town]) -> None:
    one, other = towns
    brought(other, Ana=180)
    books = whole_books(one.actor("Tom"), HOURS)
    assert books is not None
    assert books.sources == ()


def test_the_page_adds_up_and_leads_the_treasurer_on(town: Town) -> None:
    brought(town, Ana=180)
    tom = signed_in(town, "Tom")
    text = tom.get("/alder/ledger/books/").content.decode()
    assert text.count("<b>3 h 00</b>") == 2
    for door in ("Accounts", "Closed days", "Take the books along", "How far hours may go"):
        assert door in text
    rows = tom.get("/alder/ledger/books/?as=csv").content.decode().splitlines()
    assert "came from,Opening hours,180,hour," in rows
    assert tom.get("/alder/ledger/books/?unit=shells").status_code == 404
    assert tom.get("/alder/ledger/books/?unit=kg").status_code == 200


def test_a_script_reads_the_books(town: Town) -> None:
    brought(town, Ana=180)
    assert by_key(town, "Ana", "books").json()["steps"] == [{"low": None, "high": None, "people": None}]
    answer = by_key(town, "Tom", "books").json()
    assert answer["issued"] == {"minor": 180, "unit": "hour"}
    assert by_key(town, "Tom", "books?unit=shells").status_code == 404


def test_accounts_by_name_for_who_keeps_the_books(town: Town) -> None:
    brought(town, Ana=180)
    gift(town, "Ana", 60)
    page, tom = "/alder/ledger/books/accounts/", signed_in(town, "Tom")
    assert signed_in(town, "Ana").get(page).status_code == 404
    rows = [row.split(",") for row in tom.get(f"{page}?as=csv").content.decode().splitlines()[1:]]
    names = [row[0] for row in rows]
    assert names == sorted(names) == ["Ana kanari", "Ben kanari", "Community pot", "Opening hours"]
    assert [row[3] for row in rows] == ["240", "-120", "60", "-180"]
    text = tom.get(f"{page}?q=opening").content.decode()
    assert "Opening hours" in text
    assert "Ben kanari" not in text
    assert "No account is called" in tom.get(f"{page}?q=zz").content.decode()
    assert AuditRow.objects.filter(kind=AuditRow.READ, verb="ledger.read_accounts").exists()
    assert by_key(town, "Ana", "accounts").json()["items"] == []
    items = by_key(town, "Tom", "accounts?q=pot").json()["items"]
    assert [(one["name"], one["member"], one["holds"]["minor"]) for one in items] == [("Community pot", None, 60)]


def test_the_journal_is_for_who_keeps_the_books_and_says_that_it_is_made_up(town: Town) -> None:
    Community.objects.filter(pk=town.community.pk).update(is_demo=True)
    page, tom = "/alder/ledger/books/journal/", signed_in(town, "Tom")
    assert signed_in(town, "Ana").get(page).status_code == 404
    assert by_key(town, "Ana", "journal").status_code == 404
    assert "Save as text" in tom.get(page).content.decode()
    assert tom.get(f"{page}?as=pdf").status_code == 404
    lines = b"".join(tom.get(f"{page}?as=csv").streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert all(line.endswith(",demo") for line in lines[1:])
    assert "We talked" not in "".join(lines), "words stay here"
    text = b"".join(by_key(town, "Tom", "journal?form=hledger").streaming_content).decode()
    assert text.startswith("; demo · ")
    assert "The seal" not in text, "nothing was sealed yet"
    ledger.seal(town.community.pk)
    sealed = str(last_head(town.community.pk))
    assert f"; The seal of the books: {sealed}" in b"".join(tom.get(f"{page}?as=hledger").streaming_content).decode()
    last = b"".join(tom.get(f"{page}?as=csv").streaming_content).decode().splitlines()[-1]
    assert (f",{sealed}," in last, last.endswith(",demo")) == (True, True)
    read = AuditRow.objects.filter(kind=AuditRow.READ, verb="ledger.read_journal").first()
    assert read is not None
    assert len(read.subjects) == 2


def many(town: Town) -> None:
    """Help, gifts, hours brought, something taken back, another unit, and names nobody should be called by."""
    brought(town, Ana=180, Ben=-60)
    gift(town, "Ana", 45)
    Agent.objects.filter(public_id=town.agents["Kim"]).update(name="=1+1;\ninclude /etc/passwd\n  (x): Kim")
    assert not isinstance(do("timebank.record_for", town.actor("Cleo"), **town.help("Kim", "Dee")), Refusal)
    who = [Agent.objects.get(public_id=town.agents[name]).pk for name in ("Ana", "Ben")]
    kilos = [ledger.member_account(town.community.pk, agent, KG) for agent in who]
    postings = (Posting(kilos[0], KG(1250)), Posting(kilos[1], KG(-1250)))
    given = Entry(uuid4(), town.community.pk, "exchange", "apples | pears; plums", TODAY, postings)
    assert isinstance(ledger.post(given), ledger.Posted)
    undone = ledger.reverse(uuid4(), community=town.community.pk, of=given.client_id, effective_on=TODAY, reason="slip")
    assert isinstance(undone, ledger.Posted)


def hledger(*arguments: str) -> str:
    return subprocess.run(["hledger", *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed here")
def test_hledger_reads_the_journal_and_comes_to_the_same(town: Town, tmp_path: Path) -> None:
    many(town)
    file = tmp_path / "books.journal"
    written = signed_in(town, "Tom").get("/alder/ledger/books/journal/?as=hledger")
    file.write_bytes(b"".join(written.streaming_content))
    hledger("-f", str(file), "check")
    said = hledger("-f", str(file), "balance", "--flat", "--empty", "--no-total", "--output-format", "csv")
    theirs = dict(line.strip('"').split('","') for line in said.splitlines()[1:])
    accounts = LedgerAccount.objects.filter(community=town.community).select_related("agent")
    ours = {
        account(row.kind, row.agent.name if row.agent else row.name, row.pk): number(row.balance, counted)
        for row in accounts
        for counted in ({"hour": HOURS, "kg": KG}[row.unit],)
    }
    assert theirs == ours
    broken = tmp_path / "broken.journal"
    broken.write_text(file.read_text().replace(amount(90, HOURS), amount(91, HOURS), 1))
    with pytest.raises(subprocess.CalledProcessError):
        hledger("-f", str(broken), "check")


def number(minor: int, counted: Unit) -> str:
    return "0" if minor == 0 else amount(minor, counted)


def test_a_long_journal_comes_in_pieces_and_loses_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    many(town)
    whole = [one.entry for one in journal(town.actor("Tom")) or ()]
    for size in (1, 2, len(whole), len(whole) + 1):
        monkeypatch.setattr(queries, "PIECE", size)
        assert [one.entry for one in journal(town.actor("Tom")) or ()] == whole


def test_nothing_in_the_table_runs_in_a_spreadsheet(town: Town) -> None:
    many(town)
    text = b"".join(signed_in(town, "Tom").get("/alder/ledger/books/journal/?as=csv").streaming_content).decode()
    assert "'=1+1" in text
    assert ",=1+1" not in text
