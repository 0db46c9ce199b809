"""A month that was missed: told with a name beside it, answered before anything follows, and at the last a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.homes.models import Family, MissedMonth
from coproduce.arenas.homes.queries import money
from coproduce.arenas.homes.tests.building import done, on, refused
from coproduce.arenas.homes.tests.test_money import FIRST, lent, pays
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.people.models import Membership
from coproduce.core.ladder import Step

pytestmark = pytest.mark.django_db

LATER = timedelta(days=15)


def late(month: int) -> date:
    """A day on which that month's payment is missing."""
    return date(2026, 5 + month, 10)


def about(town: Town, month: int = 1, **more: Any) -> dict[str, Any]:
    return {"family": town.agents["Ana"], "month": month, **more}


def told(town: Town, *months: int, who: str = "Tom") -> None:
    for month in months:
        done("homes.tell_behind", town, who, late(month), **about(town, month, supporter=town.agents["Dee"]))


def step(row: Family, on: date) -> Step:
    stand = money.loan_stand(row, on, money.books(row.community, on))
    assert stand
    return stand.step


def test_no_step_is_left_out_and_each_is_told_once_the_days_to_answer_are_over(town: Town) -> None:
    row = lent(town)
    second = about(town, 2, supporter=town.agents["Dee"])
    assert refused("homes.tell_behind", town, "Tom", late(2), **second) == "TELL_FIRST"
    done("homes.tell_behind", town, "Tom", late(2), **about(town, 1, supporter=town.agents["Dee"]))
    assert refused("homes.tell_behind", town, "Tom", late(2) + timedelta(days=14), **second) == "TOO_SOON"
    done("homes.tell_behind", town, "Tom", late(2) + LATER, **second)
    stand = money.loan_stand(row, late(3), money.books(row.community, late(3)))
    assert stand
    assert (stand.to_tell, stand.step.name) == (3, "plan")


def test_a_family_answers_before_anything_follows_and_somebody_else_decides(town: Town) -> None:
    row = lent(town)
    told(town, 1)
    answer = about(town, answer="The bank had the wrong number.")
    assert refused("homes.answer_behind", town, "Ben", late(1), **answer) == "NOT_ALLOWED"
    assert refused("homes.answer_behind", town, "Ana", late(1), **{**answer, "answer": " "}) == "MISSING"
    assert refused("homes.answer_behind", town, "Ana", late(1), **{**answer, "month": 2}) == "NOT_FOUND"
    assert refused("homes.answer_behind", town, "Ana", late(1) + LATER, **answer) == "TOO_LATE"
    decide = about(town, is_upheld=True, why="The bank says so too.")
    assert refused("homes.decide_answer", town, "Cleo", late(1), **decide) == "NOT_NOW"
    done("homes.answer_behind", town, "Ana", late(1) + timedelta(days=14), **answer)
    assert refused("homes.answer_behind", town, "Ana", late(1), **answer) == "ALREADY_SAID"
    second = about(town, 2, supporter=town.agents["Dee"])
    assert refused("homes.tell_behind", town, "Tom", late(2), **second) == "ANSWER_FIRST"
    assert refused("homes.decide_answer", town, "Ana", late(2), **decide) == "NOT_ALLOWED"
    assert refused("homes.decide_answer", town, "Tom", late(2), **decide) == "FOUR_EYES"
    assert refused("homes.decide_answer", town, "Cleo", late(2), **{**decide, "why": ""}) == "MISSING"
    assert step(row, late(2)).name == "talk"
    assert done("homes.decide_answer", town, "Cleo", late(2), **decide).is_upheld
    assert refused("homes.decide_answer", town, "Cleo", late(2), **decide) == "NOT_NOW"
    assert step(row, late(2)).name == "letter", "it is as if that month had not been counted"


@pytest.mark.parametrize(("ends", "name"), [(True, "proposal"), (False, "plan")])
def test_a_named_person_decides_at_the_last_step_and_nobody_else(town: Town, ends: bool, name: str) -> None:
    row = lent(town)
    told(town, 1, 2, 3)
    decide = about(town, 4, ends=ends, why="We talked, and a cousin helps.")
    assert refused("homes.decide_end", town, "Cleo", late(4), **decide) == "NOT_FOUND"
    told(town, 4)
    assert refused("homes.decide_end", town, "Ana", late(4), **decide) == "NOT_ALLOWED"
    assert refused("homes.decide_end", town, "Tom", late(4) + LATER, **decide) == "FOUR_EYES"
    assert refused("homes.decide_end", town, "Cleo", late(4) + LATER, **{**decide, "month": 3}) == "NOT_NOW"
    assert refused("homes.decide_end", town, "Cleo", late(4) + timedelta(days=14), **decide) == "TOO_EARLY"
    done("homes.answer_behind", town, "Ana", late(4), **about(town, 4, answer="I begin to work in May."))
    assert refused("homes.decide_end", town, "Cleo", late(4) + LATER, **decide) == "ANSWER_FIRST"
    done("homes.decide_answer", town, "Cleo", late(4), **about(town, 4, is_upheld=False, why="It is still missing."))
    assert step(row, late(4) + LATER).is_proposed
    assert done("homes.decide_end", town, "Cleo", late(4) + LATER, **decide).ends is ends
    assert refused("homes.decide_end", town, "Cleo", late(4) + LATER, **decide) == "ALREADY_DECIDED"
    found = step(row, late(4) + LATER)
    assert (found.is_ended, found.is_proposed, found.name) == (ends, False, name)
    assert not ledger.verify(row.community_id).faults, "no step moves money"


def test_who_pays_what_is_due_climbs_no_further_and_who_made_it_up_is_clear(town: Town) -> None:
    row = lent(town)
    told(town, 1)
    pays(town, 100_00, date(2026, 7, 1))
    assert step(row, late(2)).name == "letter", "the second month came, the first is still behind"
    pays(town, 200_00, date(2026, 8, 1))
    assert step(row, late(3)).rung == 0


def test_nobody_stands_beside_them_who_may_not_meet_them(town: Town) -> None:
    lent(town)
    blocked = done("people.block", town, "Ana", late(1), member=town.agents["Dee"])
    assert blocked
    said = about(town, supporter=town.agents["Dee"])
    assert refused("homes.tell_behind", town, "Tom", late(1), **said) == "MAY_NOT_MEET"


def test_a_grown_person_of_the_family_answers_too(town: Town) -> None:
    row = lent(town)
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(adult_on=date(2000, 1, 1))
    done("homes.change_adult", town, "Cleo", family=town.agents["Ana"], adult=town.agents["Ben"], from_on=FIRST)
    told(town, 1)
    assert isinstance(on(late(1), "homes.answer_behind", town, "Ben", **about(town, answer="It comes.")), Done)
    assert MissedMonth.objects.get(family=row).answer == "It comes."
