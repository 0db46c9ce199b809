"""What a community says: good words from the first day, public, written anew from a day on and never over; the
agreement, asked anew kindly."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.actor import visitor
from coproduce.community.base.done import Done
from coproduce.community.people.consent.queries import agreeing, not_agreed
from coproduce.community.people.consent.rules import blocks
from coproduce.community.people.consent.scopes import NOTICES, every_scope
from coproduce.community.people.consent.wordings import hash_of, in_force, versions
from coproduce.community.people.models import Consent, Membership, Reference, Wording
from coproduce.community.people.rules import Referee
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
SCOPES = (*NOTICES, "agreement")


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def write(town: Town, who: str = "Cleo", **more: Any) -> Done[Any] | Refusal:
    return do("people.write_wording", town.actor(who), **{"scope": "terms", "words": "New terms.", **more})


def has_agreed(town: Town, who: str = "Ana", on: date = TODAY) -> bool:
    return agreeing(on).filter(agent__public_id=town.agents[who]).exists()


def agree(town: Town, who: str = "Ana") -> Done[Any] | Refusal:
    return do("people.consent", town.actor(who), member=town.agents[who], scope="agreement")


@pytest.mark.parametrize("scope", SCOPES)
def test_every_community_says_it_from_the_first_day_to_everybody(town: Town, scope: str) -> None:
    page = Client().get(f"/alder/people/says/{scope}/")
    assert page.status_code == 200
    assert f"Town {town.canary}" in page.content.decode(), "in the community's own name"
    assert "{community}" not in page.content.decode()
    assert not Wording.objects.exists(), "and nothing is kept before somebody says yes, or writes"


@pytest.mark.parametrize(
    ("who", "address"), [("", ""), ("", "people/join/"), ("", "people/says/terms/"), ("Ana", ""), ("Ana", "people/")]
)
def test_the_foot_of_every_page_leads_there(town: Town, who: str, address: str) -> None:
    client = signed_in(town, who) if who else Client()
    foot = client.get(f"/alder/{address}").content.decode().partition("<footer")[2]
    assert all(f"/alder/people/says/{scope}/" in foot for scope in NOTICES)


def test_contact_names_the_desk_and_the_safeguarding_lead(town: Town) -> None:
    page = Client().get("/alder/people/says/contact/").content.decode()
    assert "01632 960 000" in page
    assert f"Sal {town.canary}" in page
    assert f"Ana {town.canary}" not in page
    Membership.objects.filter(agent__public_id=town.agents["Sal"]).update(roles=["member"])
    assert "Ask the desk who it is" in Client().get("/alder/people/says/contact/").content.decode()


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")])
def test_who_writes(town: Town, who: str, said: str) -> None:
    assert code(write(town, who)) == said
    assert ("New terms." in Client().get("/alder/people/says/terms/").content.decode()) is (said == "done")
    for address in ("/alder/people/says/", "/alder/people/says/terms/write/"):
        assert signed_in(town, who).get(address).status_code == (200 if said == "done" else 404)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"scope": "weather"}, "NOT_FOUND"),
        ({"words": " "}, "MISSING"),
        ({"words": "x" * 20001}, "TOO_LONG"),
        ({"from_on": TODAY - timedelta(days=1)}, "TOO_EARLY"),
        ({"from_on": TODAY + timedelta(days=9)}, "done"),
        ({"scope": "directory"}, "done"),
    ],
)
def test_what_can_be_written(town: Town, more: dict[str, Any], said: str) -> None:
    assert code(write(town, **more)) == said


def test_words_count_from_their_day_and_the_old_ones_stay(town: Town) -> None:
    first = in_force(town.community, "terms").words
    write(town, from_on=TODAY + timedelta(days=9))
    assert code(write(town, words="Sooner.", from_on=TODAY + timedelta(days=8))) == "TOO_EARLY"
    assert in_force(town.community, "terms").words == first
    assert in_force(town.community, "terms", TODAY + timedelta(days=9)).words == "New terms."
    assert [row.version for row in versions(town.community, "terms")] == [2, 1]
    assert Wording.objects.get(version=1).words_hash == hash_of(first)
    visitor = Client()
    assert "These words count from" in visitor.get("/alder/people/says/terms/?version=2").content.decode()
    with clock.at(NOON + timedelta(days=9)):
        page = visitor.get("/alder/people/says/terms/").content.decode()
        assert "New terms." in page and "?version=1" in page
        assert "These are older words." in visitor.get("/alder/people/says/terms/?version=1").content.decode()
    for wrong in ("?version=7", "?version=x", "?version=99999999999999999999"):
        assert visitor.get(f"/alder/people/says/terms/{wrong}").status_code in (200, 404)


def test_what_one_community_writes_no_other_says(towns: tuple[Town, Town]) -> None:
    write(towns[0])
    assert "New terms." not in Client().get("/birch/people/says/terms/").content.decode()
    assert not Wording.objects.filter(community=towns[1].community).exists()


def test_two_versions_of_one_number_cannot_be(town: Town) -> None:
    write(town)
    row = Wording.objects.get(version=2)
    row.pk, row.public_id = None, uuid4()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        row.save()


def test_what_is_written_is_read_and_never_run(town: Town) -> None:
    write(town, words="# <script>alert(1)</script>\n\n- <b>one</b>\n- two\n\nThree")
    page = Client().get("/alder/people/says/terms/").content.decode()
    assert "<script>alert" not in page and "<li>&lt;b&gt;one&lt;/b&gt;</li>" in page


@pytest.mark.parametrize("scope", [*SCOPES, "directory", "telephone"])
def test_the_shipped_words_are_plain(town: Town, scope: str) -> None:
    """Sentences somebody can read out: none longer than thirty words, and half of them sixteen or fewer."""
    said = [line for block in blocks(in_force(town.community, scope).words) for line in block.lines]
    lengths = sorted(len(one.split()) for line in said for one in line.replace(": ", ". ").split(". ") if one)
    assert lengths[-1] <= 30, scope
    assert lengths[len(lengths) // 2] <= 16, scope


def test_the_agreement_is_asked_for_kindly_and_locks_nobody_out(town: Town) -> None:
    me = signed_in(town, "Ana")
    assert "you can go on as before" in me.get("/alder/").content.decode()
    said = {"member": town.agents["Ana"], "kind": "skill", "words": "Maps"}
    assert code(do("people.record_strength", town.actor("Ana"), **said)) == "done"
    page = me.get("/alder/people/says/agreement/").content.decode()
    there = f"/alder/people/{town.agents['Ana']}/yes/agreement/"
    assert there in page
    assert me.post(there, {"request_id": str(uuid4()), "version": "1"}).status_code == 302
    assert "you can go on as before" not in me.get("/alder/").content.decode()
    assert has_agreed(town) and not has_agreed(town, "Ben")
    assert code(do("people.leave", town.actor("Ben"), member=town.agents["Ben"])) == "done"


@pytest.mark.parametrize(("by", "channel"), [("", "page"), ("Cleo", "spoken")])
def test_it_is_agreed_to_at_the_door(town: Town, by: str, channel: str) -> None:
    actor = town.actor(by) if by else visitor(town.community.pk)
    said = {"name": "Flo", "words": "Walks", "phone": "01632 960 5", "agrees": True}
    two = (Referee("Guy", "01632 960 111"), Referee("Hal", "at the library"))
    assert code(do("people.apply", actor, references=two, **said)) == "done"
    row = Consent.objects.get()
    assert (row.agent.name, row.scope, row.channel, row.taken_down_by is None) == ("Flo", "agreement", channel, not by)
    do("people.apply", actor, references=two, **said)
    assert Consent.objects.count() == 1, "nobody agrees for who asked before"
    for reference in Reference.objects.all():
        do("people.hear_reference", town.actor("Cleo"), reference=reference.public_id, words="Kind")
    do("people.accept", town.actor("Cleo"), member=row.agent.public_id)
    assert agreeing(TODAY).filter(agent=row.agent).exists()


def test_who_is_declined_has_agreed_to_nothing(town: Town) -> None:
    two = (Referee("Guy", "01632 960 111"), Referee("Hal", "at the library"))
    said = {"name": "Flo", "words": "Walks", "phone": "01632 960 5", "agrees": True, "references": two}
    do("people.apply", visitor(town.community.pk), **said)
    flo = Consent.objects.get().agent
    do("people.decline", town.actor("Cleo"), member=flo.public_id, sentence="We are full this year")
    assert not agreeing(TODAY).exists()


@pytest.mark.parametrize("asks_anew", [True, False])
def test_a_newer_agreement_is_asked_anew_where_the_desk_says_so(town: Town, asks_anew: bool) -> None:
    agree(town)
    write(town, scope="agreement", words="Be kind.", asks_anew=asks_anew, from_on=TODAY + timedelta(days=1))
    assert has_agreed(town)
    tomorrow = TODAY + timedelta(days=1)
    assert has_agreed(town, on=tomorrow) is not asks_anew
    with clock.at(NOON + timedelta(days=1)):
        agree(town)
    assert has_agreed(town, on=tomorrow)
    assert Consent.objects.filter(withdrawn_at=None).get().wording.version == 2


def test_the_desk_sees_who_has_not_agreed_yet(town: Town) -> None:
    agree(town)
    agree(town, "Ben")
    rows = not_agreed(town.actor("Cleo"), TODAY)
    assert not {f"Ana {town.canary}", f"Ben {town.canary}"} & {row.agent.name for row in rows}
    assert len(rows) == 7
    write(town, scope="agreement", words="Be kind.")
    told = {row.agent.name.split()[0]: row.said_to for row in not_agreed(town.actor("Cleo"), TODAY)}
    assert (told["Ana"], told["Cleo"]) == (1, None)
    assert not not_agreed(town.actor("Ana"), TODAY)
    page = signed_in(town, "Cleo").get("/alder/people/agreed/").content.decode()
    assert f"/people/{town.agents['Ana']}/yes/agreement/" in page
    assert signed_in(town, "Ana").get("/alder/people/agreed/").status_code == 404


def test_a_notice_and_a_scope_never_have_one_name() -> None:
    assert not set(NOTICES) & set(every_scope())
