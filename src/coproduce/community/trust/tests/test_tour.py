"""On a phone: Dee would ring Ana, who says yes and asks to be rung herself; and Cleo hears from Edith, of whom nobody
had heard."""

from contextlib import ExitStack
from typing import Any

import pytest
from tests.journeys.person import Person
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

PAGE = "/wenbrook/trust/"


def test_a_circle_grows_and_a_silence_ends(chrome: Any, live: str) -> None:
    with ExitStack() as open_pages:
        ana, cleo = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in (0, 2))
        ana.page.goto(PAGE)
        ana.reads("Dee would ring you now and then. Is that all right?", "If you would rather not, nobody is told.")
        ana.press("Yes, gladly")
        ana.reads("Whatever you said is a good answer.", "they would ring you")
        assert faults(ana.page, PAGE, LOOKS[:2]) == []
        ana.page.set_viewport_size({"width": 360, "height": 780})
        ana.press("Ask to be rung")
        ana.page.get_by_label("Ring me if nobody has heard from me").fill("5")
        ana.press("Yes, ring me then")
        ana.reads("Ben", "Dee", "All is well")
        assert faults(ana.page, f"{PAGE}rhythm/", LOOKS[:2]) == []
        cleo.page.goto(f"{PAGE}net/")
        cleo.reads("Nobody has heard from them", "Edith", "Ring them.")
        assert faults(cleo.page, f"{PAGE}net/", LOOKS[:2]) == []
        cleo.press("Edith")
        cleo.press("I could not reach them")
        cleo.reads("Ring again, at another hour.", "Tried once.")
        cleo.press("I heard from them")
        cleo.page.goto(f"{PAGE}net/")
        cleo.reads("Nobody waits for the desk.")
