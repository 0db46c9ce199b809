"""Help written down for whoever is on the line: recorded, thanked and ready to be asked, on one page."""

from typing import Any

import pytest
from django.http import HttpResponse
from tests.fixtures.towns import TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.community.exchange.models import Ask, Contribution

pytestmark = pytest.mark.django_db


def told(town: Town, who: str = "Cleo", about: str = "Kim", side: str = "", **more: Any) -> HttpResponse:
    """What the desk writes while somebody rings, sent twice, as an impatient finger does."""
    client = signed_in(town, who)
    said = {
        "request_id": "6f1e7a52-0000-4000-8000-000000000001",
        "other": "tom",
        "time": "45 min",
        "done_on": TODAY.isoformat(),
        "category": f"company {town.canary}",
        **more,
    }
    address = f"/{town.slug}/timebank/call/{town.agents[about]}/help/{side}"
    client.post(address, said)
    return client.post(address, said, follow=True)


def test_recorded_thanked_and_ready_once(town: Town) -> None:
    answer = told(town, thanks="She stayed for tea", ready="on")
    done = Contribution.objects.exclude(receiver__public_id=town.agents["Ben"]).get()
    assert (done.giver.name, done.receiver.name, done.thanks) == (
        f"Tom {town.canary}",
        f"Kim {town.canary}",
        "She stayed for tea",
    )
    assert Ask.objects.get(agent=done.receiver).state == Ask.READY
    assert "Ask Kim" in answer.content.decode()


def test_help_they_gave_asks_nobody_on_the_line(town: Town) -> None:
    told(town, side="?side=gave", ready="on")
    done = Contribution.objects.latest("id")
    assert (done.giver.name, done.receiver.name) == (f"Kim {town.canary}", f"Tom {town.canary}")
    assert Ask.objects.get(agent=done.receiver).state == Ask.WAITING


@pytest.mark.parametrize(
    ("other", "said"), [("nobody", "Nobody here goes by"), (" ", "Write who it was"), ("kanari", "Which of them?")]
)
def test_a_name_that_is_not_one(town: Town, other: str, said: str) -> None:
    answer = told(town, other=other)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Contribution.objects.count() == 1


def test_what_the_verb_refuses_stands_at_its_question(town: Town) -> None:
    answer = told(town, done_on="2031-01-01")
    assert answer.status_code == 422
    assert "this day is still to come" in answer.content.decode()


def test_only_the_desk(town: Town) -> None:
    assert told(town, who="Ana").status_code == 404
    assert Contribution.objects.count() == 1


def test_whoever_is_found_alone_stands_there_at_once(town: Town) -> None:
    answer = signed_in(town, "Cleo").get(f"/{town.slug}/timebank/call/", {"q": "kim"})
    assert answer["Location"] == f"/{town.slug}/timebank/call/{town.agents['Kim']}/"
