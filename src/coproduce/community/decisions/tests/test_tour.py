"""On a phone: a meeting decides what becomes of a year's surplus, on the page and on paper; and a budget is voted,
counted, and counted again by a stranger who has nothing but its file.
"""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.test_every_page import LOOKS, faults, looks_at
from tests.journeys.walk import looking

from coproduce.core.seal import in_groups

pytestmark = pytest.mark.browser

PAGE = "/wenbrook/decisions/asked/"
HALF, ALL = "Half to members, half to the hall", "All of it to the hall"


def tick(person: Person, *answers: str) -> None:
    for answer in answers:
        person.page.get_by_label(answer).check()


def asks(person: Person, question: str, way: str, **more: str) -> str:
    """The address of a question that is put page by page, open today alone."""
    person.page.goto(f"{PAGE}new/")
    person.write("What do you ask?", question)
    person.press("Next")
    tick(person, way)
    person.press("Next")
    person.press("Next")  # nothing else to know
    for label, said in more.items():
        person.page.get_by_label(label.replace("_", " ")).fill(said)
        person.press("Next")
    person.page.get_by_label("How many ballots have to be there").fill("2")
    person.press("Next")  # every member, however many
    today = str(timezone.localdate())
    for label in ("From which day?", "Until which day?"):
        person.page.get_by_label(label).fill(today)
    person.press("Next")
    person.press("Ask this")
    person.reads("people may answer, and are told.")
    person.press("Read it")
    address: str = person.page.url
    return address


def votes(person: Person, address: str, *answers: str) -> None:
    person.page.goto(address)
    person.press("Vote")
    tick(person, *answers)
    person.press("Next")
    person.reads("Is this your ballot?", *answers)
    person.press("Put it into the box")
    person.reads("Your ballot is in the box")


def types(person: Person, address: str, sheet: int, *answers: str) -> None:
    person.page.goto(f"{address}papers/type/")
    person.write("Which number stands on the sheet?", str(sheet))
    tick(person, *answers)
    person.press("Keep this sheet")


def counts(person: Person, address: str, minutes: str) -> None:
    person.page.goto(address)
    person.press("Close it and count")
    person.write("What was said and done?", minutes)
    person.press("Count it")
    person.reads("It is decided.")


def test_a_meeting_decides_a_years_dividend_on_the_page_and_on_paper(chrome: Any, live: str, folder: Path) -> None:
    with ExitStack() as open_pages:
        ana, ben, cleo, tom = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in (0, 1, 2, 6))
        question = "What becomes of the surplus of the year?"
        address = asks(tom, question, "Approval", **{"What_can_be_answered?": f"{HALF}\n{ALL}"})
        cleo.page.goto(address)
        cleo.press("Ballots on paper")
        for name in ("Edith", "Sal"):
            cleo.page.get_by_label("Who takes a paper?").select_option(label=name)
            cleo.press("They took one")
            cleo.reads("They vote on paper now")
        votes(ana, address, HALF)
        votes(ben, address, HALF, ALL)
        for person, second in ((cleo, ALL), (tom, HALF)):
            types(person, address, 1, HALF)
            types(person, address, 2, second)
        tom.reads("The two typings differ.")
        tom.page.goto(f"{address}papers/")
        tom.reads("The two typings differ at:", HALF, ALL)
        types(tom, address, 2, ALL)
        tom.reads("it counts.")
        counts(tom, address, "The accounts were read aloud and asked about.")
        tom.reads("4 of", "took part.")
        tom.press("Read the decision")
        tom.reads(question, HALF, "Result file, SHA-256")
        assert [fault for path in (address, f"{address}vote/") for fault in looked_at(ana, path, LOOKS[:2])] == []
        assert looked_at(cleo, PAGE, LOOKS[:2]) == []


def test_a_budget_is_counted_again_by_a_stranger(chrome: Any, live: str, folder: Path, tmp_path: Path) -> None:
    with ExitStack() as open_pages:
        ana, cleo = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in (0, 2))
        projects = "A bench by the pond; 250\nA ramp for the hall; 600\nPaint; 300"
        said = {"How_much_is_there_to_spend?": "900", "Which_projects,_and_what_does_each_cost?": projects}
        address = asks(ana, "How do we spend what is left?", "A budget", **said)
        assert looked_at(cleo, f"{address}vote/", LOOKS[:2]) == []
        votes(cleo, address, "A ramp for the hall", "Paint")
        votes(ana, address, "A bench by the pond", "A ramp for the hall")
        counts(cleo, address, "The ramp was asked for at the last meeting, too.")
        with cleo.page.expect_download() as saved:
            cleo.page.get_by_role("link", name="Save the file").click()
        file = tmp_path / "budget.pb"
        saved.value.save_as(file)
        again = json.loads(said_to(folder, "recount", str(file), "--json"))
        assert again["as_the_file_says"] is True
        assert again["chosen"] == ["02", "01"] and again["options"]["02"]["votes"] == "2"
        words = said_to(folder, "recount", str(file))
        assert "The file says the same." in words and in_groups(again["seal"]) in words
        file.write_text(file.read_text().replace("\n1;01,02", "\n1;01"))
        assert "The file says something else" in said_to(folder, "recount", str(file))
        assert said_to(folder, "decisions", "questions", "--as", "ana@wenbrook.example", "--community", "wenbrook")


def looked_at(person: Person, path: str, looks: Any = None) -> list[str]:
    person.page.goto(path)
    return faults(person.page, path, looks or looks_at(person.page.url))
