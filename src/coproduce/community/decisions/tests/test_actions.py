"""Writing down what was decided: by whom, once, never changed, and put right by another."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community import ledger
from coproduce.community.base import sql_objects
from coproduce.community.base.done import Done
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.queries import decisions, that_stand
from coproduce.community.people.models import Agent, ChosenRules
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def record(town: Town, who: str = "Cleo", **more: Any) -> Any:
    return do("decisions.record", town.actor(who), **{**town.decision(), **more})


@pytest.mark.parametrize(
    ("who", "said"),
    [("Cleo", "done"), ("Tom", "done"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED"), ("Sal", "NOT_ALLOWED")],
)
def test_who_writes_down_what_was_decided(town: Town, who: str, said: str) -> None:
    assert code(record(town, who)) == said
    assert Decision.objects.count() == (said == "done")


def test_it_stands_as_it_was_written(town: Town) -> None:
    done = record(town, options=(" Sundays", "Saturdays "), result="Sundays ")
    row = decisions(town.actor("Ana")).get()
    assert (row.public_id, row.options, row.result) == (done.value.id, ["Sundays", "Saturdays"], "Sundays")
    assert (row.recorded_by.name, row.effective_on, row.stands) == ("Cleo kanari", row.decided_on, True)
    assert code(record(town, options=(), result="no")) == "done"
    assert Decision.objects.latest("pk").options == ["yes", "no"]


def test_the_same_request_writes_down_once(town: Town) -> None:
    request_id = uuid4()
    first, again = record(town, request_id=request_id), record(town, request_id=request_id)
    assert first.value == again.value
    assert Decision.objects.count() == 1


def test_what_was_written_down_wrongly_is_put_right_once_and_both_are_read(towns: tuple[Town, Town]) -> None:
    town, other = towns
    wrong = town.decided()
    assert code(record(town, corrects=other.decided())) == "NOT_FOUND"
    right = record(town, result="no", corrects=wrong)
    assert code(record(town, corrects=wrong)) == "CHANGED_MEANWHILE"
    ana = town.actor("Ana")
    assert {row.public_id: row.stands for row in decisions(ana)} == {wrong: False, right.value.id: True}
    assert [row.public_id for row in that_stand(ana)] == [right.value.id]


def test_another_community_reads_nothing_of_it(towns: tuple[Town, Town]) -> None:
    here, there = towns
    here.decided()
    assert not decisions(there.actor("Cleo")).exists()


def test_what_is_looked_for(town: Town) -> None:
    town.decided(question="Shall the shed be open on Sundays?")
    for words, number in (("SUNDAYS", 1), ("14 of", 1), ("blue folder", 1), ("yes", 1), ("barn", 0)):
        assert decisions(town.actor("Ana"), words).count() == number, words


CHANGES: tuple[dict[str, Any], ...] = (
    {"question": "Something else?"}, {"options": ["yes", "maybe"]}, {"result": "no"}, {"who_decided": "me"},
    {"minutes": "nowhere"}, {"effective_on": TODAY}, {"question": "Something else?", "salt": b""},
    {"salt": b"", "effective_on": TODAY}, {"result": ""},
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_is_only_ever_added_to(town: Town, change: dict[str, Any]) -> None:
    town.decided()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.all().delete()


def tampered(sql: str) -> list[str]:
    """What the proof of the books names once somebody with the file changed something behind their back."""
    sql_objects.step_aside_before_migrate(app_config=apps.get_app_config("decisions"), using="default", plan=["a tool"])
    with connection.cursor() as cursor:
        cursor.execute(sql)
    return [fault.place for fault in ledger.verify().faults]


PLANTED = {
    "question": "'Shall we count another way kanary?'", "options": """'["yes", "maybe"]'""", "result": "'no'",
    "who_decided": "'Nobody'", "minutes": "'Nowhere'", "decided_on": "'2026-11-09'", "effective_on": "'2026-11-11'",
    "recorded_at": "'2020-01-01 00:00:00+00:00'", "public_id": "'00000000000000000000000000000001'",
    "recorded_by_id": "(SELECT MAX(id) FROM people_agent)", "salt": "BLOB", "words_commitment": "BLOB",
}  # fmt: skip


@pytest.mark.parametrize("column", PLANTED)
@pytest.mark.promise("A decision that was changed is named by the proof of the books")
def test_a_changed_byte_is_named(town: Town, column: str) -> None:
    town.decided()
    assert ledger.verify()
    number = Decision.objects.get().pk
    value = PLANTED[column].replace("BLOB", "'\\x00'::bytea" if connection.vendor == "postgresql" else "x'00'")
    found = tampered(f"UPDATE decisions_decision SET {column} = {value}")
    assert f"decision {number}" in found


def test_a_decision_that_is_gone_or_has_lost_its_salt_is_named(town: Town) -> None:
    town.decided()
    empty = "''::bytea" if connection.vendor == "postgresql" else "x''"
    [named] = tampered(f"UPDATE decisions_decision SET salt = {empty}")
    assert named == f"decision {Decision.objects.get().pk}"
    assert tampered("DELETE FROM decisions_decision") == ["decisions"]


def test_words_that_name_somebody_forgotten_go_and_the_books_hold(town: Town) -> None:
    """A decision named Ana: once she is forgotten nothing says so, and what commits to it stands."""
    agent = Agent.objects.get(public_id=town.agents["Ana"])
    cited = town.decided(
        question=f"Shall {agent.name} keep the shed?", options=(agent.name, "Nobody"), result=agent.name
    )
    chosen = do("decisions.choose_rules", town.actor("Cleo"), arena="timebank", rule_set="twelve-hours",
                from_on=TODAY, decision=cited)  # fmt: skip
    assert isinstance(chosen, Done), chosen
    ledger.seal(town.community.pk)
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    row = Decision.objects.get()
    assert (row.question, row.options, row.result, bytes(row.salt)) == ("", [], "", b"")
    assert row.who_decided and row.minutes
    assert ChosenRules.objects.get().decision == ""
    assert ledger.verify()
