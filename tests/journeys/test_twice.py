"""Sent twice, by whichever mouth, it is done once; sent again with other words under the same id, it is refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from typer.testing import CliRunner

from coproduce.cli import build as build_cli
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.exchange.models import Contribution
from coproduce.community.ledger.models import Entry as EntryRow
from coproduce.community.ledger.tests.test_undoing import at_once, written
from tests.fixtures.towns import NOON, Town, build
from tests.journeys.mouths import signed_in

pytestmark = pytest.mark.django_db

WHY, OTHER = "It was twice", "It was another day"
REFUSED = "This was sent before with other words."


def page(town: Town, request_id: UUID, reason: str) -> str:
    """Where the page goes on to, or what it says instead."""
    address = f"/{town.slug}/ledger/entries/{written(town)}/take-back/"
    answer = signed_in(town, "Cleo").post(address, {"request_id": str(request_id), "reason": reason})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def script(town: Town, request_id: UUID, reason: str) -> str:
    answer = Client().post(
        f"/api/{town.slug}/ledger/take-back",
        json.dumps({"entry": str(written(town)), "reason": reason}),
        "application/json",
        headers={"Authorization": f"Bearer {town.key('Cleo')}", "Idempotency-Key": str(request_id)},
    )
    return str(answer.json())


def command(town: Town, request_id: UUID, reason: str) -> str:
    words = ["ledger", "take-back", "--as", town.email("Cleo"), "--community", town.slug]
    words += ["--request-id", str(request_id), "--entry", str(written(town)), "--reason", reason, "--json"]
    return CliRunner().invoke(build_cli(words), words).stdout


MOUTHS: dict[str, Callable[[Town, UUID, str], str]] = {"page": page, "script": script, "command": command}


@pytest.mark.parametrize("mouth", MOUTHS)
@pytest.mark.promise("Sent twice, by page, script or command, it is done once")
def test_sent_twice_it_is_done_once(town: Town, mouth: str) -> None:
    say, request_id = MOUTHS[mouth], uuid4()
    first = say(town, request_id, WHY)
    assert say(town, request_id, WHY) == first
    assert REFUSED in say(town, request_id, OTHER)
    assert EntryRow.objects.filter(reverses=written(town)).count() == 1
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize("mouth", ["page", "script"])
def test_sent_twice_at_once_it_is_done_once(committed: str, mouth: str) -> None:
    town = build("alder", "kanari", ("timebank",))
    town.key("Cleo")
    say, request_id = MOUTHS[mouth], uuid4()
    first, again = at_once(lambda: say(town, request_id, WHY), lambda: say(town, request_id, WHY))
    assert first == again
    assert EntryRow.objects.filter(reverses=written(town)).count() == 1
    assert ledger.verify()


def draft(client: Client, town: Town) -> str:
    """Where the check page of a record of help stands, every question answered."""
    with clock.at(NOON):
        base = client.get(f"/{town.slug}/timebank/record/")["Location"].rsplit("/", 2)[0]
        said: dict[str, Any] = {
            "giver": {"giver": town.agents["Ana"]},
            "receiver": {"receiver": town.agents["Ben"]},
            "time": {"time": "1 h 30"},
            "day": {"done_on": (NOON - timedelta(days=1)).date().isoformat()},
            "kind": {"category": f"company {town.canary}"},
            "words": {"words": "We talked"},
        }
        for step, words in said.items():
            assert client.post(f"{base}/{step}/", words).status_code == 302
    return f"{base}/check/"


@pytest.mark.django_db(databases=[])
@pytest.mark.promise("A double tap writes down once")
def test_two_taps_at_once_on_one_page_write_down_once(committed: str) -> None:
    with clock.at(NOON):
        town = build("alder", "kanari", ("timebank",))
    client, other = signed_in(town, "Cleo"), Client()
    check = draft(client, town)
    other.cookies = client.cookies

    def tap(hand: Client) -> str:
        with clock.at(NOON):
            answer = hand.post(check)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    first, again = at_once(lambda: tap(client), lambda: tap(other))
    assert first == again
    assert sorted(Contribution.objects.values_list("amount", flat=True)) == [90, 120]
    assert ledger.verify()
