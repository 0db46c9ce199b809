"""The ring on a phone: Ana reads what opens her gate, works on Ben's home, and Ben is asked and builds back."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HOMES = "/wenbrook/homes/"


def accepted(cleo: Person, name: str, home: str, repair: str) -> str:
    """The desk accepts a member's family, and what the address of its page is."""
    cleo.page.goto(f"/wenbrook/people/?q={name}")
    cleo.press(name, exact=True)
    cleo.press("Accept their family for a home")
    day = timezone.localdate() - timedelta(days=30)
    cleo.page.get_by_label("Since which day").fill(day.isoformat())
    cleo.write("Which home will be theirs?", home)
    cleo.write("how long will it take?", repair)
    cleo.press("Write it down")
    cleo.reads(home)
    return str(cleo.page.url)


def works(person: Person, begins: str, ends: str, home: str) -> None:
    """They write down when they worked on whose home, and sign for it."""
    person.page.goto(f"{HOMES}hours/")
    if not person.page.get_by_label("Which day was it?").is_visible():
        person.open("Write down hours")
    person.page.get_by_label("Which day was it?").fill((timezone.localdate() - timedelta(days=1)).isoformat())
    person.page.get_by_label("From when?").fill(begins)
    person.page.get_by_label("Until when?").fill(ends)
    person.pick("On which home?", home)
    person.press("Write them down")
    person.press("Yes, it was so")


def led(cleo: Person) -> None:
    cleo.page.goto(f"{HOMES}hours/")
    cleo.press("I led it")


def test_the_ring_closes_on_a_phone(chrome: Any, live: str) -> None:
    with ExitStack() as open_pages:
        ana, ben, cleo = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in range(3))
        family = accepted(cleo, "Ana", "no. 90", "8 h")
        accepted(cleo, "Ben", "no. 91", "8 h")
        ana.page.goto(HOMES)
        ana.reads("not open yet", "What opens it:", "1 h 30 are still missing.", "0 h 00 count, 6 h 00 are asked")
        works(ana, "08:00", "14:00", "no. 91")
        led(cleo)
        ana.page.goto(HOMES)
        ana.reads("On others' homes", "6 h 00 count, 6 h 00 are asked", "All that is asked is there.")
        cleo.page.goto(family)
        cleo.press("Let the building start")
        cleo.press("Give them the key")
        ana.page.goto("/wenbrook/ledger/")
        ana.reads("Building together")

        ben.page.goto(HOMES)
        ben.press("I feel ready to be asked")
        cleo.page.goto("/wenbrook/timebank/desk/?tab=ask")
        cleo.press("Ask Ben")
        ben.page.goto(HOMES)
        ben.press("Read it and answer")
        ben.reads("Would you lead a crew for a day")
        answer_to_being_asked(ben, "Yes, I would like to")
        works(ben, "15:00", "17:00", "no. 90")
        led(cleo)
        ben.page.goto(HOMES)
        ben.reads("2 h 00 count")
        found = [
            fault
            for person, path in (
                (ana, HOMES), (ana, f"{HOMES}hours/"), (ana, f"{HOMES}days/"), (ana, f"{HOMES}money/"), (cleo, family),
                (cleo, f"{HOMES}families/"), (cleo, f"{HOMES}days/"), (cleo, f"{HOMES}figures/"),
            )
            for fault in looked_at(person, path)
        ]  # fmt: skip
        assert found == []


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return list(faults(person.page, path, LOOKS))
