"""Saying yes: who says it for whom, to which words, and that sharing stops in the moment it is taken back."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.rules import Intention
from coproduce.community.people import consents
from coproduce.community.people.consent.queries import consenting, consents_to, said_by
from coproduce.community.people.consent.rules import Scope
from coproduce.community.people.consent.scopes import every_scope
from coproduce.community.people.models import Agent, Consent, Guardian, Membership
from coproduce.community.people.rules import NewMember
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
DIRECTORY, TELEPHONE = consents.DIRECTORY, consents.TELEPHONE
NUMBER = "01632 960 001"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def agent(town: Town, name: str) -> Agent:
    return Agent.objects.select_related("membership", "community").get(public_id=town.agents[name])


def yes(town: Town, who: str = "Ana", whom: str = "", **more: Any) -> Done[Any] | Refusal:
    said = {"scope": DIRECTORY, **more}
    return do("people.consent", town.actor(who), member=town.agents[whom or who], **said)


def no(town: Town, who: str = "Ana", whom: str = "", scope: str = DIRECTORY) -> Done[Any] | Refusal:
    return do("people.withdraw_consent", town.actor(who), member=town.agents[whom or who], scope=scope)


def is_young(town: Town, name: str) -> None:
    Membership.objects.filter(agent=agent(town, name)).update(adult_on=TODAY + timedelta(days=400))


def guard(town: Town, ward: str, guardian: str, **more: Any) -> None:
    Guardian.objects.create(
        community=town.community, ward=agent(town, ward), guardian=agent(town, guardian), since_on=TODAY,
        written_by=agent(town, "Sal"), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "whom", "channel", "said"),
    [
        ("Ana", "Ana", "page", "done"),
        ("Ana", "Ana", "paper", "WRONG_CHANNEL"),
        ("Cleo", "Ana", "spoken", "done"),
        ("Cleo", "Ana", "paper", "done"),
        ("Cleo", "Ana", "page", "WRONG_CHANNEL"),
        ("Cleo", "Ana", "hearsay", "WRONG_CHANNEL"),
        ("Ben", "Ana", "page", "NOT_FOUND"),
        ("Ben", "Ana", "spoken", "NOT_FOUND"),
        ("Tom", "Ana", "spoken", "NOT_FOUND"),
    ],
)
def test_who_says_yes_for_whom(town: Town, who: str, whom: str, channel: str, said: str) -> None:
    assert code(yes(town, who, whom, channel=channel)) == said
    assert consents_to(agent(town, whom).pk, DIRECTORY) is (said == "done")
    assert code(yes(town, whom, whom)) == "done"
    withdrawn = code(do("people.withdraw_consent", town.actor(who), member=town.agents[whom], scope=DIRECTORY))
    assert withdrawn == ("NOT_FOUND" if said == "NOT_FOUND" else "done")
    assert consents_to(agent(town, whom).pk, DIRECTORY) is (said == "NOT_FOUND")


def test_nobody_says_yes_unasked_and_the_desk_is_named(town: Town) -> None:
    assert not Consent.objects.exists()
    yes(town, "Cleo", "Ana", channel="paper")
    row = Consent.objects.get()
    assert (row.taken_down_by, row.given_by, row.channel) == (agent(town, "Cleo"), None, "paper")
    assert row.wording.words.startswith("My first name")
    assert len(row.wording.words_hash) == 64


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"scope": "moon"}, "NOT_FOUND"),
        ({"scope": "privacy"}, "NOT_FOUND"),
        ({"version": 1}, "done"),
        ({"version": 2}, "NOT_FOUND"),
        ({"note": "x" * 301}, "TOO_LONG"),
    ],
)
def test_to_what_somebody_can_say_yes(town: Town, more: dict[str, Any], said: str) -> None:
    assert code(yes(town, **more)) == said


def test_of_somebody_elsewhere_or_gone_nothing_is_taken_down(towns: tuple[Town, Town]) -> None:
    alder, birch = towns
    for verb in ("people.consent", "people.withdraw_consent"):
        said = do(verb, alder.actor("Cleo"), member=birch.agents["Ana"], scope=DIRECTORY)
        assert code(said) == "NOT_FOUND"
    Membership.objects.filter(agent=agent(alder, "Ana")).update(state="left")
    assert code(yes(alder, "Cleo", "Ana", channel="paper")) == "NOT_FOUND"


def test_a_guardian_says_yes_for_whoever_is_not_of_age(town: Town) -> None:
    is_young(town, "Ana")
    assert code(yes(town)) == "NOT_OF_AGE"
    assert code(yes(town, "Cleo", "Ana", channel="paper")) == "NOT_OF_AGE"
    assert code(yes(town, "Ben", "Ana")) == "NOT_FOUND"
    guard(town, "Ana", "Ben")
    assert code(yes(town, "Ben", "Ana", channel="spoken")) == "WRONG_CHANNEL", "a guardian is not the desk"
    assert code(yes(town, "Ben", "Ana")) == "done"
    row = Consent.objects.get()
    assert (row.given_by, row.taken_down_by) == (agent(town, "Ben"), None)
    assert code(no(town, "Ana")) == "done", "whoever it is about takes it back themselves"
    assert code(yes(town, "Cleo", "Ana", channel="paper", given_by=town.agents["Tom"])) == "NOT_OF_AGE"
    assert code(yes(town, "Cleo", "Ana", channel="paper", given_by=town.agents["Ben"])) == "done"
    Guardian.objects.update(ended_on=TODAY)
    assert code(no(town, "Ben", "Ana")) == "NOT_FOUND", "and nobody who was a guardian once"


def test_for_somebody_of_age_another_says_yes_only_with_a_note(town: Town) -> None:
    told = {"channel": "spoken", "given_by": town.agents["Ben"]}
    assert code(yes(town, "Cleo", "Ana", **told)) == "MISSING"
    assert code(yes(town, "Cleo", "Ana", **told, note="power of attorney seen on 1 November")) == "done"
    assert code(yes(town, "Cleo", "Ana", channel="spoken", given_by=uuid4())) == "NOT_FOUND"


@pytest.mark.promise("A yes that is taken back counts no more from that moment")
def test_taken_back_nothing_is_shared_by_page_api_and_print(town: Town) -> None:
    ana = agent(town, "Ana")
    cleo, ben = signed_in(town, "Cleo"), signed_in(town, "Ben")
    offers = (Intention(str(town.agents["Ana"]), f"company {town.canary}", "Bread on Fridays", TODAY),)
    do("exchange.offer", town.actor("Cleo"), offers=offers)
    begun = do("exchange.propose", town.actor("Ana"), need=town.needs[1])
    assert isinstance(begun, Done)
    do("exchange.agree", town.actor("Ben"), agreement=begun.value.agreement)
    thread, printed = f"/alder/exchange/threads/{begun.value.agreement}/", "/alder/timebank/paper/directory/"

    def is_shared() -> tuple[bool, bool, bool]:
        table = cleo.get(f"{printed}?as=csv").content.decode()
        page = cleo.get(printed).content.decode()
        assert ("Bread on Fridays" in page) is ("Bread on Fridays" in table)
        return NUMBER in ben.get(thread).content.decode(), "Bread on Fridays" in page, _stands(town)

    def both(verb: str) -> None:
        for scope in (DIRECTORY, TELEPHONE):
            address = f"/api/alder/people/{verb}"
            body = json.dumps({"member": str(ana.public_id), "scope": scope})
            headers = {"Authorization": f"Bearer {town.key('Ana')}", "Idempotency-Key": str(uuid4())}
            assert Client().post(address, body, "application/json", headers=headers).status_code == 201

    assert is_shared() == (False, False, False)
    both("consent")
    assert is_shared() == (True, True, True)
    both("withdraw-consent")
    assert is_shared() == (False, False, False)
    me = signed_in(town, "Ana")
    for scope in (DIRECTORY, TELEPHONE):
        there = f"/alder/people/{ana.public_id}/yes/{scope}/"
        assert me.post(there, {"request_id": str(uuid4()), "version": "1"}).status_code == 302
    assert is_shared() == (True, True, True)
    for scope in (DIRECTORY, TELEPHONE):
        me.post(f"/alder/people/{ana.public_id}/yes/{scope}/take-back/", {"request_id": str(uuid4())})
    assert is_shared() == (False, False, False)
    assert ana.pk not in consenting(DIRECTORY, TODAY)


def _stands(town: Town) -> bool:
    headers = {"Authorization": f"Bearer {town.key('Ana')}"}
    said = Client().get("/api/alder/people/consents", headers=headers).json()
    return all(row["stands"] for row in said["items"] if row["scope"] in (DIRECTORY, TELEPHONE))


def test_a_yes_runs_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    scopes = {**every_scope(), "story": Scope("story", "My story", "It may be told.", lasts_days=30)}
    monkeypatch.setattr(consents, "SCOPES", tuple(scopes.values()))
    every_scope.cache_clear()
    try:
        assert code(yes(town, scope="story")) == "done"
    finally:
        every_scope.cache_clear()
    ana = agent(town, "Ana").pk
    last = TODAY + timedelta(days=30)
    assert consents_to(ana, "story", last)
    assert not consents_to(ana, "story", last + timedelta(days=1))
    with clock.at(NOON + timedelta(days=31)):
        assert not consents_to(ana, "story")


def test_a_yes_to_older_words_stays_and_is_shown_as_such(town: Town) -> None:
    yes(town)
    written = do("people.write_wording", town.actor("Cleo"), scope=DIRECTORY, words="All of my name may stand there.")
    assert isinstance(written, Done)
    assert consents_to(agent(town, "Ana").pk, DIRECTORY)
    [said] = [one for one in said_by(town.actor("Ana"), agent(town, "Ana"), "page") if one.scope.code == DIRECTORY]
    assert said.now and said.is_older(said.now)
    me = signed_in(town, "Ana")
    page = me.get(f"/alder/people/{town.agents['Ana']}/yes/").content.decode()
    assert "That was to older words." in page
    assert "My first name" in me.get(f"/alder/people/says/{DIRECTORY}/?version=1").content.decode()
    assert code(yes(town, version=1)) == "NEWER_WORDS"
    assert code(yes(town, "Cleo", "Ana", channel="paper", version=1)) == "done", "their sheet had the old ones"
    with clock.at(NOON + timedelta(minutes=1)):
        assert code(yes(town, version=2)) == "done"
    kept = Consent.objects.order_by("pk")
    assert [(row.wording.version, row.withdrawn_at is None) for row in kept] == [(1, False), (1, False), (2, True)]
    page = me.get(f"/alder/people/{town.agents['Ana']}/yes/").content.decode()
    assert "Said again on" in page and "Taken back on" not in page


def test_who_leaves_says_yes_to_nothing_any_more(town: Town) -> None:
    yes(town)
    yes(town, scope="agreement")
    do("people.leave", town.actor("Ana"), member=town.agents["Ana"])
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert Consent.objects.count() == 2


def test_the_agreement_is_not_taken_back_but_left(town: Town) -> None:
    yes(town, scope="agreement")
    assert code(no(town, scope="agreement")) == "STANDS"
    assert code(no(town)) == "NOTHING_SAID"


@pytest.mark.parametrize("is_last", [True, False])
def test_of_two_records_of_one_person_the_last_word_counts(town: Town, is_last: bool) -> None:
    welcomed = do("people.welcome", town.actor("Cleo"), members=(NewMember("Ana again"),))
    assert isinstance(welcomed, Done)
    town.agents["again"] = welcomed.value.ids[0]
    yes(town, "Cleo", "Ana", channel="spoken")
    yes(town, "Cleo", "again", channel="spoken")
    with clock.at(NOON + timedelta(minutes=1)):
        no(town, "Cleo", "again" if is_last else "Ana")
        assert code(yes(town, "Cleo", "again", channel="spoken", scope=TELEPHONE)) == "done"
    with clock.at(NOON + timedelta(minutes=2)):
        yes(town, "Cleo", "Ana", channel="spoken") if is_last else no(town, "Cleo", "again")
    do("people.merge", town.actor("Cleo"), keep=town.agents["Ana"], gone=town.agents["again"])
    ana = agent(town, "Ana").pk
    assert consents_to(ana, DIRECTORY) is is_last
    assert consents_to(ana, TELEPHONE)


@pytest.mark.parametrize(
    ("who", "status"), [("Ana", 200), ("Cleo", 200), ("Ben", 404), ("Tom", 404), ("Dee", 404), ("Sal", 404)]
)
def test_who_reads_what_somebody_said_yes_to(town: Town, who: str, status: int) -> None:
    yes(town)
    client, there = signed_in(town, who), f"/alder/people/{town.agents['Ana']}/yes/"
    for address in (there, f"{there}sheet/", f"{there}{DIRECTORY}/"):
        assert client.get(address).status_code == status
    noted = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_consents")
    assert {row["why"] for row in noted.values("why")} == ({"page", "sheet"} if who == "Cleo" else set())


def test_the_desk_takes_it_down_on_its_page(town: Town) -> None:
    desk, there = signed_in(town, "Cleo"), f"/alder/people/{town.agents['Ana']}/yes/{TELEPHONE}/"
    said = {"request_id": str(uuid4()), "version": "1", "channel": "paper", "given_by": "", "note": ""}
    assert desk.post(there, {**said, "channel": "page"}).status_code == 422
    assert desk.post(there, said).status_code == 302
    row = Consent.objects.get()
    assert (row.channel, row.taken_down_by_id) == ("paper", agent(town, "Cleo").pk)


def test_a_room_declares_scopes_and_no_code_stands_twice() -> None:
    assert {DIRECTORY, TELEPHONE, "agreement"} <= set(every_scope())
