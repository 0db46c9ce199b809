"""Made-up is said: on every page of a demo, and in every line of every table that can be saved.

Words ask no database, so one leg reads them.
"""

import csv
import io
import re

import pytest

from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in
from tests.sample import later, some
from tests.security.crawl import pages


def title_of(page: str) -> str:
    """What the window is called."""
    return page.partition("<title>")[2].partition("</title>")[0]


def above_the_heading(page: str) -> str:
    """Everything a reader meets before the heading of the page."""
    return page.partition("<body")[2].partition("<h1")[0]


def letters(page: str) -> list[str]:
    """Each thing on a page that is printed by itself."""
    return re.findall(r'<article class="[^"]*\bletter\b.*?</article>', page, re.DOTALL)


@pytest.mark.parametrize(
    "is_demo", [pytest.param(one, marks=later(one, some([True, False], 1))) for one in (True, False)]
)
@pytest.mark.promise("What is made up says so")
def test_every_page_and_every_line_of_a_table_says_demo(town: Town, is_demo: bool) -> None:
    """The same town once as a demo and once not: the word stands in all of it, or in none."""
    place = town.community
    place.is_demo = is_demo
    place.save()
    tables = 0
    for address, status, body in pages(signed_in(town, "Cleo"), f"/{town.slug}/"):
        if status != 200 or not address.startswith(f"/{town.slug}/"):
            continue
        if b"<html" in body:
            title, head = (part(body.decode()) for part in (title_of, above_the_heading))
            assert ("demo" in title) is is_demo, (address, title)
            assert ("Everybody and everything here is made up" in head) is is_demo, address
            assert not re.search(r'class="[^"]*(no-print|only-screen)[^"]*"[^>]*><span class="badge">demo', head), (
                address
            )
            for letter in letters(body.decode()):
                assert ("demo" in letter) is is_demo, address
        elif "as=csv" in address:
            tables += 1
            for line in list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]:
                assert ("demo" in line) is is_demo, (address, line)
    assert tables > 4
