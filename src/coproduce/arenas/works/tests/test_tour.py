"""A lane manager on a phone: from the survey typed by hand to the printed long-section, quantities, dues, the ask."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked, sign_in_by_letter
from tests.journeys.test_every_page import faults_today
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HERE = "/orangi/works/"
BEA = ("--as", "bea@orangi.example", "--community", "orangi")
WALK = "well - 1.5 - -\ntop 0 - 1.0 -\nturn 32 1.2 - 1.8\nend 64 - 1.7 -\nwell - - - 0.9"


def opened(folder: Path) -> None:
    """A community of four, with nothing in it yet but what the lane decided."""
    said_to(folder, "community", "create", "orangi", "--name", "Orangi", "--broker-name", "Bea",
            "--broker-email", "bea@orangi.example", "--area", "Sector 4,24.95,66.99",
            "--arena", "timebank", "--arena", "works")  # fmt: skip
    members = [
        {"name": name, "email": f"{name.lower()}@orangi.example", "phone": "01632 960 700", "neighbourhood": "Sector 4"}
        for name in ("Noor", "Amin", "Zara")
    ]
    said_to(folder, "people", "welcome", *BEA, "--members", json.dumps(members), "--json")
    said_to(folder, "decisions", "record", *BEA, "--question", "Who leads Lane 4?", "--result", "yes",
            "--who-decided", "Lane 4, 3 of 3", "--minutes", "Notebook, page 1", "--decided-on", "2026-01-02",
            "--effective-on", "2026-01-02", "--json")  # fmt: skip


def house(noor: Person, lane: str, plot: str, at: str, who: str) -> None:
    noor.page.goto(f"{lane}?q={who}")
    if not noor.page.get_by_label("Which plot?").is_visible():
        noor.open("Write a house down")
    noor.write("Which plot?", plot)
    noor.write("How many live there?", "6")
    noor.write("does it join?", at)
    noor.pick("Who speaks for it?", who)
    noor.press("Write it down")


def surveys(noor: Person, lane: str) -> None:
    """Typed from the sheet; a reading that was written down wrongly is named by its line, and what was typed stays."""
    noor.page.goto(f"{lane}survey/")
    noor.choose("What was read on the staff")
    noor.page.get_by_label("Type it here").fill(WALK.replace("0.9", "0.8"))
    noor.write("A walk begins from", "10.0")
    noor.write("How high is the bed", "8.0")
    noor.press("Hand it in")
    noor.reads("Line 5: The walk ends +100 mm")
    assert "turn 32 1.2 - 1.8" in noor.page.get_by_label("Type it here").input_value()
    noor.page.get_by_label("Type it here").fill(WALK)
    noor.press("Hand it in")


def test_a_lane_goes_from_survey_to_dues_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    opened(folder)
    with ExitStack() as open_pages:
        bea, noor, amin, zara = (Person(open_pages.enter_context(looking(chrome, live, None))) for _ in range(4))
        for person, name in ((bea, "bea"), (noor, "noor"), (amin, "amin"), (zara, "zara")):
            sign_in_by_letter(person, folder, f"{name}@orangi.example")
        bea.page.goto(HERE)
        bea.write("What is it called?", "The trunk")
        bea.pick("What is it?", "A trunk that lies")
        bea.press("Write it down")
        noor.page.goto(HERE)
        noor.open("Write a lane down")
        noor.write("What is it called?", "Lane 4")
        noor.pick("What does it run into?", "The trunk")
        noor.press("Write it down")
        noor.press("Lane 4")
        lane = str(noor.page.url)
        for plot, at, who in (("1", "10", "Noor"), ("2", "30", "Amin"), ("3", "60", "Zara")):
            house(noor, lane, plot, at, who)
        noor.page.goto(lane)
        noor.open("The lane elected its manager")
        noor.pick("Whom did the lane elect?", "Noor")
        noor.page.get_by_label("By which decision?").select_option(index=1)
        noor.press("Write it down")
        noor.reads("Notebook, page 1", "Organised")

        surveys(noor, lane)
        noor.reads("by the lane", "officially", "Weeks", "Cement, kilograms", "A qualified engineer")
        noor.page.get_by_label("Which pipe do you choose?").select_option(value="100")
        noor.press("Choose this one")
        noor.reads("chosen")
        noor.page.goto(f"{lane}line/?as=paper")
        paper = noor.page.pdf(prefer_css_page_size=True)
        boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", paper)
        assert [(round(float(wide) / 72 * 25.4), round(float(high) / 72 * 25.4)) for wide, high in boxes] == [
            (420, 297)
        ]

        noor.page.goto(f"{lane}dues/")
        noor.write("In how many monthly parts?", "3")
        noor.press("Share it out")
        noor.reads("The board", "For whoever collects")
        for person in (noor, amin, zara):
            person.page.goto(lane)
            person.press("I agree")
            person.reads("You agreed to pay")
        noor.page.goto(f"{lane}dues/")
        noor.page.get_by_label("Which house paid?").select_option(label="2")
        noor.write("How much came?", "10.00")
        noor.press("Write it down")
        amin.page.goto(f"{lane}dues/")
        amin.reads("£48.70 still to come")
        assert "For whoever collects" not in amin.page.inner_text("main")

        noor.page.goto(lane)
        noor.press("We begin to dig")
        amin.page.goto(lane)
        amin.open("I worked here")
        amin.write("What did you do?", "Dug")
        amin.write("How long did it take?", "4 h")
        amin.press("Write it down")
        for words in ("It was inspected", "Its water runs"):
            noor.page.goto(lane)
            noor.press(words)
        noor.reads("In use", "4 h 00")

        zara.page.goto(f"{lane}upkeep/")
        zara.write("What is wrong, and where?", "Silt by plot 3")
        zara.press("Say so")
        amin.page.goto(f"{lane}upkeep/")
        amin.open("I cleared it")
        amin.write("How long did it take?", "30 min")
        amin.press("I cleared it")
        zara.page.goto(f"{lane}upkeep/")
        zara.open("Say thank you")
        zara.write("A word of thanks", "It runs again.")
        zara.press("Say thank you")
        zara.reads("It runs again.")

        zara.page.goto(HERE)
        zara.press("I feel ready to be asked")
        bea.page.goto("/orangi/timebank/desk/?tab=ask")
        bea.press("Ask Zara")
        zara.page.goto(HERE)
        zara.press("Read it and answer")
        zara.reads("Would you show the next lane how it is done")
        answer_to_being_asked(zara, "Yes, I would like to")
        found = [
            fault
            for person, path in (
                (zara, HERE), (noor, lane), (noor, f"{lane}survey/"), (noor, f"{lane}line/"), (noor, f"{lane}dues/"),
                (noor, f"{lane}dues/?as=paper"), (zara, f"{lane}upkeep/"), (bea, f"{HERE}figures/"),
            )
            for fault in faults_today(person.page, path)
        ]  # fmt: skip
        assert found == []
