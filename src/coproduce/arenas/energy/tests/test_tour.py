"""On a phone, from an empty community: a treasurer settles a month, a roof reads who got what, and is asked back."""

import json
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import answer_to_being_asked, sign_in_by_letter
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

from coproduce.arenas.energy.behaviour import last_month
from coproduce.arenas.energy.tests.street import days_of
from coproduce.core.cycle import steps

pytestmark = pytest.mark.browser

HERE = "/sunlane/energy/"
TIA = ("--as", "tia@sunlane.example", "--community", "sunlane")


def opened(folder: Path, month_on: date) -> None:
    """A new community of three, and what its members decided."""
    said_to(folder, "community", "create", "sunlane", "--name", "Sun Lane", "--broker-name", "Tia Sol",
            "--broker-email", "tia@sunlane.example", "--phone", "01632 960 100", "--arena", "timebank",
            "--arena", "energy")  # fmt: skip
    members = [{"name": name, "email": f"{name.split()[0].lower()}@sunlane.example", "phone": "01632 960 700"}
               for name in ("Rolf Roof", "Hana Home")]  # fmt: skip
    said_to(folder, "people", "welcome", *TIA, "--members", json.dumps(members))
    said_to(folder, "decisions", "record", *TIA, "--question", "By which key?", "--result", "yes", "--who-decided",
            "All three", "--minutes", "Blue folder", "--decided-on", str(month_on), "--effective-on",
            str(month_on))  # fmt: skip


def written_down(tia: Person, name: str, holder: str, number: str, does: str, month_on: date) -> None:
    tia.page.goto(f"{HERE}points/")
    tia.pick("Whose is it?", holder)
    tia.write("Which place is it?", name)
    tia.write("The number of its meter", number)
    tia.pick("What does it do?", does)
    tia.page.get_by_label("From which day does it share?").fill(month_on.isoformat())
    tia.choose("Its name may stand on neighbours’ statements")
    tia.press("Write it down")
    tia.reads(f"{name} is written down.")


def brought(tia: Person, what: str, meter: str, wh: int, month_on: date, days: int) -> None:
    tia.page.goto(f"{HERE}readings/")
    text = days_of({meter: wh}, month_on, days)
    tia.page.get_by_label("The file (CSV)").set_input_files(
        {"name": "month.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    tia.pick("What does it say?", what)
    tia.pick("What is a row?", "one day of one meter")
    tia.pick("In which unit?", "Wh")
    tia.pick("How long is an interval?", "60 minutes")
    tia.press("Take it")
    tia.reads("intervals are new")


def test_a_treasurer_settles_a_month_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    today = timezone.localdate()
    month_on = last_month(today)
    days = (today.replace(day=1) - month_on).days
    opened(folder, month_on)
    with ExitStack() as open_pages:
        tia, rolf = (Person(open_pages.enter_context(looking(chrome, live, None))) for _ in range(2))
        sign_in_by_letter(tia, folder, "tia@sunlane.example")
        tia.page.goto(HERE)
        tia.reads("None of your meters shares yet", "None is chosen yet.")
        tia.page.goto(f"{HERE}points/")
        tia.reads("Begin with one roof")
        written_down(tia, "The roof of the mill", "Rolf Roof", "R1", "It makes energy", month_on)
        written_down(tia, "Number 5", "Hana Home", "H1", "It uses energy", month_on)
        tia.page.goto(f"{HERE}keys/")
        tia.press("Members chose this: In proportion to use")
        tia.press("Share by this key")
        tia.reads("Choose the decision, or write it down first.")
        tia.pick("By which decision?", "By which key?")
        tia.page.get_by_label("From which month on?").fill(month_on.isoformat())
        for label, pence in (("Among neighbours", "20"), ("From a supplier", "30"), ("To the grid", "10")):
            tia.write(label, pence)
        tia.press("Share by this key")
        brought(tia, "what was made", "R1", 640, month_on, days)
        brought(tia, "what was used", "H1", 400, month_on, days)
        tia.press("Close the month")
        tia.press("Close it", exact=True)
        energy = f"{4 * 400 * as_long_as_others(month_on, days) / 1000:g} kWh"
        tia.reads(f"Neighbours gave each other {energy}.", "to be looked at and settled")
        tia.press("I looked at it: settle")
        tia.reads("Everybody reads what it came to.")
        seen = [fault for path in ("", "points/", "readings/", "keys/", "keys/static/", "months/", "figures/")
                for fault in looked_at(tia, f"{HERE}{path}")]  # fmt: skip

        sign_in_by_letter(rolf, folder, "rolf@sunlane.example")
        rolf.page.goto(HERE)
        rolf.reads(
            f"The roof of the mill gave neighbours {energy}", "between 12 and 13", f"Of it Number 5 got {energy}."
        )
        assert seen + looked_at(rolf, HERE) == []
        rolf.press("I feel ready to be asked")
        tia.page.goto("/sunlane/timebank/desk/?tab=ask")
        tia.press("Ask Rolf")
        rolf.page.goto(HERE)
        rolf.press("Read it and answer")
        rolf.reads("Would you help the next one")
        answer_to_being_asked(rolf, "Yes, I would like to")


def as_long_as_others(month_on: date, days: int) -> int:
    """So many days of it have 24 hours: the file says no other, and the night when clocks change is set aside."""
    return sum(steps(month_on + timedelta(number), "Europe/London", 60) == 24 for number in range(days))


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return faults(person.page, path, LOOKS)
