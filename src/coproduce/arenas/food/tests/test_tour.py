"""A co-op closes its first week on a phone: an empty community sells, orders, shares, settles and is asked back."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked, sign_in_by_letter
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HERE = "/orchard/food/"
BEA = ("--as", "bea@orchard.example", "--community", "orchard")


def opened(folder: Path) -> None:
    """A community of four, with nothing in it yet."""
    said_to(folder, "community", "create", "orchard", "--name", "Orchard", "--broker-name", "Bea",
            "--broker-email", "bea@orchard.example", "--area", "Mill Lane,51.70,-2.20",
            "--arena", "timebank", "--arena", "food")  # fmt: skip
    members = [
        {
            "name": name,
            "email": f"{name.lower()}@orchard.example",
            "phone": "01632 960 700",
            "neighbourhood": "Mill Lane",
        }
        for name in ("Gus", "Ida", "Omar")
    ]
    said_to(folder, "people", "welcome", *BEA, "--members", json.dumps(members), "--json")


def sells(gus: Person) -> None:
    """What Gus grows; only once he has said what is in it is it known that there is nothing."""
    gus.page.goto(f"{HERE}products/")
    gus.reads("Begin with one thing somebody grows")
    gus.write("What is it?", "Leeks")
    gus.write("How many are in a pack?", "3")
    gus.write("What does it cost?", "1.20")
    gus.write("About how many grams", "400")
    for part in gus.page.get_by_label("None of them").all():
        part.check()
    gus.press("Put it on the list")
    gus.reads("Leeks", "£1.20 each", "in packs of 3", "none of the fourteen")


def orders(person: Person, much: str, more: str) -> None:
    person.page.goto(HERE)
    person.pick("What would you like?", "Leeks")
    person.write("How much do you want in all?", much)
    person.write("How much more would you take", more)
    person.press("Put it in my order")
    person.reads("What you ordered", "Leeks")


def test_a_coop_closes_its_first_week_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    opened(folder)
    with ExitStack() as open_pages:
        bea, gus, ida, omar = (Person(open_pages.enter_context(looking(chrome, live, None))) for _ in range(4))
        for person, name in ((bea, "bea"), (gus, "gus"), (ida, "ida"), (omar, "omar")):
            sign_in_by_letter(person, folder, f"{name}@orchard.example")
        ida.page.goto(HERE)
        ida.reads("Nothing can be ordered yet.")
        sells(gus)
        bea.page.goto(f"{HERE}orders/")
        bea.write("What is it called?", "First week")
        bea.press("Open it")
        orders(ida, "3", "2")
        orders(omar, "2", "0")
        ida.page.goto(f"{HERE}work/")
        ida.pick("brought to you?", "Yes")
        ida.press("Keep it so")

        bea.page.goto(f"{HERE}orders/")
        bea.press("First week")
        bea.reads("5 (and up to 2 more)")
        bea.press("Close it now already")
        week = str(bea.page.url)
        ida.page.goto(HERE)
        ida.reads("It is closed.", "4 to come")
        bea.write("Leeks: of 6", "5")
        bea.press("Share it out")
        bea.press("Settle it")
        bea.reads("settled")
        ida.page.goto(HERE)
        ida.press("Look closer, or print it")
        ida.reads("Together: £3.60", "£1.20 less to pay: 1 of Leeks did not come.")
        bea.page.goto(f"{HERE}money/")
        bea.reads("Ida", "£3.60", "Omar", "£2.40", "Gus", "£6.00")

        bea.page.goto(f"{week}?q=Omar")
        bea.pick("In which part of town does it begin?", "Mill Lane")
        bea.page.get_by_label("Who drives?").first.select_option(label="Omar")
        bea.press("Plan the rounds")
        omar.page.goto(f"{week}round/")
        omar.reads("Omar, by bike", "Ida", "Mill Lane")

        ida.page.goto(HERE)
        ida.press("I feel ready to be asked")
        bea.page.goto("/orchard/timebank/desk/?tab=ask")
        bea.press("Ask Ida")
        ida.page.goto(HERE)
        ida.press("Read it and answer")
        ida.reads("Would you grow something, pack or take a round in the next?")
        answer_to_being_asked(ida, "Yes, I would like to")

        ida.page.goto(f"{HERE}over/")
        ida.write("What is over, and how much?", "Half a pumpkin")
        ida.press("Offer it")
        omar.page.goto(f"{HERE}over/")
        omar.press("I fetch it")
        omar.write("About what did it weigh?", "1.5 kg")
        omar.write("A word of thanks", "It was soup by noon.")
        omar.press("I fetched it")
        omar.reads("1.5 kg", "It was soup by noon.")
        found = [
            fault
            for person, path in (
                (ida, HERE), (ida, f"{HERE}work/"), (ida, f"{HERE}past/"), (omar, f"{HERE}over/"),
                (gus, f"{HERE}products/"), (bea, f"{HERE}orders/"), (bea, week), (bea, f"{week}round/"),
                (bea, f"{week}?as=paper"), (bea, f"{HERE}money/"), (bea, f"{HERE}figures/"),
            )
            for fault in looked_at(person, path)
        ]  # fmt: skip
        assert found == []


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return list(faults(person.page, path, LOOKS))
