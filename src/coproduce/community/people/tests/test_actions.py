"""Opening, welcoming and strengths: each allowed and refused with the same set-up."""

from decimal import Decimal
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.community.base.actor import Actor, operator
from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent, Membership, Person, Strength
from coproduce.community.people.queries import actor_for, agents, communities_of, members
from coproduce.community.people.rules import Area, NewMember
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def opening(**more: object) -> dict:
    return {
        "slug": "cedar",
        "name": "Cedar",
        "time_zone": "Europe/London",
        "language": "en-gb",
        "currency": "GBP",
        "broker_name": "Cleo",
        "broker_email": "cleo@cedar.example",
        **more,
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"slug": "alder"}, "TAKEN"),
        ({"slug": "A"}, "BAD_SLUG"),
        ({"broker_name": ""}, "MISSING"),
        ({"arenas": ("moon",)}, "UNKNOWN_ARENA"),
        ({"neighbourhoods": (Area("North", Decimal(91), Decimal(0)),)}, "NOT_ON_EARTH"),
    ],
)
def test_opening_a_community(town: Town, change: dict, said: str) -> None:
    assert code(do("people.open_community", operator(), **opening(**change))) == said


def test_only_the_operator_opens(town: Town) -> None:
    assert code(do("people.open_community", town.actor("Cleo"), **opening())) == "NOT_ALLOWED"


@pytest.mark.parametrize(
    ("name", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")]
)
def test_who_welcomes(town: Town, name: str, said: str) -> None:
    assert code(do("people.welcome", town.actor(name), members=(NewMember("Flo", "flo@x.org"),))) == said
    assert Agent.objects.filter(name="Flo").exists() is (said == "done")


def test_welcoming_the_same_person_twice(town: Town) -> None:
    cleo = town.actor("Cleo")
    flo = NewMember("Flo", "Flo@x.org", strengths=("bread", "bread"))
    first = do("people.welcome", cleo, members=(flo, flo))
    again = do("people.welcome", cleo, members=(flo,))
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert (first.value.added, first.value.known) == (1, 1)
    assert (again.value.added, again.value.known) == (0, 1)
    assert Strength.objects.filter(agent__name="Flo").count() == 1


def test_a_list_is_welcomed_whole_or_not_at_all(town: Town) -> None:
    rows = (NewMember("Flo"), NewMember("Guy", "no address"))
    assert code(do("people.welcome", town.actor("Cleo"), members=rows)) == "BAD_EMAIL"
    assert code(do("people.welcome", town.actor("Cleo"), members=())) == "WRONG_LENGTH"
    assert (
        code(do("people.welcome", town.actor("Cleo"), members=(NewMember("Flo", neighbourhood="Mars"),)))
        == "UNKNOWN_NEIGHBOURHOOD"
    )
    assert not Agent.objects.filter(name="Flo").exists()


def test_one_person_in_two_towns_is_two_agents(towns: tuple[Town, Town]) -> None:
    one, other = towns
    do("people.welcome", other.actor("Cleo"), members=(NewMember("Annie", one.email("Ana")),))
    ana = Person.objects.get(account__email=one.email("Ana"))
    assert set(ana.memberships.values_list("agent__name", flat=True)) == {"Ana kanari", "Annie"}
    assert [community.slug for community in communities_of(one.account("Ana"))] == ["alder", "birch"]


@pytest.mark.parametrize("state", [Membership.ACTIVE, Membership.PAUSED, Membership.APPLIED, Membership.LEFT])
def test_who_is_an_actor(town: Town, state: str) -> None:
    ana = town.account("Ana")
    Membership.objects.filter(person__account=ana).update(state=state)
    assert (actor_for(ana, "alder", "web") is not None) is (state in (Membership.ACTIVE, Membership.PAUSED))
    assert actor_for(ana, "birch", "web") is None
    assert actor_for(None, "alder", "web") is None


def test_a_paused_account_is_nobody(town: Town) -> None:
    ana = town.account("Ana")
    ana.is_active = False
    ana.save()
    assert actor_for(ana, "alder", "web") is None


def test_who_sees_whom(town: Town) -> None:
    nobody = Actor(town.community.pk, None, None)
    assert members(nobody).count() == agents(nobody).count() == 0
    assert members(town.actor("Ana"), "cleo kan").count() == 1
    Membership.objects.filter(agent__name__startswith="Ben").update(state=Membership.LEFT)
    assert not agents(town.actor("Cleo")).filter(name__startswith="Ben").exists()


@pytest.mark.parametrize(
    ("name", "member", "said"),
    [("Ana", "Ana", "done"), ("Ana", "Ben", "NOT_FOUND"), ("Cleo", "Ben", "done"), ("Tom", "Ben", "NOT_FOUND")],
)
def test_whose_strengths(town: Town, name: str, member: str, said: str) -> None:
    wanted = {"member": town.agents[member], "kind": "skill", "words": "singing"}
    assert code(do("people.record_strength", town.actor(name), **wanted)) == said


def test_strengths_say_what_they_are(town: Town) -> None:
    ana, me = town.actor("Ana"), town.agents["Ana"]
    assert code(do("people.record_strength", ana, member=me, kind="song", words="x")) == "UNKNOWN_KIND"
    assert code(do("people.record_strength", ana, member=me, kind="skill", words=" ")) == "MISSING"
    assert code(do("people.record_strength", ana, member=uuid4(), kind="skill", words="x")) == "NOT_FOUND"
