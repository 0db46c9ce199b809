"""A community's own questions at its door, what applicants answer, and who is not of age when they knock."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.actor import visitor
from coproduce.community.base.models import AuditRow
from coproduce.community.people.joining.questions import questions_of
from coproduce.community.people.joining.rules import MOST_QUESTIONS, Answer
from coproduce.community.people.models import Agent, JoinAnswer, JoinQuestion, Membership
from coproduce.community.people.queries import applicants
from coproduce.community.people.rules import Referee
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

TWO = (Referee("Guy", "01632 960 111"), Referee("Hal", "at the library"))
CAR = {"words": "Have you a car?", "kind": "yes or no", "is_required": True}
NEXT_YEAR = TODAY + timedelta(days=365)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def question(town: Town, **more: Any) -> UUID:
    done = do("people.write_question", town.actor("Cleo"), **{**CAR, **more})
    assert code(done) == "done", done
    found: UUID = done.value.question  # type: ignore[union-attr]
    return found


def knock(town: Town, *answers: tuple[UUID, str], **more: Any) -> Any:
    said = {"name": "Flo", "email": "flo@x.org", "words": "walking dogs", "references": TWO, **more}
    return do("people.apply", visitor(town.community.pk), answers=tuple(Answer(*one) for one in answers), **said)


@pytest.mark.parametrize(
    ("who", "change", "said"),
    [
        ("Cleo", {}, "done"),
        ("Ana", {}, "NOT_ALLOWED"),
        ("Cleo", {"words": ""}, "MISSING"),
        ("Cleo", {"kind": "stars"}, "UNKNOWN_CHOICE"),
        ("Cleo", {"kind": "one of"}, "MISSING"),
        ("Cleo", {"kind": "one of", "choices": ("a", "b")}, "done"),
        ("Cleo", {"choices": ("a", "b")}, "WRONG_KIND"),
        ("Cleo", {"kind": "one of", "choices": ("a", "")}, "MISSING"),
        ("Cleo", {"place": 0}, "OUT_OF_RANGE"),
        ("Cleo", {"question": uuid4()}, "NOT_FOUND"),
    ],
)
def test_who_asks_what(town: Town, who: str, change: dict[str, Any], said: str) -> None:
    assert code(do("people.write_question", town.actor(who), **{**CAR, **change})) == said
    assert JoinQuestion.objects.exists() is (said == "done")


def test_questions_stand_in_an_order_and_are_not_without_end(town: Town) -> None:
    for number in range(MOST_QUESTIONS):
        question(town, words=f"Question {number}?")
    assert code(do("people.write_question", town.actor("Cleo"), **CAR)) == "TOO_MANY"
    last = JoinQuestion.objects.get(words="Question 11?")
    question(town, question=last.public_id, words="First?", place=1)
    question(town, question=JoinQuestion.objects.get(words="Question 0?").public_id, words="Third?", place=3)
    assert [one.words for one in questions_of(town.community.pk)][:3] == ["First?", "Question 1?", "Third?"]


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED")])
def test_who_retires_a_question(town: Town, who: str, said: str) -> None:
    car = question(town)
    assert code(do("people.retire_question", town.actor(who), question=car)) == said
    assert code(knock(town)) == ("done" if said == "done" else "MISSING")


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("short", "a van", "done"),
        ("short", "x" * 201, "TOO_LONG"),
        ("long", "x" * 1000, "done"),
        ("yes or no", "yes", "done"),
        ("yes or no", "perhaps", "UNKNOWN_CHOICE"),
        ("one of", "a van", "done"),
        ("one of", "a cart", "UNKNOWN_CHOICE"),
        ("short", " ", "MISSING"),
    ],
)
def test_an_answer_fits_its_question_and_bad_ones_name_it(town: Town, kind: str, answer: str, said: str) -> None:
    car = question(town, words="What do you drive?", kind=kind, choices=("a van", "a car") if kind == "one of" else ())
    outcome = knock(town, (car, answer))
    assert code(outcome) == said
    if said != "done":
        assert "What do you drive?" in str(outcome)
        assert not Membership.objects.filter(state=Membership.APPLIED).exists()


def test_nobody_answers_what_another_town_asks(towns: tuple[Town, Town]) -> None:
    here, there = towns
    assert code(knock(here, (question(there), "yes"))) == "NOT_FOUND"
    assert code(do("people.write_question", here.actor("Cleo"), **CAR, question=question(there))) == "NOT_FOUND"
    assert code(do("people.retire_question", here.actor("Cleo"), question=question(there))) == "NOT_FOUND"


def test_an_answer_keeps_the_words_it_answered_and_the_first_one_stands(town: Town) -> None:
    car = question(town)
    knock(town, (car, "yes"))
    question(town, question=car, words="Do you drive?")
    knock(town, (car, "no"))
    answer = JoinAnswer.objects.get()
    assert (answer.asked, answer.words) == ("Have you a car?", "yes")


def test_who_was_here_before_comes_back_with_what_they_answer_now(town: Town) -> None:
    car, cleo = question(town), town.actor("Cleo")
    for answer in ("yes", "no"):
        knock(town, (car, answer))
        flo = applicants(cleo).get().agent.public_id
        assert code(do("people.accept", cleo, member=flo)) == "done"
        flo = Membership.objects.get(state=Membership.ACTIVE, agent__name="Flo").agent.public_id
        assert code(do("people.leave", cleo, member=flo)) == "done"
    assert JoinAnswer.objects.get(membership__agent__public_id=flo).words == "no"


def test_the_door_asks_them_and_the_desk_reads_what_was_answered(town: Town) -> None:
    car = question(town, hint="For lifts to the surgery")
    said: dict[str, Any] = {
        "request_id": uuid4(), "name": "Flo", "email": "flo@x.org", "words": "dogs", "knows_1": "Guy", "reach_1": "1",
        "knows_2": "Hal", "reach_2": "2", "agrees": "on",
    }  # fmt: skip
    visitor_ = Client()
    page = visitor_.get("/alder/people/join/").content.decode()
    assert "Have you a car?" in page and "For lifts to the surgery" in page
    bad = visitor_.post("/alder/people/join/", said)
    assert bad.status_code == 422
    assert "Answer this too: Have you a car?" in bad.content.decode()
    assert visitor_.post("/alder/people/join/", {**said, f"answer_{car}": "yes"}).status_code == 302
    desk = signed_in(town, "Cleo")
    page = desk.get("/alder/people/applicants/").content.decode()
    assert "<dt>Have you a car?</dt><dd>Yes</dd>" in page
    assert "Have you a car? yes" in desk.get("/alder/people/applicants/?as=csv").content.decode()
    assert signed_in(town, "Ana").get("/alder/people/join/questions/").status_code == 404


def test_the_desk_writes_changes_and_retires_on_pages(town: Town) -> None:
    desk = signed_in(town, "Cleo")
    new, said = "/alder/people/join/questions/new/", {"request_id": uuid4(), "words": "Evening?", "place": "1"}
    assert desk.post(new, {**said, "kind": "one of", "choices": "Monday"}).status_code == 422
    said["request_id"] = uuid4()
    assert desk.post(new, {**said, "kind": "one of", "choices": "Monday\n\nTuesday "}).status_code == 302
    row = JoinQuestion.objects.get()
    assert row.choices == ["Monday", "Tuesday"]
    there = f"/alder/people/join/questions/{row.public_id}/"
    assert "Monday\nTuesday" in desk.get(there).content.decode()
    assert desk.post(there, {**said, "request_id": uuid4(), "words": "When?", "kind": "short"}).status_code == 302
    assert "When?" in desk.get("/alder/people/join/questions/").content.decode()
    desk.post(f"{there}retire/", {"request_id": uuid4()})
    assert desk.get(there).status_code == 404


def test_who_is_not_of_age_is_welcomed_once_a_guardian_is_named(town: Town) -> None:
    cleo = town.actor("Cleo")
    assert code(knock(town, adult_on=TODAY)) == "WRONG_DAYS"
    assert code(knock(town, adult_on=NEXT_YEAR)) == "done"
    desk, flo = signed_in(town, "Cleo"), applicants(cleo).get().agent.public_id
    assert "write down who says yes for them" in desk.get("/alder/people/applicants/").content.decode()
    assert desk.get(f"/alder/people/{flo}/guardians/").status_code == 200
    assert code(do("people.accept", cleo, member=flo)) == "NO_GUARDIAN"
    named = do("people.name_guardian", cleo, member=flo, guardian=town.agents["Ana"])
    assert code(named) == "done"
    assert f"{Agent.objects.get(public_id=town.agents['Ana']).name} says yes for them" in (
        desk.get("/alder/people/applicants/").content.decode()
    )
    assert code(do("people.accept", cleo, member=flo)) == "done"
    assert Membership.objects.get(agent__public_id=flo).is_minor(TODAY)


def test_a_guardian_comes_along_with_who_was_here_before(town: Town) -> None:
    cleo = town.actor("Cleo")
    knock(town)
    first = applicants(cleo).get().agent.public_id
    do("people.accept", cleo, member=first)
    do("people.leave", cleo, member=first)
    knock(town, adult_on=NEXT_YEAR)
    again = applicants(cleo).get().agent.public_id
    do("people.name_guardian", cleo, member=again, guardian=town.agents["Ana"])
    assert code(do("people.accept", cleo, member=again)) == "done"
    back = Membership.objects.get(agent__public_id=first)
    assert back.is_minor(TODAY)
    assert [one.guardian.public_id for one in back.agent.guardians.filter(ended_on=None)] == [town.agents["Ana"]]


def test_scripts_read_what_is_asked_and_the_desk_what_was_answered(towns: tuple[Town, Town]) -> None:
    town, other = towns
    asked = question(town, choices=(), hint="For lifts")
    knock(town, (asked, "yes"))

    def read(who: str, what: str) -> Any:
        headers = {"Authorization": f"Bearer {town.key(who)}"}
        return Client().get(f"/api/{town.slug}/people/{what}", headers=headers).json()["items"]

    for who in ("Ana", "Cleo"):
        [row] = read(who, "questions")
        assert (row["id"], row["words"], row["hint"], row["is_required"]) == (
            str(asked), CAR["words"], "For lifts", True,
        )  # fmt: skip
    assert read("Ana", "applicants") == []
    [flo] = read("Cleo", "applicants")
    assert flo["answers"] == [{"question": str(asked), "asked": CAR["words"], "words": "yes"}]
    assert [one["name"] for one in flo["references"]] == ["Guy", "Hal"]
    [noted] = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_members")
    assert noted.subjects == [Agent.objects.get(name="Flo").pk]
    heard = {"reference": flo["references"][0]["id"], "words": "Kind, and on time"}
    assert code(do("people.hear_reference", town.actor("Cleo"), **heard)) == "done"
    assert {one["words"] for one in read("Cleo", "applicants")[0]["references"]} == {"", "Kind, and on time"}
    headers = {"Authorization": f"Bearer {other.key('Cleo')}"}
    assert Client().get(f"/api/{town.slug}/people/applicants", headers=headers).status_code == 404
