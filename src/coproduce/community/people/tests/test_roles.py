"""Roles are given and taken at the desk, never one's own; each with who may and who may not, by one set-up."""

from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import Outbox
from coproduce.community.people import cards
from coproduce.community.people.models import Agent, Community, GainedRole, Membership, VouchedRole
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
GIVE, TAKE = "people.give_role", "people.take_role"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def has(town: Town, name: str) -> list[str]:
    return list(Membership.objects.get(agent__public_id=town.agents[name]).roles)


def now_has(town: Town, name: str, *roles: str) -> None:
    Membership.objects.filter(agent__public_id=town.agents[name]).update(roles=list(roles))


@pytest.fixture
def here(town: Town) -> Town:
    """The town cares for people after hospital, too."""
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "care"])
    return town


@pytest.mark.parametrize(
    ("who", "whose", "role", "said"),
    [
        ("Cleo", "Ana", "broker", "done"),
        ("Cleo", "Ana", "care coordinator", "done"),
        ("Cleo", "Ana", "safeguarding lead", "done"),
        ("Cleo", "Cleo", "treasurer", "OWN_HAND"),
        ("Cleo", "Tom", "treasurer", "ALREADY_SO"),
        ("Cleo", "Tom", "auditor", "KEPT_APART"),
        ("Cleo", "Aud", "broker", "KEPT_APART"),
        ("Cleo", "Ana", "queen", "UNKNOWN_ROLE"),
        ("Cleo", "Ana", "member", "UNKNOWN_ROLE"),
        ("Cleo", "Ana", "peer visitor", "UNKNOWN_ROLE"),
        ("Cleo", "Ana", "visited", "UNKNOWN_ROLE"),
        *((who, "Ana", "broker", "NOT_ALLOWED") for who in ("Ana", "Ben", "Dee", "Tom", "Sal", "Aud")),
    ],
)
def test_who_gives_what(here: Town, who: str, whose: str, role: str, said: str) -> None:
    before = has(here, whose)
    assert code(do(GIVE, here.actor(who), member=here.agents[whose], role=role)) == said
    assert has(here, whose) == (sorted({*before, role}) if said == "done" else before)


@pytest.mark.parametrize(
    ("who", "whose", "role", "said"),
    [
        ("Cleo", "Tom", "treasurer", "done"),
        ("Cleo", "Tom", "member", "NOT_THEIRS"),
        ("Cleo", "Tom", "auditor", "NOT_THEIRS"),
        ("Cleo", "Cleo", "broker", "OWN_HAND"),
        ("Cleo", "Sal", "safeguarding lead", "ONLY_A_LEAD"),
        ("Dee", "Sal", "safeguarding lead", "done"),
        ("Dee", "Tom", "treasurer", "NOT_ALLOWED"),
        ("Sal", "Sal", "safeguarding lead", "OWN_HAND"),
        ("Tom", "Dee", "link worker", "NOT_ALLOWED"),
    ],
)
def test_who_takes_what(here: Town, who: str, whose: str, role: str, said: str) -> None:
    now_has(here, "Dee", "member", "link worker", "safeguarding lead")
    before = has(here, whose)
    assert code(do(TAKE, here.actor(who), member=here.agents[whose], role=role)) == said
    assert has(here, whose) == ([one for one in before if one != role] if said == "done" else before)


def test_nobody_of_another_town_and_nobody_who_is_a_child(towns: tuple[Town, Town]) -> None:
    here, there = towns
    assert code(do(GIVE, here.actor("Cleo"), member=there.agents["Ana"], role="broker")) == "NOT_FOUND"
    do("people.say_age_band", here.actor("Cleo"), member=here.agents["Ben"], adult_on=TODAY.replace(year=2030))
    assert code(do(GIVE, here.actor("Cleo"), member=here.agents["Ben"], role="broker")) == "NOT_OF_AGE"


def test_they_are_told_and_the_rest_of_the_desk(here: Town) -> None:
    now_has(here, "Ben", "member", "broker")
    do(GIVE, here.actor("Cleo"), member=here.agents["Ana"], role="safeguarding lead")
    told = Outbox.objects.filter(values__role="safeguarding lead").values_list("to_agent", flat=True)
    whom = Agent.objects.filter(public_id__in=[here.agents[name] for name in ("Ana", "Ben", "Sal")])
    assert sorted(told) == sorted(whom.values_list("pk", flat=True))


def test_what_members_vouch_for_is_taken_once_that_is_closed(here: Town) -> None:
    ana = Membership.objects.get(agent__public_id=here.agents["Ana"])
    now_has(here, "Ana", "member", "link worker")
    opened = VouchedRole.objects.create(community=here.community, role="link worker")
    GainedRole.objects.create(agent=ana.agent, role="link worker", since_on=TODAY)
    said: dict[str, Any] = {"member": here.agents["Ana"], "role": "link worker"}
    assert code(do(TAKE, here.actor("Cleo"), **said)) == "IT_IS_VOUCHED"
    VouchedRole.objects.filter(pk=opened.pk).update(is_open=False)
    assert code(do(TAKE, here.actor("Cleo"), **said)) == "done"
    assert not GainedRole.objects.exists()


@pytest.mark.parametrize(("role", "opens"), [("visited", True), ("broker", False), ("peer visitor", False)])
def test_a_card_opens_nothing_of_others(here: Town, role: str, opens: bool) -> None:
    """Whoever is looked after may have a card; whoever was given a role since it was printed signs in by e-mail."""
    found = here.card("Ana")
    now_has(here, "Ana", "member", role)
    assert (cards.spend(found, "Blue Kettle") is not None) is opens


def test_the_page_gives_and_takes(here: Town) -> None:
    cleo, ana = signed_in(here, "Cleo"), here.agents["Ana"]
    address = f"/{here.slug}/people/{ana}/roles/"
    assert f"/people/{ana}/roles/".encode() in cleo.get(f"/{here.slug}/people/{ana}/").content
    assert b"Care coordinator" in cleo.get(address).content
    cleo.post(address, {"role": "care coordinator", "request_id": uuid4()})
    assert "care coordinator" in has(here, "Ana")
    cleo.post(f"{address}take/", {"role": "care coordinator", "request_id": uuid4()})
    assert "care coordinator" not in has(here, "Ana")
    assert cleo.post(address, {"role": "queen", "request_id": uuid4()}).status_code == 422
    assert signed_in(here, "Ben").get(address).status_code == 404
    mine = cleo.get(f"/{here.slug}/people/{here.agents['Cleo']}/roles/")
    assert mine.status_code == 200 and b"somebody else gives yours" in mine.content
