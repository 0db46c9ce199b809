"""Resting, going, changing, gathering, settings: each allowed and refused with the same set-up."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent, BarredPair, Community, Membership, Strength
from coproduce.community.people.queries import actor_for, agents, members, resting
from coproduce.community.people.rules import NewMember
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def membership(town: Town, name: str) -> Membership:
    return Membership.objects.get(agent__public_id=town.agents[name])


WHO = [("Ana", "Ana", "done"), ("Cleo", "Ana", "done"), ("Ben", "Ana", "NOT_FOUND"), ("Tom", "Ana", "NOT_FOUND")]


@pytest.mark.parametrize(("who", "whom", "said"), WHO)
@pytest.mark.parametrize("verb", ["people.pause", "people.leave"])
def test_who_rests_and_goes(town: Town, verb: str, who: str, whom: str, said: str) -> None:
    assert code(do(verb, town.actor(who), member=town.agents[whom])) == said


def test_resting_and_coming_back(town: Town) -> None:
    ana, me = town.actor("Ana"), town.agents["Ana"]
    assert code(do("people.resume", ana, member=me)) == "NOT_FOUND"
    do("people.pause", ana, member=me)
    assert not members(town.actor("Cleo")).filter(agent__public_id=me).exists()
    assert [one.agent.public_id for one in resting(town.actor("Cleo"))] == [me]
    assert not resting(town.actor("Ben"))
    assert code(do("people.resume", town.actor("Ben"), member=me)) == "NOT_FOUND"
    assert code(do("people.resume", town.actor("Ana"), member=me)) == "done"
    assert members(town.actor("Cleo")).filter(agent__public_id=me).exists()


def test_going_shares_nothing_any_more(town: Town) -> None:
    town.card("Ana")
    assert code(do("people.leave", town.actor("Ana"), member=town.agents["Ana"], ended="tired")) == "UNKNOWN_END"
    assert code(do("people.leave", town.actor("Ana"), member=town.agents["Ana"], ended="moved")) == "done"
    gone = membership(town, "Ana")
    assert (gone.phone, gone.shared_email, gone.ended, gone.left_on) == ("", "", "moved", TODAY)
    assert actor_for(town.account("Ana"), "alder", "web") is None
    assert not town.account("Ana").cards.filter(spent_at=None).exists()


@pytest.mark.parametrize("verb", ["people.pause", "people.leave"])
def test_the_desk_stays_open(town: Town, verb: str) -> None:
    cleo, me = town.actor("Cleo"), town.agents["Cleo"]
    assert code(do(verb, cleo, member=me)) == "LAST_BROKER"
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(roles=["broker", "member"])
    assert code(do(verb, cleo, member=me)) == "done"


@pytest.mark.parametrize(("who", "whom", "said"), WHO)
def test_who_changes_details(town: Town, who: str, whom: str, said: str) -> None:
    wanted = {"member": town.agents[whom], "version": 1, "name": "Annie", "phone": "01632 960 199"}
    assert code(do("people.change_details", town.actor(who), **wanted)) == said
    assert (membership(town, whom).agent.name == "Annie") is (said == "done")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "MISSING"),
        ({"phone": "ring me"}, "BAD_PHONE"),
        ({"email": "ana"}, "BAD_EMAIL"),
        ({"neighbourhood": "Mars"}, "UNKNOWN_NEIGHBOURHOOD"),
        ({"version": 7}, "CHANGED_MEANWHILE"),
    ],
)
def test_what_details_must_be(town: Town, change: dict[str, Any], said: str) -> None:
    wanted = {"member": town.agents["Ana"], "version": 1, "name": "Annie", **change}
    assert code(do("people.change_details", town.actor("Cleo"), **wanted)) == said
    assert membership(town, "Ana").agent.name != "Annie"


@pytest.mark.promise("Of two brokers at once, the second is told")
def test_two_brokers_at_once(town: Town) -> None:
    address = f"/alder/people/{town.agents['Ana']}/change/"
    first, second = signed_in(town, "Cleo"), signed_in(town, "Cleo")
    said = {"version": first.get(address).context["form"].initial["version"], "name": "Annie", "neighbourhood": ""}
    assert first.post(address, {**said, "request_id": uuid4(), "phone": "01632 960 111"}).status_code == 302
    late = second.post(address, {**said, "request_id": uuid4(), "phone": "01632 960 222"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Somebody else changed this" in page
    assert "01632 960 111" in page
    assert "01632 960 222" in page
    assert membership(town, "Ana").phone == "01632 960 111"
    insisting = {**said, "version": late.context["form"]["version"].value(), "phone": "01632 960 222"}
    assert second.post(address, {**insisting, "request_id": uuid4()}).status_code == 302
    assert membership(town, "Ana").phone == "01632 960 222"


@pytest.mark.parametrize(
    ("who", "change", "said"),
    [
        ("Cleo", {}, "done"),
        ("Cleo", {"kind": "organisation"}, "done"),
        ("Ana", {}, "NOT_ALLOWED"),
        ("Cleo", {"kind": "gang"}, "UNKNOWN_KIND"),
        ("Cleo", {"name": ""}, "MISSING"),
        ("Cleo", {"members": ()}, "MISSING"),
        ("Cleo", {"members": (uuid4(),)}, "NOT_FOUND"),
    ],
)
def test_forming_a_group(town: Town, who: str, change: dict[str, Any], said: str) -> None:
    wanted = {"kind": "household", "name": "The Lanes", "members": (town.agents["Ana"], town.agents["Ben"]), **change}
    assert code(do("people.form_group", town.actor(who), **wanted)) == said
    assert agents(town.actor("Cleo"), "Lanes").exists() is (said == "done")


SET = {"version": 1, "name": "Alder", "welcome_words": "There is tea.", "confirm_days": 7, "benefits_safe": False}


@pytest.mark.parametrize(
    ("who", "change", "said"),
    [
        ("Cleo", {}, "done"),
        ("Ana", {}, "NOT_ALLOWED"),
        ("Cleo", {"name": ""}, "MISSING"),
        ("Cleo", {"phone": "ring"}, "BAD_PHONE"),
        ("Cleo", {"confirm_days": 0}, "OUT_OF_RANGE"),
        ("Cleo", {"welcome_words": "w" * 601}, "TOO_LONG"),
        ("Cleo", {"version": 0}, "CHANGED_MEANWHILE"),
    ],
)
def test_setting_a_community(town: Town, who: str, change: dict[str, Any], said: str) -> None:
    assert code(do("people.change_settings", town.actor(who), **{**SET, **change})) == said
    assert (Community.objects.get(slug="alder").confirm_days == 7) is (said == "done")


def test_settings_by_page(town: Town) -> None:
    desk, address = signed_in(town, "Cleo"), "/alder/people/settings/"
    assert signed_in(town, "Ana").get(address).status_code == 404
    assert "lose benefits" in desk.get(address).content.decode()
    said = {key: value for key, value in SET.items() if value is not False}
    assert desk.post(address, {**said, "request_id": uuid4()}).status_code == 302
    assert desk.get(address).content.decode().count("lose benefits") == 2
    late = desk.post(address, {**said, "confirm_days": 30, "request_id": uuid4()})
    assert late.status_code == 422
    assert "What it says now" in late.content.decode()


def second_ana(town: Town, **more: Any) -> Any:
    made = do("people.welcome", town.actor("Cleo"), members=(NewMember("Ana K", strengths=("bread", "songs"), **more),))
    assert isinstance(made, Done)
    return made.value.ids[0]


def test_two_records_of_one_person(town: Town) -> None:
    gone, keep = second_ana(town, phone="01632 960 177"), town.agents["Ana"]
    Membership.objects.filter(agent__public_id=keep).update(phone="")
    lost = Agent.objects.get(public_id=gone)
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    BarredPair.objects.create(
        community=town.community, one_id=min(ben.pk, lost.pk), other_id=max(ben.pk, lost.pk), since_on=TODAY
    )
    do("people.form_group", town.actor("Cleo"), kind="household", name="Lanes", members=(gone,))
    assert code(do("people.merge", town.actor("Ana"), keep=keep, gone=gone)) == "NOT_ALLOWED"
    assert code(do("people.merge", town.actor("Cleo"), keep=keep, gone=gone)) == "done"
    kept = membership(town, "Ana")
    assert kept.phone == "01632 960 177"
    assert kept.households.count() == 1
    assert {"bread", "songs"} <= set(Strength.objects.filter(agent=kept.agent).values_list("words", flat=True))
    assert BarredPair.objects.get().one_id == min(ben.pk, kept.agent_id)
    assert not agents(town.actor("Cleo")).filter(public_id=gone).exists()
    assert Agent.objects.get(public_id=gone).merged_into == kept.agent
    assert code(do("people.merge", town.actor("Cleo"), keep=keep, gone=gone)) == "ALREADY_MERGED"


@pytest.mark.parametrize(("keep_in", "gone_in"), [(True, False), (False, True)])
def test_who_signs_in_goes_on_signing_in(town: Town, keep_in: bool, gone_in: bool) -> None:
    gone = second_ana(town, email="other@x.org")
    for email, has in ((town.email("Ana"), keep_in), ("other@x.org", gone_in)):
        type(town.account("Ana")).objects.filter(email=email).update(last_login=NOON if has else None)
    assert code(do("people.merge", town.actor("Cleo"), keep=town.agents["Ana"], gone=gone)) == "done"
    account = membership(town, "Ana").person.account
    assert account is not None
    assert account.email == (town.email("Ana") if keep_in else "other@x.org")


def test_what_is_not_one_person(towns: tuple[Town, Town]) -> None:
    here, there = towns
    cleo, ana, ben = here.actor("Cleo"), here.agents["Ana"], here.agents["Ben"]
    assert code(do("people.merge", cleo, keep=ana, gone=ana)) == "SAME_RECORD"
    assert code(do("people.merge", cleo, keep=ana, gone=there.agents["Ana"])) == "NOT_FOUND"
    type(here.account("Ana")).objects.update(last_login=NOON)
    assert code(do("people.merge", cleo, keep=ana, gone=ben)) == "BOTH_SIGN_IN"
    Membership.objects.filter(agent__public_id=ana).update(state=Membership.LEFT)
    assert code(do("people.merge", cleo, keep=ana, gone=ben)) == "HAS_LEFT"


def test_pages_of_a_member(town: Town) -> None:
    me, client = town.agents["Ana"], signed_in(town, "Ana")
    assert "Pause" in client.get(f"/alder/people/{me}/").content.decode()
    assert client.get(f"/alder/people/{town.agents['Ben']}/leave/").status_code == 404
    client.post(f"/alder/people/{me}/rest/", {"request_id": uuid4(), "verb": "pause"})
    assert "Come back" in client.get(f"/alder/people/{me}/").content.decode()
    client.post(f"/alder/people/{me}/rest/", {"request_id": uuid4(), "verb": "resume"})
    assert membership(town, "Ana").state == Membership.ACTIVE
    assert client.post(f"/alder/people/{me}/leave/", {"request_id": uuid4(), "ended": "left"}).status_code == 302
    assert membership(town, "Ana").state == Membership.LEFT


GROUPS = "/alder/people/groups/new/"


def test_a_group_is_gathered_by_part_of_a_name(town: Town) -> None:
    cleo, desk = town.actor("Cleo"), signed_in(town, "Cleo")
    do("people.welcome", cleo, members=tuple(NewMember(f"Neighbour {number:03}") for number in range(400)))
    called = dict(Agent.objects.filter(name__startswith="Neighbour").values_list("name", "public_id"))
    first, second = str(called["Neighbour 123"]), str(called["Neighbour 377"])
    said = {"request_id": uuid4(), "kind": "organisation", "name": "The Shed"}
    assert "There are more." in desk.get(GROUPS).content.decode()
    with CaptureQueriesContext(connection) as asked:
        found = desk.post(GROUPS, {**said, "q": "bour 123", "find": "1"})
    assert len(asked) <= 8, [query["sql"][:90] for query in asked]
    assert [one.name for one in found.context["form"].found] == ["Neighbour 123"]
    assert 'value="The Shed"' in found.content.decode()
    kept = desk.post(GROUPS, {**said, "q": "377", "members": [first], "find": "1"})
    assert [one.name for one in kept.context["form"].chosen] == ["Neighbour 123"]
    assert [one.name for one in kept.context["form"].found] == ["Neighbour 377"]
    assert not Agent.objects.filter(name="The Shed").exists()
    off = desk.post(GROUPS, {**said, "members": [first, second], "off": first})
    assert [one.name for one in off.context["form"].chosen] == ["Neighbour 377"]
    nobody = desk.post(GROUPS, {**said, "q": "zzz", "members": [first], "find": "1"}).content.decode()
    assert "Nobody else here has such a name." in nobody
    assert first in nobody
    for _ in range(2):
        assert desk.post(GROUPS, {**said, "members": [first, second]}).status_code == 302
    assert Agent.objects.get(name="The Shed").organisation.contacts.count() == 2


def test_a_group_knows_nobody_of_elsewhere(towns: tuple[Town, Town]) -> None:
    town, there = towns
    desk = signed_in(town, "Cleo")
    said = {"request_id": uuid4(), "kind": "household", "name": "Far", "members": [str(there.agents["Ana"]), "x"]}
    for more in ({"find": "1", "q": there.canary}, {"find": "1"}, {}):
        answer = desk.post(GROUPS, {**said, **more})
        assert answer.status_code == (200 if more else 422)
        assert answer.content.decode().count(there.canary) == ("q" in more)
        assert answer.context["form"].chosen == []
    empty = desk.post(GROUPS, {"request_id": uuid4(), "kind": "household", "name": "Far"})
    assert empty.status_code == 422
    assert '<a href="#id_members">Choose at least one member' in empty.content.decode()
    assert not Agent.objects.filter(name="Far").exists()


def test_pages_of_the_desk(town: Town) -> None:
    gone, desk = second_ana(town), signed_in(town, "Cleo")
    assert signed_in(town, "Ana").get("/alder/people/groups/new/").status_code == 404
    assert desk.get("/alder/people/groups/new/").status_code == 200
    said = {"request_id": uuid4(), "kind": "household", "name": "Lanes", "members": [str(gone)]}
    assert desk.post("/alder/people/groups/new/", said).status_code == 302
    address = f"/alder/people/{town.agents['Ana']}/merge/"
    assert str(gone) in desk.get(address).content.decode()
    assert desk.post(address, {"request_id": uuid4()}).status_code == 422
    assert desk.post(address, {"request_id": uuid4(), "gone": gone}).status_code == 302
