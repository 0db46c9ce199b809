"""A broker brings lists on the page: understood, confirmed once, taken; the bad rows back, the file forgotten."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.fixtures.breaking import breaking
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import bringing, clock
from coproduce.community.base.actor import operator
from coproduce.community.base.done import Done
from coproduce.community.base.schedule import run_due
from coproduce.community.base.sheets import guess
from coproduce.community.exchange.models import Contribution, Need
from coproduce.community.people.bringing import files as brought
from coproduce.community.people.bringing.pages import headings_of
from coproduce.community.people.models import Agent, BroughtFile, Membership
from coproduce.community.people.rules import NewMember
from coproduce.core.quantity import HOURS
from coproduce.interop.sheets_reading import Sheet

pytestmark = pytest.mark.django_db

HERE = "/alder/people/bring/"
PEOPLE = "Nr;Full name;E-mail;Phone;Skills;Shoe size\n1;Flo;flo@x.org;+44 1632 960005;bread;38\n2;Guy;guy;;;\n"


def sent(client: Client, name: str, content: str | bytes, request_id: UUID | None = None, more: str = "") -> Any:
    """A file chosen on the page; where that leads."""
    raw = content.encode() if isinstance(content, str) else content
    said = {"file": SimpleUploadedFile(name, raw), "request_id": str(request_id or uuid4())}
    return client.post(HERE + more, said, follow=True)


def take(client: Client, answer: Any) -> Any:
    return client.post(answer.request["PATH_INFO"], {"do": "take"}, follow=True)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def table(client: Client, answer: Any) -> list[list[str]]:
    """The rows set aside, as the broker saves them."""
    saved = client.get(answer.request["PATH_INFO"] + "set-aside/")
    assert saved["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(saved.content.decode("utf-8-sig"))))


@pytest.fixture
def cleo(town: Town) -> Client:
    return signed_in(town, "Cleo")


def book(town: Town, rows: int) -> str:
    """Help between Ana and Ben; long enough, it is left to the worker."""
    ana, ben = town.agents["Ana"], town.agents["Ben"]
    lines = [f"{n},{ana},{ben},{n % 50 + 1},2025-{n % 12 + 1:02d}-01,Sewing,hem {n}" for n in range(rows)]
    return "\n".join(["nr,giver,receiver,minutes,date,kind,notes", *lines])


def minutes(rows: int) -> int:
    return sum(n % 50 + 1 for n in range(rows))


def balance(town: Town, name: str) -> int:
    agent = Agent.objects.get(public_id=town.agents[name])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, HOURS)).minor


def test_a_list_is_seen_before_it_is_taken(town: Town, cleo: Client) -> None:
    answer = sent(cleo, "people.csv", PEOPLE)
    said = words(answer)
    assert "Nothing is taken yet" in said
    assert "Take this row" in said
    assert '<dt>Shoe size</dt><dd><span class="dim">left out</span></dd>' in said
    assert "guy is not an e-mail address" in said
    assert not Agent.objects.filter(name="Flo").exists()

    done = take(cleo, answer)
    assert "One row was taken." in words(done)
    assert Membership.objects.get(agent__name="Flo").phone == "+44 1632 960005"
    assert bytes(BroughtFile.objects.get().content) == b""


def test_the_rows_to_mend_come_back_and_are_brought_again(town: Town, cleo: Client) -> None:
    """What a spreadsheet would run is marked in the saved table, and read again without the mark."""
    done = take(cleo, sent(cleo, "people.csv", PEOPLE.replace("Guy;guy;", "Guy;guy;+44 1632 960006")))
    head, bad = table(cleo, done)
    assert head == ["row", "field", "reason", "remedy", "Nr", "Full name", "E-mail", "Phone", "Skills", "Shoe size"]
    assert bad[:2] == ["3", "E-mail"]
    assert bad[2] and bad[3]
    assert bad[7] == "'+44 1632 960006"
    bad[6] = "guy@x.org"
    text = io.StringIO()
    csv.writer(text).writerows([head, bad])
    mended = sent(cleo, "people-set-aside (1).csv", text.getvalue())
    assert "<dd>people</dd>" in words(mended), "it is the same list"
    assert "One row was taken." in words(take(cleo, mended))
    guy = Agent.objects.get(name="Guy")
    assert (guy.source_ref, guy.membership.phone) == ("people:2", "+44 1632 960006")


def test_the_same_list_twice_changes_nothing_and_says_so(town: Town, cleo: Client) -> None:
    lines = "recipient,kind,words\n" + "".join(f"ward {n},masks,{n} masks\n" for n in range(3))
    assert "3 rows were taken." in words(take(cleo, sent(cleo, "needs.csv", lines)))
    before = Need.objects.count()
    again = words(take(cleo, sent(cleo, "needs (1).csv", lines)))
    assert "All 3 rows of this list were here already. Nothing was changed." in again
    assert Need.objects.count() == before


def test_a_double_tap_keeps_one_file_and_takes_it_once(town: Town, cleo: Client) -> None:
    once = uuid4()
    answer = sent(cleo, "needs.csv", "recipient,kind\nward 3,masks\n", once)
    sent(cleo, "needs.csv", "recipient,kind\nward 3,masks\n", once)
    assert BroughtFile.objects.count() == 1
    before = Need.objects.count()
    take(cleo, answer)
    assert "One row was taken." in words(take(cleo, answer))
    assert Need.objects.count() == before + 1


def test_a_workbook(town: Town, cleo: Client) -> None:
    """Known by what is in it, whatever it is called."""
    from openpyxl import Workbook

    kept = io.BytesIO()
    sheet = Workbook()
    assert sheet.active is not None
    for row in (["Name", "E-mail"], ["Flo", "flo@x.org"], ["Guy", "guy@x.org"]):
        sheet.active.append(row)
    sheet.save(kept)
    assert "2 rows were taken." in words(take(cleo, sent(cleo, "people.csv", kept.getvalue())))


def test_one_bad_row_and_nothing_of_a_book_can_be_taken(town: Town, cleo: Client) -> None:
    before = Contribution.objects.count()
    answer = sent(cleo, "book.csv", book(town, 3) + "\n3,Zoe,Ben kanari,60,2025-01-01,,\n")
    assert "Nothing of this book can be taken yet" in words(answer)
    assert 'value="take"' not in words(answer)
    take(cleo, answer)  # who presses it all the same
    assert Contribution.objects.count() == before
    assert table(cleo, answer)[1][:3] == ["5", "giver", "There is nobody called “Zoe” here."]


def test_a_long_book_is_read_and_taken_by_the_worker(town: Town, cleo: Client) -> None:
    """The page says how far it is, by itself or when asked, and can be left meanwhile."""
    rows, before = 2_500, balance(town, "Ana")
    answer = sent(cleo, "book.csv", book(town, rows))
    assert len(book(town, rows)) > brought.SMALL
    page = answer.request["PATH_INFO"]
    assert "Your list is being read" in words(answer)
    assert answer["Refresh"] == "5"
    assert "Refresh" not in cleo.get(page + "?still=1")
    assert "people.take_brought" in run_due(clock.now())
    assert "Take the whole book: 2500 rows" in words(cleo.get(page))
    assert balance(town, "Ana") == before

    moving = cleo.post(page, {"do": "take"}, follow=True)
    assert '<progress id="how-far" value="0" max="2501">' in words(moving)
    assert "people.take_brought" in run_due(clock.now() + timedelta(seconds=5))
    assert "2500 rows were taken." in words(cleo.get(page))
    assert balance(town, "Ana") - before == minutes(rows)
    assert "people.take_brought" not in run_due(clock.now() + timedelta(seconds=10)), "nothing is left to do"


@pytest.mark.parametrize("fault", [OperationalError, ValueError])
def test_a_book_that_was_broken_off_goes_on_where_it_was(town: Town, cleo: Client, fault: type[Exception]) -> None:
    """A database that goes away is waited for; after a fault of ours, the broker is asked to go on."""
    rows, before = 2_500, balance(town, "Ana")
    page = sent(cleo, "book.csv", book(town, rows)).request["PATH_INFO"]
    brought.go_on()
    cleo.post(page, {"do": "take"})

    def breaks() -> None:
        raise fault("it broke")

    with breaking('INSERT INTO "exchange_contribution"', 2, breaks), suppress(OperationalError):
        brought.go_on()
    row = BroughtFile.objects.get()
    assert (row.line, row.added) == (1001, 1000)
    assert balance(town, "Ana") - before == minutes(1000)
    if fault is OperationalError:
        assert '<progress id="how-far" value="1001" max="2501">' in words(cleo.get(page))
    else:
        assert "Something went wrong on our side" in words(cleo.get(page))
        assert "line 1001" in words(cleo.get(page))
        cleo.post(page, {"do": "take"})
    brought.go_on()
    row.refresh_from_db()
    assert (row.state, row.added, row.known) == (BroughtFile.TAKEN, rows, 0)
    assert balance(town, "Ana") - before == minutes(rows)


def test_what_is_refused_on_the_way_stops_it_and_goes_on_once_it_is_right(town: Town, cleo: Client) -> None:
    """Between two batches the broker is no broker any more."""
    page = sent(cleo, "book.csv", book(town, 2_500)).request["PATH_INFO"]
    brought.go_on()
    cleo.post(page, {"do": "take"})
    desk = Membership.objects.get(agent__public_id=town.agents["Cleo"])
    Membership.objects.filter(pk=desk.pk).update(roles=["member"])
    brought.go_on()
    assert BroughtFile.objects.get().state == BroughtFile.STOPPED
    assert not Contribution.objects.filter(amount=50).exists()
    assert cleo.get(page).status_code == 404
    Membership.objects.filter(pk=desk.pk).update(roles=desk.roles)
    stopped = words(cleo.get(page))
    assert "It stopped here" in stopped
    assert "You cannot do this here." in stopped
    cleo.post(page, {"do": "take"})
    brought.go_on()
    assert "2500 rows were taken." in words(cleo.get(page))


def test_a_book_that_somebody_left_meanwhile_is_looked_at_again(town: Town, cleo: Client) -> None:
    answer = sent(cleo, "book.csv", book(town, 3).replace(str(town.agents["Ben"]), "ben@alder.example"))
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(state=Membership.LEFT)
    before = Contribution.objects.count()
    said = words(take(cleo, answer))
    assert "Something changed here since you looked" in said
    assert "Nothing of this book can be taken yet" in said
    assert Contribution.objects.count() == before


def test_headings_that_nobody_knows_are_explained_once(town: Town, cleo: Client) -> None:
    answer = sent(cleo, "ward.csv", "Hvem,Hvad,Dag\nAfdeling 3,masker,1/11/2026\n")
    page = answer.request["PATH_INFO"]
    assert "What is in this list?" in words(answer)
    chosen = cleo.get(page, {"kind": "needs"})
    assert "Which column is which?" in words(chosen)
    wrong = cleo.post(page + "?kind=needs", {"source": "ward", "of_who": "0", "of_words": "0", "dates": "dmy"})
    assert wrong.status_code == 422
    assert "no row can do without" in words(wrong)
    assert "Another line has chosen this column already." in words(wrong)
    said = {"source": "ward", "of_who": "0", "of_category": "1", "of_said_on": "2", "dates": "dmy"}
    looked = cleo.post(page + "?kind=needs", said, follow=True)
    assert "One row was taken." in words(take(cleo, looked))
    assert Need.objects.get(category__name="masker").said_on.isoformat() == "2026-11-01"


def test_a_column_that_does_not_say_what_it_counts(town: Town, cleo: Client) -> None:
    answer = sent(cleo, "book.csv", "giver,receiver,amount,date\nAna kanari,Ben kanari,2,2025-02-01\n")
    page = answer.request["PATH_INFO"]
    assert "say which under “Change”" in words(answer)
    assert "--map" not in words(answer) and "in the map" not in words(answer)
    said = {"source": "book", "of_giver": "0", "of_receiver": "1", "of_time": "2", "of_done_on": "3", "dates": "iso"}
    looked = cleo.post(page + "columns/", {**said, "time": "hours"}, follow=True)
    assert "Take the whole book: one row" in words(looked)


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in parts.items():
            into.writestr(name.replace("__", "/") + ".xml", content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b" \n ", "This file is empty"),
        (b"name,email\n", "There are no rows under the headings"),
        (b"x" * (brought.LARGEST + 1), "larger than 10 MB"),
        (b'name,email\n"Ana,b\n', "breaks off"),
        (b"\xd0\xcf\x11\xe0 old", "old kind, or locked"),
        (b"%PDF-1.7\x00\x01\nname", "not a list saved as text"),
        (packed(word__document=b"<a/>"), "no XLSX"),
        (b"Ana," + b"y" * 300 + b"\nBen,x\n", "The first row is no heading"),
    ],
)
def test_what_cannot_be_a_list_is_refused_with_what_to_do(town: Town, cleo: Client, content: bytes, said: str) -> None:
    answer = sent(cleo, "list.csv", content)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not BroughtFile.objects.exclude(state=BroughtFile.UNREADABLE).exists()
    assert all(bytes(row.content) == b"" for row in BroughtFile.objects.all())


def test_a_file_that_is_far_too_large_is_not_even_read(town: Town, cleo: Client) -> None:
    answer = sent(cleo, "list.csv", b"x" * (brought.LARGEST + 3_000_000))
    assert answer.status_code == 422
    assert "larger than 10 MB" in words(answer)
    assert "Choose the file" not in words(answer)


def test_old_spreadsheets_and_semicolons(town: Town, cleo: Client) -> None:
    assert "One row was taken." in words(take(cleo, sent(cleo, "p.csv", "Name;E-mail\nJosé;\n".encode("cp1252"))))
    assert Agent.objects.filter(name="José").exists()


def test_a_long_file_that_is_no_list_says_so_on_its_own_page(town: Town, cleo: Client) -> None:
    """One that breaks off, and a small workbook that would unpack to a house full of nothing."""
    bomb = packed(xl__workbook=b"<a/>", xl__bomb=b"0" * 320_000_000)
    for content, why in ((b'name,email\n"' + b"x" * brought.SMALL, "breaks off"), (bomb, "too large once unpacked")):
        page = sent(cleo, "list.csv", content).request["PATH_INFO"]
        brought.go_on()
        said = words(cleo.get(page))
        assert "This file could not be read" in said
        assert why in said
    assert all(bytes(row.content) == b"" for row in BroughtFile.objects.all())


def test_everybodys_hours_at_the_end_are_compared_and_nothing_is_changed(town: Town, cleo: Client) -> None:
    """Ana has given two hours, as the town was built."""
    before = Contribution.objects.count()
    lines = "Member,Hours\nAna kanari,{}\nBen kanari,-2\nZoe,1\n"
    same = sent(cleo, "end.csv", lines.format(2), more="?closing")
    assert "The books agree with your list" in words(same)
    assert "2 members were compared" in words(same)
    assert table(cleo, same)[1][:2] == ["4", "Member"]
    other = sent(cleo, "end.csv", lines.format(3), more="?closing")
    assert "One member has other hours here" in words(other)
    saved = cleo.get(other.request["PATH_INFO"] + "differences/").content.decode("utf-8-sig").splitlines()
    assert saved[1] == "Ana kanari,3 h 00,2 h 00,-60,"
    assert Contribution.objects.count() == before


def test_an_empty_list_is_understood_as_what_it_is(town: Town, cleo: Client) -> None:
    for listing in bringing.listings():
        saved = cleo.get(f"{HERE}empty/{listing.name}/").content.decode("utf-8-sig")
        [headings] = csv.reader(io.StringIO(saved))
        by = guess(Sheet(tuple(headings), ()), "x", bringing.listings())
        assert by.listing.name == listing.name
        assert set(by.columns) == {column.field for column in listing.columns}
        assert headings == headings_of(listing)
    assert cleo.get(f"{HERE}empty/shoes/").status_code == 404


@pytest.fixture
def pages(town: Town, cleo: Client) -> list[str]:
    """Every page there is of a file of Cleo's."""
    one = sent(cleo, "people.csv", PEOPLE).request["PATH_INFO"]
    return [one, *(f"{one}{name}/" for name in ("columns", "set-aside", "differences"))]


def others(town: Town) -> Iterator[Client]:
    """A member, a link worker, another broker of the same town, and nobody."""
    welcomed = do(
        "people.welcome", town.actor("Cleo"), members=(NewMember("Bea", town.email("Bea"), roles=("member", "broker")),)
    )
    assert isinstance(welcomed, Done)
    for name in ("Ana", "Dee", "Bea"):
        yield signed_in(town, name)


def test_nobody_else_comes_to_it(town: Town, pages: list[str]) -> None:
    for client in others(town):
        for page in pages:
            assert client.get(page).status_code == 404
        assert client.post(pages[0], {"do": "away"}).status_code == 404
    assert Client().get(pages[0]).status_code == 302
    assert BroughtFile.objects.count() == 1


def test_only_brokers_find_the_page(town: Town, cleo: Client) -> None:
    for name, status in (("Ana", 404), ("Dee", 404), ("Tom", 404), ("Cleo", 200)):
        client = signed_in(town, name)
        assert client.get(HERE).status_code == status, name
        assert client.get(f"{HERE}empty/needs/").status_code == status, name
        assert ("bring/" in client.get("/alder/people/").content.decode()) is (status == 200)
        if status == 404:
            assert sent(client, "people.csv", PEOPLE).status_code == 404
    assert not BroughtFile.objects.exists()
    assert "Bring your lists" in words(cleo.get("/alder/people/settings/"))


def test_another_town_sees_nothing_of_it(towns: tuple[Town, Town], pages: list[str]) -> None:
    """Not even a broker who is in both."""
    here, there = towns
    both = NewMember("Cleo", here.email("Cleo"), roles=("member", "broker"))
    assert isinstance(do("people.welcome", there.actor("Cleo"), members=(both,)), Done)
    client = signed_in(here, "Cleo")
    for page in pages:
        assert client.get(page).status_code in (200, 302)
        assert client.get(page.replace("/alder/", "/birch/")).status_code == 404
    assert "people" not in words(client.get(HERE.replace("alder", "birch"))).partition("What you are bringing")[2]
    taken = BroughtFile.objects.get().public_id
    stolen = SimpleUploadedFile("people.csv", PEOPLE.encode())
    answer = signed_in(there, "Cleo").post(HERE.replace("alder", "birch"), {"file": stolen, "request_id": str(taken)})
    assert answer.status_code == 422
    assert BroughtFile.objects.get().community == here.community


def test_it_is_forgotten_after_a_day_and_when_they_leave(town: Town, cleo: Client, pages: list[str]) -> None:
    run_due(NOON)
    assert BroughtFile.objects.exists()
    run_due(NOON + timedelta(hours=25))
    assert not BroughtFile.objects.exists()

    sent(cleo, "people.csv", PEOPLE)
    list(others(town))
    assert isinstance(do("people.leave", town.actor("Cleo"), member=town.agents["Cleo"]), Done)
    assert not BroughtFile.objects.exists()


def test_it_is_thrown_away_at_once(town: Town, cleo: Client, pages: list[str]) -> None:
    cleo.post(pages[0], {"do": "away"})
    assert not BroughtFile.objects.exists()
    assert cleo.get(pages[0]).status_code == 404


def test_five_at_a_time(town: Town, cleo: Client) -> None:
    for number in range(brought.MOST_FILES):
        sent(cleo, f"people {number}.csv", PEOPLE)
    answer = sent(cleo, "people.csv", PEOPLE)
    assert answer.status_code == 422
    assert "five lists already" in words(answer)


def test_few_questions_to_the_database(
    town: Town, cleo: Client, pages: list[str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for page in (HERE, *pages):
        with django_assert_max_num_queries(8):
            cleo.get(page)


def test_the_first_broker_is_shown_the_way(town: Town) -> None:
    opened = do(
        "people.open_community", operator(), slug="hollow", name="Hollow", time_zone="Europe/London",
        language="en-gb", currency="GBP", broker_name="Bea", broker_email=town.email("Cleo"),
    )  # fmt: skip
    assert isinstance(opened, Done)
    said = words(signed_in(town, "Cleo").get("/hollow/people/"))
    assert "Only you are here yet." in said
    assert "Only you are here yet." not in words(signed_in(town, "Cleo").get("/alder/people/"))
