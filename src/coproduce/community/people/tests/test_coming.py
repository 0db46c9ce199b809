"""Asking to join: what is kept, who hears of it, and what a visitor can find out, which is nothing."""

from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.actor import visitor
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Account, Agent, Membership, Person, Reference
from coproduce.community.people.queries import actor_for, agents, applicants, members
from coproduce.community.people.rules import NewMember, Referee
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

TWO = (Referee("Guy", "01632 960 111"), Referee("Hal", "at the library"))


def asking(**more: Any) -> dict[str, Any]:
    return {"name": "Flo", "email": "Flo@x.org", "words": "walking dogs", "references": TWO, **more}


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def knock(town: Town, **more: Any) -> Any:
    return do("people.apply", visitor(town.community.pk), **asking(**more))


def flo(town: Town) -> UUID:
    return applicants(town.actor("Cleo")).get().agent.public_id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"email": "", "phone": "01632 960 100"}, "done"),
        ({"name": ""}, "MISSING"),
        ({"email": ""}, "MISSING"),
        ({"email": "flo"}, "BAD_EMAIL"),
        ({"words": " "}, "MISSING"),
        ({"references": TWO[:1]}, "MISSING"),
        ({"references": (TWO[0], Referee("Hal", ""))}, "MISSING"),
        ({"neighbourhood": "Mars"}, "UNKNOWN_NEIGHBOURHOOD"),
    ],
)
def test_who_may_knock(town: Town, change: dict[str, Any], said: str) -> None:
    assert code(knock(town, **change)) == said
    assert Membership.objects.filter(state=Membership.APPLIED).exists() is (said == "done")


def test_members_do_not_apply_but_the_desk_writes_it_down(town: Town) -> None:
    assert code(do("people.apply", town.actor("Ana"), **asking())) == "NOT_ALLOWED"
    assert code(do("people.apply", town.actor("Cleo"), **asking())) == "done"


def test_an_applicant_is_nobody_yet(town: Town) -> None:
    knock(town)
    assert not Account.objects.filter(email="flo@x.org").exists()
    assert not members(town.actor("Cleo")).filter(agent__name="Flo").exists()
    assert not agents(town.actor("Cleo")).filter(name="Flo").exists()
    cleo = Agent.objects.get(public_id=town.agents["Cleo"])
    assert Outbox.objects.filter(to_agent=cleo.pk, template="Someone would like to join.").count() == 1


def test_a_second_time_joins_the_first_and_is_told_the_same(town: Town) -> None:
    first = knock(town)
    again = knock(town, email="flo@X.org", references=(Referee("Guy", "elsewhere"), Referee("Ida", "01632 960 112")))
    assert first.value == again.value
    assert applicants(town.actor("Cleo")).count() == 1
    assert sorted(Reference.objects.values_list("name", flat=True)) == ["Guy", "Hal", "Ida"]
    knock(town, name="Gil", email="", phone="01632 960 100")
    knock(town, name="gil", email="", phone="01632-960100")
    knock(town, name="Gus", email="", phone="01632 960 100")
    assert sorted(applicants(town.actor("Cleo")).values_list("agent__name", flat=True)) == ["Flo", "Gil", "Gus"]


def test_a_member_who_knocks_is_told_the_same(town: Town) -> None:
    assert knock(town, email=town.email("Ana")).value == knock(town).value
    assert applicants(town.actor("Cleo")).count() == 1


def test_those_waiting_longest_stand_first(town: Town) -> None:
    for name in ("Flo", "Gil"):
        knock(town, name=name, email=f"{name}@x.org")
    Membership.objects.filter(agent__name="Gil").update(applied_on="2026-10-01")
    assert [one.agent.name for one in applicants(town.actor("Cleo"))] == ["Gil", "Flo"]
    assert list(applicants(town.actor("Ana"))) == []


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED")])
def test_who_deals_with_applicants(town: Town, who: str, said: str) -> None:
    knock(town)
    member, actor = flo(town), town.actor(who)
    reference = Reference.objects.earliest("pk").public_id
    assert code(do("people.hear_reference", actor, reference=reference, words="A good one")) == said
    assert code(do("people.accept", actor, member=member)) == said
    assert (actor_for(Account.objects.filter(email="flo@x.org").first(), "alder", "web") is not None) is (
        said == "done"
    )


def test_what_was_heard_is_kept(town: Town) -> None:
    knock(town)
    reference = Reference.objects.earliest("pk")
    assert code(do("people.hear_reference", town.actor("Cleo"), reference=town.agents["Ana"], words="")) == "NOT_FOUND"
    do("people.hear_reference", town.actor("Cleo"), reference=reference.public_id, words="A good one")
    reference.refresh_from_db()
    assert reference.words == "A good one"
    assert reference.heard_by is not None
    assert reference.heard_by.public_id == town.agents["Cleo"]


def test_no_is_said_kindly_and_why_stays_at_the_desk(town: Town) -> None:
    knock(town)
    member = flo(town)
    said = {"member": member, "sentence": "Not just now, thank you.", "because": "Nobody knew her"}
    assert code(do("people.decline", town.actor("Ana"), **said)) == "NOT_ALLOWED"
    assert code(do("people.decline", town.actor("Cleo"), **{**said, "sentence": ""})) == "MISSING"
    assert code(do("people.decline", town.actor("Cleo"), **said)) == "done"
    assert code(do("people.accept", town.actor("Cleo"), member=member)) == "NOT_FOUND"
    sent = Outbox.objects.get(to_agent=Agent.objects.get(public_id=member).pk)
    assert sent.values["words"] == "Not just now, thank you."
    assert "Nobody" not in str(sent.values)
    knock(town)
    assert flo(town) != member


def test_someone_of_another_town_is_one_person(towns: tuple[Town, Town]) -> None:
    here, there = towns
    knock(here, email=there.email("Ana"))
    assert code(do("people.accept", here.actor("Cleo"), member=flo(here))) == "done"
    assert Person.objects.get(account=there.account("Ana")).memberships.count() == 2


def test_who_was_here_before_comes_back_to_what_they_put_in(town: Town) -> None:
    ana = town.actor("Ana")
    do("people.leave", ana, member=town.agents["Ana"])
    assert actor_for(town.account("Ana"), "alder", "web") is None
    knock(town, name="Ana", email=town.email("Ana"))
    back = do("people.accept", town.actor("Cleo"), member=flo(town))
    assert isinstance(back, Done)
    assert back.value.member == town.agents["Ana"]
    assert town.actor("Ana").agent_id == ana.agent_id


def test_one_address_is_one_member(town: Town) -> None:
    knock(town)
    do("people.welcome", town.actor("Cleo"), members=(NewMember("Flo", "flo@x.org"),))
    assert code(do("people.accept", town.actor("Cleo"), member=flo(town))) == "ALREADY_A_MEMBER"


# Pages


def filled(client: Client, **more: str) -> dict[str, str]:
    page = client.get("/alder/people/join/")
    return {
        "request_id": str(page.context["form"].initial["request_id"]),
        "name": "Flo",
        "email": "flo@x.org",
        "phone": "",
        "neighbourhood": "",
        "words": "walking dogs",
        "knows_1": "Guy",
        "reach_1": "01632 960 111",
        "knows_2": "Hal",
        "reach_2": "at the library",
        "agrees": "on",
        **more,
    }


def test_from_the_front_page_to_a_member(town: Town) -> None:
    cache.clear()
    visiting = Client()
    front = visiting.get("/alder/").content.decode()
    assert "Town kanari" in front
    assert "A dripping tap" not in front
    assert '/alder/people/join/"' in front
    for missing in ("words", "agrees"):
        wrong = visiting.post("/alder/people/join/", filled(visiting, **{missing: ""}))
        assert wrong.status_code == 422
    assert visiting.post("/alder/people/join/", filled(visiting)).status_code == 302
    assert b"arrived" in visiting.get("/alder/people/join/thanks/").content
    desk = signed_in(town, "Cleo")
    page = desk.get("/alder/people/applicants/").content.decode()
    assert "walking dogs" in page
    table = desk.get("/alder/people/applicants/", {"as": "csv"}).content.decode()
    assert "walking dogs" in table and Reference.objects.earliest("pk").reach in table
    assert signed_in(town, "Ana").get("/alder/people/applicants/", {"as": "csv"}).status_code == 404
    request = {"request_id": "00000000-0000-4000-8000-000000000001"}
    reference = Reference.objects.earliest("pk")
    desk.post("/alder/people/applicants/heard/", {**request, "reference": reference.public_id, "words": "Good"})
    assert "Heard on" in desk.get("/alder/people/applicants/").content.decode()
    request = {"request_id": "00000000-0000-4000-8000-000000000002"}
    assert desk.post(f"/alder/people/applicants/{flo(town)}/accept/", request).status_code == 302
    assert members(town.actor("Cleo")).filter(agent__name="Flo").exists()


def test_declining_by_page(town: Town) -> None:
    knock(town)
    desk, address = signed_in(town, "Cleo"), f"/alder/people/applicants/{flo(town)}/decline/"
    request = {"request_id": "00000000-0000-4000-8000-000000000001"}
    assert desk.get(address).status_code == 200
    assert desk.post(address, {**request, "sentence": ""}).status_code == 422
    assert desk.post(address, {**request, "sentence": "Not just now."}).status_code == 302
    assert desk.get(address).status_code == 404


def test_members_see_no_applicants(town: Town) -> None:
    assert signed_in(town, "Ana").get("/alder/people/applicants/").status_code == 404


def test_knocking_many_times_waits(town: Town) -> None:
    cache.clear()
    visiting = Client()
    answers = [
        visiting.post("/alder/people/join/", filled(visiting, email=f"f{number}@x.org")).status_code
        for number in range(6)
    ]
    assert answers == [302] * 5 + [422]
    cache.clear()
