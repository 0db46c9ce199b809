"""The desk keeps two apart: who says it and takes it back, that it is decided with a why, and neither learns of it."""

from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.exchange.models import Agreement
from coproduce.community.people.apart.desk import pairs_of, pairs_of_desk
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, ApartDecision, BarredPair
from coproduce.community.privacy.looking import my_looks
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
KEEP, END = "people.keep_apart", "people.end_keeping_apart"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def apart(town: Town, who: str, *both: str, verb: str = KEEP, why: str = "A court said so") -> str:
    one, other = (town.agents[name] for name in both)
    return code(do(verb, town.actor(who), member=one, other=other, why=why))


@pytest.mark.parametrize(
    ("who", "said"), [("Cleo", "done"), ("Sal", "done"), ("Ana", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")]
)
def test_who_keeps_two_apart_and_ends_it(town: Town, who: str, said: str) -> None:
    assert apart(town, who, "Ben", "Rae") == said
    assert (may_meet(pk(town, "Ben"), pk(town, "Rae"), "agree") is not None) is (said == "done")
    if said == "done":
        assert apart(town, who, "Rae", "Ben") == "ALREADY_APART"
    else:
        apart(town, "Cleo", "Ben", "Rae")
    assert apart(town, who, "Rae", "Ben", verb=END, why="It is over") == said
    assert BarredPair.objects.exists() is not (said == "done")
    steps = list(ApartDecision.objects.order_by("pk").values_list("step", "why"))
    assert steps == [("kept", "A court said so"), ("ended", "It is over")][: 2 if said == "done" else 1]


@pytest.mark.parametrize(
    ("both", "why", "said"),
    [
        (("Ben", "Ben"), "x", "NOT_FOUND"),
        (("Ben", "Cleo"), "x", "NOT_ONESELF"),
        (("Ben", "Rae"), " ", "MISSING"),
        (("Ben", "Rae"), "x" * 301, "TOO_LONG"),
    ],
)
def test_what_can_be_said(town: Town, both: tuple[str, str], why: str, said: str) -> None:
    for verb in (KEEP, END):
        assert apart(town, "Cleo", *both, verb=verb, why=why) == said
    assert apart(town, "Cleo", "Ben", "Rae", verb=END) == "NOT_FOUND"


def test_of_the_other_town_nobody_is_kept_apart(towns: tuple[Town, Town]) -> None:
    here, there = towns
    said = {"member": here.agents["Ana"], "other": there.agents["Ben"], "why": "x"}
    assert code(do(KEEP, here.actor("Cleo"), **said)) == "NOT_FOUND"


def test_what_one_of_them_said_stands_when_the_desk_ends_it(town: Town) -> None:
    do("people.block", town.actor("Ana"), member=town.agents["Ben"])
    assert apart(town, "Cleo", "Ana", "Ben") == "done"
    assert apart(town, "Cleo", "Ana", "Ben", verb=END) == "done"
    assert may_meet(pk(town, "Ana"), pk(town, "Ben"), "agree") is not None
    assert BarredPair.objects.get().asked_by_id == pk(town, "Ana")


def test_neither_is_told_and_both_hear_that_what_was_begun_is_called_off(town: Town) -> None:
    begun = do("exchange.propose", town.actor("Ana"), need=town.needs[0])
    assert isinstance(begun, Done), begun
    Outbox.objects.all().delete()
    assert apart(town, "Cleo", "Ben", "Ana") == "done"
    assert Agreement.objects.get(public_id=begun.value.agreement).state == Agreement.CALLED_OFF
    told = {row.to_agent: row.template + str(row.values) for row in Outbox.objects.all()}
    assert set(told) == {pk(town, "Ana"), pk(town, "Ben")}
    assert "Ana" not in told[pk(town, "Ben")]
    assert "Ben" not in told[pk(town, "Ana")]
    assert "apart" not in str(told)
    signed_in(town, "Cleo").get(f"/alder/people/{town.agents['Ana']}/kept-apart/")
    assert AuditRow.objects.get(verb="people.read_apart").subjects == sorted((pk(town, "Ana"), pk(town, "Ben")))
    for who in ("Ana", "Ben"):
        assert my_looks(town.actor(who)) == []
        other = "Ben" if who == "Ana" else "Ana"
        assert f"{other} {town.canary}" not in signed_in(town, who).get("/alder/people/apart/").content.decode()


def test_nobody_reads_what_was_decided_about_themselves(town: Town) -> None:
    apart(town, "Sal", "Ben", "Cleo")
    apart(town, "Sal", "Ben", "Rae")
    assert [{one.one.name[:3], one.other.name[:3]} for one in pairs_of_desk(town.actor("Cleo"))] == [{"Ben", "Rae"}]
    assert len(pairs_of_desk(town.actor("Sal"))) == 2
    assert pairs_of_desk(town.actor("Ben")) == []
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    assert [len(pairs_of(town.actor(who), ben)) for who in ("Sal", "Cleo", "Ana")] == [2, 1, 0]
    page = signed_in(town, "Cleo").get(f"/alder/people/{town.agents['Cleo']}/kept-apart/").content.decode()
    assert f"Ben {town.canary}" not in page


def test_the_pages_keep_apart_and_end_it(town: Town) -> None:
    desk, there = signed_in(town, "Cleo"), f"/alder/people/{town.agents['Ben']}/kept-apart/"
    assert there in desk.get(f"/alder/people/{town.agents['Ben']}/").content.decode()
    found = f"{there}?q=rae"
    assert str(town.agents["Rae"]) in desk.get(found).content.decode()
    said = {"other": str(town.agents["Rae"]), "why": "", "request_id": str(uuid4())}
    assert desk.post(found, said).status_code == 422
    assert desk.post(found, {**said, "why": "A court said so"}).status_code == 302
    assert f"A court said so (Cleo {town.canary}" in desk.get(there).content.decode()
    end = f"{there}{town.agents['Rae']}/end/"
    assert desk.post(end, {"why": "", "request_id": str(uuid4())}).status_code == 422
    assert desk.post(end, {"why": "It is over", "request_id": str(uuid4())}).status_code == 302
    assert desk.get(end).status_code == 404
    assert signed_in(town, "Ana").get(there).status_code == 404


def test_two_records_made_one_stay_apart_from_whom_they_were(town: Town) -> None:
    apart(town, "Cleo", "Ben", "Rae")
    merged = do("people.merge", town.actor("Cleo"), keep=town.agents["Aud"], gone=town.agents["Rae"])
    assert isinstance(merged, Done), merged
    [pair] = pairs_of_desk(town.actor("Cleo"))
    assert {pair.one_id, pair.other_id} == {pk(town, "Ben"), pk(town, "Aud")}
    assert pair.why == "A court said so"
