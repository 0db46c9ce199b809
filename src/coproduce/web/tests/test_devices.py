"""Where somebody is signed in: ended at once by them, by the clock, and by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, WORD, Town
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.people.models import Device
from coproduce.community.people.signing_in.rules import IDLE_DAYS, LONGEST_DAYS
from coproduce.web.tests.test_sign_in import ask, code

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get("/alder/people/").status_code == 200


def by_letter(town: Town, name: str, client: Client | None = None) -> Client:
    client = client or Client(headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:1) Firefox/124.0"})
    client.get("/sign-in/")
    ask(client, town.email(name))
    client.post("/sign-in/code/confirm/", {"code": code()})
    return client


@pytest.mark.promise("A sign-in is ended from elsewhere, at once")
def test_somebody_ends_a_sign_in_from_elsewhere(town: Town) -> None:
    old, mine = by_letter(town, "Ana"), signed_in(town, "Ana")
    assert is_in(old)
    page = mine.get("/account/").content.decode()
    assert "Firefox · Android" in page and "with a code by e-mail" in page
    there = Device.objects.get(words="Firefox · Android")
    mine.post(f"/account/devices/{there.public_id}/end/")
    assert not is_in(old) and is_in(mine)


def test_everywhere_but_here(town: Town) -> None:
    others, mine = [by_letter(town, "Ana"), signed_in(town, "Ana")], signed_in(town, "Ana")
    mine.post("/account/devices/end/")
    assert is_in(mine) and not any(is_in(one) for one in others)


def test_nobody_ends_anothers(town: Town) -> None:
    hers = signed_in(town, "Ana")
    there = Device.objects.get()
    signed_in(town, "Ben").post(f"/account/devices/{there.public_id}/end/")
    assert is_in(hers)


@pytest.mark.promise("A stolen or planted session opens nothing")
def test_a_session_from_before_signing_in_is_worth_nothing(town: Town) -> None:
    """Somebody plants a session in another's browser, and waits until they sign in."""
    planted = Client()
    planted.get("/sign-in/")
    ask(planted, "nobody@x.example")
    key = planted.session.session_key
    victim = Client()
    victim.cookies["session"] = key
    by_letter(town, "Ana", victim)
    assert is_in(victim)
    assert victim.session.session_key != key
    assert not is_in(planted)


def test_a_session_after_signing_out_is_worth_nothing(town: Town) -> None:
    hers, thief = signed_in(town, "Ana"), Client()
    thief.cookies["session"] = hers.cookies["session"].value
    assert is_in(thief)
    hers.post("/sign-out/")
    assert not is_in(thief)


def test_signing_in_as_another_ends_the_first(town: Town) -> None:
    client = signed_in(town, "Ana")
    old = client.cookies["session"].value
    client.post("/sign-out/")
    by_letter(town, "Ben", client)
    assert client.cookies["session"].value != old
    assert list(Device.objects.values_list("account__email", flat=True)) == [town.email("Ben")]


@pytest.mark.parametrize(("every", "until", "is_still_in"), [
    (IDLE_DAYS + 1, IDLE_DAYS + 1, False),
    (IDLE_DAYS, LONGEST_DAYS, True),
    (IDLE_DAYS, LONGEST_DAYS + IDLE_DAYS, False),
])  # fmt: skip
def test_a_sign_in_ends_by_itself(town: Town, every: int, until: int, is_still_in: bool) -> None:
    """Left alone, or after three months however it is used."""
    with clock.at(NOON):
        client = signed_in(town, "Ana")
    found = True
    for days in range(every, until + 1, every):
        with clock.at(NOON + timedelta(days=days)):
            found = is_in(client)
    assert found is is_still_in


def test_a_code_of_a_letter_opens_once(town: Town) -> None:
    client, thief = Client(), Client()
    ask(client, town.email("Ana"))
    sent = code()
    ask(thief, "nobody@x.example")
    thief.post("/sign-in/code/confirm/", {"code": sent})
    assert not is_in(thief)
    client.post("/sign-in/code/confirm/", {"code": sent})
    client.post("/sign-out/")
    client.post("/sign-in/code/confirm/", {"code": sent})
    assert not is_in(client)


def test_a_card_says_that_it_was_one(town: Town) -> None:
    client = Client()
    client.post("/sign-in/", {"code": town.card("Ana"), "word": WORD})
    assert Device.objects.get().by == "card"
    assert "with a card" in client.get("/account/").content.decode()


def test_somebody_made_inactive_is_out_at_once(town: Town) -> None:
    client = signed_in(town, "Ana")
    type(town.account("Ana")).objects.filter(email=town.email("Ana")).update(is_active=False)
    assert not is_in(client)
