"""Paid hours of staff: who writes them down, what can be written, and that what was wrong can still be read."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.people.counting.staff_hours import staff_hours, standing_staff_hours
from coproduce.community.people.models import StaffHours
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
VERB = "people.record_staff_hours"
OCTOBER = {"month": date(2026, 10, 9), "role": "Broker", "women": HOURS(60 * 70), "arena": "timebank"}


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def write(town: Town, who: str = "Cleo", **change: Any) -> Done[Any] | Refusal:
    return do(VERB, town.actor(who), **{**OCTOBER, **change})


@pytest.mark.parametrize(
    ("who", "said"),
    [("Cleo", "done"), ("Tom", "done"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED"), ("Kim", "NOT_ALLOWED")],
)
def test_who_writes_and_reads_them(town: Town, who: str, said: str) -> None:
    assert code(write(town, who)) == said
    assert list(staff_hours(town.actor(who)).values_list("month_on", "women_minutes")) == (
        [(date(2026, 10, 1), 4200)] if said == "done" else []
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"arena": ""}, "done"),
        ({"month": TODAY}, "done"),
        ({"women": HOURS(0), "not_said": HOURS(1)}, "done"),
        ({"month": date(2026, 12, 1)}, "WRONG_MONTH"),
        ({"month": date(1979, 12, 31)}, "WRONG_MONTH"),
        ({"role": " "}, "MISSING"),
        ({"role": "x" * 81}, "TOO_LONG"),
        ({"note": "x" * 301}, "TOO_LONG"),
        ({"women": HOURS(0)}, "MISSING"),
        ({"men": HOURS(-1)}, "OUT_OF_RANGE"),
        ({"men": HOURS(20_000 * 60 + 1)}, "OUT_OF_RANGE"),
        ({"other": KWH(5)}, "WRONG_UNIT"),
        ({"arena": "moon"}, "UNKNOWN_ARENA"),
        ({"replaces": UUID(int=1)}, "NOT_FOUND"),
    ],
)
def test_what_can_be_written(town: Town, change: dict[str, Any], said: str) -> None:
    assert code(write(town, **change)) == said
    assert StaffHours.objects.count() == (said == "done")


def test_what_was_wrong_is_replaced_and_stays_to_be_read(town: Town) -> None:
    first = write(town)
    assert isinstance(first, Done)
    assert code(write(town, "Tom", women=HOURS(1), replaces=first.value.id)) == "done"
    assert code(write(town, "Tom", women=HOURS(2), replaces=first.value.id)) == "CHANGED_MEANWHILE"
    assert list(standing_staff_hours(town.community.pk, 2026).values_list("women_minutes", flat=True)) == [1]
    assert list(staff_hours(town.actor("Cleo")).values_list("women_minutes", flat=True)) == [1, 4200]


def test_nothing_in_its_place_takes_it_out(town: Town) -> None:
    first = write(town)
    assert isinstance(first, Done)
    assert code(write(town, women=HOURS(0), replaces=first.value.id)) == "done"
    assert [row.women_minutes for row in standing_staff_hours(town.community.pk, 2026)] == [0]


def test_rows_of_another_town_are_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    theirs = write(there)
    assert isinstance(theirs, Done)
    assert code(write(here, replaces=theirs.value.id)) == "NOT_FOUND"
    assert not staff_hours(here.actor("Cleo")).exists()


def test_page_table_and_operation_say_the_same(town: Town) -> None:
    tom, address = signed_in(town, "Tom"), "/alder/people/staff-hours/"
    said = {
        "request_id": str(uuid4()),
        "month": "2026-10",
        "role": "Broker",
        "women": "70",
        "men": "1 h 30",
        "arena": "timebank",
        "note": "with the fair",
    }
    for _ in range(2):
        assert tom.post(address, said).status_code == 302
    [row] = StaffHours.objects.all()
    assert (row.women_minutes, row.men_minutes, row.month_on) == (4200, 90, date(2026, 10, 1))
    page = tom.get(address).content.decode()
    assert "70 h 00" in page
    assert "1 h 30" in page
    table = tom.get(f"{address}?as=csv").content.decode("utf-8-sig").splitlines()
    assert table[1].startswith("2026-10,timebank,Broker,4200,90,0,0,with the fair")
    operation = tom.get("/api/alder/people/staff-hours").json()
    assert [(one["month"], one["women_minutes"], one["men_minutes"]) for one in operation["items"]] == [
        ("2026-10-01", 4200, 90)
    ]


def test_the_page_puts_right(town: Town) -> None:
    first = write(town)
    assert isinstance(first, Done)
    tom, address = signed_in(town, "Tom"), "/alder/people/staff-hours/"
    form = tom.get(f"{address}?right={first.value.id}").content.decode()
    assert 'value="70 h 00"' in form
    said = {
        "request_id": str(uuid4()),
        "month": "2026-10",
        "role": "Broker",
        "women": "71",
        "arena": "timebank",
        "replaces": str(first.value.id),
    }
    assert tom.post(address, said).status_code == 302
    assert tom.post(address, {**said, "request_id": str(uuid4())}).status_code == 422
    assert [row.women_minutes for row in standing_staff_hours(town.community.pk, 2026)] == [4260]


@pytest.mark.parametrize("who", ["Ana", "Dee", "Kim"])
def test_nobody_else_has_the_page(town: Town, who: str) -> None:
    client = signed_in(town, who)
    assert client.get("/alder/people/staff-hours/").status_code == 404
    assert client.get("/api/alder/people/staff-hours").json()["items"] == []
