"""Made-up is said: on every page of a demo, and in every line of every table that can be saved."""

import csv
import io

import pytest
from django.test import Client

from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in
from tests.security.crawl import Links, pages

pytestmark = pytest.mark.django_db


def tables(client: Client, town: Town) -> dict[str, list[list[str]]]:
    """Every table a reader can save, by its address."""
    found: dict[str, list[list[str]]] = {}
    for address, status, body in pages(client, f"/{town.slug}/"):
        answer = client.get(address) if "as=csv" in address else None
        if status == 200 and answer is not None and answer["Content-Type"].startswith("text/csv"):
            found[address] = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    return found


@pytest.mark.parametrize("is_demo", [True, False])
@pytest.mark.promise("What is made up says so")
def test_every_page_and_every_line_of_a_table_says_demo(town: Town, is_demo: bool) -> None:
    """The same town once as a demo and once not: the word stands in all of it, or in none."""
    place = town.community
    place.is_demo = is_demo
    place.save()
    client = signed_in(town, "Cleo")
    for address, status, body in pages(client, f"/{town.slug}/"):
        if status == 200 and address.startswith(f"/{town.slug}/") and Links(body.decode(errors="replace")).found:
            assert (b"Everybody and everything here is made up" in body) is is_demo, address
    found = tables(client, town)
    assert len(found) > 4
    for address, lines in found.items():
        for line in lines[1:]:
            assert ("demo" in line) is is_demo, (address, line)
