"""Nobody has to meet anybody: two stand nowhere for each other, and the other is told nothing. And rest with an end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Agreement, Need, SignUp
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.exchange.occasions.waiting import AS_THINGS_ARE, CANNOT_COME
from coproduce.community.exchange.tests.planning import opened, signed
from coproduce.community.people.jobs import wake_who_rested
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, BarredPair, Membership
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


@pytest.mark.parametrize(
    ("whom", "said"), [("Ben", "done"), ("Cleo", "done"), ("Ana", "SAME_RECORD"), ("nobody", "NOT_FOUND")]
)
def test_who_says_whom_they_do_not_want_to_meet(town: Town, whom: str, said: str) -> None:
    member = town.agents.get(whom, uuid4())
    assert code(do("people.block", town.actor("Ana"), member=member)) == said
    assert code(do("people.unblock", town.actor("Ana"), member=member)) == ("NOT_FOUND" if whom == "nobody" else "done")


def test_they_are_kept_apart_until_it_is_taken_back_by_who_said_it(towns: tuple[Town, Town]) -> None:
    town, other = towns
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    assert code(do("people.block", town.actor("Ana"), member=other.agents["Ben"])) == "NOT_FOUND"
    do("people.block", town.actor("Ana"), member=town.agents["Ben"])
    assert may_meet(ben, ana, "agree") is not None
    do("people.unblock", town.actor("Ben"), member=town.agents["Ana"])
    assert may_meet(ben, ana, "agree") is not None, "nobody takes back what another said"
    do("people.block", town.actor("Ben"), member=town.agents["Ana"])
    do("people.unblock", town.actor("Ana"), member=town.agents["Ben"])
    assert may_meet(ben, ana, "agree") is not None
    do("people.unblock", town.actor("Ben"), member=town.agents["Ana"])
    assert may_meet(ben, ana, "agree") is None
    assert not BarredPair.objects.exists()


def test_neither_stands_anywhere_for_the_other(town: Town) -> None:
    names = {name: Agent.objects.get(public_id=town.agents[name]).name for name in ("Ana", "Ben")}
    Need.objects.filter(public_id=town.needs[1]).update(agent=pk(town, "Ana"))
    pages = ("/alder/people/", "/alder/exchange/needs/", "/alder/exchange/offers/")
    do("people.block", town.actor("Ana"), member=town.agents["Ben"])
    for who, other in (("Ana", "Ben"), ("Ben", "Ana")):
        client = signed_in(town, who)
        for page in pages:
            assert names[other] not in client.get(page).content.decode(), (who, page)
        assert client.get(f"/alder/people/{town.agents[other]}/").status_code == 404
        begun = {"Ana": town.needs[0], "Ben": town.needs[1]}[who]
        assert code(do("exchange.propose", town.actor(who), need=begun)) == "NOT_FOUND"
    desk = signed_in(town, "Cleo").get("/alder/people/").content.decode()
    assert names["Ana"] in desk
    assert names["Ben"] in desk
    assert names["Ben"] in signed_in(town, "Ana").get("/alder/people/apart/").content.decode()
    assert names["Ana"] not in signed_in(town, "Ben").get("/alder/people/apart/").content.decode(), (
        "they are told nothing"
    )


def test_what_was_begun_ends_gently(town: Town) -> None:
    proposed = do("exchange.propose", town.actor("Ana"), need=town.needs[0])
    assert isinstance(proposed, Done), proposed
    Outbox.objects.all().delete()
    ben, there = signed_in(town, "Ben"), f"/alder/exchange/threads/{proposed.value.agreement}/"
    leads = f"/alder/people/{town.agents['Ana']}/apart/"
    before = ben.get(leads).content.decode().count("Ana")
    do("people.block", town.actor("Ana"), member=town.agents["Ben"])
    do("people.block", town.actor("Ana"), member=town.agents["Ben"])
    assert leads in ben.get(there).content.decode()
    assert ben.get(leads).content.decode().count("Ana") == before, "what was written still leads where it did"
    assert Agreement.objects.get(public_id=proposed.value.agreement).state == Agreement.CALLED_OFF
    told = list(Outbox.objects.order_by("to_agent"))
    assert [one.to_agent for one in told] == sorted((pk(town, "Ana"), pk(town, "Ben")))
    assert all(one.is_urgent for one in told), "nobody waits at a door"
    assert len({(one.template, str(one.values)) for one in told}) == 1, "both read the same, whoever asked"
    assert "Ana" not in told[0].template + str(told[0].values)


@pytest.mark.parametrize("who", ["Ana", "Ben", "the desk"])
def test_of_two_at_one_occasion_the_later_waits_whoever_asked(town: Town, who: str) -> None:
    row = opened(town, "Tom", slots=(SlotWanted("Tea"),))
    for one in ("Ana", "Rae", "Ben"):
        signed(town, one, row)
    Outbox.objects.all().delete()
    ana, ben = town.agents["Ana"], town.agents["Ben"]
    if who == "the desk":
        do("people.keep_apart", town.actor("Cleo"), member=ana, other=ben, why="A court said so")
    else:
        do("people.block", town.actor(who), member=ben if who == "Ana" else ana)
    there = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).values_list("agent", flat=True)
    assert set(there) == {pk(town, "Ana"), pk(town, "Rae")}
    told = {one.to_agent: one.template for one in Outbox.objects.all()}
    assert told == {pk(town, "Ben"): AS_THINGS_ARE, pk(town, "Tom"): CANNOT_COME}
    do("exchange.cancel_sign_up", town.actor("Ana"), sign_up=SignUp.objects.get(agent=pk(town, "Ana")).public_id)
    assert pk(town, "Ben") in set(there.all()), "where the other does not come, they do"


def test_who_organises_an_occasion_stays_and_the_other_waits(town: Town) -> None:
    row = opened(town, "Tom", slots=(SlotWanted("Tea"),))
    signed(town, "Ben", row)
    Outbox.objects.all().delete()
    do("people.block", town.actor("Ben"), member=town.agents["Tom"])
    assert not SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).exists()
    assert [one.to_agent for one in Outbox.objects.all()] == [pk(town, "Ben")]


def test_what_is_offered_to_each_other_is_for_anybody(town: Town) -> None:
    row = opened(town, "Tom")
    place, ben = signed(town, "Ana", row), town.agents["Ben"]
    offer = {"sign_up": place, "with_": ben}
    assert code(do("exchange.swap", town.actor("Ana"), **offer)) == "done"
    do("people.block", town.actor("Ana"), member=ben)
    assert SignUp.objects.get(public_id=place).offered_to is None
    assert code(do("exchange.swap", town.actor("Ana"), **offer)) == "MAY_NOT_MEET"


def test_the_pages_say_first_what_happens(town: Town) -> None:
    client, ben = signed_in(town, "Ana"), town.agents["Ben"]
    assert "They are told nothing" in client.get(f"/alder/people/{ben}/apart/").content.decode()
    assert client.get(f"/alder/people/{town.agents['Ana']}/apart/").status_code == 404
    assert client.post(f"/alder/people/{ben}/apart/", {"request_id": str(uuid4())}).status_code == 302
    assert BarredPair.objects.get().asked_by_id == pk(town, "Ana")
    client.post(f"/alder/people/{ben}/apart/back/", {"request_id": str(uuid4())})
    assert not BarredPair.objects.exists()


@pytest.mark.parametrize(("days", "said"), [(1, "done"), (0, "WRONG_DAYS"), (-1, "WRONG_DAYS")])
def test_rest_with_a_day_to_come_back(town: Town, days: int, said: str) -> None:
    day = TODAY + timedelta(days=days)
    assert code(do("people.pause", town.actor("Ana"), member=town.agents["Ana"], until_on=day)) == said


def test_not_this_month_is_one_tap_and_ends_by_itself(town: Town) -> None:
    me = town.agents["Ana"]
    there = f"/alder/people/{me}"
    assert "Not this month" in signed_in(town, "Ana").get(f"{there}/").content.decode()
    signed_in(town, "Ana").post(f"{there}/rest/", {"verb": "month", "request_id": str(uuid4())})
    resting = Membership.objects.get(agent__public_id=me)
    assert (resting.state, str(resting.rests_until)) == ("paused", "2026-12-01")
    assert may_meet(pk(town, "Ana"), pk(town, "Ben"), "suggest") is not None
    wake_who_rested(NOON)
    assert Membership.objects.get(agent__public_id=me).state == "paused"
    Outbox.objects.all().delete()
    with clock.at(NOON + timedelta(days=14)):
        wake_who_rested(NOON + timedelta(days=14))
    back = Membership.objects.get(agent__public_id=me)
    assert (back.state, back.rests_until) == ("active", None)
    assert [row.to_agent for row in Outbox.objects.all()] == [pk(town, "Ana")]


def test_who_comes_back_before_is_not_woken_again(town: Town) -> None:
    me = town.agents["Ana"]
    do("people.pause", town.actor("Ana"), member=me, until_on=TODAY + timedelta(days=2))
    do("people.resume", town.actor("Ana"), member=me)
    assert Membership.objects.get(agent__public_id=me).rests_until is None
