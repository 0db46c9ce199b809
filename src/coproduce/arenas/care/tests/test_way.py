"""The way from the card to the last talk, as everybody does it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from tests.fixtures.towns import NOON, build
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.models import Case, Flag
from coproduce.arenas.care.queries.links import to_case, to_own_page, to_visit
from coproduce.arenas.care.rules.checklist import Answer
from coproduce.arenas.care.tests.test_actions import code
from coproduce.arenas.care.tests.town import Ward, ward_of
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.exchange.models import Ask
from coproduce.community.ledger.tests.test_batch import in_another_session
from coproduce.community.people.concerns.queries import worry
from coproduce.community.people.models import Concern, Membership
from coproduce.core.quantity import HOURS

pytestmark = pytest.mark.django_db


def test_from_a_card_to_the_last_talk(ward: Ward) -> None:
    case = ward.home()
    assert ward.case(case).state == "requested"
    ward.matched(case)
    visit = ward.visited(case)
    row = ward.case(case)
    assert (row.state, row.generation, row.first_visit_at) == ("in-progress", 0, NOON)
    with clock.at(NOON + timedelta(minutes=50)):
        written = ward.done(
            "Ana", "write_answers", visit=visit,
            answers=(Answer("HEAT", "urgent", "No heating"), Answer("FOOD", "fine"), Answer("SAFE", "not asked")),
        )  # fmt: skip
        assert (written.asked, written.flags) == (3, 1)
        assert ward.done("Ana", "check_out", visit=visit).minutes == 50
    flag = Flag.objects.get()
    assert (flag.level, flag.rung) == ("red", 1)
    ward.done("Dee", "acknowledge_flag", flag=flag.public_id)
    ward.done("Dee", "close_flag", flag=flag.public_id, done="The heating was mended", outcome="seen to")
    ward.done("Dee", "close_case", case=case, needs_met=True, how="She rings Ana now and then")
    assert ward.case(case).state == "completed"


def test_whoever_is_visited_says_what_worries_them(ward: Ward) -> None:
    """Silently, from their own page; whoever visits them learns nothing of it."""
    tom = ward.town.agents["Tom"]
    Membership.objects.filter(agent__public_id=tom).update(roles=["member"])
    case = ward.done("Cleo", "open_case", card=ward.card(), member=tom, says=("C1", "C2"), channel="phone").case
    Membership.objects.filter(agent__public_id=tom).update(roles=["visited"])
    ward.matched(case)
    phone, new = signed_in(ward.town, "Tom"), f"/{ward.town.slug}/people/worries/new/"
    assert new.encode() in phone.get(f"/{ward.town.slug}/care/").content
    assert phone.get(new).status_code == 200
    phone.post(new, {"words": "She asks for money", "request_id": uuid4()})
    found = Concern.objects.get()
    assert found.raised_by == ward.agent("Tom") and worry(ward.town.actor("Sal"), found.public_id) is not None
    assert b"asks for money" not in signed_in(ward.town, "Ana").get(f"/{ward.town.slug}/care/").content


def test_what_a_letter_names_is_the_page(ward: Ward) -> None:
    row, slug = ward.case(ward.home()), ward.town.slug
    assert to_case(row) == reverse("care_case", kwargs={"community": slug, "case": row.public_id})
    assert to_own_page(slug) == reverse("care", kwargs={"community": slug})
    ward.matched(row.public_id)
    visit = ward.visit(ward.planned(row.public_id))
    assert to_visit(visit) == reverse("care_visit", kwargs={"community": slug, "visit": visit.public_id})


def test_hours_come_out_of_the_care_pot_and_the_visited_owe_nothing(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.visited(case)
    before = {name: _balance(ward, ward.agent(name).pk) for name in ("Ana", "Ben")}
    with clock.at(NOON + timedelta(minutes=50)):
        ward.done("Ana", "check_out", visit=visit)
    for name in ("Ana", "Ben"):
        assert _balance(ward, ward.agent(name).pk) == before[name] + 50
    ida = ward.case(case).agent
    assert _balance(ward, ida.pk) == 0
    pot = ledger.care_pot(ward.town.community.pk, HOURS)
    assert ledger.balance(pot) == HOURS(-100)
    assert Ask.objects.get(agent=ida, arena="care").state == "waiting"
    assert ledger.verify()


def _balance(ward: Ward, agent: int) -> int:
    return ledger.balance(ledger.member_account(ward.town.community.pk, agent, HOURS)).minor


@pytest.mark.django_db(databases=[])
def test_two_who_open_one_card_at_once(committed: str) -> None:
    with clock.at(NOON):
        ward = ward_of(build("alder", "kanari", ("timebank", "care")))
        said = {"card": ward.card(), "name": "Ida Vale", "phone": "01632 960 201", "says": ("C1",), "channel": "phone"}

    def opens() -> list[Any]:
        with clock.at(NOON):
            return [ward.do("Cleo", "open_case", **said)]

    racing = [in_another_session(opens) for _ in range(4)]
    for thread, _ in racing:
        thread.join(60)
    told = sorted(code(outcome) for _, answers in racing for each in answers for outcome in each)
    assert told == [*["NO_SUCH_CARD"] * 3, "done"]
    assert Case.objects.count() == 1
    connection.close()
