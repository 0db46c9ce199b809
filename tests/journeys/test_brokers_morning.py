"""A broker's morning in a browser: the ring closes at her desk, on a phone and at a table, with scripts and without."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import tasks
from tests.journeys.person import Person
from tests.journeys.walk import looking
from tests.journeys.ways import Way, every_way, somebody

pytestmark = pytest.mark.browser

#: From a ringing telephone to recorded, thanked and asked back.
MOST_SECONDS = 90


@every_way("Ida Moss", "Ivy Reed", "Ina Lake", "Isa Ford", "Ilse Wood")
def test_a_brokers_morning(chrome: Any, live: str, folder: Path, way: Way, name: str) -> None:
    """The applicant of that morning, and whoever helps them, have names of their own."""
    helper = f"Hal{name.split()[0]}"
    tasks.welcomed(folder, helper)
    tasks.applied(folder, name)
    with looking(chrome, live, 0) as page:
        tasks.record_own_help(Person(page), helper)
    with somebody(chrome, live, way) as cleo:
        tasks.sign_in_by_tap(cleo, "Cleo")
        cleo.press("Desk", exact=True)
        cleo.press("Hours to confirm")
        cleo.press(f"Confirm for {helper}")
        cleo.reads("Their word is written down")
        tasks.answer_an_applicant(cleo, name)
        cleo.press("Desk", exact=True)
        ringing = cleo.seconds
        tasks.take_a_call(cleo, name)
        tasks.record_thank_and_ask_back(cleo, name, helper)
        assert cleo.seconds - ringing <= MOST_SECONDS
        cleo.press("Write down their answer")
        tasks.answer_to_being_asked(cleo, "Yes, I would like to")
        cleo.reads("Yes. Thank you")
        cleo.press("Desk", exact=True)
        if cleo.page.get_by_role("button", name="Bring them together").count():
            cleo.press("Bring them together")
            cleo.reads("They have been asked")
        cleo.press("Paper")
        cleo.press("Desk", exact=True)
        cleo.press("Figures")
        cleo.reads("Does it come round?", "Helped someone in turn within 180 days")
