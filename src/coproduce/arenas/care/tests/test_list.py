"""The desk's one list: what cannot wait first, in as many questions however many people there are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import NOON, TODAY
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.models import Case, Flag, Visit
from coproduce.arenas.care.queries.desk import waiting
from coproduce.arenas.care.tests.town import Ward
from coproduce.community.base import clock
from coproduce.community.people.models import Agent

pytestmark = pytest.mark.django_db

MANY = 5_000


def test_what_waits_and_what_does_not(ward: Ward) -> None:
    late = ward.home(name="Ira", home_on=TODAY - timedelta(days=9))
    fresh = ward.home(name="Ivy", home_on=TODAY)
    found = waiting(ward.town.actor("Dee"), ward.town.community)
    assert found is not None
    assert [one.public_id for one in found.first_visits] == [late, fresh]
    assert not found.calls, "who is not taken on yet is rung for that, and for nothing else"
    ward.done("Dee", "triage", case=late, takes=True)
    found = waiting(ward.town.actor("Dee"), ward.town.community)
    assert found is not None and [one.public_id for one in found.calls] == [late]
    ward.done("Dee", "triage", case=fresh, takes=True)
    found = waiting(ward.town.actor("Dee"), ward.town.community)
    assert found is not None and [one.public_id for one in found.first_visits] == [late], "the other has time yet"
    ward.done("Dee", "record_call", case=late, minutes=5, by_desk=True)
    assert ward.case(late).next_call_on == TODAY - timedelta(days=9) + timedelta(days=14)
    assert waiting(ward.town.actor("Ana"), ward.town.community) is None


def test_the_desk_reads_by_when_it_looks_at_somebody_and_for_whom_nobody_was_found(ward: Ward) -> None:
    case = ward.home(home_on=TODAY)
    dee, list_ = signed_in(ward.town, "Dee"), f"/{ward.town.slug}/care/list/"
    page = dee.get(list_)
    [row] = page.context["found"].first_visits
    assert NOON < row.next_by <= NOON + timedelta(hours=24) and b"To be looked at by" in page.content
    ward.done("Dee", "triage", case=case, takes=True)
    for hours, waits in ((23, False), (25, True)):
        with clock.at(NOON + timedelta(hours=hours)):
            page = dee.get(list_)
        assert bool(page.context["found"].first_visits) is (b"Nobody is found to visit yet" in page.content) is waits
    Case.objects.update(visitor=ward.agent("Ana"))
    with clock.at(NOON + timedelta(hours=25)):
        assert not dee.get(list_).context["found"].first_visits


def test_a_last_talk_follows_the_last_call(ward: Ward) -> None:
    case = ward.home(home_on=TODAY - timedelta(days=29))
    ward.done("Dee", "triage", case=case, takes=True)
    Case.objects.update(state="in-progress", next_by=None)
    for days in (29, 22, 15, 0):
        ward.done("Dee", "record_call", case=case, minutes=5, by_desk=True, at=NOON - timedelta(days=days))
    row = ward.case(case)
    assert (row.next_call_on, row.next_by) == (TODAY + timedelta(days=1), NOON.replace(hour=0) + timedelta(days=14))
    dee, list_ = signed_in(ward.town, "Dee"), f"/{ward.town.slug}/care/list/"
    for days, is_due in ((0, False), (1, True)):
        with clock.at(NOON + timedelta(days=days)):
            page = dee.get(list_)
        assert bool(page.context["found"].calls) is (b"the last talk" in page.content) is is_due


def test_eight_questions_at_five_thousand(ward: Ward) -> None:
    here_now, ana = ward.town.community, ward.agent("Ana")
    people = Agent.objects.bulk_create(Agent(community=here_now, name=f"P{number}") for number in range(MANY))
    cases = Case.objects.bulk_create(
        Case(
            community=here_now, agent=one, channel="phone",
            opened_at=NOON - timedelta(days=9), moved_at=NOON, visitor=ana,
            state=("requested", "accepted", "in-progress")[number % 3],
            first_visit_due_at=NOON - timedelta(days=6), next_call_on=TODAY,
        )
        for number, one in enumerate(people)
    )  # fmt: skip
    visits = Visit.objects.bulk_create(
        Visit(case=one, kind="home", visitor=ana, made_at=NOON, planned_at=NOON, checked_in_at=NOON,
              expected_end=NOON - timedelta(minutes=1))
        for one in cases[:500]
    )  # fmt: skip
    Flag.objects.bulk_create(
        Flag(public_id=uuid4(), community=here_now, visit=one, code="HEAT", level="red", made_at=NOON, due_at=NOON)
        for one in visits
    )
    cleo = signed_in(ward.town, "Cleo")
    cleo.get(f"/{ward.town.slug}/care/list/")
    with CaptureQueriesContext(connection) as asked:
        page = cleo.get(f"/{ward.town.slug}/care/list/")
    assert page.status_code == 200 and len(page.context["found"].first_visits) == 20
    ours = [one["sql"] for one in asked.captured_queries if "care_" in one["sql"]]
    assert len(ours) == 4
    assert len(asked) <= 8, [one["sql"][:90] for one in asked.captured_queries]
