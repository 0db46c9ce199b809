"""A treasurer closes a year on a phone, from an empty community; a member buys and is asked to stand a shift."""

import json
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked, sign_in_by_letter
from tests.journeys.test_every_page import faults_today
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

HERE = "/fairfield/market/"
BEA = ("--as", "bea@fairfield.example", "--community", "fairfield")
TAT = ("--as", "tat@fairfield.example", "--community", "fairfield")


def opened(folder: Path) -> None:
    """A community of four, with nothing in it yet; Tat is its treasurer."""
    said_to(folder, "community", "create", "fairfield", "--name", "Fairfield", "--broker-name", "Bea",
            "--broker-email", "bea@fairfield.example", "--area", "Mill Lane,51.70,-2.20",
            "--arena", "timebank", "--arena", "market")  # fmt: skip
    members = [
        {"name": name, "email": f"{name.lower()}@fairfield.example", "phone": "01632 960 700",
         "neighbourhood": "Mill Lane", "roles": ["member", *more]}
        for name, more in (("Gus", ()), ("Ida", ()), ("Tat", ("treasurer",)))
    ]  # fmt: skip
    said_to(folder, "people", "welcome", *BEA, "--members", json.dumps(members), "--json")


def test_a_treasurer_closes_a_year_on_a_phone(chrome: Any, live: str, folder: Path, tmp_path: Path) -> None:
    opened(folder)
    with ExitStack() as open_pages:
        bea, gus, ida, tat = (Person(open_pages.enter_context(looking(chrome, live, None))) for _ in range(4))
        for person, name in ((bea, "bea"), (gus, "gus"), (ida, "ida"), (tat, "tat")):
            sign_in_by_letter(person, folder, f"{name}@fairfield.example")
        ida.page.goto(HERE)
        ida.reads("Nothing is sold here yet.")
        gus.page.goto(f"{HERE}sell/")
        gus.write("What is the stall called?", "Wool")
        gus.press("Open the stall")
        gus.press("Wool")
        gus.write("What is it?", "Mittens")
        gus.write("What does it cost?", "9.00")
        gus.press("Put it there")
        gus.reads("Mittens", "£9.00")

        ida.page.goto(HERE)
        ida.press("Mittens")
        ida.press("Keep it for me")
        ida.reads("Kept until", "It is fetched from Gus")
        receipt = str(ida.page.url)
        gus.page.goto(receipt)
        gus.press("It was handed over")
        ida.page.goto(receipt)
        ida.reads("Receipt", "£9.00", "paid")

        bea.page.goto(f"{HERE}sell/")
        bea.write("What is the stall called?", "Our shop")
        bea.press("Open the stall")
        today = date.today().isoformat()  # noqa: DTZ011 - as the till prints it
        till = tmp_path / "till.csv"
        till.write_text(f"receipt,date,amount,customer\n1,{today},21.00,Ida\n2,{today},10.00,Gus\n", encoding="utf-8")
        said_to(folder, "import", str(till), *TAT)
        tat.page.goto(f"{HERE}years/")
        for label in ("On which day does it begin?", "On which day does it end?"):
            tat.page.get_by_label(label).fill(today)
        tat.press("Open it")
        tat.page.locator("main h2 a").first.click()
        tat.reads("£40.00 of what members traded")
        at = str(tat.page.url)
        tat.write("What do the accounts come to?", "16.01")
        tat.press("Close it")
        tat.reads("Where £16.01 goes", "Kept in reserve", "£4.00")
        said_to(folder, "decisions", "record", *BEA, "--question", "Shall we share the year so?", "--result", "yes",
                "--who-decided", "Members' meeting, 3 of 4", "--minutes", "Green folder", "--decided-on", today,
                "--effective-on", today)  # fmt: skip
        tat.page.goto(at)
        tat.pick("By which decision?", "Shall we share the year so? yes")
        tat.press("Share it out")
        tat.reads("Shared out by decision", "Green folder")
        ida.page.goto(f"{HERE}shares/")
        ida.reads("Dividend, to be paid", "£7.51")
        ida.write("To which account is it paid?", "GB82 WEST 1234 5698 7654 32")
        ida.press("Keep it so")
        tat.page.goto(f"{HERE}paying/")
        tat.reads("£10.01 are due to members")
        tat.press("Work the payments out")
        tat.reads("one payment, £7.51")

        ida.page.goto(HERE)
        ida.press("I feel ready to be asked")
        bea.page.goto("/fairfield/timebank/desk/?tab=ask")
        bea.press("Ask Ida")
        ida.page.goto(HERE)
        ida.press("Read it and answer")
        ida.reads("Would you stand a shift at it")
        answer_to_being_asked(ida, "Yes, I would like to")
        found = [
            fault
            for person, path in (
                (ida, HERE), (ida, receipt), (ida, f"{HERE}bought/"), (ida, f"{HERE}shares/"), (gus, f"{HERE}sell/"),
                (tat, f"{HERE}years/"), (tat, at), (tat, f"{HERE}paying/"), (bea, f"{HERE}figures/"),
            )
            for fault in faults_today(person.page, path)
        ]  # fmt: skip
        assert found == []
