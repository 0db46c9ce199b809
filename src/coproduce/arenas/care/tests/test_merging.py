"""Somebody who came in twice becomes one: they are visited once, and nothing that is to be minded is lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.fixtures.towns import NOON
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.actions.merging import NOT_THIS_ONE, TWICE
from coproduce.arenas.care.models import Case, Flag
from coproduce.arenas.care.queries.mine import my_case
from coproduce.arenas.care.rules.checklist import Answer
from coproduce.arenas.care.rules.states import OPEN
from coproduce.arenas.care.tests.test_actions import code
from coproduce.arenas.care.tests.town import Ward
from coproduce.community.base import clock
from coproduce.community.base.models import Outbox

pytestmark = pytest.mark.django_db


def told(template: str) -> list[int | None]:
    return sorted(one.to_agent for one in Outbox.objects.filter(template=template))


def make_one(ward: Ward, keep: UUID, gone: UUID) -> None:
    both = {"keep": ward.case(keep).agent.public_id, "gone": ward.case(gone).agent.public_id}
    ward.done("Cleo", "people.merge", **both)


@pytest.mark.parametrize("is_kept_record", [True, False])
def test_who_was_taken_on_is_visited_and_the_other_ends_quietly(ward: Ward, is_kept_record: bool) -> None:
    """Whichever record is kept, the visits that came farthest go on; both notes of what is to be minded stand."""
    ward.visitor("Tom")
    far, fresh = ward.home("Ida"), ward.home("Ida", address="", red_flags="Swelling: ring 01632 960 111")
    ward.matched(far)
    ward.visited(far)
    ward.matched(fresh, "Tom")
    Case.objects.filter(public_id=far).update(risk_note="A dog")
    Case.objects.filter(public_id=fresh).update(risk_note="A steep stair")
    planned = ward.planned(fresh, "Tom", "Ben", starts_at=NOON + timedelta(days=1))
    make_one(ward, *((far, fresh) if is_kept_record else (fresh, far)))
    kept, ended = ward.case(far), ward.case(fresh)
    assert (kept.state, kept.visitor) == ("in-progress", ward.agent("Ana"))
    assert (kept.risk_note, kept.red_flags) == ("A dog / A steep stair", "Swelling: ring 01632 960 111")
    assert (ended.state, ended.reason, ended.next_call_on) == ("cancelled", "", None)
    assert ward.visit(planned).cancelled_at == NOON
    assert kept.agent == ended.agent and Case.objects.filter(agent=kept.agent, state__in=OPEN).count() == 1
    assert told(TWICE) == sorted(ward.agent(name).pk for name in ("Cleo", "Dee"))
    assert told(NOT_THIS_ONE) == [ward.agent("Tom").pk]
    assert (
        code(ward.do("Tom", "plan_visit", case=fresh, starts_at=NOON, companion=ward.town.agents["Ben"])) == "NOT_NOW"
    )


def test_nobody_is_visited_for_the_first_time_twice(ward: Ward) -> None:
    """What was seen goes along, so that nothing urgent stands with visits that are over."""
    first, second = ward.home("Ida"), ward.home("Ida")
    for case in (second, first):
        ward.matched(case)
        visit = ward.planned(case)
        with clock.at(NOON + timedelta(minutes=10 if case == first else 0)):
            ward.done("Ana", "check_in", visit=visit)
    with clock.at(NOON + timedelta(minutes=20)):
        ward.done("Ana", "write_answers", visit=visit, answers=(Answer("HEAT", "urgent"),))
        make_one(ward, second, first)
    [kept] = Case.objects.filter(state__in=OPEN)
    assert (kept.first_visit_at, kept.visits.count()) == (NOON, 2)
    assert Case.objects.exclude(pk=kept.pk).get().first_visit_at is None
    assert Flag.objects.get().visit.case == kept
    with clock.at(NOON + timedelta(minutes=30)):
        assert code(ward.do("Ana", "check_out", visit=visit)) == "done", "whoever is in the house leaves as ever"


def test_visits_that_rest_are_kept_until_the_desk_says_that_they_go_on(ward: Ward) -> None:
    rests, fresh = ward.home("Ida"), ward.home("Ida")
    ward.matched(rests)
    ward.visited(rests)
    ward.done("Dee", "move_case", case=rests, to="on-hold")
    ward.matched(fresh)
    make_one(ward, rests, fresh)
    assert (ward.case(rests).state, ward.case(fresh).state) == ("on-hold", "cancelled")


def test_what_a_hospital_asked_is_answered_with_the_visits_that_go_on(ward: Ward) -> None:
    asked, other = ward.home("Ida"), ward.home("Ida")
    task = {"id": "t1"}
    Case.objects.filter(public_id=asked).update(task=task)
    ward.done("Dee", "triage", case=other, takes=True)
    make_one(ward, asked, other)
    assert (ward.case(other).task, ward.case(asked).task) == (task, None)
    assert ward.case(asked).state == "rejected"


def test_their_own_page_shows_the_visits_that_go_on(ward: Ward) -> None:
    tom = {"member": ward.town.agents["Tom"], "says": ("C1", "C2"), "channel": "phone"}
    first = ward.done("Cleo", "open_case", card=ward.card(), **tom).case
    ward.matched(first)
    second = ward.done("Cleo", "open_case", card=ward.card(), **tom).case
    ward.done("Dee", "triage", case=second, takes=False, reason="Twice")
    mine = my_case(ward.town.actor("Tom"))
    assert mine is not None and mine.public_id == first
    assert b"Ana" in signed_in(ward.town, "Tom").get(f"/{ward.town.slug}/care/").content
