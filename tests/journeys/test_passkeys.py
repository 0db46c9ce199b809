"""Passkeys in a real browser: made, used alone and as a second step, and hidden where there can be none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.browser import Serving, code_sent_to, said_to
from tests.journeys.test_every_page import faults, looks_at
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

BEA = "bea@hollow.example"


@pytest.fixture(scope="module")
def hollow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A site with one broker and nobody else."""
    folder = tmp_path_factory.mktemp("hollow")
    with Serving(folder, "--no-demo") as address:
        said_to(folder, "community", "create", "hollow", "--name", "Hollow", "--broker-name", "Bea",
                "--broker-email", BEA)  # fmt: skip
        yield folder, address


def give_a_telephone_with_passkeys(page: Any) -> None:
    """As the browser knows one: it asks for a finger, and always gets it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip


def seen(page: Any, name: str) -> list[str]:
    return faults(page, name, looks_at(page.url))


def by_letter(page: Any, folder: Path) -> None:
    page.goto("/sign-in/")
    page.get_by_role("textbox", name="E-mail address").fill(BEA)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Type the code").fill(code_sent_to(folder, BEA))
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.promise("A passkey opens by itself, and as a second step")
def test_a_passkey_is_made_and_used(chrome: Any, hollow: tuple[Path, str]) -> None:
    folder, address = hollow
    complaints: list[str] = []
    with looking(chrome, address.replace("127.0.0.1", "localhost"), None) as page:
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        give_a_telephone_with_passkeys(page)
        by_letter(page, folder)
        page.wait_for_url("**/account/second-step/")
        found = seen(page, "offer")
        page.get_by_role("link", name="A passkey").click()
        found += seen(page, "make a passkey")
        page.get_by_label("What do you call it?").fill("My telephone")
        page.get_by_role("button", name="Make it").click()
        page.wait_for_url("**/account/paper/")
        found += seen(page, "codes on paper")
        page.goto("/account/")
        assert page.get_by_text("My telephone").count()
        found += seen(page, "how I sign in")

        page.get_by_role("button", name="Sign out", exact=True).click()
        page.goto("/sign-in/?next=/hollow/people/")
        found += seen(page, "the doors")
        page.get_by_role("button", name="Use my passkey").click()
        page.wait_for_url(re.compile(r"^[^?]+/hollow/people/$"))
        page.goto("/account/")
        assert page.get_by_text("with a passkey").count()

        page.get_by_role("button", name="Sign out", exact=True).click()
        by_letter(page, folder)
        page.wait_for_url("**/sign-in/second-step/")
        found += seen(page, "second step")
        page.get_by_role("button", name="Use my passkey").click()
        page.wait_for_url("**/hollow/")
    assert found + complaints == []


def test_none_is_offered_where_there_can_be_none(chrome: Any, hollow: tuple[Path, str]) -> None:
    """By a bare number, and without scripts."""
    _, address = hollow
    for where, more in ((address, {}), (address.replace("127.0.0.1", "localhost"), {"java_script_enabled": False})):
        with looking(chrome, where, None, **more) as page:
            page.goto("/sign-in/")
            assert page.get_by_role("button", name="Send me a code").is_visible()
            assert not page.get_by_role("button", name="Use my passkey").is_visible()


def test_the_door_of_the_card_says_what_is_missing(chrome: Any, hollow: tuple[Path, str]) -> None:
    _, address = hollow
    with looking(chrome, address, None) as page:
        page.goto("/sign-in/")
        found = seen(page, "the doors by number")
        page.get_by_role("button", name="Use my card").click()
        found += seen(page, "the card's, with what is missing")
    assert found == []
