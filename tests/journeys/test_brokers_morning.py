"""A broker's morning in a browser: the ring closes at her desk, on a phone and at a table, with scripts and without."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import tasks
from tests.journeys.person import Person
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

#: Width, scripts, the keyboard alone, and who applies that morning.
WAYS = {
    "phone": (360, True, False, "Ida Moss"),
    "phone without scripts": (360, False, False, "Ivy Reed"),
    "table": (1280, True, False, "Ina Lake"),
    "table without scripts": (1280, False, False, "Isa Ford"),
    "keyboard alone": (1280, True, True, "Ilse Wood"),
}

#: The other ways are gone where there is time.
LATER = {"phone", "table without scripts"}

#: From a ringing telephone to recorded, thanked and asked back.
MOST_SECONDS = 90


@pytest.mark.parametrize("way", [pytest.param(way, marks=[pytest.mark.long] if way in LATER else []) for way in WAYS])
def test_a_brokers_morning(chrome: Any, live: str, folder: Path, way: str) -> None:
    width, has_script, by_keyboard, name = WAYS[way]
    helper = f"Hal{name.split()[0]}"
    tasks.welcomed(folder, helper)
    tasks.applied(folder, name)
    with looking(chrome, live, 0) as page:
        tasks.record_own_help(Person(page), helper)
    with looking(chrome, live, None, width, java_script_enabled=has_script) as page:
        cleo = Person(page, by_keyboard=by_keyboard)
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
