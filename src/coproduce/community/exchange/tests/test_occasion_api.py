"""Occasions for scripts: places are found and taken by their ids, and who comes is told to few."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.tests.planning import opened, signed

pytestmark = pytest.mark.django_db


def read(town: Town, who: str, path: str) -> Any:
    answer = signed_in(town, who).get(f"/api/{town.slug}/exchange/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_is_coming_and_what_is_free(town: Town) -> None:
    row = opened(town)
    place = signed(town, "Ana", row)
    ben = signed_in(town, "Ben")
    with CaptureQueriesContext(connection) as asked:
        answer = ben.get(f"/api/{town.slug}/exchange/occasions")
    assert len(asked) <= 8
    [found] = answer.json()["items"]
    tea, mending = found["slots"]
    assert (found["id"], found["area"]) == (str(row.public_id), f"Lane {town.canary}")
    said = [(one["needs"], one["capacity"], one["free"]) for one in (tea, mending)]
    assert said == [("Tea", 1, 0), ("Mending", 2, 2)]
    assert "place" not in found and "people" not in found
    assert read(town, "Ben", "occasions?q=nothing-like-it")["items"] == []
    [mine] = read(town, "Ana", "places")["items"]
    assert (mine["id"], mine["occasion"], mine["needs"]) == (str(place), str(row.public_id), "Tea")
    assert read(town, "Ben", "places")["count"] == 0


@pytest.mark.parametrize(("who", "sees"), [("Ana", True), ("Cleo", True), ("Ben", False)])
def test_who_comes_and_where_is_told_to_few(town: Town, who: str, sees: bool) -> None:
    row = opened(town, "Dee")
    place = signed(town, "Ana", row)
    found = read(town, who, f"occasions/{row.public_id}")
    assert found["place"] == (f"Back door {town.canary}" if sees else "")
    assert [one["id"] for one in found["people"]] == ([str(place)] if sees else [])
    assert AuditRow.objects.filter(verb="exchange.read_occasion").exists() == (who == "Cleo")


def test_another_towns_occasion_is_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    row = opened(there)
    assert signed_in(here, "Cleo").get(f"/api/{here.slug}/exchange/occasions/{row.public_id}").status_code == 404
    assert read(here, "Cleo", "occasions")["items"] == []
