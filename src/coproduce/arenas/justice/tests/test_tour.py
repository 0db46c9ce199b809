"""A repair circle run end to end on a phone: Ana was harmed by Ben, Dee leads, it is put right, and nothing is left."""

import sqlite3
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import CLEO, answer_to_being_asked
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

from coproduce.arenas.justice import FACILITATOR

pytestmark = pytest.mark.browser

HERE = "/wenbrook/justice/"


def leads(folder: Path, name: str) -> None:
    """The desk gives somebody the role."""
    with sqlite3.connect(folder / "coproduce.sqlite3", timeout=30) as there:
        [member] = there.execute("SELECT public_id FROM people_agent WHERE name = ?", [name]).fetchone()
    said_to(folder, "people", "give-role", *CLEO, "--member", str(UUID(member)), "--role", FACILITATOR)


def reported(ana: Person) -> str:
    """Serious harm leads to whom to call; a broken pane is taken up. Its address."""
    ana.page.goto(HERE)
    ana.press("Say that something went wrong")
    ana.write("Who was it?", "Ben")
    ana.press("Find")
    ana.pick("What kind of thing was it?", "damaged")
    ana.write("What happened?", "A ball went through the greenhouse")
    ana.page.get_by_label("When?").fill(str(timezone.localdate()))
    ana.page.get_by_label("Who did it?").select_option(label="Ben")
    ana.choose("A weapon")
    ana.press("Write it down")
    ana.reads("This is too serious to be answered here. Call the police: 999, or 112.")
    assert ana.page.get_by_label("What happened?").input_value() == "A ball went through the greenhouse"
    ana.choose("A weapon")
    ana.press("Write it down")
    ana.reads("Whoever leads circles looks at it next.")
    return newest(ana)


def newest(person: Person) -> str:
    """Of what somebody has open, the one written down last stands first: gone to, and its address."""
    person.press("Something was damaged")
    return str(person.page.url)


def lists(person: Person, matter: str) -> bool:
    """Whether there is still a way to it. The made-up town has matters of its own, of the same kind."""
    return bool(person.page.locator(f'a[href="{urlsplit(matter).path}"]').count())


def heard(dee: Person, matter: str) -> None:
    """Peers are drawn, and once they have met, what they came to is written down."""
    tomorrow, ends = (str(timezone.localdate() + timedelta(days=days)) for days in (1, 14))
    dee.page.goto(matter)
    dee.page.get_by_label("On which day do you meet?").fill(tomorrow)
    dee.page.get_by_label("At what time?").fill("18:00")
    dee.write("Where?", "The library")
    dee.write("How many peers?", "3")
    dee.press("Draw by lot")
    dee.reads("Who hears it", "The circle meets:")
    dee.write("How long?", "1 h 30")
    dee.write("Part 1: what is to be done?", "Put in a new pane together")
    dee.press("Write it down")
    dee.reads("say by which day. An agreement has an end.")
    dee.page.get_by_label("Part 1: by which day?").fill(ends)
    dee.write("Part 1: how long", "2 h")
    dee.press("Write it down")
    dee.reads("Put in a new pane together", "These hours stand in no account.")


def kept(dee: Person) -> None:
    dee.page.reload()
    dee.pick("Which part?", "Put in")
    dee.pick("How is it?", "Done")
    dee.press("Write it down")
    dee.press("Thank everybody and close it")
    dee.reads("nobody finds anything of it.")


def test_a_repair_circle_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    leads(folder, "Dee")
    with ExitStack() as open_pages:
        ana, ben, cleo, dee = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in range(4))
        matter = reported(ana)
        ana.choose("I would like to be there")
        ana.press("Choose this")
        ben.page.goto(HERE)
        assert lists(ben, matter)
        ben.page.goto(matter)
        ben.choose("Yes, I did it")
        ben.press("Say it")
        heard(dee, matter)
        for person in (ben, ana):
            person.page.goto(matter)
            person.press("I agree")
        assert faults(ana.page, "a matter", LOOKS[:2]) == []
        ana.choose("Yes", exact=True)
        ana.press("Say it")
        kept(dee)
        dee.page.goto(HERE)
        dee.press("Seal what is due")
        for person in (ana, ben, dee):
            assert person.page.goto(matter).status == 404
            person.page.goto(HERE)
            assert not lists(person, matter)
        ben.press("I feel ready to be asked")
        cleo.page.goto("/wenbrook/timebank/desk/?tab=ask")
        cleo.press("Ask Ben")
        ben.page.goto("/wenbrook/")
        ben.press("Somebody asked you something")
        ben.reads("Your community looks for people who sit in a circle")
        answer_to_being_asked(ben, "Yes, I would like to")
