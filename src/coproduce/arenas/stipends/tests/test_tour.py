"""The ring on a phone: Ana reads her record and answers before anything happens, is asked back, and comes to read."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import CLEO, answer_to_being_asked
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

from coproduce.arenas.stipends.behaviour import two_months_before

pytestmark = pytest.mark.browser

HERE, NUMBER, READING = "/wenbrook/stipends/", "T1", "Reading to the second class"


def at_school(folder: Path, present: int) -> None:
    """What the school sends of the last two months, as a script hands it in."""
    first, last = two_months_before(timezone.localdate())
    said_to(folder, "stipends", "take-register", *CLEO, "--number", NUMBER, "--from-on", str(first), "--until-on",
            str(last), "--held", "40", "--present", str(present), "--absent", str(40 - present))  # fmt: skip


def at(person: Person, line: str, words: str) -> None:
    """The link with these words in the line of a list that says so."""
    with person.page.expect_navigation():
        person.page.locator("li", has_text=line).get_by_role("link", name=words).first.click()


def enrolled(cleo: Person) -> None:
    """Ana's family is in the programme of the demo; the desk writes down one more child."""
    cleo.page.goto(f"{HERE}families/")
    cleo.press("Ana", exact=True)
    cleo.press("Write down a child")
    cleo.write("The child’s name", "Mina")
    cleo.write("The number the school", NUMBER)
    cleo.write("Which school?", "Wenbrook Primary School")
    cleo.page.get_by_label("When was it born?").fill("2016-03-02")
    cleo.press("Write it down")
    cleo.reads("Mina is written down.")


def told(cleo: Person) -> None:
    cleo.page.goto(f"{HERE}waiting/")
    at(cleo, "Mina", "Tell them")
    cleo.page.get_by_label("Who stands beside them?").select_option(label="Ben")
    cleo.press("Tell the family")


def test_the_ring_closes_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    with ExitStack() as open_pages:
        ana, cleo, dee = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in (0, 2, 3))
        enrolled(cleo)
        at_school(folder, present=20)
        told(cleo)

        ana.page.goto(HERE)
        ana.reads("Mina", "At 20 of 40 lessons.", "Step 1 of 5: Warning.", "Nothing is taken from what you are paid.",
                  "Ben stands beside you", "nothing happens before")  # fmt: skip
        at(ana, "At 20 of 40", "Say how it was")
        ana.press("Send this answer")
        ana.reads("Say in your own words how it was.")
        ana.write("How was it?", "The road was under water for a month")
        ana.press("Send this answer")
        ana.reads("Until then nothing happens.")
        dee.page.goto(f"{HERE}waiting/")
        at(dee, "Mina", "Decide")
        dee.choose("Yes: these months are not counted")
        dee.write("Why?", "It was, I have seen it")
        dee.press("Decide on their answer")
        ana.page.goto(HERE)
        ana.reads("It is as if these months had not been counted.", "All is well.")

        ana.reads("What your family was paid")
        ana.press("I feel ready to be asked")
        cleo.page.goto("/wenbrook/timebank/desk/?tab=ask")
        cleo.press("Ask Ana")
        ana.page.goto("/wenbrook/")
        ana.press("Somebody asked you something")
        ana.reads("Would you read to others there for an hour")
        answer_to_being_asked(ana, "Yes, I would like to")
        _comes_to_read(folder, ana)
        assert [fault for path in (HERE, f"{HERE}figures/") for fault in looked_at(ana, path)] == []
        assert [fault for path in ("waiting/", "payrolls/", "families/", "sheets/")
                for fault in looked_at(cleo, f"{HERE}{path}")] == []  # fmt: skip


def _comes_to_read(folder: Path, ana: Person) -> None:
    """The desk invites for the school, and Ana takes a place."""
    day = timezone.localdate() + timedelta(days=1)
    said_to(folder, "exchange", "open-occasion", *CLEO, "--words", READING, "--category", "Children and families",
            "--starts-at", f"{day}T15:00", "--ends-at", f"{day}T16:00", "--slots", '[{"needs": "Reading"}]',
            "--arena", "stipends")  # fmt: skip
    ana.page.goto(HERE)
    ana.press("See what is coming")
    ana.press(READING)
    ana.press("I’ll come")
    ana.reads("You come")


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return faults(person.page, path, LOOKS)
