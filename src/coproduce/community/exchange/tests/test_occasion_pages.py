"""Occasions on the web: whoever may come, comes with one tap; whoever may not see, does not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Contribution, Occasion, SignUp
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.exchange.occasions.words import when_of
from coproduce.community.exchange.tests.test_occasions import SATURDAY, opened, signed, slot
from coproduce.community.people.models import Membership

pytestmark = pytest.mark.django_db

AT = "/alder/exchange/occasions/"


def page(row: Occasion, more: str = "") -> str:
    return f"{AT}{row.public_id}/{more}"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def press(client: Client, row: Occasion, what: str, /, **more: Any) -> Any:
    return client.post(page(row), {"what": what, "request_id": str(uuid4()), **more})


def planned(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()), "words": "Garden morning", "category": f"company {town.canary}",
        "organiser": str(town.agents["Ana"]), "day": "2026-11-21", "begins": "10:00", "ends": "12:30",
        "area": f"Lane {town.canary}", "place": "By the shed", "repeats": "once", "lines": "3",
        "needs_0": "Digging", "capacity_0": "2", "needs_1": "Company", **more,
    }  # fmt: skip


def during(row: Occasion, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour into it."""
    monkeypatch.setattr(clock, "now", lambda: row.starts_at + timedelta(hours=1))


# What is coming


def test_the_list_says_day_time_and_places_left(town: Town) -> None:
    row = opened(town, slots=(SlotWanted("Tea", 1), SlotWanted("Company")))
    signed(town, "Ben", row)
    text = read(signed_in(town, "Ana"), AT)
    assert "<h2>Saturday 21 November</h2>" in text
    assert "10:00 to 13:00" in text
    assert "every place taken" in text
    assert "as many as like to" in text
    assert f"Lane {town.canary}" in text
    assert f"Back door {town.canary}" not in text
    assert "You come." in read(signed_in(town, "Ben"), AT)


def test_the_list_is_narrowed_and_saved(town: Town) -> None:
    full = opened(town, words="Full house", slots=(SlotWanted("Tea", 1),))
    signed(town, "Ben", full)
    opened(
        town,
        words="=Roomy house",
        starts_at=SATURDAY + timedelta(days=7),
        ends_at=SATURDAY + timedelta(days=7, hours=1),
    )
    client = signed_in(town, "Ana")
    assert "Full house" not in read(client, AT + "?free=1")
    assert "Roomy house" in read(client, AT + "?free=1")
    assert "Nothing found" in read(client, AT + "?kind=nothing")
    saved = read(client, AT + "?as=csv")
    assert "2026-11-21,10:00,13:00" in saved
    assert "'=Roomy house" in saved


def test_nothing_is_planned_yet(town: Town) -> None:
    text = read(signed_in(town, "Ana"), AT)
    assert "Nothing is planned yet" in text
    assert "Plan one" in text


def test_many_dates_stand_on_pages(town: Town) -> None:
    opened(town, repeats="weekly", until_on=(SATURDAY + timedelta(weeks=29)).date())
    client = signed_in(town, "Ana")
    text = read(client, AT)
    assert "30 dates" in text
    assert "Later" in text
    assert "Earlier" in read(client, AT + "?page=2")


# One of them


@pytest.mark.parametrize(("who", "reads"), [("Ana", False), ("Ben", True), ("Cleo", True), ("Dee", False)])
def test_who_comes_and_where_is_for_those_who_come(town: Town, who: str, reads: bool) -> None:
    row = opened(town)
    signed(town, "Ben", row)
    text = read(signed_in(town, who), page(row)).split("<main")[1].split("</main>")[0]
    assert (f"Back door {town.canary}" in text) is reads
    assert (f"Ben {town.canary}" in text) is reads


def test_whoever_does_not_read_the_lists_finds_no_occasions(town: Town) -> None:
    row = opened(town)
    kim = signed_in(town, "Kim")
    assert {kim.get(address).status_code for address in (AT, AT + "new/", page(row))} == {200}
    Membership.objects.filter(agent__public_id=town.agents["Kim"]).update(roles=["commissioner"])
    assert {kim.get(address).status_code for address in (AT, AT + "new/", page(row))} == {404}
    Membership.objects.filter(agent__public_id=town.agents["Dee"]).update(roles=["link worker"])
    text = read(signed_in(town, "Dee"), page(row))
    assert "I’ll come" not in text
    assert "Plan one" not in read(signed_in(town, "Dee"), AT)


def test_the_desk_reading_who_comes_is_written_down(town: Town) -> None:
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    read(signed_in(town, "Cleo"), page(row))
    assert AuditRow.objects.filter(verb="exchange.read_occasion").count() == 1


def test_come_with_one_tap_and_say_that_one_cannot(town: Town) -> None:
    row = opened(town)
    client = signed_in(town, "Ana")
    assert press(client, row, "come", slot=slot(row)).status_code == 303
    place = SignUp.objects.get(withdrawn_at=None)
    assert place.agent.public_id == town.agents["Ana"]
    assert "You come" in read(client, page(row))
    mine = read(client, "/alder/exchange/mine/")
    assert "Where I come" in mine
    assert "/alder/ledger/" in mine.split("<main")[0]
    assert press(client, row, "cancel", sign_up=place.public_id).status_code == 303
    assert not SignUp.objects.filter(withdrawn_at=None).exists()
    assert "Where I come" not in read(client, "/alder/exchange/mine/")


def test_a_double_tap_is_one_place(town: Town) -> None:
    row = opened(town)
    client = signed_in(town, "Ana")
    once, again = str(uuid4()), str(uuid4())
    for _number in range(2):
        assert press(client, row, "come", slot=slot(row), request_id=once).status_code == 303
    assert SignUp.objects.count() == 1
    for _number in range(2):
        assert press(client, row, "cancel", sign_up=SignUp.objects.get().public_id, request_id=again).status_code == 303


def test_a_refusal_is_said_in_the_summary(town: Town) -> None:
    row = opened(town)
    signed(town, "Ben", row)
    answer = press(signed_in(town, "Ana"), row, "come", slot=slot(row))
    assert answer.status_code == 422
    assert "summary-of-errors" in answer.content.decode()
    assert "There is room in “Mending”" in answer.content.decode()


def test_a_place_is_held_out_and_taken(town: Town) -> None:
    row = opened(town)
    place = signed(town, "Ben", row)
    ben, ana = signed_in(town, "Ben"), signed_in(town, "Ana")
    assert "Ana" in read(ben, page(row, "?q=Ana"))
    press(ben, row, "swap", sign_up=place, with_=town.agents["Ana"])
    assert "Keep my place" in read(ben, page(row))
    assert "cannot come. Could you?" in read(ana, page(row))
    press(ben, row, "keep", sign_up=place)
    assert "cannot come. Could you?" not in read(ana, page(row))
    press(ben, row, "swap", sign_up=place, with_="")
    assert "Somebody cannot come. Could you?" in read(ana, page(row))
    assert press(ana, row, "take", sign_up=place).status_code == 303
    assert [one.agent.public_id for one in SignUp.objects.filter(withdrawn_at=None)] == [town.agents["Ana"]]


def test_the_desk_keeps_a_place_for_somebody_who_rings(town: Town) -> None:
    row = opened(town)
    cleo = signed_in(town, "Cleo")
    assert str(town.agents["Ben"]) in read(cleo, page(row, "?q=Ben"))
    assert press(cleo, row, "bring", slot=slot(row)).status_code == 422
    assert not SignUp.objects.exists()
    press(cleo, row, "bring", slot=slot(row), for_=town.agents["Ben"])
    place = SignUp.objects.get(withdrawn_at=None)
    assert place.agent.public_id == town.agents["Ben"]
    assert (
        press(signed_in(town, "Ana"), row, "cancel", sign_up=place.public_id, for_=town.agents["Ben"]).status_code
        == 422
    )
    press(cleo, row, "cancel", sign_up=place.public_id, for_=town.agents["Ben"])
    assert not SignUp.objects.filter(withdrawn_at=None).exists()


def test_other_dates_of_the_series_are_linked(town: Town) -> None:
    row = opened(town, repeats="weekly", until_on=(SATURDAY + timedelta(weeks=1)).date())
    other = Occasion.objects.exclude(pk=row.pk).get()
    assert page(other) in read(signed_in(town, "Ana"), page(row))


# Whoever organises it


def test_plan_one_for_oneself(town: Town) -> None:
    client = signed_in(town, "Ana")
    answer = client.post(AT + "new/", planned(town))
    row = Occasion.objects.get()
    assert answer["Location"] == page(row)
    assert (row.words, row.place, when_of(row)) == ("Garden morning", "By the shed", "Saturday 21 November, 10:00")
    assert timezone.localtime(row.ends_at, timezone.get_default_timezone()).minute == 30
    assert list(row.slots.order_by("pk").values_list("needs", "capacity")) == [("Digging", 2), ("Company", None)]


def test_plan_a_series(town: Town) -> None:
    client = signed_in(town, "Ana")
    client.post(AT + "new/", planned(town, repeats="every two weeks", until_on="2026-12-31"))
    assert Occasion.objects.count() == 3


def test_one_more_line_keeps_what_was_typed(town: Town) -> None:
    text = signed_in(town, "Ana").post(AT + "new/", planned(town, more="1")).content.decode()
    assert 'name="needs_3"' in text
    assert 'value="Digging"' in text
    assert not Occasion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said", "at"),
    [
        ({"words": ""}, "Say in a few words what it is.", "words"),
        ({"day": "2026-11-01"}, "Choose a day and a time that are still to come.", "day"),
        ({"ends": "09:00"}, "It ends after it begins", "ends"),
        ({"needs_0": "", "capacity_0": "", "needs_1": ""}, "Say what hands are needed for.", "needs_0"),
        ({"needs_0": ""}, "Say what they are needed for.", "needs_0"),
        ({"capacity_0": "0"}, "Write how many", "capacity_0"),
        ({"repeats": "weekly"}, "Say until which day it comes round.", "until_on"),
    ],
)
def test_what_is_wrong_with_a_plan_stands_at_its_field(town: Town, wrong: dict[str, str], said: str, at: str) -> None:
    answer = signed_in(town, "Ana").post(AT + "new/", planned(town, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'href="#id_{at}"' in answer.content.decode()
    assert not Occasion.objects.exists()


def test_the_desk_plans_for_somebody_who_rings(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    ben = town.agents["Ben"]
    assert f"?for={ben}" in read(cleo, AT + "new/?q=Ben")
    cleo.post(f"{AT}new/?for={ben}", planned(town, organiser=str(ben)))
    assert Occasion.objects.get().organiser.public_id == ben
    answer = signed_in(town, "Ana").post(f"{AT}new/?for={ben}", planned(town, organiser=str(ben)))
    assert answer.status_code == 422


def changes(row: Occasion, **more: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()), "version": str(row.version), "words": "Another name", "day": "2026-11-28",
        "begins": "14:00", "ends": "16:00", "area": "", "place": "", **more,
    }  # fmt: skip


def test_change_one_and_be_told_of_another_who_was_faster(town: Town) -> None:
    row = opened(town, "Ana")
    client = signed_in(town, "Ana")
    assert 'value="10:00"' in read(client, page(row, "change/"))
    assert client.post(page(row, "change/"), changes(row)).status_code == 303
    answer = client.post(page(row, "change/"), changes(row, words="A third name"))
    assert answer.status_code == 422
    assert "What it says now:" in answer.content.decode()
    row.refresh_from_db()
    assert row.words == "Another name"


def test_call_one_off_with_a_reason(town: Town) -> None:
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    client = signed_in(town, "Ana")
    assert "One person has a place" in read(client, page(row, "call-off/"))
    assert client.post(page(row, "call-off/"), {"request_id": str(uuid4()), "reason": ""}).status_code == 422
    assert client.post(page(row, "call-off/"), {"request_id": str(uuid4()), "reason": "Storm"}).status_code == 303
    text = read(signed_in(town, "Ben"), page(row))
    assert "This was called off." in text
    assert "Storm" in text
    assert "I’ll come" not in text


@pytest.mark.parametrize("more", ["change/", "call-off/", "came/", "sheet/"])
@pytest.mark.parametrize(("who", "finds"), [("Ana", True), ("Cleo", True), ("Ben", False), ("Dee", False)])
def test_its_pages_are_for_whoever_sees_to_it(
    town: Town, monkeypatch: pytest.MonkeyPatch, more: str, who: str, finds: bool
) -> None:
    row = opened(town, "Ana")
    during(row, monkeypatch)
    assert signed_in(town, who).get(page(row, more)).status_code == (200 if finds else 404)


def written(row: Occasion) -> Any:
    """The contributions that came of it."""
    row.refresh_from_db()
    return Contribution.objects.filter(entry=row.entry)


def came(client: Client, row: Occasion, /, **more: str) -> Any:
    return client.post(page(row, "came/"), {"request_id": str(uuid4()), **more})


def test_who_came_is_written_down_with_one_tap(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    client = signed_in(town, "Ana")
    assert client.get(page(row, "came/")).status_code == 302
    during(row, monkeypatch)
    text = read(client, page(row, "came/"))
    ben = town.agents["Ben"]
    assert f'name="came_{ben}"' in text
    assert 'value="3 h 00"' in text
    assert came(client, row, who=str(ben)).status_code == 422
    answer = came(client, row, **{"who": str(ben), f"came_{ben}": "on", f"time_{ben}": "3 h"})
    assert answer.status_code == 303, answer.content.decode()
    assert written(row).get().amount == 180
    assert "written down" in read(client, page(row))


def test_somebody_without_a_place_is_found_by_name(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    during(row, monkeypatch)
    client = signed_in(town, "Ana")
    ben, cleo = town.agents["Ben"], town.agents["Cleo"]
    text = came(client, row, **{"who": str(ben), f"time_{ben}": "1 h 15", "name": "Cleo"}).content.decode()
    assert f'name="came_{cleo}"' in text
    assert 'value="1 h 15"' in text
    assert not written(row).exists()
    said: dict[str, Any] = {
        "who": [str(ben), str(cleo)], f"came_{cleo}": "on", f"time_{cleo}": "2 h", f"time_{ben}": "nonsense",
    }  # fmt: skip
    assert came(client, row, **said).status_code == 303
    assert written(row).get().giver.public_id == cleo


def test_the_desk_says_who_else_was_helped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = opened(town, "Cleo")
    signed(town, "Ben", row)
    during(row, monkeypatch)
    ben, ana = town.agents["Ben"], town.agents["Ana"]
    said: dict[str, Any] = {
        "who": [str(ben), str(ana)], f"came_{ben}": "on", f"time_{ben}": "2 h", f"helped_{ana}": "on",
    }  # fmt: skip
    assert came(signed_in(town, "Cleo"), row, **said).status_code == 303
    assert written(row).get().receiver.public_id == ana


def test_the_sheet_has_names_and_empty_lines(town: Town) -> None:
    row = opened(town, slots=(SlotWanted("Tea", 3),))
    signed(town, "Ben", row)
    text = read(signed_in(town, "Cleo"), page(row, "sheet/"))
    assert f"Ben {town.canary}" in text
    assert text.count("<tr><td></td>") == 2 + 1
    type(town.community).objects.update(is_demo=True)
    assert "(demo)" in read(signed_in(town, "Cleo"), page(row, "sheet/"))


def test_few_queries_however_many_come(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = opened(town, "Ana", repeats="weekly", until_on=(SATURDAY + timedelta(weeks=9)).date())
    signed(town, "Ben", row)
    asked = [
        ("Ben", AT), ("Ben", page(row)), ("Cleo", page(row)), ("Cleo", page(row, "?q=A")), ("Ana", page(row)),
        ("Ben", page(row, "?q=A")), ("Ana", AT + "new/"), ("Ana", page(row, "change/")), ("Ana", page(row, "sheet/")),
        ("Ana", page(row, "call-off/")), ("Ben", "/alder/exchange/mine/"),
    ]  # fmt: skip
    clients = {who: signed_in(town, who) for who, _address in asked}
    over = []
    for who, address in asked:
        with CaptureQueriesContext(connection) as queries:
            assert clients[who].get(address).status_code == 200
        if len(queries) > 8:
            over.append((who, address, [one["sql"][:150] for one in queries]))
    assert over == []
