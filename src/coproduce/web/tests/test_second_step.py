"""A second step: an app, codes on paper; asked of those who see what is others', and of nobody in a demo."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from tests.fixtures.towns import TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import Installation
from coproduce.community.people.models import Community
from coproduce.web.tests.test_sign_in import ask, code

pytestmark = pytest.mark.django_db


def figures(letters: str, later: int = 0) -> str:
    """What the app shows: now, or so many half minutes later."""
    return format_hotp_value(hotp_value(letters.replace(" ", ""), list(yield_hotp_counters_from_time())[1] + later))


def set_up(client: Client) -> str:
    """Set up the app; the letters it was told."""
    page = client.get("/account/app/").content.decode()
    letters = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert letters is not None
    answer = client.post("/account/app/", {"code": figures(letters[1])})
    assert answer.status_code == 302, answer.content
    return letters[1]


def first_step(town: Town, name: str) -> Client:
    client = Client()
    ask(client, town.email(name))
    client.post("/sign-in/code/confirm/", {"code": code()})
    return client


@pytest.mark.promise("Whoever sees what is others' can have a second step, and it cannot be walked around")
def test_with_an_app_the_letter_alone_opens_nothing(town: Town) -> None:
    letters = set_up(signed_in(town, "Cleo"))
    client = first_step(town, "Cleo")
    assert client.get("/alder/people/").status_code == 302
    assert client.get("/sign-in/code/", follow=True).status_code == 200
    assert "This is not right" in client.post("/sign-in/second-step/", {"code": "000000"}).content.decode()
    client.post("/sign-in/second-step/", {"code": figures(letters, 1)})
    assert client.get("/alder/people/").status_code == 200


@pytest.mark.promise("A code opens once")
def test_a_code_of_the_app_opens_once_for_as_long_as_it_is_good(town: Town) -> None:
    letters = set_up(signed_in(town, "Cleo"))
    now = figures(letters, 1)
    for opens in (True, False):
        client = first_step(town, "Cleo")
        client.post("/sign-in/second-step/", {"code": now[:3] + " " + now[3:] if not opens else now})
        assert (client.get("/alder/people/").status_code == 200) is opens


def test_a_code_on_paper_opens_once_in_its_place(town: Town) -> None:
    mine = signed_in(town, "Cleo")
    set_up(mine)
    paper = re.findall(r"<code>(\d{4}) (\d{4})</code>", mine.get("/account/paper/").content.decode())
    assert len(paper) == 10
    for opens in (True, False):
        client = first_step(town, "Cleo")
        client.post("/sign-in/second-step/", {"code": " ".join(paper[0])})
        assert (client.get("/alder/people/").status_code == 200) is opens
    assert "9 left" in mine.get("/account/").content.decode()


def test_its_secret_is_worth_nothing_without_the_key_of_the_house(town: Town) -> None:
    letters = set_up(signed_in(town, "Cleo")).replace(" ", "")
    assert letters not in str(list(Authenticator.objects.values()))


def test_what_changed_is_told_by_letter(town: Town, django_capture_on_commit_callbacks: Any) -> None:
    mine = signed_in(town, "Ana")
    with django_capture_on_commit_callbacks(execute=True):
        set_up(mine)
        mine.post("/account/paper/new/")
        mine.post("/account/app/off/")
    told = [letter.to for letter in mail.outbox if letter.subject.endswith("How you sign in was changed")]
    assert told == [[town.email("Ana")]] * 3
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("name", "asked"), [("Cleo", True), ("Tom", True), ("Sal", True), ("Dee", True), ("Ana", False)]
)
def test_who_is_asked_to_set_one_up(town: Town, name: str, asked: bool) -> None:
    client = Client()
    ask(client, town.email(name))
    answer = client.post("/sign-in/code/confirm/", {"code": code()}, follow=True)
    assert ("/account/second-step/" in [url for url, _ in answer.redirect_chain]) is asked
    if asked:
        assert "Later" in answer.content.decode()
    assert client.get("/alder/people/").status_code == 200


def test_nobody_in_a_demo(town: Town) -> None:
    Installation.objects.create(is_demo=True)
    client = Client()
    ask(client, town.email("Cleo"))
    assert client.post("/sign-in/code/confirm/", {"code": code()})["Location"] == "/"


@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.parametrize("who", ["community", "site"])
def test_from_a_day_on_it_is_needed(town: Town, settings: Any, who: str, days: int) -> None:
    """Pages and API alike; members come in as ever, and so does whoever sets one up."""
    day = TODAY + timedelta(days=days)
    if who == "site":
        settings.SECOND_STEP_FROM = day
    else:
        Community.objects.filter(slug=town.slug).update(second_step_from=day)
    desk, is_needed = signed_in(town, "Cleo"), days < 0
    assert (desk.get("/alder/people/").status_code == 302) is is_needed
    assert (desk.get("/api/alder/people/members").status_code == 403) is is_needed
    assert ("Later" not in desk.get("/account/second-step/").content.decode()) is is_needed
    assert signed_in(town, "Ana").get("/alder/people/").status_code == 200
    set_up(desk)
    assert desk.get("/alder/people/").status_code == 200
