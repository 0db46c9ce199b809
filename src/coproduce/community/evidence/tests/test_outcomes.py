"""How things are: asked only of who said yes, as a licence allows, a refusal is counted, and sums show no few."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do, told
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import AuditRow
from coproduce.community.evidence.models import Outcome
from coproduce.community.evidence.outcomes.actions import Answer
from coproduce.community.evidence.outcomes.measures import BACK_IN_HOSPITAL, LONELINESS, NEEDS, SHIPPED, WELL_BEING
from coproduce.community.evidence.outcomes.pages import EXAMPLE
from coproduce.community.evidence.outcomes.queries import answers_of, came_of, measures_of
from coproduce.community.evidence.outcomes.rules import (
    Answered,
    Measure,
    capability,
    change,
    fault_of,
    is_well,
    may_be_asked,
    read_measure,
    score,
)
from coproduce.community.evidence.queries.books import Books
from coproduce.community.people.models import Agent, Consent, Membership, Person, Wording
from coproduce.core.refusal import Refusal


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def agree(town: Town, *names: str) -> None:
    for name in names:
        told("people.consent", town.actor(name), member=town.agents[name], scope="outcomes")


def lonely(*numbers: int) -> tuple[Answer, ...]:
    """As many answers as are told, in the order of the questions."""
    return tuple(Answer(item.code, number) for item, number in zip(LONELINESS.items, numbers, strict=False))


def test_measures_are_as_they_are_published() -> None:
    assert [len(one.items) for one in SHIPPED] == [4, 4, 5, 1, 1, *[6] * 9] and len(NEEDS) == 9
    assert [len(item.answers) for item in WELL_BEING.items] == [11] * 4
    ucla, direct = LONELINESS.readings
    assert score(ucla, {"companionship": 2, "left_out": 3, "isolated": 1}) == 6  # V17
    assert not is_well(ucla, 6) and is_well(ucla, 5) and is_well(direct, 3)
    assert score(ucla, {"companionship": 2, "left_out": 3}) is None
    assert BACK_IN_HOSPITAL.is_health and not any(one.licence for one in SHIPPED)


def test_a_change_is_one_from_the_least_that_means_something() -> None:
    lent = read_measure(EXAMPLE)
    assert isinstance(lent, Measure)
    (reading,) = lent.readings
    assert [change(reading, 5, after) for after in (2, 4, 5, 6, 7)] == [-1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ({}, None),
        ({"can-1": 2}, None),
        ({"can-1": 2, "want-1": 1, "can-2": 1, "want-2": 1, "can-3": 0, "want-3": 0}, "with help"),
        ({"can-1": 2, "want-1": 1, "can-2": 0, "want-2": 1}, "cannot"),
        ({"can-1": 0, "want-1": 0}, "does not want"),
    ],
)
def test_not_wanting_is_no_gap_and_help_is_its_own(said: dict[str, int], stands: str | None) -> None:
    assert capability(said) == stands


@pytest.mark.parametrize(
    ("change", "channel", "answer"),
    [
        ({}, "page", "NO_LICENCE"),
        ({'ref = ""': 'ref = "A17"'}, "page", "done"),
        ({'ref = ""': 'ref = "A17"', ', "page"': ""}, "page", "LICENCE_FORBIDS"),
        ({'ref = ""': 'ref = "A17"', ', "page"': ""}, "paper", "done"),
        ({'ref = ""': 'ref = "A17"', "2027-12-31": "2026-01-31"}, "paper", "LICENCE_OVER"),
    ],
)
def test_a_licence_blocks_what_it_does_not_name(change: dict[str, str], channel: str, answer: str) -> None:
    text = EXAMPLE
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    found = read_measure(text)
    assert isinstance(found, Measure)
    assert code(may_be_asked(found, channel, TODAY)) == answer


@pytest.mark.parametrize(
    "broken",
    ["", "slug = 1", EXAMPLE.replace("[licence]", "[other]"), EXAMPLE.replace('"phone"', '"fax"'),
     EXAMPLE.replace("2027-12-31", '"soon"'), EXAMPLE + "#" * 20_000],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(broken: str) -> None:
    fault = read_measure(broken)
    assert isinstance(fault, Refusal) and fault.field == "text"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (Answered({"lonely": 2}), "done"),
        (Answered(is_refused=True), "done"),
        (Answered(), "MISSING"),
        (Answered({"lonely": 9}), "UNKNOWN_ANSWER"),
        (Answered({"sleep": 1}), "UNKNOWN_ANSWER"),
        (Answered({"lonely": 2}, is_refused=True), "EITHER"),
        (Answered({"lonely": 2}, goal="Sing"), "UNKNOWN_ANSWER"),
    ],
)
def test_what_can_be_written_down(said: Answered, answer: str) -> None:
    assert code(fault_of(LONELINESS, said)) == answer


@pytest.mark.django_db
def test_only_who_said_yes_is_asked_each_in_their_way(town: Town) -> None:
    ana = town.agents["Ana"]
    asked = {"member": ana, "measure": "loneliness", "answers": lonely(1, 1, 1, 2)}
    assert code(do("evidence.answer", town.actor("Ana"), **asked)) == "NOT_AGREED"
    agree(town, "Ana")
    assert code(do("evidence.answer", town.actor("Ana"), **asked)) == "done"
    for who, more, answer in (
        ("Ana", {"channel": "paper"}, "WRONG_CHANNEL"),
        ("Cleo", {}, "WRONG_CHANNEL"),
        ("Cleo", {"channel": "paper", "asked_on": TODAY + timedelta(days=1)}, "WRONG_DAY"),
        ("Cleo", {"channel": "paper", "measure": "sleep"}, "NOT_FOUND"),
        ("Dee", {"channel": "phone"}, "done"),
        ("Ben", {"channel": "phone"}, "NOT_FOUND"),
        ("Kim", {"channel": "phone"}, "NOT_FOUND"),
    ):
        assert code(do("evidence.answer", town.actor(who), **{**asked, **more})) == answer, (who, more)
    row = Outcome.objects.get()  # the later of one day stands
    assert (row.channel, row.answers["lonely"], row.version) == ("phone", 2, "2018")


@pytest.mark.django_db
def test_a_helper_writes_down_what_they_are_told_as_a_helper_and_reads_nothing(town: Town) -> None:
    agree(town, "Ana")
    ana, ben = (town.actor(name).agent_id for name in ("Ana", "Ben"))
    helped = replace(town.actor("Ana"), helped_by=ben)
    asked = {"member": town.agents["Ana"], "measure": "loneliness", "answers": lonely(1, 1, 1, 2)}
    assert code(do("evidence.answer", helped, **asked)) == "done"
    row = Outcome.objects.get()
    assert (row.agent_id, row.taken_by, row.channel) == (ana, ben, "page")
    assert (AuditRow.objects.get(verb="evidence.answer", kind=AuditRow.DONE).helped_by) == ben
    whose = Agent.objects.get(pk=ana)
    assert not answers_of(helped, whose) and answers_of(town.actor("Ana"), whose).count() == 1
    assert code(do("evidence.answer", replace(town.actor("Ben"), helped_by=ana), **asked)) == "NOT_FOUND"


@pytest.mark.django_db
def test_taking_the_yes_back_takes_the_answers_with_it(town: Town) -> None:
    agree(town, "Ana", "Ben")
    for name in ("Ana", "Ben"):
        told(
            "evidence.answer", town.actor(name), member=town.agents[name], measure="ties", answers=(Answer("asked", 1),)
        )
    told("people.withdraw_consent", town.actor("Ana"), member=town.agents["Ana"], scope="outcomes")
    assert [row.agent.public_id for row in Outcome.objects.all()] == [town.agents["Ben"]]
    told("people.merge", town.actor("Cleo"), keep=town.agents["Ana"], gone=town.agents["Ben"])
    assert Outcome.objects.get().agent.public_id == town.agents["Ana"]


def crowd(town: Town, n: int) -> list[Agent]:
    """So many more members who said yes to being asked."""
    words = Wording.objects.filter(community=town.community, scope="outcomes").first()
    if words is None:
        agree(town, "Ana")
        words = Wording.objects.get(community=town.community, scope="outcomes")
    found = []
    for number in range(n):
        agent = Agent.objects.create(community=town.community, name=f"Member {number}")
        Membership.objects.create(
            community=town.community, agent=agent, person=Person.objects.create(name=agent.name), joined_on=TODAY,
            roles=["member"],
        )  # fmt: skip
        Consent.objects.create(
            agent=agent, wording=words, scope="outcomes", channel="paper", given_at="2026-01-01T00:00Z"
        )
        found.append(agent)
    return found


def write(town: Town, agent: Agent, measure: str, on: date, answers: dict[str, int], **more: Any) -> None:
    Outcome.objects.create(
        community=town.community, agent=agent, measure=measure, version="1", asked_on=on, channel="paper",
        answers=answers, made_at="2026-01-01T00:00Z", **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_refusal_is_missing_and_no_few_are_shown(town: Town) -> None:
    before = TODAY - timedelta(days=90)
    for number, agent in enumerate(crowd(town, 40)):
        write(town, agent, "loneliness", before, {"lonely": 4})
        refuses = number >= 30
        write(town, agent, "loneliness", TODAY, {} if refuses else {"lonely": 2 if number < 16 else 5},
              is_refused=refuses)  # fmt: skip
        write(town, agent, "can-rest", TODAY, {"can-1": 2, "want-1": 1})
        write(town, agent, "can-leisure", TODAY, {"can-1": 0 if number < 3 else 2, "want-1": 1})
    came = came_of(Books(town.community, TODAY))
    ((measure, reads),) = came.readings
    direct = reads[1]
    assert measure.slug == "loneliness"
    assert (direct.now.k, direct.now.n, direct.now.missing) == (16, 30, 10)
    assert (direct.better.k, direct.worse.k, direct.better.design) == (16, 14, "B")
    assert reads[0].now.n == 0 and reads[0].now.missing == 40  # a scale with a question missing has no score
    (leisure,) = came.needs
    assert all(figure.k is None or figure.k >= 8 for _, figure in leisure.standing)
    assert "cannot" in {way for ways, _ in leisure.standing for way in ways}


@pytest.mark.django_db
def test_a_scale_is_asked_once_its_licence_says_so_and_its_figures_stay_inside(town: Town) -> None:
    agree(town, "Ana")
    ana, cleo = town.actor("Ana"), town.actor("Cleo")
    asked = {"member": town.agents["Ana"], "measure": "our-scale", "answers": (Answer("q1", 3),)}
    assert told("evidence.bring_measure", cleo, text=EXAMPLE).is_on is False
    assert code(do("evidence.answer", ana, **asked)) == "NO_LICENCE"
    assert told("evidence.bring_measure", cleo, text=EXAMPLE.replace('ref = ""', 'ref = "A17"')).is_on is True
    told("evidence.answer", ana, **asked)
    assert Outcome.objects.get().licence_ref == "A17"
    inside, outside = (came_of(Books(town.community, TODAY), is_outside=away) for away in (False, True))
    assert [one.slug for one, _ in inside.readings] == ["our-scale"] and not outside.readings
    assert code(do("evidence.bring_measure", cleo, text=EXAMPLE.replace("our-scale", "ties"))) == "TAKEN"
    assert code(do("evidence.bring_measure", ana, text=EXAMPLE)) == "NOT_ALLOWED"
    assert len(measures_of(town.community.pk)) == len(SHIPPED) + 1


@pytest.mark.django_db
def test_pages_ask_take_down_refuse_and_the_desk_is_seen_to_look(town: Town) -> None:
    agree(town, "Ana")
    mine = f"/alder/evidence/how-things-are/{town.agents['Ana']}/"
    ana, cleo, ben = (signed_in(town, name) for name in ("Ana", "Cleo", "Ben"))
    assert (
        ben.get(mine).status_code == 404
        and "do not ask"
        in cleo.get(mine.replace(str(town.agents["Ana"]), str(town.agents["Ben"]))).content.decode().lower()
    )
    sends = {"request_id": uuid4()}
    assert ana.post(f"{mine}goal/", sends).status_code == 422
    kept = ana.post(f"{mine}goal/", {**sends, "goal": "Sing in the choir", "far": "3"})
    assert (kept.status_code, kept["Location"]) == (303, mine)
    assert "Sing in the choir" in ana.get(mine).content.decode()
    assert "Sing in the choir" not in cleo.get(mine).content.decode()
    reads = AuditRow.objects.filter(verb="evidence.read_answers")
    assert not reads.exists()
    assert "Sing in the choir" in cleo.get(f"{mine}?answers=1").content.decode() and reads.count() == 1
    paper = {"request_id": uuid4(), "channel": "paper", "asked_on": str(TODAY), "refuse": "1"}
    assert cleo.post(f"{mine}loneliness/", paper).status_code == 303
    assert Outcome.objects.get(measure="loneliness").is_refused
    assert "Rather not." in ana.get(mine).content.decode()
    questions = "/alder/evidence/how-things-are/questions/"
    assert ben.get(questions).status_code == 404
    form = cleo.get(questions).context["forms"]["bring"]
    bad = cleo.post(questions, {"what": "bring", "request_id": form["request_id"].value(), "text": "slug = 1"})
    assert bad.status_code == 422 and "slug = 1" in bad.content.decode()
    told("evidence.bring_measure", town.actor("Cleo"), text=EXAMPLE)
    assert cleo.get(f"{questions}loneliness/sheet/").status_code == 200
    off = cleo.get(f"{questions}our-scale/sheet/")
    assert off.status_code == 422 and "The first question" not in off.content.decode()
    for page in ("", "?as=csv"):
        assert signed_in(town, "Kim").get(f"/alder/evidence/how-things-are/{page}").status_code == 200
