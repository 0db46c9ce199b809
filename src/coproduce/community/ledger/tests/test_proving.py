"""Are the books right? The regular proof, the page that says it, and the seal that goes out of the house."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import clock, rooms, sql_objects
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.base.schedule import run_due
from coproduce.community.ledger.models import Anchor, Entry, LedgerAccount, Proof
from coproduce.community.ledger.proving import proofs
from coproduce.community.ledger.proving.proofs import prove
from coproduce.community.ledger.seals.letters import send_seals
from coproduce.community.ledger.seals.queries import last_head
from coproduce.core.refusal import Refusal
from coproduce.core.seal import Head

pytestmark = pytest.mark.django_db

VERBS: dict[str, dict[str, Any]] = {"verify": {}, "seal": {}, "anchor": {"place": "The minutes of November"}}


def break_it(town: Town) -> int:
    """Somebody with the file and a tool adds an hour to an account."""
    sql_objects.step_aside_before_migrate(app_config=apps.get_app_config("ledger"), using="default", plan=["tampering"])
    account = LedgerAccount.objects.filter(community=town.community, agent__isnull=False).earliest("pk")
    LedgerAccount.objects.filter(pk=account.pk).update(balance=account.balance + 60)
    return account.pk


@pytest.mark.parametrize("who", ["Cleo", "Tom", "Aud"])
@pytest.mark.parametrize("verb", VERBS)
def test_whoever_keeps_or_looks_through_the_books_may(town: Town, verb: str, who: str) -> None:
    assert isinstance(do(f"ledger.{verb}", town.actor(who), **VERBS[verb]), Done)


@pytest.mark.parametrize("who", ["Ana", "Dee", "Kim", "Rae", "Sal"])
@pytest.mark.parametrize("verb", VERBS)
def test_others_may_not(town: Town, verb: str, who: str) -> None:
    outcome = do(f"ledger.{verb}", town.actor(who), **VERBS[verb])
    assert isinstance(outcome, Refusal)
    assert outcome.code == "NOT_ALLOWED"
    assert signed_in(town, who).get(f"/{town.slug}/ledger/proof/").status_code == 404


def test_nobody_waits_to_write_while_books_are_added_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading is done before the verb's own transaction begins; for whoever may not, and for a repeat, never."""
    depths, verify = [], proofs.verify

    def noted(*asked: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        return verify(*asked)

    monkeypatch.setattr(proofs, "verify", noted)
    outside, again = len(connection.savepoint_ids), {"request_id": uuid4()}
    for _ in range(2):
        assert isinstance(do("ledger.verify", town.actor("Tom"), **again), Done)
    do("ledger.verify", town.actor("Ana"))
    assert depths == [outside]


def test_the_receipts(town: Town) -> None:
    tom = town.actor("Tom")
    sealed = do("ledger.seal", tom)
    given = do("ledger.anchor", tom, place=" The minutes of November ")
    proved = do("ledger.verify", tom, anchor=given.value.seal)  # type: ignore[union-attr]
    assert isinstance(sealed, Done)
    assert isinstance(given, Done)
    assert isinstance(proved, Done)
    assert Entry.objects.filter(community=town.community).count() == 1
    assert sealed.value.size == 3, "an entry, and whose its two accounts are"
    assert given.value.seal == sealed.value.seal == str(last_head(town.community.pk))
    assert Anchor.objects.get().place == "The minutes of November"
    assert (proved.value.entries, proved.value.faults) == (1, 0)
    assert Head.parse(given.value.seal).head.hex() == proved.value.head


def test_what_is_refused(town: Town) -> None:
    tom = town.actor("Tom")
    for verb, said, code in (("verify", {"anchor": "a seal"}, "NO_SEAL"), ("anchor", {"place": " "}, "MISSING")):
        outcome = do(f"ledger.{verb}", tom, **said)
        assert isinstance(outcome, Refusal), verb
        assert outcome.code == code


def test_a_seal_of_other_books_is_found(town: Town) -> None:
    proved = do("ledger.verify", town.actor("Tom"), anchor=str(Head(1, bytes(32))))
    assert isinstance(proved, Done)
    assert proved.value.faults == 1
    assert "another head" in Proof.objects.get().faults[0]["sentence"]


@pytest.mark.promise(
    "Once a day, at the first chance, each community's books are proved, and the desk sees what was found"
)
def test_the_regular_proof_is_kept(town: Town) -> None:
    run_due(NOON)
    proof = Proof.objects.get(community=town.community)
    assert (proof.entries, proof.postings, proof.faults) == (1, 2, [])
    assert bytes(proof.head) == last_head(town.community.pk).head  # type: ignore[union-attr]
    account = break_it(town)
    run_due(NOON + timedelta(days=9))  # the machine slept
    latest = Proof.objects.filter(community=town.community).latest("pk")
    assert [fault["place"] for fault in latest.faults] == [f"account {account}"]


def test_what_was_written_is_sealed_within_minutes(town: Town) -> None:
    assert "ledger.seal" in run_due(NOON)
    assert not Entry.objects.filter(leaf=None).exists()
    assert "ledger.seal" not in run_due(NOON + timedelta(hours=1)), "nothing is written while there is nothing to seal"


def test_once_a_month_the_seal_goes_to_those_who_look_through_the_books(town: Town) -> None:
    before = Outbox.objects.count()
    for days in (0, 1, 9):
        send_seals(NOON + timedelta(days=days))
    letters = Outbox.objects.order_by("pk")[before:]
    assert {letter.to_agent for letter in letters} == {town.actor(name).agent_id for name in ("Tom", "Aud")}
    assert {letter.values["seal"] for letter in letters} == {str(last_head(town.community.pk))}
    send_seals(NOON + timedelta(days=30))
    assert Outbox.objects.count() == before + 4
    assert list(Anchor.objects.order_by("pk").values_list("place", flat=True)) == ["letter 2026-11", "letter 2026-12"]


def test_a_restored_database_is_sealed_before_it_serves(town: Town) -> None:
    assert rooms.tell("restored", NOON) is None
    assert not Entry.objects.filter(leaf=None).exists()


# The page, and scripts


def test_the_page_says_whether_the_books_are_right(town: Town) -> None:
    tom, page = signed_in(town, "Tom"), f"/{town.slug}/ledger/proof/"
    shown = tom.get(page)
    assert "not been added up yet" in shown.content.decode()
    asked = {"request_id": shown.context["forms"]["verify"]["request_id"].value(), "anchor": ""}
    assert tom.post(page, {**asked, "anchor": "a seal"}).status_code == 422
    assert tom.post(page, asked).status_code == 302
    said = tom.get(page).content.decode()
    assert "Yes: everything adds up." in said
    assert str(last_head(town.community.pk)) in said
    account = break_it(town)
    shown = tom.get(page)
    asked = {"request_id": shown.context["forms"]["verify"]["request_id"].value(), "anchor": ""}
    assert tom.post(page, asked).status_code == 302
    said = signed_in(town, "Cleo").get(page).content.decode()
    assert "No: something is not as it was written down." in said
    assert f"account {account}" in said


def test_of_a_fault_they_are_told_once(town: Town) -> None:
    account, before = break_it(town), Outbox.objects.count()
    for _ in range(2):
        prove(town.community.pk)
    told = Outbox.objects.order_by("pk")[before:]
    assert {one.to_agent for one in told} == {town.actor(name).agent_id for name in ("Cleo", "Tom", "Aud")}
    assert len(told) == 3
    assert all(one.is_urgent and one.values["place"] == f"account {account}" for one in told)


def test_sealing_and_giving_the_seal_out_on_the_page(town: Town) -> None:
    tom, page = signed_in(town, "Tom"), f"/{town.slug}/ledger/proof/"
    shown = tom.get(page)
    assert "The oldest line without a seal" in shown.content.decode()
    assert tom.post(f"{page}seal/", {"request_id": shown.context["seal_id"]}).status_code == 302
    assert "Every line is sealed." in tom.get(page).content.decode()
    request_id = shown.context["forms"]["anchor"]["request_id"].value()
    assert tom.post(f"{page}given-out/", {"request_id": request_id, "place": ""}).status_code == 422
    given = tom.post(f"{page}given-out/", {"request_id": request_id, "place": "The minutes"}, follow=True)
    assert "Copy it there as it stands" in given.content.decode()
    assert given.content.decode().count(str(last_head(town.community.pk))) == 3
    assert signed_in(town, "Ana").post(f"{page}given-out/", {"place": "x"}).status_code == 404


def test_the_seal_stands_on_the_sheet_and_in_the_table(town: Town) -> None:
    ana, page = signed_in(town, "Ana"), f"/{town.slug}/ledger/"
    assert "the seal of the books" not in ana.get(page, {"as": "paper"}).content.decode()
    ledger.seal(town.community.pk)
    head = str(last_head(town.community.pk))
    assert head in ana.get(page, {"as": "paper"}).content.decode()
    for _ in range(2):
        assert head in ana.get(page, {"as": "csv"}).content.decode()
    assert not Anchor.objects.exists()  # whoever looks writes nothing down


def test_scripts_read_how_the_books_were_found(towns: tuple[Town, Town]) -> None:
    here, _ = towns
    do("ledger.verify", here.actor("Tom"))
    client = signed_in(here, "Tom")
    said = client.get(f"/api/{here.slug}/ledger/proof").json()
    assert (said["entries"], said["postings"], said["faults"]) == (1, 2, [])
    assert said["seal"] == str(last_head(here.community.pk))
    assert said["unsealed_since"] is None
    assert signed_in(here, "Ana").get(f"/api/{here.slug}/ledger/proof").status_code == 404


def test_the_clock_of_a_made_up_day_does_not_move_a_proof(town: Town) -> None:
    """What is recorded is recorded when it was, whatever day a simulated town lives in."""
    with clock.at(NOON - timedelta(days=4000)):
        do("ledger.verify", town.actor("Tom"))
    assert Proof.objects.get().proved_at > Entry.objects.latest("pk").recorded_at
    assert ledger.verify(town.community.pk)
