"""What matters most asks again who is there: pages, verbs by the API, and keys that were not made for it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from tests.fixtures.towns import NOON, WORD, Town, do
from tests.journeys.mouths import signed_in
from tests.security.scenes import Part, every_scene

from coproduce.community.base import clock, rooms
from coproduce.community.base.done import Done
from coproduce.community.base.models import Installation
from coproduce.community.people.models import Account
from coproduce.community.people.rules import NewMember
from coproduce.core.refusal import Refusal
from coproduce.web import demo
from coproduce.web.signing_in.again import OPEN_FOR, SEND_FOR
from coproduce.web.tests.test_second_step import figures, set_up
from coproduce.web.tests.test_sign_in import code

pytestmark = pytest.mark.django_db

SETTINGS = "/alder/people/settings/"


@contextmanager
def a_while_ago(town: Town, name: str, ago: timedelta = OPEN_FOR) -> Iterator[Client]:
    """Signed in so long ago, and a little."""
    with clock.at(NOON):
        client = signed_in(town, name)
    with clock.at(NOON + ago + timedelta(seconds=1)):
        yield client


def said(town: Town, **more: Any) -> dict[str, Any]:
    return {"version": town.community.version, "name": "Alder Two", "confirm_days": 14, "request_id": uuid4(), **more}


@pytest.mark.promise("What matters most asks again who is there")
def test_a_page_that_matters_asks_again_and_others_do_not(town: Town) -> None:
    with a_while_ago(town, "Cleo") as desk:
        assert desk.get("/alder/people/").status_code == 200
        asked = desk.get(SETTINGS)
        assert asked["Location"] == "/sign-in/again/?next=%2Falder%2Fpeople%2Fsettings%2F"
        page = desk.get(asked["Location"]).content.decode()
        assert town.email("Cleo") in page
        desk.post(asked["Location"])
        assert desk.post(asked["Location"], {"code": "WRONG1"}).status_code == 422
        assert desk.post(asked["Location"], {"code": code()})["Location"] == SETTINGS
        assert desk.get(SETTINGS).status_code == 200


def test_what_was_begun_can_be_sent_for_a_while(town: Town) -> None:
    with a_while_ago(town, "Cleo") as desk:
        assert desk.post(SETTINGS, said(town))["Location"] == SETTINGS
    with a_while_ago(town, "Cleo", SEND_FOR) as desk:
        assert "/sign-in/again/" in desk.post(SETTINGS, said(town, name="Alder Three"))["Location"]
    assert town.community.name == "Alder Two"


def test_a_stolen_session_makes_no_key(town: Town) -> None:
    wanted = {"name": "mine", "may": ["read"], "days": 9, "request_id": uuid4()}
    with a_while_ago(town, "Ana", SEND_FOR) as thief:
        assert "/sign-in/again/" in thief.post("/alder/people/keys/", wanted)["Location"]
        answer = thief.post(
            "/api/alder/people/make-key",
            json.dumps({"name": "mine", "may": ["read"]}),
            "application/json",
            headers={"Idempotency-Key": str(uuid4())},
        )
        assert answer.json()["code"] in ("SIGN_IN_AGAIN", "NOT_ALLOWED")
    assert signed_in(town, "Ana").post("/alder/people/keys/", wanted)["Location"].startswith("/alder/people/keys/")


def test_with_an_app_its_figures_are_asked_for_and_no_letter(town: Town) -> None:
    with clock.at(NOON):
        desk = signed_in(town, "Cleo")
        letters = set_up(desk)
    with clock.at(NOON + OPEN_FOR + timedelta(seconds=1)):
        page = desk.get("/sign-in/again/").content.decode()
        assert "six figures" in page and "Send me a code" not in page
        before = len(mail.outbox)
        assert desk.post("/sign-in/again/", {"code": "000000"}).status_code == 422
        desk.post("/sign-in/again/", {"code": figures(letters, 1)})
        assert desk.get(SETTINGS).status_code == 200
        assert len(mail.outbox) == before


def test_without_an_address_the_word_is_asked_for(town: Town) -> None:
    flo = do("people.welcome", town.actor("Cleo"), members=(NewMember("Flo"),))
    assert isinstance(flo, Done)
    town.agents["Flo"] = flo.value.ids[0]
    client = Client()
    with clock.at(NOON):
        client.post("/sign-in/", {"code": town.card("Flo"), "word": WORD})
    with clock.at(NOON + OPEN_FOR + timedelta(seconds=1)):
        assert "/sign-in/again/" in client.get("/account/address/")["Location"]
        assert "not the word" in client.post("/sign-in/again/", {"word": "kettle"}).content.decode()
        assert client.post("/sign-in/again/", {"word": WORD}).status_code == 302
        assert client.get("/account/address/").status_code == 200


def test_one_tap_in_a_demo_is_asked_for_no_more(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "CAST", (demo.SignIn(town.email("Cleo"), "Cleo", "broker"),))
    Installation.objects.create(is_demo=True)
    client = Client()
    with clock.at(NOON):
        client.post("/sign-in/demo/0/")
    with clock.at(NOON + SEND_FOR + timedelta(seconds=1)):
        assert client.get(SETTINGS).status_code == 200


@pytest.mark.parametrize("verb", sorted(name for name, verb in rooms.verbs().items() if verb.asks_again))
def test_every_verb_that_matters_is_refused_to_a_sign_in_of_a_while_ago(town: Town, verb: str) -> None:
    """Whatever else it would say; and to everybody who just showed who they are it says something else."""
    arguments = every_scene()[verb](Part(town, "Cleo", "Ana", "Ben"))
    long_ago = replace(town.actor("Cleo"), signed_in_long_ago=True)
    outcomes = [do(verb, actor, **arguments) for actor in (long_ago, town.actor("Cleo"))]
    assert [getattr(outcome, "code", "") == "SIGN_IN_AGAIN" for outcome in outcomes] == [True, False]


@pytest.mark.parametrize("scope", ["write", "people:write", "sensitive"])
def test_a_key_does_what_matters_most_only_where_it_was_made_for_it(town: Town, scope: str) -> None:
    wanted = {name: value for name, value in said(town).items() if name != "request_id"}
    answer = Client().post(
        "/api/alder/people/change-settings",
        json.dumps(wanted),
        "application/json",
        headers={"Authorization": f"Bearer {town.key('Cleo', scope)}", "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == (201 if scope == "sensitive" else 403)
    assert scope == "sensitive" or answer.json()["code"] == "SCOPE_NEEDED"


def test_who_may_do_what_is_given_by_nobody_who_signed_in_a_while_ago(town: Town) -> None:
    wanted = (NewMember("Bea", "bea@x.example", roles=("member", "broker")),)
    for long_ago, expected in ((True, "SIGN_IN_AGAIN"), (False, "")):
        outcome = do("people.welcome", replace(town.actor("Cleo"), signed_in_long_ago=long_ago), members=wanted)
        assert (outcome.code if isinstance(outcome, Refusal) else "") == expected


def move(client: Client, email: str) -> Any:
    client.post("/account/address/", {"email": email})
    return client.post("/account/address/code/", {"code": code()})


@pytest.mark.promise("Whose address was changed is told at the old one, and nobody changes it with a stolen sign-in")
def test_a_new_address_is_proved_and_the_old_one_told(town: Town) -> None:
    mine, elsewhere = signed_in(town, "Ana"), signed_in(town, "Ana")
    pk, old = town.account("Ana").pk, town.email("Ana")
    assert move(mine, " New@Ana.Example ")["Location"] == "/account/"
    ana = Account.objects.get(pk=pk)
    assert ana.email == "new@ana.example"
    assert ana.person.memberships.get().shared_email == "new@ana.example"
    assert mail.outbox[-1].to == [old] and "another address" in mail.outbox[-1].body
    assert mine.get("/alder/people/").status_code == 200
    assert elsewhere.get("/alder/people/").status_code == 302
    with a_while_ago_of(ana) as thief:
        assert "/sign-in/again/" in thief.get("/account/address/")["Location"]
        assert "/sign-in/again/" in thief.post("/account/address/", {"email": "thief@x.example"})["Location"]


@contextmanager
def a_while_ago_of(account: Account) -> Iterator[Client]:
    client = Client()
    with clock.at(NOON):
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    with clock.at(NOON + SEND_FOR + timedelta(seconds=1)):
        yield client


def test_an_address_of_somebody_else_is_answered_alike(town: Town) -> None:
    mine = signed_in(town, "Ana")
    answers = [mine.post("/account/address/", {"email": email}) for email in ("new@x.example", town.email("Ben"))]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/account/address/code/")}
    assert mail.outbox[-1].to == [town.email("Ben")]
    assert re.search(r"\n    \S+\n", mail.outbox[-1].body) is None
    assert mine.post("/account/address/code/", {"code": ""}).status_code == 422
    assert mine.post("/account/address/code/", {"code": "ABCDEF"}).status_code == 422
    assert town.account("Ana").email == town.email("Ana")


def test_a_code_to_a_new_address_works_once_and_not_after_three_tries(town: Town) -> None:
    mine = signed_in(town, "Ana")
    mine.post("/account/address/", {"email": "new@x.example"})
    right = code()
    for _ in range(3):
        mine.post("/account/address/code/", {"code": "WRONG1"})
    assert mine.post("/account/address/code/", {"code": right}).status_code == 422
    assert town.account("Ana").email == town.email("Ana")
