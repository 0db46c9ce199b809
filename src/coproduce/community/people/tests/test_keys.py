"""Keys for scripts: who makes and ends them, what they open, and that a code is read once and kept nowhere."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.people.keys import actions as keys
from coproduce.community.people.models import ScriptKey
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def make(town: Town, who: str, **change: object) -> object:
    return do("people.make_key", town.actor(who), **{"name": "Telephone list", "may": ("read",), **change})


def ask(town: Town, code: str, path: str = "/people/members", **more: object) -> tuple[int, dict[str, object]]:
    answer = Client().get(f"/api/{town.slug}{path}", headers={"Authorization": f"Bearer {code}"})
    return answer.status_code, answer.json()


def test_a_member_makes_a_key_that_reads_for_them(town: Town) -> None:
    made = make(town, "Ana")
    assert isinstance(made, Done)
    key = ScriptKey.objects.get(public_id=made.value.id)
    assert (key.name, key.may, key.until_on) == ("Telephone list", ["read"], TODAY + timedelta(days=90))
    code = keys.code_of(key)
    assert code not in (key.code_hash, str(AuditRow.objects.get(verb="people.make_key").receipt))
    status, said = ask(town, code)
    assert status == 200
    assert not any(one["phone"] for one in said["items"])  # what Ana may read, and no more
    assert ScriptKey.objects.get().last_used_on == TODAY


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"may": ()}, "may"),
        ({"may": ("everything",)}, "may"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_a_key_that_cannot_be_made(town: Town, change: dict[str, object], field: str) -> None:
    refused = make(town, "Ana", **change)
    assert isinstance(refused, Refusal)
    assert refused.field == field
    assert not ScriptKey.objects.exists()


def test_twenty_keys_are_enough(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_KEYS", 2)
    assert [isinstance(make(town, "Ana"), Done) for _ in range(3)] == [True, True, False]
    town.keys.clear()
    assert isinstance(make(town, "Ben"), Done)  # each has their own


def test_who_may_revoke_a_key(town: Town) -> None:
    """The same set-up: Ben may not end Ana's, the desk may, and she may end her own."""
    for who, is_done in (("Ben", False), ("Cleo", True), ("Ana", True)):
        made = make(town, "Ana")
        assert isinstance(made, Done)
        code = keys.code_of(ScriptKey.objects.get(public_id=made.value.id))
        outcome = do("people.revoke_key", town.actor(who), key=made.value.id)
        assert isinstance(outcome, Done) is is_done
        status, said = ask(town, code)
        assert status == (401 if is_done else 200)
        if is_done:
            assert said["code"] == "KEY_ENDED"
            assert "Make another" in str(said["detail"])
            assert isinstance(do("people.revoke_key", town.actor(who), key=made.value.id), Refusal)


def test_a_key_has_a_last_day(town: Town) -> None:
    code = town.key("Ana", "read")
    with clock.at(NOON + timedelta(days=90)):
        assert ask(town, code)[0] == 200
    with clock.at(NOON + timedelta(days=91)):
        assert ask(town, code)[1]["code"] == "KEY_ENDED"


@pytest.mark.promise("A key does what it was made for, and no more")
def test_who_leaves_takes_the_keys_along(town: Town) -> None:
    code = town.key("Ana", "read")
    do("people.leave", town.actor("Ana"), member=town.agents["Ana"])
    assert ScriptKey.objects.get().ended_on == TODAY
    assert ask(town, code)[0] == 401


def test_a_key_opens_one_town(towns: tuple[Town, Town]) -> None:
    here, there = towns
    assert ask(there, here.key("Ana", "read"))[0] == 404


@pytest.mark.promise("A key does what it was made for, and no more")
def test_what_a_key_needs_is_named(town: Town) -> None:
    figures, people = town.key("Cleo", "figures"), town.key("Cleo", "people:write")
    assert ask(town, figures, "/timebank/figures")[0] == 200
    status, said = ask(town, figures)
    assert (status, said["code"]) == (403, "SCOPE_NEEDED")
    assert "read" in str(said["detail"])
    for code, status in ((figures, 403), (people, 201)):
        answer = Client().post(
            f"/api/{town.slug}/people/pause",
            {"member": str(town.agents["Ana"])},
            "application/json",
            headers={"Authorization": f"Bearer {code}", "Idempotency-Key": str(uuid4())},
        )
        assert answer.status_code == status
    assert "people:write" in str(
        Client().post(f"/api/{town.slug}/people/pause", headers={"Authorization": f"Bearer {figures}"}).json()["detail"]
    )


def test_a_key_makes_no_keys(town: Town) -> None:
    answer = Client().post(
        f"/api/{town.slug}/people/make-key",
        {"name": "Another", "may": ["write"]},
        "application/json",
        headers={"Authorization": f"Bearer {town.key('Ana')}", "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 403
    assert ScriptKey.objects.count() == 1


def test_too_often(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_A_MINUTE", 2)
    code = town.key("Ana", "read")
    assert [ask(town, code)[0] for _ in range(3)] == [200, 200, 429]
    with clock.at(NOON + timedelta(minutes=1)):
        assert ask(town, code)[0] == 200


def test_the_page_shows_a_code_for_ten_minutes_and_to_nobody_else(town: Town) -> None:
    ana, cleo = signed_in(town, "Ana"), signed_in(town, "Cleo")
    said = {"name": "Telephone list", "may": ["read"], "days": "30", "request_id": str(uuid4())}
    made = ana.post(f"/{town.slug}/people/keys/", said)
    assert made.status_code == 302
    assert ana.post(f"/{town.slug}/people/keys/", said)["Location"] == made["Location"]  # a double tap makes one
    key = ScriptKey.objects.get()
    assert key.until_on == date(2026, 12, 17)
    assert keys.code_of(key) in ana.get(made["Location"]).content.decode()
    assert cleo.get(made["Location"]).status_code == 302
    listed = cleo.get(f"/{town.slug}/people/keys/").content.decode()
    assert "Telephone list" in listed
    assert keys.code_of(key) not in listed
    with clock.at(NOON + timedelta(minutes=11)):
        assert ana.get(made["Location"]).status_code == 302
    assert "Telephone list" not in signed_in(town, "Ben").get(f"/{town.slug}/people/keys/").content.decode()
    revoked = ana.post(f"/{town.slug}/people/keys/revoke/", {"key": str(key.public_id), "request_id": str(uuid4())})
    assert revoked.status_code == 302
    assert ScriptKey.objects.get().ended_on == TODAY


def test_the_page_says_what_is_missing(town: Town) -> None:
    answer = signed_in(town, "Ana").post(f"/{town.slug}/people/keys/", {"days": "30", "request_id": str(uuid4())})
    assert answer.status_code == 422
    assert "Choose one thing or more" in answer.content.decode()
