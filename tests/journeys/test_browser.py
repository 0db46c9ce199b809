"""In a real browser: nothing for axe to find, nothing wider than the phone, and help recorded without a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ANA, CLEO = 0, 2
OF_ANYBODY = ("/", "/sign-in/", "/sign-in/code/", "/design/", "/nowhere/")
OF_ANA = (
    "/wenbrook/",
    "/wenbrook/exchange/offers/",
    "/wenbrook/people/strengths/",
    "/wenbrook/ledger/",
    "/wenbrook/exchange/needs/new/",
)
OF_CLEO = (
    "/wenbrook/",
    "/wenbrook/exchange/needs/",
    "/wenbrook/people/",
    "/wenbrook/people/welcome/",
    "/wenbrook/timebank/record/",
)

SIZES = ((320, "light"), (360, "dark"), (1280, "light"))


@contextmanager
def looking(
    chrome: Any, live: str, who: int | None, width: int = 360, light: str = "light", **more: Any
) -> Iterator[Any]:
    """A page of a browser of this width, signed in by one tap."""
    context = chrome.new_context(viewport={"width": width, "height": 800}, color_scheme=light, base_url=live, **more)
    page = context.new_page()
    if who is not None:
        page.goto("/")
        page.locator(f"form[action='/sign-in/demo/{who}/'] button").click()
    yield page
    context.close()


def faults(page: Any, width: int) -> list[str]:
    """What axe finds, and how much wider the page is than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = [f"{one['id']}: {one['nodes'][0]['html'][:100]}" for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"{wide} px wide"] if wide > width else [])]


@pytest.mark.parametrize(("width", "light"), SIZES)
@pytest.mark.parametrize(
    ("who", "addresses"), [(None, OF_ANYBODY), (ANA, OF_ANA), (CLEO, OF_CLEO)], ids=["visitor", "Ana", "Cleo"]
)
def test_nothing_stands_in_anyones_way(
    chrome: Any, live: str, who: int | None, addresses: tuple[str, ...], width: int, light: str
) -> None:
    with looking(chrome, live, who, width, light) as page:
        complaints: list[str] = []
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" and "404" not in said.text else None,
        )
        for address in addresses:
            page.goto(address)
            assert faults(page, width) == [], address
        assert complaints == []


def test_text_at_twice_the_size_still_fits(chrome: Any, live: str) -> None:
    with looking(chrome, live, CLEO, 640) as page:
        for address in OF_CLEO:
            page.goto(address)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= 640, address


@pytest.mark.parametrize("has_script", [True, False])
def test_help_is_recorded_against_a_need(chrome: Any, live: str, has_script: bool) -> None:
    with looking(chrome, live, CLEO, java_script_enabled=has_script) as page:
        page.goto("/wenbrook/exchange/needs/")
        needs = page.locator("a", has_text="Record help for this")
        before = needs.count()
        needs.first.click()
        page.locator("input[type=radio]").first.check()
        page.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="Next").click()
        assert "Write how long it took" in page.locator("main").inner_text()
        page.locator("input[name=time]").fill("45 min")
        for _ in range(3):
            page.get_by_role("button", name="Next").click()
        if has_script:
            assert faults(page, 360) == []
        page.get_by_role("button", name="Write it down").click()
        assert "0 h 45" in page.locator("main").inner_text()
        page.goto("/wenbrook/exchange/needs/")
        assert page.locator("a", has_text="Record help for this").count() == before - 1


def test_with_the_keyboard_alone(chrome: Any, live: str) -> None:
    with looking(chrome, live, CLEO) as page:
        page.goto("/wenbrook/timebank/record/")
        page.keyboard.press("Tab")
        assert "Go to the main part" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "radio":
                break
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**/receiver/**")


def test_axe_sees_a_planted_fault(chrome: Any, live: str) -> None:
    with looking(chrome, live, ANA) as page:
        page.goto("/wenbrook/")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=x>')")
        assert len(faults(page, 360)) >= 2
