"""What members write, in a browser that listens."""

import pytest
from playwright.sync_api import sync_playwright

from coproduce.community.base import clock
from tests.chromium import FLAGS, chromium
from tests.fixtures.towns import NOON
from tests.journeys.mouths import signed_in
from tests.sample import IS_LONG, some
from tests.security.crawl import pages
from tests.security.test_scripts import WAYS, full

#: So many pages are shown to it.
MANY = 200 if IS_LONG else 12


def heard(texts: list[str]) -> list[str]:
    """What ran while a browser showed these, with no policy of the site to hold anything back.

    Each page stays until everything it names was loaded or refused: what a picture's failing starts is heard."""
    said: list[str] = []
    with sync_playwright() as play:
        page = play.chromium.launch(executable_path=chromium(), args=list(FLAGS)).new_page()
        page.expose_function("kanari", lambda _: said.append("called"))
        page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))
        for text in texts:
            page.set_content(text, wait_until="load")
        page.wait_for_timeout(300)
    return said


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.promise("What members write is read, never run")
def test_a_browser_hears_nothing() -> None:
    [words] = some(WAYS, 1)
    with clock.at(NOON):
        read = pages(signed_in(full(words), "Cleo"), few=1)
        shown = [body.decode() for _, status, body in read if status == 200 and b"<html" in body and b"kanari" in body]
    shown = some(shown, MANY)
    assert len(shown) > 5
    assert not heard(shown)
    assert heard(["<img src=nowhere: onerror=kanari(1)>", "<p>The same, planted on a page</p>"])
