"""The ring on a phone: Nia reads what opens her gate, works on Joss's home, and Joss is asked and builds back."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.journeys.person import Person
from tests.journeys.tasks import address_of, answer_to_being_asked, sign_in_by_letter, welcomed
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HOMES = "/wenbrook/homes/"


def accepted(cleo: Person, name: str, home: str, repair: str) -> str:
    """The desk accepts a member's family, and what the address of its page is."""
    cleo.page.goto(f"/wenbrook/people/?q={name}")
    cleo.press(name)
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


def test_the_ring_closes_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    welcomed(folder, "Nia Rees", "Joss Park")
    with ExitStack() as open_pages:
        nia, joss, cleo = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in (None, None, 2))
        for person, name in ((nia, "Nia"), (joss, "Joss")):
            sign_in_by_letter(person, folder, address_of(name))
        family = accepted(cleo, "Nia Rees", "no. 90", "8 h")
        accepted(cleo, "Joss Park", "no. 91", "8 h")
        nia.page.goto(HOMES)
        nia.reads("not open yet", "What opens it:", "1 h 30 are still missing.", "0 h 00 count, 6 h 00 are asked")
        works(nia, "08:00", "14:00", "no. 91")
        led(cleo)
        nia.page.goto(HOMES)
        nia.reads("On others' homes", "6 h 00 count, 6 h 00 are asked", "All that is asked is there.")
        cleo.page.goto(family)
        cleo.press("Let the building start")
        cleo.press("Give them the key")
        nia.page.goto("/wenbrook/ledger/")
        nia.reads("Building together")

        joss.page.goto(HOMES)
        joss.press("I feel ready to be asked")
        cleo.page.goto("/wenbrook/timebank/desk/?tab=ask")
        cleo.press("Ask Joss")
        joss.page.goto(HOMES)
        joss.press("Read it and answer")
        joss.reads("Would you lead a crew for a day")
        answer_to_being_asked(joss, "Yes, I would like to")
        works(joss, "15:00", "17:00", "no. 90")
        led(cleo)
        joss.page.goto(HOMES)
        joss.reads("2 h 00 count")
        found = [
            fault
            for person, path in (
                (nia, HOMES), (nia, f"{HOMES}hours/"), (nia, f"{HOMES}days/"), (nia, f"{HOMES}money/"), (cleo, family),
                (cleo, f"{HOMES}families/"), (cleo, f"{HOMES}days/"), (cleo, f"{HOMES}figures/"),
            )
            for fault in looked_at(person, path)
        ]  # fmt: skip
        assert found == []


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return list(faults(person.page, path, LOOKS))
