"""Every page anybody comes to, in a real browser: nothing for axe to find, and nothing wider than the screen.

Each page is looked at in one size and light, another one every week; with `--long` in all of them.
"""

from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from tests.fixtures.browser import code_sent_to, said_to
from tests.journeys.walk import looking, walk
from tests.security.crawl import IS_LONG

pytestmark = pytest.mark.browser

READERS = {"visitor": None, "Ana": 0, "Cleo": 2}

LOOKS = ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"))


def looks_at(name: str) -> tuple[tuple[int, str], ...]:
    """In which sizes and lights this page is looked at this week."""
    week = f"{date.today():%G-%V}"  # noqa: DTZ011 - any week will do, so that it is another one next week
    return LOOKS if IS_LONG else (LOOKS[crc32(f"{week} {name}".encode()) % len(LOOKS)],)


def axe(page: Any) -> list[str]:
    """What axe finds on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]


def wide(page: Any) -> list[str]:
    """How it fits the smallest screen, read from either side, and with the text at twice its size."""
    found = []
    for how, width, direction, size in (
        ("", 320, "ltr", ""),
        (" from the right", 320, "rtl", ""),
        (" in large", 640, "ltr", "200%"),
    ):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(
            "([dir, size]) => { document.documentElement.dir = dir; document.documentElement.style.fontSize = size }",
            [direction, size],
        )
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{needed} px wide at {width}{how}")
    page.evaluate("() => { document.documentElement.dir = 'ltr'; document.documentElement.style.fontSize = '' }")
    return found


def faults(page: Any, name: str) -> list[str]:
    found = []
    for width, light in looks_at(name):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=light)
        found += [f"{one} ({width}, {light})" for one in axe(page)]
    return [f"{name}: {one}" for one in (*found, *wide(page))]


def look_at_all(page: Any, first: str = "/") -> list[str]:
    """What is found on everything this reader comes to, and what the browser itself complained of."""
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" and "status of 4" not in said.text else None,
    )
    found = [fault for name in walk(page, first) for fault in faults(page, name)]
    return found + complaints


@pytest.mark.parametrize("who", READERS)
def test_nothing_stands_in_anyones_way(chrome: Any, live: str, who: str) -> None:
    with looking(chrome, live, READERS[who]) as page:
        assert look_at_all(page) == []


@pytest.mark.parametrize("address", ["/design/", "/nowhere/", "/wenbrook/people/join/"])
def test_nor_where_no_link_leads(chrome: Any, live: str, address: str) -> None:
    with looking(chrome, live, None) as page:
        page.goto(address)
        assert faults(page, address) == []


def test_nor_where_there_is_nobody_yet(chrome: Any, live: str, folder: Path) -> None:
    """The first broker of a community on its first morning."""
    said_to(folder, "community", "create", "hollow", "--name", "Hollow", "--broker-name", "Bea",
            "--broker-email", "bea@hollow.example")  # fmt: skip
    with looking(chrome, live, None) as page:
        sign_in(page, folder, "bea@hollow.example")
        assert "Bea" in page.get_by_role("heading", level=1).inner_text()
        assert look_at_all(page, "/hollow/") == []


def sign_in(page: Any, folder: Path, address: str) -> None:
    """With the code of the letter."""
    page.goto("/sign-in/")
    page.get_by_role("textbox", name="E-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Type the code").fill(code_sent_to(folder, address))
    page.get_by_role("button", name="Sign in").click()


def test_a_planted_fault_is_seen(chrome: Any, live: str) -> None:
    with looking(chrome, live, READERS["Ana"]) as page:
        page.goto("/wenbrook/")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=x>')")
        page.evaluate("document.querySelector('main input:last-of-type').style.minWidth = '900px'")
        found = " ".join(faults(page, "planted"))
        assert "label" in found and "image-alt" in found and "at 320" in found
