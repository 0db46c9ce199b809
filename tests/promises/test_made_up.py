"""Made-up is said: on every page of a demo, and in every line of every table that can be saved."""

import csv
import io

import pytest

from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in
from tests.security.crawl import pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demo", [True, False])
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
            assert (b"Everybody and everything here is made up" in body) is is_demo, address
        elif "as=csv" in address:
            tables += 1
            for line in list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]:
                assert ("demo" in line) is is_demo, (address, line)
    assert tables > 4
