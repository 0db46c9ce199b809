"""The trial of newcomers: who is new, what counts, when it is over, and that the desk may end it sooner."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Contribution, Occasion
from coproduce.community.exchange.occasions.rules import Came
from coproduce.community.exchange.settling.times import SETTLED, times
from coproduce.community.exchange.tests.planning import opened
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rules import NewMember
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def try_newcomers(town: Town, number: int = 2) -> None:
    here = town.community
    said = {"version": here.version, "name": here.name, "trial_times": number}
    assert code(do("people.change_settings", town.actor("Cleo"), **said)) == "done"


def welcomed(town: Town, name: str = "Zoe") -> Membership:
    done = do("people.welcome", town.actor("Cleo"), members=(NewMember(name, f"{name.lower()}@alder.example"),))
    town.agents[name] = done.value.ids[0]  # type: ignore[union-attr]
    return membership(town, name)


def membership(town: Town, name: str) -> Membership:
    return Membership.objects.get(agent__public_id=town.agents[name])


def helped(town: Town, giver: str = "Zoe", receiver: str = "Ben", **more: Any) -> None:
    """The desk writes it down."""
    assert code(do("timebank.record_for", town.actor("Cleo"), **town.help(giver, receiver, **more))) == "done"


def propose(town: Town, giver: str, by: str) -> object:
    to = (town.agents["Ben" if giver != "Ben" else "Ana"],)
    said = {"givers": (town.agents[giver],), "receivers": to, "words": "Tea", "category": f"company {town.canary}"}
    return do("exchange.propose", town.actor(by), **said)


def test_who_is_here_when_it_begins_is_settled_and_who_comes_is_new(town: Town) -> None:
    try_newcomers(town)
    zoe = welcomed(town)
    assert zoe.settled_on is None
    assert not Membership.objects.filter(community=town.community, settled_on=None).exclude(pk=zoe.pk).exists()
    try_newcomers(town, 3)
    assert membership(town, "Zoe").settled_on is None, "a newcomer stays one when the number changes"
    assert code(do("people.change_settings", town.actor("Cleo"), version=town.community.version, name="A")) == "done"
    assert town.community.trial_times == 3


@pytest.mark.parametrize(("number", "said"), [(0, "done"), (20, "done"), (21, "OUT_OF_RANGE"), (-1, "OUT_OF_RANGE")])
def test_how_many_times_can_be_set(town: Town, number: int, said: str) -> None:
    here = {"version": town.community.version, "name": "A", "trial_times": number}
    assert code(do("people.change_settings", town.actor("Cleo"), **here)) == said


def test_a_newcomer_helps_where_the_desk_introduced_them_and_is_settled_by_it(town: Town) -> None:
    try_newcomers(town)
    zoe = welcomed(town)
    assert code(propose(town, "Zoe", "Zoe")) == "MAY_NOT_MEET"
    assert code(propose(town, "Zoe", "Cleo")) == "done"
    helped(town)
    assert times([zoe.agent_id]) == {zoe.agent_id: 1}
    assert membership(town, "Zoe").settled_on is None
    helped(town, done_on=TODAY - timedelta(days=2))
    assert membership(town, "Zoe").settled_on == TODAY
    assert code(propose(town, "Zoe", "Zoe")) == "done"
    helped(town, done_on=TODAY - timedelta(days=3))
    assert Outbox.objects.filter(to_agent=zoe.agent_id, template=SETTLED).count() == 1


def test_what_was_taken_back_counts_no_more(town: Town) -> None:
    try_newcomers(town)
    zoe = welcomed(town)
    helped(town)
    wrong = Contribution.objects.get(giver=zoe.agent).public_id
    assert code(do("exchange.correct", town.actor("Cleo"), contribution=wrong, reason="Another day")) == "done"
    assert times([zoe.agent_id]) == {zoe.agent_id: 0}


def test_what_two_wrote_down_by_themselves_counts_not_and_company_does(town: Town) -> None:
    try_newcomers(town)
    zoe = welcomed(town)
    Contribution.objects.filter(community=town.community).update(giver=zoe.agent, is_by_desk=False)
    assert times([zoe.agent_id]) == {zoe.agent_id: 0}
    row = Contribution.objects.filter(community=town.community).first()
    assert row is not None
    row.pk, row.receiver, row._state.adding = None, Agent.objects.get(public_id=town.agents["Tom"]), True
    row.public_id = town.agents["Tom"]
    row.save()
    assert times([zoe.agent_id]) == {zoe.agent_id: 1}


def test_who_came_to_an_occasion_helped_in_company(town: Town) -> None:
    try_newcomers(town)
    zoe = welcomed(town)
    row = opened(town)
    Occasion.objects.filter(pk=row.pk).update(starts_at=NOON - timedelta(hours=2), ends_at=NOON - timedelta(hours=1))
    came = (Came(town.agents["Zoe"], 60),)
    assert code(do("exchange.record_came", town.actor("Cleo"), occasion=row.public_id, came=came)) == "done"
    assert not Contribution.objects.get(giver=zoe.agent).is_by_desk
    assert times([zoe.agent_id]) == {zoe.agent_id: 1}


@pytest.mark.parametrize(
    ("who", "whom", "why", "said"),
    [
        ("Cleo", "Zoe", "She ran the library", "done"),
        ("Ana", "Zoe", "I like her", "NOT_ALLOWED"),
        ("Cleo", "Zoe", " ", "MISSING"),
        ("Cleo", "Ana", "She is kind", "ALREADY_SETTLED"),
        ("Cleo", "Cleo", "I am kind", "OWN_HAND"),
    ],
)
def test_the_desk_settles_somebody_and_says_why(town: Town, who: str, whom: str, why: str, said: str) -> None:
    try_newcomers(town)
    zoe = welcomed(town)
    assert code(do("exchange.settle_member", town.actor(who), member=town.agents[whom], why=why)) == said
    zoe.refresh_from_db()
    assert (zoe.settled_on, zoe.settled_because) == ((TODAY, why) if said == "done" else (None, ""))


def test_nobody_of_another_town_is_settled(towns: tuple[Town, Town]) -> None:
    here, there = towns
    said = {"member": there.agents["Ana"], "why": "She is kind"}
    assert code(do("exchange.settle_member", here.actor("Cleo"), **said)) == "NOT_FOUND"


def test_who_is_new_stands_on_pages(town: Town) -> None:
    desk, there = signed_in(town, "Cleo"), "/alder/exchange/new-here/"
    assert "no trial here" in desk.get(there).content.decode()
    try_newcomers(town)
    zoe = welcomed(town)
    page = f"{there}{zoe.agent.public_id}/"
    assert "2 times more" in desk.get(there).content.decode()
    assert page in desk.get(f"/alder/people/{zoe.agent.public_id}/").content.decode()
    mine = signed_in(town, "Zoe")
    assert "You are new here" in mine.get(f"/alder/people/{zoe.agent.public_id}/").content.decode()
    assert mine.get(page).status_code == 200
    assert mine.get(there).status_code == 404
    assert signed_in(town, "Ana").get(page).status_code == 404
    assert desk.post(page, {"request_id": zoe.agent.public_id, "why": ""}).status_code == 422
    assert desk.post(page, {"request_id": zoe.agent.public_id, "why": "She ran the library"}).status_code == 302
    assert "She ran the library" in mine.get(page).content.decode()
    assert Community.objects.get(slug="alder").trial_times == 2
