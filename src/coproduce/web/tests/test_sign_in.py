"""The doors: a code by e-mail, a card, one tap in a demo; and what guessing meets."""

import re

import pytest
from django.core import mail
from django.test import Client
from tests.fixtures.towns import WORD, Town

from coproduce.community.base.models import Installation
from coproduce.web import demo

pytestmark = pytest.mark.django_db


def ask(client: Client, email: str) -> int:
    return client.post("/sign-in/code/", {"email": email}, follow=True).status_code


def code() -> str:
    found = re.search(r"\b([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\b", mail.outbox[-1].body)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def test_a_letter_with_a_code(town: Town, client: Client) -> None:
    assert ask(client, town.email("Ana").upper()) == 200
    answer = client.post("/sign-in/code/confirm/", {"code": code()}, follow=True)
    assert answer.redirect_chain[-1][0] == "/alder/"


def test_a_stranger_is_told_the_same_and_gets_no_account(town: Town, client: Client) -> None:
    known, unknown = Client(), Client()
    first = known.post("/sign-in/code/", {"email": town.email("Ana")})
    second = unknown.post("/sign-in/code/", {"email": "nobody@x.org"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert all("account" not in letter.body.lower() or letter.to == ["nobody@x.org"] for letter in mail.outbox)
    assert client.get("/sign-in/closed/").status_code in (200, 302)


def test_a_wrong_code_three_times_ends_it(town: Town, client: Client) -> None:
    ask(client, town.email("Ana"))
    right = code()
    for _ in range(3):
        client.post("/sign-in/code/confirm/", {"code": "WRONG1"})
    client.post("/sign-in/code/confirm/", {"code": right})
    assert client.get("/alder/people/").status_code == 302


def test_guessing_cards_is_slow(town: Town, client: Client) -> None:
    tries = ({"code": f"AAAA-BBBB-CC{number:02}", "word": "kettle"} for number in range(12))
    answers = [client.post("/sign-in/", said).content.decode() for said in tries]
    assert "do not open the door" in answers[0]
    assert "many times" in answers[-1]


@pytest.mark.parametrize(
    ("is_demo", "is_public", "opens"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_one_tap(
    town: Town, settings: object, is_demo: bool, is_public: bool, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only in a demo, and only while nobody but this machine can reach it."""
    monkeypatch.setattr(demo, "CAST", (demo.SignIn(town.email("Ana"), "Ana", "member"),))
    if is_demo:
        Installation.objects.create(is_demo=True)
    settings.IS_PUBLIC = is_public  # type: ignore[attr-defined]
    client = Client()
    assert ("/sign-in/demo/0/" in client.get("/").content.decode()) is opens
    client.post("/sign-in/demo/0/")
    assert (client.get("/alder/people/").status_code == 200) is opens
    assert client.get("/sign-in/demo/0/").status_code == 405


def test_signing_in_leads_on_but_never_away(town: Town, client: Client) -> None:
    for wanted, leads_to in (
        ("/alder/ledger/", "/alder/ledger/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
    ):
        answer = Client().post(f"/sign-in/?next={wanted}", {"code": town.card("Ana"), "word": WORD})
        assert answer["Location"] == leads_to


def test_signing_out(town: Town, client: Client) -> None:
    client.force_login(town.account("Ana"), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/alder/people/").status_code == 302


def test_no_browser_keeps_what_a_member_read(town: Town, client: Client) -> None:
    assert "Cache-Control" not in client.get("/alder/")
    client.force_login(town.account("Ana"), backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = {"Authorization": f"Bearer {town.key('Ana')}"}
    for answer in (
        client.get("/alder/people/"),
        client.get("/"),
        Client().get("/api/alder/people/members", headers=asked),
    ):
        assert answer["Cache-Control"] == "private, no-store"
