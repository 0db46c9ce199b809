"""A role that is given or taken away, and leaving, count from the next request: page, API, and a script's key."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from coproduce.community.base.done import Done
from coproduce.community.people.models import Membership
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

pytestmark = pytest.mark.django_db

Mouth = Callable[[], bool]


def mouths(town: Town) -> list[Mouth]:
    """Whether Dee may welcome somebody: by the sign-in she has, by the API from her browser, and by a key of hers."""
    browser, key = signed_in(town, "Dee"), town.key("Dee")

    def by_page() -> bool:
        return (
            browser.get("/alder/people/welcome/").status_code == 302
            and browser.get("/alder/people/").status_code == 200
        )

    def by_api(client: Client = browser, **headers: str) -> bool:
        answer = client.post(
            "/api/alder/people/welcome",
            json.dumps({"members": [{"name": f"Zoe {uuid4()}"}]}),
            "application/json",
            headers={"Idempotency-Key": str(uuid4()), **headers},
        )
        return answer.status_code == 201

    return [by_page, by_api, lambda: by_api(Client(), Authorization=f"Bearer {key}")]


def now_has(town: Town, *roles: str) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Dee"]).update(roles=["member", *roles])


@pytest.mark.promise("A change of role counts from the next request, by every mouth")
def test_a_role_given_and_taken_away(town: Town) -> None:
    ways = mouths(town)
    assert [may() for may in ways] == [False] * 3
    now_has(town, "broker")
    assert [may() for may in ways] == [True] * 3
    now_has(town, "link worker")
    assert [may() for may in ways] == [False] * 3


@pytest.mark.promise("Who has left is out with the next request, by every mouth")
def test_leaving(town: Town) -> None:
    ways = mouths(town)
    now_has(town, "broker")
    assert all(may() for may in ways)
    left = do("people.leave", town.actor("Cleo"), member=town.agents["Dee"])
    assert isinstance(left, Done), left
    assert [may() for may in ways] == [False] * 3
