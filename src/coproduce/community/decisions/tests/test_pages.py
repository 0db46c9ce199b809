"""What we decided, on pages: everybody reads it, the desk writes it down question by question."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.tests.writing import written_down

pytestmark = pytest.mark.django_db

PAGE = "/alder/decisions/"


def test_everybody_reads_and_the_desk_writes(town: Town) -> None:
    ana, tom = signed_in(town, "Ana"), signed_in(town, "Tom")
    assert "No decision is written down yet." in ana.get(PAGE).content.decode()
    assert f"{PAGE}new/" not in ana.get(PAGE).content.decode()
    assert f"{PAGE}new/" in tom.get(PAGE).content.decode()
    assert ana.get(f"{PAGE}new/").status_code == 404
    assert "It is written down" in written_down(tom, f"{PAGE}new/")
    read = ana.get(PAGE).content.decode()
    assert "Shall it be twelve hours? Yes." in read
    one = ana.get(f"{PAGE}{Decision.objects.get().public_id}/").content.decode()
    for words in ("The members’ meeting, 14 of 40", "Blue folder, page 3", "by Tom kanari on", "17 Nov 2026"):
        assert words in one, words
    assert "put it right" not in one


def test_which_answers_there_were(town: Town) -> None:
    said = {"options": {"options": "Sundays\r\nSaturdays\r\n"}, "result": {"result": "Saturdays"}}
    written_down(signed_in(town, "Cleo"), f"{PAGE}new/", **said)
    row = Decision.objects.get()
    assert (row.options, row.result) == (["Sundays", "Saturdays"], "Saturdays")
    assert "<strong>Saturdays</strong>" in signed_in(town, "Ana").get(f"{PAGE}{row.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("step", "answer", "words"),
    [
        ("question", {"question": ""}, "Say what was asked."),
        ("options", {"options": "Sundays"}, "Write two to 12 answers that differ"),
        ("options", {"options": "Sundays\nSundays"}, "Write two to 12 answers that differ"),
        ("result", {"result": "maybe"}, "Choose one of the answers there were."),
        ("who_decided", {"who_decided": ""}, "Say which meeting it was, and how many were there."),
        ("minutes", {"minutes": ""}, "Say where the minutes are."),
        ("days", {"decided_on": "soon", "effective_on": ""}, "Write the day like 2026-11-16."),
    ],
)
def test_what_is_put_right_first(town: Town, step: str, answer: dict[str, str], words: str) -> None:
    cleo = signed_in(town, "Cleo")
    address = cleo.get(f"{PAGE}new/")["Location"].replace("/question/", f"/{step}/")
    asked = cleo.post(address, answer)
    assert asked.status_code == 422
    assert words in asked.content.decode()


def test_a_day_that_is_refused_leads_back_to_its_question(town: Town) -> None:
    refused = written_down(
        signed_in(town, "Cleo"), f"{PAGE}new/", days={"decided_on": "2026-11-18", "effective_on": "2026-11-18"}
    )
    assert "Choose the day it was decided on, today or earlier." in refused
    assert re.search(r'href="[^"]+/days/">Choose the day', refused)
    assert not Decision.objects.exists()


def test_putting_right_begins_with_what_was_written(town: Town) -> None:
    wrong = town.decided(options=("a", "b"), result="a")
    cleo, begin = signed_in(town, "Cleo"), f"{PAGE}new/?corrects={wrong}"
    assert begin in cleo.get(f"{PAGE}{wrong}/").content.decode()
    check = cleo.get(begin, follow=True)
    assert "Stands instead of" in check.content.decode()
    cleo.post(check.request["PATH_INFO"].replace("/check/", "/result/"), {"result": "b"})
    cleo.post(check.request["PATH_INFO"])
    right = Decision.objects.get(result="b")
    assert right.corrects is not None and right.corrects.public_id == wrong
    page = cleo.get(f"{PAGE}{wrong}/").content.decode()
    assert "put right on 17 Nov 2026" in page and str(right.public_id) in page and begin not in page
    assert "put right by another" in cleo.get(PAGE).content.decode()
    for named in (wrong, "nothing"):
        assert cleo.get(f"{PAGE}new/?corrects={named}").status_code == 404


def test_words_that_were_taken_away_are_said_to_be(town: Town) -> None:
    row = Decision.objects.get(public_id=town.decided())
    Decision.objects.update(question="", minutes="", salt=b"")
    cleo = signed_in(town, "Cleo")
    for address in (PAGE, f"{PAGE}{row.public_id}/"):
        assert "A decision whose words were taken away" in cleo.get(address).content.decode()


def test_searching_and_the_table(town: Town) -> None:
    town.decided(question="Shall the shed be open on Sundays?")
    right = town.decided(corrects=town.decided())
    ana = signed_in(town, "Ana")
    assert "1 decision" not in ana.get(f"{PAGE}?q=shed").content.decode()
    assert "One decision" in ana.get(f"{PAGE}?q=shed").content.decode()
    assert "Nothing was decided that says “barn”" in ana.get(f"{PAGE}?q=barn").content.decode()
    rows = ana.get(f"{PAGE}?as=csv").content.decode().splitlines()
    assert len(rows) == 4
    assert sum(str(right) in row for row in rows) == 2


def test_a_long_list_is_paged_and_asks_little(town: Town) -> None:
    ids = [town.decided(question=f"Question {number}?") for number in range(27)]
    ana = signed_in(town, "Ana")
    assert "Question 26?" in ana.get(PAGE).content.decode() and "Question 1?" not in ana.get(PAGE).content.decode()
    assert "Question 1?" in ana.get(f"{PAGE}?page=2").content.decode()
    for address in (PAGE, f"{PAGE}{ids[0]}/"):
        with CaptureQueriesContext(connection) as asked:
            ana.get(address)
        assert len(asked) <= 8, [one["sql"] for one in asked]


def test_another_town_finds_nothing(towns: tuple[Town, Town]) -> None:
    here, there = towns
    theirs = there.decided()
    ana = signed_in(here, "Ana")
    assert ana.get(f"{PAGE}{theirs}/").status_code == 404
    assert ana.get(f"/birch/decisions/{theirs}/").status_code == 404
    assert "zebrafink" not in ana.get(PAGE).content.decode()
    assert signed_in(here, "Cleo").get(f"{PAGE}new/?corrects={theirs}").status_code == 404


def test_by_script(towns: tuple[Town, Town]) -> None:
    town, other = towns
    right = town.decided(corrects=town.decided())

    def read(whose: Town) -> Any:
        headers = {"Authorization": f"Bearer {whose.key('Ana')}"}
        return Client().get(f"/api/{whose.slug}/decisions/decisions", headers=headers).json()

    first, second = read(town)["items"]
    assert (first["id"], first["corrects"], second["corrected_by"]) == (str(right), second["id"], str(right))
    assert read(other) == {"items": [], "count": 0, "next": None}
