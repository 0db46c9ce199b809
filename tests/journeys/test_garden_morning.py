"""An occasion in a browser at phone size, without scripts: planned, come to, and who came stands in their hours."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.person import Person
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

WORDS = "Bulbs along the lane"


def hours_pass(folder: Path) -> None:
    """It began three hours ago: the clock of a running site is everybody's."""
    with sqlite3.connect(folder / "coproduce.sqlite3", timeout=30) as there:
        there.execute(
            "UPDATE exchange_occasion SET starts_at = datetime('now', '-3 hours'), ends_at = datetime('now', '-1 hour')"
            " WHERE words = ?",
            (WORDS,),
        )


def test_a_garden_morning(chrome: Any, live: str, folder: Path) -> None:
    with (
        looking(chrome, live, 0, java_script_enabled=False) as hers,
        looking(chrome, live, 1, java_script_enabled=False) as his,
    ):
        ana, ben = Person(hers), Person(his)
        hers.goto("/wenbrook/exchange/needs/")
        ana.press("What is coming")
        ana.press("Plan one")
        ana.write("What is it?", WORDS)
        hers.get_by_label("What kind of thing is it?").select_option(index=1)
        hers.get_by_label("Which day?", exact=True).fill((date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011
        hers.get_by_label("From").fill("10:00")
        hers.get_by_label("To", exact=True).fill("12:00")
        hers.get_by_label("Where exactly?").fill("Behind the chapel")
        ana.write("What is needed?", "Digging")
        ana.press("One more line")
        ana.press("Put it on the list")
        ana.reads("Your neighbours can come now.", "Behind the chapel")

        his.goto("/wenbrook/exchange/occasions/")
        ben.write("Search", "Bulbs")
        ben.enter()
        ben.press(WORDS)
        assert not ben.sees("Behind the chapel")
        ben.press("I’ll come")
        ben.reads("Your place is kept.", "Behind the chapel")
        his.goto("/wenbrook/exchange/mine/")
        ben.reads("Where I come", WORDS)

        hours_pass(folder)
        hers.reload()
        ana.press("Write down who came")
        ana.press("Write this down")
        ana.reads("Written down: one person, 2 h 00.")
        ben.press("Hours", exact=True)
        ben.reads(WORDS, "2 h 00")
