"""A street festival on phones, from idea to done: organised by somebody of fifteen, with a guardian's yes."""

import json
import re
import sqlite3
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked, sign_in_by_letter
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HERE = "/green/play/"
BEA = ("--as", "bea@green.example", "--community", "green")


def opened(folder: Path) -> None:
    """A community of five; Ida is fifteen, and Gus, her father, said that she may meet others in company."""
    said_to(folder, "community", "create", "green", "--name", "Green", "--broker-name", "Bea",
            "--broker-email", "bea@green.example", "--area", "Mill Lane,51.70,-2.20",
            "--arena", "timebank", "--arena", "play")  # fmt: skip
    ids = []
    for name in ("Gus", "Ida", "Joe", "Kay"):
        email = f"{name.lower()}@green.example"
        member = {"name": name, "email": email, "phone": "01632 960 700", "neighbourhood": "Mill Lane"}
        told = said_to(folder, "people", "welcome", *BEA, "--members", json.dumps([member]), "--json")
        ids += json.loads(told)["ids"]
    gus, ida = ids[:2]
    grown = (timezone.localdate() + timedelta(days=3 * 365)).isoformat()
    said_to(folder, "people", "say-age-band", *BEA, "--member", ida, "--adult-on", grown)
    named = said_to(folder, "people", "name-guardian", *BEA, "--member", ida, "--guardian", gus, "--json")
    said_to(folder, "people", "say-yes-for", "--as", "gus@green.example", "--community", "green",
            "--guardian", json.loads(named)["id"], "--what", "meet")  # fmt: skip


def has_an_idea(ida: Person) -> None:
    ida.page.goto(HERE)
    ida.reads("An evening with lanterns is enough.")
    ida.open("I have an idea")
    ida.write("What is it called?", "Lantern night")
    ida.write("What would you like to do?", "We make lanterns and walk.")
    ida.press("Tell the others")
    ida.press("Lantern night")
    ida.reads("An idea", "Others say yes to it first.", "A guardian says yes first")


def is_liked_and_allowed(address: str, joe: Person, kay: Person, gus: Person) -> None:
    for person in (joe, kay):
        person.page.goto(address)
        person.press("Yes, let’s do it")
    kay.reads("You said yes to it", "A guardian says yes first")
    gus.page.goto(address)
    gus.reads("May Ida organise this?")
    gus.press("Yes, and I stand by")
    gus.reads("Agreed, being planned")


def plans_and_invites(ida: Person, address: str) -> None:
    ida.page.goto(address)
    ida.reads("Before everybody is invited, say:")
    ida.write("What happens then?", "Lanterns")
    ida.page.get_by_label("Which day?").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    ida.page.get_by_label("From", exact=True).fill("17:00")
    ida.page.get_by_label("To", exact=True).fill("19:00")
    ida.page.get_by_label("What can people take a place in?").fill("Glue; 2\nCompany")
    ida.press("Put it on the programme")
    ida.open("Quiet, access, rain")
    for label, words in (("Where is it quiet?", "The vestry"), ("How does everybody get", "No steps"),
                         ("What if it rains?", "In the hall"), ("What should people bring?", "A jar")):  # fmt: skip
        ida.write(label, words)
    ida.press("Keep it")
    ida.press("Invite everybody")
    ida.reads("Everybody is invited", "The vestry", "Glue")


def take_places(address: str, joe: Person, kay: Person) -> None:
    for person, place in ((joe, "Glue"), (kay, "Company")):
        person.page.goto(address)
        person.press("Take a place")
        with person.page.expect_navigation():
            person.page.get_by_role("button", name=re.compile(f"come.*{place}")).click()
        person.reads("Your place is kept.")


def was_yesterday(folder: Path) -> None:
    """The evening came and went."""
    with sqlite3.connect(folder / "coproduce.sqlite3", timeout=30) as there:
        there.execute(
            "UPDATE exchange_occasion SET starts_at = datetime(starts_at, '-21 days'), ends_at = datetime(ends_at, "
            "'-21 days') WHERE arena = 'play' AND community_id = (SELECT id FROM people_community WHERE slug = 'green')"
        )


def says_who_came(ida: Person, address: str) -> None:
    ida.page.goto(address)
    ida.press("Say who came")
    ida.reads("Who came is counted, and not kept by name.")
    ida.write("How many more came", "30")
    ida.press("Write it down")
    ida.page.goto(address)
    ida.press("It is over")
    ida.reads("Over")
    ida.page.goto(f"{HERE}together/")
    ida.reads("People who came, counted each time", "33")


def is_asked_back(kay: Person, bea: Person) -> None:
    kay.page.goto(HERE)
    kay.press("I feel ready to be asked")
    bea.page.goto("/green/timebank/desk/?tab=ask")
    bea.press("Ask Kay")
    kay.page.goto(HERE)
    kay.press("Read it and answer")
    kay.reads("Would you run a stall, mend or lend one day?")
    answer_to_being_asked(kay, "Yes, I would like to")


def test_a_festival_goes_round_on_phones(chrome: Any, live: str, folder: Path) -> None:
    opened(folder)
    with ExitStack() as open_pages:
        bea, gus, ida, joe, kay = (Person(open_pages.enter_context(looking(chrome, live, None))) for _ in range(5))
        for person, name in ((bea, "bea"), (gus, "gus"), (ida, "ida"), (joe, "joe"), (kay, "kay")):
            sign_in_by_letter(person, folder, f"{name}@green.example")
        has_an_idea(ida)
        address = ida.page.url
        is_liked_and_allowed(address, joe, kay, gus)
        plans_and_invites(ida, address)
        take_places(address, joe, kay)
        was_yesterday(folder)
        says_who_came(ida, address)
        is_asked_back(kay, bea)
        paths = (HERE, address, f"{address}poster/", f"{HERE}together/")
        assert [fault for path in paths for fault in looked_at(ida, path)] == []


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return list(faults(person.page, path, LOOKS))
