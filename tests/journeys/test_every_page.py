"""Every page anybody comes to, in a real browser: nothing for axe to find, and nothing wider than the screen.

A sixth of them a day, each in one size and light: within four weeks axe has seen all of them in all; with `--long` it
has at once.
"""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import FLAGS, chromium
from tests.fixtures.browser import code_sent_to, said_to, until
from tests.journeys.walk import DAYS, kind, looking, walk
from tests.sample import IS_LONG, turn

pytestmark = pytest.mark.browser

READERS = {"visitor": None, "Ana": 0, "Cleo": 2}

LOOKS = ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"))

#: Pages with most on them, to be read in large letters.
LARGE = ("", "exchange/needs/", "exchange/threads/", "ledger/", "people/", "timebank/desk/", "timebank/figures/",
         "timebank/call/")  # fmt: skip


def looks_at(address: str) -> tuple[tuple[int, str], ...]:
    """In which sizes and lights axe looks at a kind of page today: in one on the day of its turn, or in none."""
    waits = turn(kind(address), DAYS * len(LOOKS))
    return LOOKS if IS_LONG else () if waits % DAYS else (LOOKS[waits // DAYS],)


def axe(page: Any) -> list[str]:
    """What axe finds on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]


def wide(page: Any) -> list[str]:
    """How it fits the smallest screen, read from either side."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = []
    for direction in ("rtl", "ltr"):
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        found += _too_wide(page, 320, f", {direction}")
    return found


def _too_wide(page: Any, width: int, how: str = "") -> list[str]:
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [f"{needed} px wide at {width}{how}"] if needed > width else []


def faults(page: Any, name: str, looks: tuple[tuple[int, str], ...]) -> list[str]:
    found = []
    page.wait_for_load_state()
    for width, light in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=light)
        found += [f"{one} ({width}, {light})" for one in axe(page)]
    return [f"{name}: {one}" for one in (*found, *wide(page))]


def faults_today(page: Any, path: str) -> list[str]:
    """What is found on a page of a tour: in one size and light today, in the next tomorrow, with `--long` in all."""
    page.goto(path)
    waits = turn(kind(page.url), len(LOOKS))
    return faults(page, path, LOOKS if IS_LONG else (LOOKS[waits],))


def look_at_all(page: Any, first: str = "/") -> list[str]:
    """What is found on everything this reader comes to, and what the browser itself complained of."""
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" and "status of 4" not in said.text else None,
    )
    found = [fault for name in walk(page, first) for fault in faults(page, name, looks_at(page.url))]
    return found + complaints


@pytest.mark.parametrize("who", READERS)
def test_nothing_stands_in_anyones_way(chrome: Any, live: str, who: str) -> None:
    with looking(chrome, live, READERS[who]) as page:
        assert look_at_all(page) == []


@pytest.mark.parametrize("address", ["/design/", "/nowhere/", "/wenbrook/people/join/"])
def test_nor_where_no_link_leads(chrome: Any, live: str, address: str) -> None:
    with looking(chrome, live, None) as page:
        page.goto(address)
        assert faults(page, address, LOOKS) == []


def test_nor_where_there_is_nobody_yet(chrome: Any, live: str, folder: Path) -> None:
    """The first broker of a community on its first morning."""
    said_to(folder, "community", "create", "hollow", "--name", "Hollow", "--broker-name", "Bea",
            "--broker-email", "bea@hollow.example")  # fmt: skip
    with looking(chrome, live, None) as page:
        sign_in(page, folder, "bea@hollow.example")
        assert "Bea" in page.get_by_role("heading", level=1).inner_text()
        assert look_at_all(page, "/hollow/") == []


def test_nor_while_a_town_still_grows(chrome: Any, live: str, folder: Path) -> None:
    """Its last evening is given back: within five seconds the worker lives it again."""

    def says_so() -> bool:
        with sqlite3.connect(folder / "coproduce.sqlite3", timeout=30) as there:
            there.execute("UPDATE base_installation SET town_next_on = town_until_on")
        page.goto("/wenbrook/")
        return "The town is still growing" in page.inner_text("body")

    with looking(chrome, live, READERS["Ana"]) as page:
        until(says_so, 30, "No page said so")
        assert faults(page, "a growing town", LOOKS) == []


def sign_in(page: Any, folder: Path, address: str) -> None:
    """With the code of the letter."""
    page.goto("/sign-in/")
    page.get_by_role("textbox", name="E-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Type the code").fill(code_sent_to(folder, address))
    page.get_by_role("button", name="Sign in").click()


def test_text_at_twice_the_size_still_fits(chrome: Any, live: str) -> None:
    """For whoever told their browser to write everything large."""
    large = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = chrome.browser_type.launch(executable_path=chromium(), args=large)
    found = []
    with looking(browser, live, READERS["Cleo"], 640) as page:
        for address in LARGE:
            page.goto(f"/wenbrook/{address}")
            assert float(page.evaluate("getComputedStyle(document.body).fontSize")[:-2]) >= 32
            found += [f"{address}: {fault}" for fault in _too_wide(page, 640)]
    browser.close()
    assert found == []


def test_a_planted_fault_is_seen(chrome: Any, live: str) -> None:
    with looking(chrome, live, READERS["Ana"]) as page:
        page.goto("/wenbrook/")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=planted><img src=x>')")
        page.evaluate("document.querySelector('#planted').style.minWidth = '900px'")
        found = " ".join(faults(page, "planted", LOOKS[:1]))
        assert "label" in found and "image-alt" in found and "at 320" in found
