"""A shed opens on a phone: one designs, another finds it, makes their own, builds it, and everybody stays named."""

import json
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked, sign_in_by_letter
from tests.journeys.test_every_page import faults_today
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HERE = "/shed/making/"
BEA = ("--as", "bea@shed.example", "--community", "shed")


def opened(folder: Path) -> str:
    """A community of three, with nothing in it yet; Ida's id."""
    said_to(folder, "community", "create", "shed", "--name", "Shed", "--broker-name", "Bea",
            "--broker-email", "bea@shed.example", "--area", "Mill Lane,51.70,-2.20",
            "--arena", "timebank", "--arena", "making")  # fmt: skip
    ids = {}
    for name in ("Gus", "Ida"):
        email = f"{name.lower()}@shed.example"
        member = {"name": name, "email": email, "phone": "01632 960 700", "neighbourhood": "Mill Lane"}
        told = said_to(folder, "people", "welcome", *BEA, "--members", json.dumps([member]), "--json")
        ids[name] = str(json.loads(told)["ids"][0])
    return ids["Ida"]


def designs(gus: Person) -> None:
    gus.page.goto(HERE)
    gus.reads("Begin with one thing you made that others could use.")
    gus.open("Write it down")
    gus.write("What is it?", "Stool")
    gus.write("Under which licence", "CERN-OHL-P-2.0")
    gus.write("How is it made?", "Turn three legs.")
    gus.page.get_by_label("What is it made of?").fill("leg; 3; turning; ash; 400 x 40 x 40; 20\nseat; 1; sawing")
    gus.press("Put it here")
    gus.page.goto(f"{HERE}machines/")
    gus.reads("A needle counts.")
    gus.write("What do you have?", "Lathe")
    gus.pick("What does it do?", "Turning")
    gus.write("How large a thing", "900 x 300 x 300")
    gus.press("Put it on the list")
    gus.reads("Lathe", "900 x 300 x 300 mm")


def finds_forks_and_builds(ida: Person) -> None:
    ida.page.goto(HERE)
    ida.write("Find a design", "stool")
    ida.press("Find", exact=True)
    ida.press("Stool")
    ida.press("Who near could make it")
    ida.reads("Gus", "3 × leg", "1 × seat", "Lathe does turning, and seat needs sawing.")
    ida.press("Stool 1.0.0")
    ida.press("All its parts")
    ida.reads("CERN-OHL-P-2.0", "In no other design here.")
    ida.press("Stool 1.0.0")
    ida.open("Take it as a start")
    ida.write("What is yours called?", "Milking stool")
    ida.press("Make my own")
    ida.page.goto(f"{HERE}?q=Milking")
    ida.press("Milking stool")
    ida.reads("Whom it comes from", "made from Stool", "Gus", "Ida")
    ida.press("I build this")
    ida.press("Say how it went")
    ida.write("How did it go?", "It stands.")
    ida.press("It is built")
    ida.open("Something is to be mended")
    ida.write("What broke, or did not fit?", "It wobbles")
    ida.press("Tell whoever keeps the design")
    ida.reads("It wobbles", "to mend")


def mends(gus: Person, ida: Person) -> None:
    gus.page.goto(f"{HERE}?q=Milking")
    gus.press("Milking stool")
    gus.reads("To mend: It wobbles")
    gus.open("Write it anew")
    gus.write("How should the page read?", "Turn three legs of one length.")
    gus.write("What is better now?", "It wobbled")
    gus.pick("Does it mend something", "It wobbles")
    gus.press("Hand it in")
    ida.page.goto(gus.page.url)
    ida.press("It is good so")
    ida.reads("Found by Ida, mended by Gus: It wobbled", "Turn three legs of one length.")


def said(folder: Path, verb: str, who: str, **words: str) -> Any:
    """By command, as whoever it is says it."""
    options = [word for name, value in words.items() for word in (f"--{name}", value)]
    by = ("--as", f"{who}@shed.example", "--community", "shed", "--json")
    return json.loads(said_to(folder, "exchange", verb, *by, *options))


def is_shown_the_lathe(folder: Path, ida: str) -> None:
    """Ida says what would help, Gus shows her, and both say so: agreed, done and recognised as making."""
    today = timezone.localdate()
    need = {"who": ida, "category": "For the community", "words": "Somebody to show me the lathe",
            "said_on": today.isoformat(), "until_on": (today + timedelta(days=30)).isoformat()}  # fmt: skip
    wanted = said(folder, "need", "ida", needs=json.dumps([need]))["ids"][0]
    thread = said(folder, "propose", "gus", need=wanted, arena="making")["agreement"]
    said(folder, "agree", "ida", agreement=thread)
    said(folder, "do", "gus", agreement=thread, time="1 h")
    assert said(folder, "confirm", "ida", agreement=thread)["state"] == "recognised"


def is_asked_back(ida: Person, bea: Person) -> None:
    ida.page.goto(HERE)
    ida.press("I feel ready to be asked")
    bea.page.goto("/shed/timebank/desk/?tab=ask")
    bea.press("Ask Ida")
    ida.page.goto(HERE)
    ida.press("Read it and answer")
    ida.reads("Would you show it to somebody else, or mend its page?")
    answer_to_being_asked(ida, "Yes, I would like to")


def test_a_stool_goes_round_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    ida_id = opened(folder)
    with ExitStack() as open_pages:
        bea, gus, ida = (Person(open_pages.enter_context(looking(chrome, live, None))) for _ in range(3))
        for person, name in ((bea, "bea"), (gus, "gus"), (ida, "ida")):
            sign_in_by_letter(person, folder, f"{name}@shed.example")
        designs(gus)
        finds_forks_and_builds(ida)
        mends(gus, ida)
        design = ida.page.url
        is_shown_the_lathe(folder, ida_id)
        is_asked_back(ida, bea)
        found = [
            fault
            for person, path in (
                (ida, HERE), (ida, f"{HERE}machines/"), (ida, f"{HERE}bring/"), (ida, design), (ida, f"{design}parts/"),
                (ida, f"{design}near/"), (ida, f"{design}history/"), (bea, f"{HERE}figures/"),
            )
            for fault in faults_today(person.page, path)
        ]  # fmt: skip
        assert found == []
