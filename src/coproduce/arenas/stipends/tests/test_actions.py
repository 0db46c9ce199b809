"""The verbs of families, registers and steps: told before anything happens, no step left out, a person at the end."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.stipends.models import Attendance, Child, Family
from coproduce.arenas.stipends.queries.records import here, record_of, standing, standing_rows
from coproduce.arenas.stipends.tests.school import (
    MET,
    MISSED,
    POUNDS,
    SPRING,
    SUMMER,
    child,
    done,
    family,
    on,
    register,
    rows_of,
    told,
)
from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Membership
from coproduce.core.ladder import Step
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 10)
LATER = DAY + timedelta(days=60)


def refused(day: date, verb: str, town: Town, who: str, **said: Any) -> str:
    outcome = on(day, f"stipends.{verb}", town, who, **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    return outcome.code


def stands(number: str, day: date) -> Step:
    with clock.at(datetime.combine(day, time(12), UTC)):
        found = Child.objects.get(number=number)
        return standing(record_of(found, standing_rows([found.pk])[found.pk]), here(found.community_id))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"adults": 0}, "WRONG_NUMBER"),
        ({"income": POUNDS(-1)}, "UNIT_MISMATCH"),
        ({"pay_to": "01632 960001"}, "NOT_PAY_TO"),
        ({"pay_to": "GB82 WEST 1234 5698 7654 23"}, "NOT_PAY_TO"),
        ({"pay_to": "+441632960002"}, "PAY_TO_TAKEN"),
        ({"family": uuid4()}, "NOT_FOUND"),
    ],
)
def test_who_is_taken_on(town: Town, change: dict[str, object], code: str) -> None:
    family(town, who="Ben", pay_to="+441632960002")
    said = {"family": town.agents["Ana"], "adults": 2, "income": POUNDS(0), "pay_to": "+441632960001"}
    assert refused(DAY, "take_on_family", town, "Cleo", **{**said, **change}) == code
    assert refused(DAY, "take_on_family", town, "Ana", **said) == "NOT_ALLOWED"
    assert done(DAY, "take_on_family", town, "Cleo", **said).is_new
    assert not done(DAY, "take_on_family", town, "Cleo", **{**said, "adults": 1}).is_new
    assert Family.objects.get(agent__public_id=town.agents["Ana"]).adults == 1


def test_money_goes_to_nobody_under_age(town: Town) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Ana"]).update(adult_on=DAY + timedelta(days=400))
    said = {"family": town.agents["Ana"], "adults": 1, "income": POUNDS(0), "pay_to": "+441632960001"}
    assert refused(DAY, "take_on_family", town, "Cleo", **said) == "PAYEE_IS_CHILD"
    assert done(DAY + timedelta(days=400), "take_on_family", town, "Cleo", **said).is_new


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "MISSING"),
        ({"number": ""}, "MISSING"),
        ({"sex": "f"}, "UNKNOWN_WORD"),
        ({"born_on": DAY + timedelta(days=1)}, "WRONG_DAY"),
        ({"family": "Dee"}, "NOT_FOUND"),
        ({"family": "Ben"}, "TWO_CLAIM"),
        ({"born_on": date(2014, 3, 2)}, "OTHER_CHILD"),
        ({"number": "8"}, "TWICE"),
    ],
)
def test_a_child_belongs_to_one_family_and_one_number(town: Town, change: dict[str, object], code: str) -> None:
    family(town)
    family(town, who="Ben", pay_to="+441632960002")
    first = child(town, "7")
    said = {"family": town.agents["Ana"], "name": f"child 7 {town.canary}", "number": "7",
            "school": "Hill School", "born_on": date(2014, 3, 1)}  # fmt: skip
    if isinstance(change.get("family"), str):
        change = {"family": town.agents[change["family"]]}
    assert refused(DAY, "enrol_child", town, "Cleo", **{**said, **change}) == code
    assert refused(DAY, "enrol_child", town, "Ana", **said) == "NOT_ALLOWED"
    again = done(DAY, "enrol_child", town, "Cleo", **said)
    assert (again.child, again.is_new, Child.objects.get().school) == (first, False, "Hill School")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "9"}, "NO_CHILD"),
        ({"present": 41}, "TOO_MANY"),
        ({"absent": 3}, "NOT_THE_SUM"),
        ({"unknown": -1}, "NEGATIVE"),
        ({"held": 3000}, "TOO_MANY"),
        ({"present": 37, "excused": 1}, "MISSING"),
        ({"until_on": DAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"from_on": date(2026, 4, 1)}, "WRONG_DAY"),
        ({"until_on": date(2026, 3, 30)}, "OVERLAPS"),
    ],
)
@pytest.mark.parametrize("verb", ["take_register", "key_sheet"])
def test_what_is_refused_of_a_register(town: Town, verb: str, change: dict[str, object], code: str) -> None:
    family(town)
    child(town, "7")
    register(town, DAY, "7", SPRING, MISSED)
    said = {"number": "7", "from_on": SPRING[0], "until_on": SPRING[1], **MET}
    assert refused(DAY, verb, town, "Cleo", **{**said, **change}) == code
    assert refused(DAY, verb, town, "Ana", **said) == "NOT_ALLOWED"
    assert done(DAY, verb, town, "Cleo", **said).version == 2


def test_what_is_not_known_costs_nothing(town: Town) -> None:
    family(town)
    child(town, "7")
    attendance = register(town, DAY, "7", SPRING, {"held": 40, "present": 0, "unknown": 40})
    assert rows_of("7")[0].outcome == "unknown"
    assert refused(DAY, "tell_step", town, "Cleo", attendance=attendance, supporter=town.agents["Ben"]) == "NOT_FOUND"
    assert stands("7", DAY).rung == 0


def test_a_register_again_changes_nothing_and_better_numbers_stand_beside(town: Town) -> None:
    family(town)
    child(town, "7")
    first = register(town, DAY, "7", SPRING, MISSED)
    assert register(town, DAY, "7", SPRING, MISSED) == first
    told(town, DAY, first)
    second = register(town, LATER, "7", SPRING, {"held": 40, "present": 21, "absent": 19})
    assert [(row.version, row.told_on) for row in rows_of("7")] == [(1, DAY), (2, DAY)]
    assert refused(LATER, "appeal", town, "Ana", attendance=first, words="We were ill") == "NOT_FOUND"
    assert refused(LATER, "appeal", town, "Ana", attendance=second, words="We were ill") == "TOO_LATE"
    register(town, LATER, "7", SPRING, MET)
    assert [row.told_on for row in rows_of("7")] == [DAY, DAY, None]
    assert stands("7", LATER).rung == 0


def test_a_printed_sheet_counts_once_two_have_typed_it_alike(town: Town) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Dee"]).update(roles=["member", "school clerk"])
    family(town)
    child(town, "7")
    said = {"number": "7", "from_on": SPRING[0], "until_on": SPRING[1]}
    assert not done(DAY, "key_sheet", town, "Cleo", **said, **MISSED).counts
    assert not standing_rows([Child.objects.get().pk])
    assert not done(DAY, "key_sheet", town, "Cleo", **said, **MET).counts
    assert refused(DAY, "key_sheet", town, "Dee", **said, **MISSED) == "NOT_ALIKE"
    other = {**said, "from_on": date(2026, 2, 2)}
    assert refused(DAY, "key_sheet", town, "Dee", **other, **MET) == "NOT_ALIKE"
    assert done(DAY, "key_sheet", town, "Dee", **said, **MET).counts
    assert done(DAY, "key_sheet", town, "Cleo", **said, **MET).is_known
    assert [(row.version, row.outcome) for row in rows_of("7")] == [(1, "met")]


def test_no_step_is_left_out_and_each_is_told_first(town: Town) -> None:
    """A warning, then what is kept for later, each told and answered for by itself; brothers and sisters stay."""
    family(town)
    child(town, "7")
    child(town, "8")
    first = register(town, date(2026, 4, 10), "7", SPRING, MISSED)
    second = register(town, date(2026, 6, 10), "7", SUMMER, MISSED)
    register(town, date(2026, 6, 10), "8", SUMMER, MET)
    tell = {"supporter": town.agents["Ben"]}
    assert refused(date(2026, 6, 10), "tell_step", town, "Cleo", attendance=second, **tell) == "TELL_FIRST"
    assert refused(date(2026, 6, 10), "tell_step", town, "Ana", attendance=first, **tell) == "NOT_ALLOWED"
    assert refused(date(2026, 6, 10), "tell_step", town, "Cleo", attendance=first,
                   supporter=town.agents["Ana"]) == "NO_SUPPORTER"  # fmt: skip
    assert stands("7", date(2026, 8, 1)).effect is None
    warned = told(town, date(2026, 6, 10), first)
    assert (warned.rung, warned.answer_by) == (1, date(2026, 6, 24))
    assert refused(date(2026, 6, 24), "tell_step", town, "Cleo", attendance=second, **tell) == "TOO_SOON"
    assert refused(date(2026, 6, 24), "tell_step", town, "Cleo", attendance=first, **tell) == "ALREADY_TOLD"
    assert told(town, date(2026, 6, 25), second).answer_by == date(2026, 7, 9)
    assert stands("7", date(2026, 7, 9)).effect is None
    effect = stands("7", date(2026, 7, 10)).effect
    assert effect and effect.word == "withheld"
    assert stands("8", date(2026, 7, 10)).effect is None
    payee, beside = (Membership.objects.get(agent__public_id=town.agents[who]).agent_id for who in ("Ana", "Ben"))
    assert Outbox.objects.filter(to_agent=payee, template__contains="you can answer until").count() == 2
    assert Outbox.objects.filter(to_agent=beside, template__contains="stand beside").count() == 2


def test_an_answer_keeps_it_off_until_somebody_else_has_decided(town: Town) -> None:
    family(town)
    child(town, "7")
    first = register(town, date(2026, 4, 10), "7", SPRING, MISSED)
    said = {"attendance": first, "words": "The road was under water"}
    assert refused(date(2026, 4, 10), "appeal", town, "Ana", **said) == "NOT_NOW"
    told(town, date(2026, 4, 10), first)
    assert refused(date(2026, 4, 20), "appeal", town, "Ben", **said) == "NOT_FOUND"
    assert refused(date(2026, 4, 20), "appeal", town, "Ana", attendance=first, words=" ") == "MISSING"
    decide = {"attendance": first, "is_upheld": True, "words": "It was: the bus did not come."}
    assert refused(date(2026, 4, 20), "decide_appeal", town, "Dee", **decide) == "NOT_NOW"
    assert refused(date(2026, 4, 25), "appeal", town, "Ana", **said) == "TOO_LATE"
    done(date(2026, 4, 24), "appeal", town, "Ana", **said)
    assert refused(date(2026, 4, 24), "appeal", town, "Ana", **said) == "ALREADY_SAID"
    second = register(town, date(2026, 6, 10), "7", SUMMER, MISSED)
    tell = {"attendance": second, "supporter": town.agents["Ben"]}
    assert refused(date(2026, 6, 10), "tell_step", town, "Cleo", **tell) == "ANSWER_FIRST"
    assert refused(date(2026, 6, 11), "decide_appeal", town, "Cleo", **decide) == "FOUR_EYES"
    assert refused(date(2026, 6, 11), "decide_appeal", town, "Dee", **{**decide, "words": ""}) == "MISSING"
    assert done(date(2026, 6, 11), "decide_appeal", town, "Dee", **decide).is_upheld
    assert stands("7", date(2026, 6, 12)).rung == 1, "the first counts no more; the second is a warning"


def test_a_person_ends_it_with_their_name_and_why(town: Town) -> None:
    """Nothing ends by itself: after the last step somebody decides, once the days to answer are over."""
    family(town)
    child(town, "7")
    year = [
        date(2025, 8, 1),
        date(2025, 10, 1),
        date(2025, 12, 1),
        date(2026, 2, 1),
        date(2026, 4, 1),
        date(2026, 6, 1),
    ]
    last = None
    for begins, ends in pairwise(year):
        until_on = ends - timedelta(days=1)
        day = ends + timedelta(days=9)
        last = register(town, day, "7", (begins, until_on), MISSED)
        decide = {"attendance": last, "ends": True, "why": "They moved away, and said so on the telephone."}
        if ends != year[-1]:
            assert refused(day, "decide_end", town, "Dee", **decide) == "NOT_NOW"
        else:
            assert refused(day, "decide_end", town, "Dee", **decide) == "TOO_EARLY"
        told(town, day, last)
    assert last
    day = year[-1] + timedelta(days=9)
    assert stands("7", day + timedelta(days=30)).is_proposed
    assert refused(day + timedelta(days=14), "decide_end", town, "Dee", **decide) == "TOO_EARLY"
    assert refused(day + timedelta(days=15), "decide_end", town, "Cleo", **decide) == "FOUR_EYES"
    assert refused(day + timedelta(days=15), "decide_end", town, "Ana", **decide) == "NOT_ALLOWED"
    assert refused(day + timedelta(days=15), "decide_end", town, "Dee", **{**decide, "why": " "}) == "MISSING"
    assert done(day + timedelta(days=15), "decide_end", town, "Dee", **decide).ends
    assert refused(day + timedelta(days=16), "decide_end", town, "Dee", **decide) == "ALREADY_DECIDED"
    assert stands("7", day + timedelta(days=16)).is_ended
    row = Attendance.objects.get(public_id=last)
    assert (row.ended_by and row.ended_by.public_id, row.ended_why) == (town.agents["Dee"], decide["why"])
