"""What was looked at of members: who writes it down and reads it, when it counts, who is told before it runs out."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.people.jobs import tell_of_what_runs_out
from coproduce.community.people.models import Agent, Attestation, AttestationDecision, Membership
from coproduce.community.people.safeguarding.queries import attestations, in_date, to_renew
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
CHECK: dict[str, Any] = {
    "kind": "check", "what": "enhanced", "issuer": "DBS", "number": "001 234",
    "seen_on": TODAY, "until_on": TODAY + timedelta(days=365),
}  # fmt: skip
ATTEST, RENEW, WITHDRAW = "people.attest", "people.renew_attestation", "people.withdraw_attestation"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def attest(town: Town, who: str = "Cleo", whom: str = "Ana", **change: Any) -> Done[Any] | Refusal:
    return do(ATTEST, town.actor(who), member=town.agents[whom], **{**CHECK, **change})


def attested(town: Town, **change: Any) -> UUID:
    done = attest(town, **change)
    assert isinstance(done, Done), done
    found: UUID = done.value.attestation
    return found


WHO = [("Cleo", "done"), ("Sal", "done"), ("Ben", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")]


@pytest.mark.parametrize(("who", "said"), WHO)
def test_who_writes_down_renews_and_withdraws(town: Town, who: str, said: str) -> None:
    here = attested(town)
    assert code(attest(town, who)) == said
    assert code(do(RENEW, town.actor(who), attestation=here, until_on=TODAY + timedelta(days=999))) == said
    assert code(do(WITHDRAW, town.actor(who), attestation=here, why="by mistake")) == said


def test_nobody_looks_at_their_own_papers(town: Town) -> None:
    assert code(attest(town, "Cleo", "Cleo")) == "NOT_ONESELF"
    here = attested(town, who="Sal", whom="Cleo")
    assert code(do(RENEW, town.actor("Cleo"), attestation=here)) == "NOT_ONESELF"
    assert code(do(WITHDRAW, town.actor("Cleo"), attestation=here, why="mine")) == "NOT_ONESELF"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"kind": "training", "what": "First aid", "until_on": None, "number": ""}, "done"),
        ({"kind": "hearsay"}, "UNKNOWN_KIND"),
        ({"what": "none"}, "UNKNOWN_LEVEL"),
        ({"kind": "insurance", "what": " "}, "MISSING"),
        ({"issuer": ""}, "MISSING"),
        ({"number": "1" * 61}, "TOO_LONG"),
        ({"why": "x" * 301}, "TOO_LONG"),
        ({"seen_on": TODAY + timedelta(days=1)}, "NOT_YET"),
        ({"until_on": TODAY}, "WRONG_DAYS"),
        ({"paper": UUID(int=1)}, "NOT_FOUND"),
    ],
)
def test_what_can_be_written_down(town: Town, change: dict[str, Any], said: str) -> None:
    assert code(attest(town, **change)) == said
    assert Attestation.objects.count() == (said == "done")


def test_of_somebody_elsewhere_or_gone_nothing_is_written_down(towns: tuple[Town, Town]) -> None:
    alder, birch = towns
    assert code(do(ATTEST, alder.actor("Cleo"), member=birch.agents["Ana"], **CHECK)) == "NOT_FOUND"
    theirs = attested(birch)
    for verb, more in ((RENEW, {}), (WITHDRAW, {"why": "no"})):
        assert code(do(verb, alder.actor("Cleo"), attestation=theirs, **more)) == "NOT_FOUND"
    Membership.objects.filter(agent__public_id=alder.agents["Ana"]).update(state="left")
    assert code(attest(alder)) == "NOT_FOUND"


def test_a_renewal_is_a_new_fact_and_every_decision_stands(town: Town) -> None:
    old = attested(town, why="seen at the door")
    new = do(RENEW, town.actor("Sal"), attestation=old, number="002", until_on=TODAY + timedelta(days=999))
    assert isinstance(new, Done)
    assert code(do(WITHDRAW, town.actor("Sal"), attestation=old, why="of another")) == "done"
    for verb, more in ((RENEW, {}), (WITHDRAW, {"why": "again"})):
        assert code(do(verb, town.actor("Sal"), attestation=old, **more)) == "NOT_FOUND"
    kept = {row.public_id: row for row in Attestation.objects.all()}
    assert (kept[old].number, kept[old].until_on, kept[old].withdrawn_on) == ("001 234", CHECK["until_on"], TODAY)
    assert (kept[new.value.attestation].number, kept[new.value.attestation].what) == ("002", "enhanced")
    steps = AttestationDecision.objects.order_by("pk").values_list("step", "by__public_id", "why")
    cleo, sal = town.agents["Cleo"], town.agents["Sal"]
    assert list(steps) == [
        ("recorded", cleo, "seen at the door"), ("renewed", sal, ""), ("withdrawn", sal, "of another")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"until_on": TODAY}, True),
        ({"until_on": None}, True),
        ({"until_on": TODAY - timedelta(days=1)}, False),
        ({"withdrawn_on": TODAY}, False),
        ({"seen_on": TODAY + timedelta(days=1)}, False),
    ],
)
def test_it_counts_from_its_day_until_its_last(town: Town, change: dict[str, Any], counts: bool) -> None:
    here = attested(town)
    Attestation.objects.filter(public_id=here).update(**change)
    assert Attestation.objects.filter(in_date(TODAY)).exists() is counts


@pytest.mark.parametrize(("who", "sees"), [("Cleo", 1), ("Sal", 1), ("Ana", 1), ("Ben", 0), ("Dee", 0), ("Tom", 0)])
def test_who_reads_what_was_looked_at(town: Town, who: str, sees: int) -> None:
    attested(town)
    ana = Agent.objects.get(public_id=town.agents["Ana"])
    assert len(attestations(town.actor(who), ana, "page")) == sees
    noted = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_attestations")
    assert list(noted.values_list("subjects", "why")) == ([([ana.pk], "page")] if sees and who != "Ana" else [])
    page = signed_in(town, who).get(f"/alder/people/{town.agents['Ana']}/looked-at/")
    assert page.status_code == (200 if sees else 404)
    assert ("001 234" in page.content.decode()) is bool(sees)


@pytest.mark.parametrize(
    ("change", "is_listed"),
    [
        ({"until_on": TODAY + timedelta(days=60)}, True),
        ({"until_on": TODAY + timedelta(days=61)}, False),
        ({"until_on": None}, False),
        ({"seen_on": date(2025, 1, 1), "until_on": TODAY - timedelta(days=90)}, True),
    ],
)
def test_the_desk_sees_what_runs_out(town: Town, change: dict[str, Any], is_listed: bool) -> None:
    here = attested(town, **change)
    assert [row.public_id for row in to_renew(town.actor("Sal"), TODAY)] == ([here] if is_listed else [])
    assert not to_renew(town.actor("Ana"), TODAY)
    page = signed_in(town, "Cleo").get("/alder/people/looked-at/").content.decode()
    assert (f"/people/{town.agents['Ana']}/looked-at/" in page) is is_listed
    assert "001 234" not in page
    assert signed_in(town, "Ana").get("/alder/people/looked-at/").status_code == 404
    do(RENEW, town.actor("Cleo"), attestation=here, until_on=TODAY + timedelta(days=400))
    assert not to_renew(town.actor("Sal"), TODAY) or not is_listed


def test_both_are_told_before_it_runs_out(town: Town) -> None:
    attested(town, until_on=TODAY + timedelta(days=30))
    attested(town, whom="Ben", until_on=TODAY + timedelta(days=31))
    Outbox.objects.all().delete()
    tell_of_what_runs_out(NOON)
    told = dict(Outbox.objects.values_list("to_agent", "template"))
    pks = dict(Agent.objects.values_list("public_id", "pk"))
    assert set(told) == {pks[town.agents["Ana"]], pks[town.agents["Cleo"]]}
    assert "Ana" not in str(list(Outbox.objects.values("template", "values"))), "the letter to the desk names nobody"
    later = NOON + timedelta(days=23)
    with clock.at(later):
        tell_of_what_runs_out(later)
    assert Outbox.objects.count() == 4, "and a week before"


def test_the_pages_write_renew_and_withdraw(town: Town) -> None:
    desk, ana = signed_in(town, "Cleo"), town.agents["Ana"]
    said = {
        "kind": "check", "level": "basic", "issuer": "DBS", "number": "7", "seen_on": "2026-11-01",
        "until_on": "2029-11-01", "request_id": str(uuid4()),
    }  # fmt: skip
    wrong = desk.post(f"/alder/people/{ana}/looked-at/new/", {**said, "level": ""})
    assert wrong.status_code == 422
    assert desk.post(f"/alder/people/{ana}/looked-at/new/", said).status_code == 302
    [row] = Attestation.objects.all()
    assert (row.what, row.seen_on, row.until_on) == ("basic", date(2026, 11, 1), date(2029, 11, 1))
    assert signed_in(town, "Ana").get(f"/alder/people/{ana}/looked-at/new/").status_code == 404
    there = f"/alder/people/looked-at/{row.public_id}"
    more = {"seen_on": "2026-11-17", "until_on": "2030-01-01", "request_id": str(uuid4())}
    assert desk.post(f"{there}/renew/", more).status_code == 302
    assert desk.post(f"{there}/withdraw/", {"why": "", "request_id": str(uuid4())}).status_code == 422
    assert desk.post(f"{there}/withdraw/", {"why": "mistaken", "request_id": str(uuid4())}).status_code == 302
    assert [one.withdrawn_on for one in Attestation.objects.order_by("pk")] == [TODAY, None]


def test_a_good_word_that_was_heard_is_looked_at(town: Town) -> None:
    from coproduce.community.people.models import Reference
    from coproduce.community.people.rules import Referee

    known = (Referee("Pia", "01632 960 555"), Referee("Ole", "01632 960 556"))
    joined = do("people.apply", town.actor("Cleo"), name="Nia", words="Gardens", references=known, phone="01632 960 9")
    assert isinstance(joined, Done), joined
    reference = Reference.objects.get(name="Pia")
    do("people.hear_reference", town.actor("Cleo"), reference=reference.public_id, words="Kind and reliable")
    heard = Attestation.objects.get(agent=reference.membership.agent)
    assert (heard.kind, heard.what, heard.seen_on) == ("reference", "Pia", TODAY)
