"""By which rules a community counts: chosen by a decision, from a day on, and nothing changes by itself."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community.base import clock
from coproduce.community.base.actor import operator
from coproduce.community.base.done import Done
from coproduce.community.people.models import ChosenRules
from coproduce.community.people.rule_sets.queries import book_of, counted, rule_sets_of, rules_of
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def choose(town: Town, who: str = "Cleo", **said: Any) -> Any:
    """The verb decisions.choose_rules, with what a test changes."""
    said["decision"] = said.get("decision") or town.decided()
    wanted = {"arena": "timebank", "rule_set": "twelve-hours", "from_on": TODAY, **said}
    return do("decisions.choose_rules", town.actor(who), **wanted)


def test_a_community_begins_with_the_first_set(town: Town) -> None:
    choice = book_of(town.community.pk).on("timebank", TODAY)
    assert choice is not None
    assert (choice.rule_set, choice.from_on, choice.id) == (rule_sets_of("timebank")[0], TODAY, None)
    assert rules_of(town.community.pk, "timebank", date(1999, 1, 1)) == rule_sets_of("timebank")[0].values
    assert rules_of(town.community.pk, "invented", TODAY) is None
    assert book_of(town.community.pk).all("invented") == ()
    assert rule_sets_of("invented") == ()
    assert [arena.slug for arena in counted(book_of(town.community.pk))] == ["timebank"]
    with pytest.raises(type(town.community).DoesNotExist):
        book_of(0)


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")])
def test_who_writes_down_what_was_decided(town: Town, who: str, said: str) -> None:
    assert code(choose(town, who)) == said
    assert ChosenRules.objects.count() == (said == "done")


@pytest.mark.parametrize(
    ("change", "code_", "field"),
    [
        ({"arena": "invented"}, "NO_ARENA", "arena"),
        ({"rule_set": "invented"}, "NOT_FOUND", "rule_set"),
        ({"from_on": TODAY - timedelta(days=1)}, "IN_THE_PAST", "from_on"),
        ({"decision": UUID(int=1)}, "NOT_FOUND", "decision"),
        ({"changed": {"longest_minutes": 5}}, "BAD_RULE", "changed.longest_minutes"),
        ({"changed": {"colour": "red"}}, "BAD_RULE", "changed.colour"),
    ],
)
def test_what_cannot_be_chosen(town: Town, change: dict[str, Any], code_: str, field: str) -> None:
    refused = choose(town, **change)
    assert (code(refused), refused.field) == (code_, field)
    assert not ChosenRules.objects.exists()


def test_only_a_decision_that_stands_and_holds_by_then_is_cited(towns: tuple[Town, Town]) -> None:
    town, other = towns
    tomorrow = TODAY + timedelta(days=1)
    later, wrong = town.decided(effective_on=tomorrow), town.decided(question="Twelve?")
    right = town.decided(question="Shall it be twelve?", corrects=wrong)
    for cited, from_on, said in (
        (other.decided(), TODAY, "NOT_FOUND"),
        (later, TODAY, "NOT_IN_EFFECT"),
        (wrong, TODAY, "PUT_RIGHT"),
        (later, tomorrow, "done"),
        (right, TODAY, "done"),
    ):
        assert code(choose(town, decision=cited, from_on=from_on)) == said


def test_a_decision_put_right_later_changes_no_rules(town: Town) -> None:
    cited = town.decided()
    choose(town, decision=cited)
    quote = ChosenRules.objects.get().decision
    town.decided(question="Shall it be ten?", corrects=cited)
    assert ChosenRules.objects.get().decision == quote
    assert rules_of(town.community.pk, "timebank", TODAY).below_minutes == 720


def test_a_set_its_source_does_not_hold_for(town: Town) -> None:
    day = date(1990, 11, 17)
    with clock.at(NOON.replace(year=1990)):
        assert (
            code(choose(town, from_on=day, decision=town.decided(decided_on=day, effective_on=day))) == "NOT_IN_FORCE"
        )


def test_a_copy_that_a_decision_changed(town: Town) -> None:
    cited = town.decided()
    done = choose(town, changed={"below_minutes": 600, "oldest_days": 366}, decision=cited)
    assert isinstance(done, Done)
    choice = book_of(town.community.pk).on("timebank", TODAY)
    assert choice is not None
    twelve = next(one for one in rule_sets_of("timebank") if one.slug == "twelve-hours")
    assert choice.rule_set.values == replace(twelve.values, below_minutes=600)
    assert (choice.id, choice.changed, choice.decision_id) == (done.value.id, {"below_minutes": 600}, cited)
    assert choice.decision == (
        "Shall we count another way kanari? Yes. · Members' meeting kanari, 14 of 40 · Blue folder kanari"
    )
    assert (choice.by, choice.rule_set.source) == ("Cleo kanari", twelve.source)


@pytest.mark.promise("Rules that change never reach back")
def test_what_was_written_down_on_a_day_is_judged_by_the_rules_of_that_day(town: Town) -> None:
    tomorrow = TODAY + timedelta(days=1)
    choose(town, from_on=tomorrow, changed={"longest_minutes": 180})
    long = town.help(time=HOURS(240), done_on=TODAY)
    assert code(do("timebank.record_for", town.actor("Cleo"), **long)) == "done"
    with clock.at(NOON + timedelta(days=1)):
        refused = do("timebank.record_for", town.actor("Cleo"), **long)
    assert isinstance(refused, Refusal)
    assert refused.sentence == "Nobody helps longer than 3 h 00 at once here: record each day by itself."


def test_of_two_choices_for_one_day_the_later_counts(town: Town) -> None:
    choose(town, changed={"oldest_days": 10})
    choose(town, changed={"oldest_days": 20})
    choose(town, from_on=TODAY + timedelta(days=3), changed={"oldest_days": 30})
    book = book_of(town.community.pk)
    days = [book.rules("timebank", TODAY + timedelta(days=more)).oldest_days for more in (-1, 0, 2, 3)]
    assert days == [366, 20, 20, 30]
    assert [choice.rule_set.values.oldest_days for choice in book.all("timebank")] == [30, 20, 10, 366]


def test_a_book_is_one_query(town: Town) -> None:
    choose(town)
    number = town.community.pk
    with CaptureQueriesContext(connection) as asked:
        book = book_of(number)
        book.all("timebank")
        book.rules("timebank", TODAY)
    assert len(asked) == 1


def test_what_another_community_chose_says_nothing_here(towns: tuple[Town, Town]) -> None:
    one, other = towns
    choose(one)
    assert rules_of(other.community.pk, "timebank", TODAY) == rule_sets_of("timebank")[0].values


def test_a_choice_is_only_ever_added_to(town: Town) -> None:
    choose(town)
    for change in (
        lambda: ChosenRules.objects.update(decision="mine"),
        lambda: ChosenRules.objects.update(decision="", decision_id=uuid4()),
        lambda: ChosenRules.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_same_request_chooses_once(town: Town) -> None:
    said = {"request_id": uuid4(), "decision": town.decided()}
    first, again = choose(town, **said), choose(town, **said)
    assert isinstance(first, Done) and isinstance(again, Done)
    assert first.value == again.value
    assert ChosenRules.objects.count() == 1
    assert code(do("decisions.choose_rules", operator(), arena="timebank", rule_set="twelve-hours", from_on=TODAY,
                   decision=town.decided())) == "NOT_ALLOWED"  # fmt: skip


def test_scripts_read_by_what_is_counted(towns: tuple[Town, Town]) -> None:
    town, other = towns
    cited = town.decided()
    choose(town, changed={"below_minutes": 600}, decision=cited)
    choose(town, from_on=TODAY + timedelta(days=9), rule_set="participation")
    key = {"Authorization": f"Bearer {town.key('Ana')}"}
    items = Client().get("/api/alder/people/rules", headers=key).json()["items"]
    assert [(one["rule_set"], one["counts_today"]) for one in items] == [
        ("participation", False), ("twelve-hours", True), ("participation", False),
    ]  # fmt: skip
    assert items[1]["changed"] == {"below_minutes": 600}
    assert (items[1]["values"]["below_minutes"], items[1]["decision_id"], items[2]["id"]) == (600, str(cited), None)
    there = {"Authorization": f"Bearer {other.key('Ana')}"}
    assert "kanari" not in Client().get("/api/birch/people/rules", headers=there).content.decode()


def test_a_copy_by_the_api_and_what_it_cannot_say(town: Town) -> None:
    said = {"arena": "timebank", "rule_set": "twelve-hours", "from_on": TODAY.isoformat()}
    said["decision"] = str(town.decided())

    def send(**changed: Any) -> Any:
        headers = {"Authorization": f"Bearer {town.key('Cleo')}", "Idempotency-Key": str(uuid4())}
        body = json.dumps({**said, "changed": changed})
        return Client().post("/api/alder/decisions/choose-rules", body, "application/json", headers=headers)

    wrong, right = send(below_minutes="ten"), send(below_minutes=600)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "changed.below_minutes")
    assert right.status_code in (200, 201), right.content
    assert rules_of(town.community.pk, "timebank", TODAY).below_minutes == 600
