"""A study from its plan to what other sites count: allowed and refused, once and twice, whole or not at all."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.fixtures.towns import TODAY, Town, do, told

from coproduce.community import ledger
from coproduce.community.base import bringing, clock
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.community.evidence.actions.counts import CountsSaid
from coproduce.community.evidence.actions.rows import RowSaid
from coproduce.community.evidence.models import Plan, ReportPart, SiteCount, StudyRow
from coproduce.community.evidence.queries.plans import counts_of, plans, pooled, stands
from coproduce.community.evidence.rules import Known, Result
from coproduce.community.evidence.tests.made import LAST, people, planned
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import Sheet

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def plan(town: Town, who: str = "Cleo", **more: Any) -> Any:
    return do("evidence.plan", town.actor(who), **planned(**more))


def said(seal: str, rows: Iterator[Known]) -> tuple[RowSaid, ...]:
    return tuple(RowSaid(plan=seal, **asdict(row)) for row in rows)


def studied(town: Town, n: int = 400, effect: float = -0.2, **more: Any) -> Plan:
    made = told("evidence.plan", town.actor("Cleo"), **planned(**more))
    told("evidence.bring_rows", town.actor("Cleo"), rows=said(made.seal, people(n, effect=effect)))
    return Plan.objects.get(public_id=made.id)


@pytest.mark.parametrize(
    ("who", "answer"),
    [("Cleo", "done"), ("Rae", "done"), ("Kim", "NOT_ALLOWED"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED")],
)
def test_who_plans(town: Town, who: str, answer: str) -> None:
    assert code(plan(town, who)) == answer
    assert Plan.objects.count() == (answer == "done")


def test_a_plan_is_planned_once_and_is_the_same_everywhere(towns: tuple[Town, Town]) -> None:
    one, other = (plan(town).value for town in towns)
    assert one.seal == other.seal and one.id != other.id
    assert code(plan(towns[0])) == "PLANNED_BEFORE"
    assert code(plan(towns[0], a_year=20)) == "PLANNED_BEFORE"  # how many come here is no part of it
    assert code(plan(towns[0], follow_up_days=60)) == "done"
    assert code(plan(towns[0], a_year=0, follow_up_days=61)) == "BAD_NUMBER"


def test_a_changed_plan_is_another_and_says_how_many_rows_were_there(town: Town) -> None:
    first = studied(town, 40)
    second = plan(town, follow_up_days=60, replaces=first.public_id).value
    row = plans(town.actor("Kim")).get(public_id=second.id)
    assert (row.replaces, row.replaced_rows) == (first, 40)
    assert code(plan(town, follow_up_days=61, replaces=first.public_id)) == "CHANGED_MEANWHILE"
    assert code(plan(town, follow_up_days=61, replaces=uuid4())) == "NOT_FOUND"
    assert code(do("evidence.bring_rows", town.actor("Cleo"), rows=said(first.seal, people(3)))) == "CHANGED_MEANWHILE"


def test_what_was_planned_is_sealed_and_the_books_name_one_that_was_changed(town: Town) -> None:
    row = Plan.objects.get(public_id=plan(town).value.id)
    ledger.seal(town.community.pk)
    assert ledger.verify()
    for change in ({"follow_up_days": 60}, {"question": "Another?"}, {"seal": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with connection.cursor() as cursor:
        off = "DROP TRIGGER evidence_plan_keep" + (" ON evidence_plan" if connection.vendor == "postgresql" else "")
        cursor.execute(off)
    Plan.objects.filter(pk=row.pk).update(follow_up_days=60)
    faults = [fault.place for fault in ledger.verify().faults]
    assert any("study plan" in place for place in faults), faults


def test_rows_come_once_each_and_all_or_none(town: Town) -> None:
    seal = plan(town).value.seal
    rows, cleo = said(seal, people(20)), town.actor("Cleo")
    assert told("evidence.bring_rows", cleo, rows=rows).added == 20
    again = told("evidence.bring_rows", cleo, rows=rows[5:])
    assert (again.added, again.known) == (0, 15)
    changed = RowSaid(**{**asdict(rows[0]), "age": 49})
    assert code(do("evidence.bring_rows", cleo, rows=(changed,))) == "SAID_OTHERWISE"
    new = said(seal, people(25, seed=2))[20:]
    outside = RowSaid(**{**asdict(new[0]), "key": "late", "zero_on": LAST + timedelta(days=1)})
    assert code(do("evidence.bring_rows", cleo, rows=(*new, outside))) == "OUTSIDE_WINDOW"
    assert StudyRow.objects.count() == 20
    assert code(do("evidence.bring_rows", cleo, rows=())) == "TOO_MANY"
    assert code(do("evidence.bring_rows", town.actor("Ana"), rows=rows)) == "NOT_ALLOWED"
    assert code(do("evidence.bring_rows", cleo, rows=said("ab", people(1)))) == "NOT_FOUND"


def test_rows_of_another_town_are_not_taken(towns: tuple[Town, Town]) -> None:
    seal = plan(towns[0]).value.seal
    assert code(do("evidence.bring_rows", towns[1].actor("Cleo"), rows=said(seal, people(3)))) == "NOT_FOUND"


def test_it_is_looked_at_as_planned_and_in_no_other_way(town: Town) -> None:
    row = studied(town)
    kim = town.actor("Kim")
    found = told("evidence.analyse", kim, plan=row.public_id)
    assert (found.design, found.n, found.do) == ("F", 400, "continue")
    assert found.difference is not None and -0.35 < found.difference < -0.05
    for asked, answer in (
        ({"compare": "visited"}, "IMMORTAL_TIME"),
        ({"covariates": ("ward",)}, "NOT_IN_PLAN"),
        ({"follow_up_days": 90}, "MOVED_WINDOW"),
        ({"until_on": LAST - timedelta(days=9)}, "MOVED_WINDOW"),
        ({"largest_hidden": 0}, "TOO_FEW_TO_SHOW"),
    ):
        assert code(do("evidence.analyse", kim, plan=row.public_id, **asked)) == answer
    assert code(do("evidence.analyse", town.actor("Ana"), plan=row.public_id)) == "NOT_ALLOWED"
    assert code(do("evidence.analyse", kim, plan=uuid4())) == "NOT_FOUND"


def test_nobody_looks_too_early(town: Town) -> None:
    row = studied(town)
    with clock.at(datetime(2026, 10, 20, 12, tzinfo=UTC)):
        assert code(do("evidence.analyse", town.actor("Kim"), plan=row.public_id)) == "TOO_EARLY"
        early = stands(row, date(2026, 10, 20))
    assert early.result is None and early.advice.do == "wait"


def test_rows_that_were_seen_to_be_visits_are_refused_when_looked_at(town: Town) -> None:
    """Sent part by part they may look honest; all together they do not."""
    seal, cleo = plan(town).value.seal, town.actor("Cleo")
    rows = [
        RowSaid(**{**asdict(row), "visited_on": row.zero_on if row.offered else None}) for row in said(seal, people(90))
    ]
    for start in range(0, 90, 30):
        assert code(do("evidence.bring_rows", cleo, rows=tuple(rows[start : start + 30]))) == "done"
    row = Plan.objects.get()
    assert code(do("evidence.analyse", cleo, plan=row.public_id)) == "IMMORTAL_TIME"


def counts(seal: str, site: str, *four: int) -> CountsSaid:
    return CountsSaid(seal, site, *four)


def test_what_other_places_counted_is_listed_and_from_five_put_together(town: Town) -> None:
    row, cleo = studied(town), town.actor("Cleo")
    others = tuple(counts(row.seal, f"Place {place}", 20 + place, 100, 30, 100) for place in range(4))
    assert told("evidence.bring_counts", cleo, counts=others[:3]).added == 3
    own = counts_of(row, town.community.name, TODAY)
    assert not isinstance(own, Refusal)
    assert pooled(row, own).estimate is None and len(pooled(row, own).sites) == 4
    assert told("evidence.bring_counts", cleo, counts=others).added == 1
    found = pooled(row, own)
    assert found.low is not None and found.i2 is not None and found.estimate is not None and found.estimate < 0
    assert told("evidence.bring_counts", cleo, counts=others).added == 0
    assert told("evidence.bring_counts", cleo, counts=(counts(row.seal, "Place 0", 22, 120, 30, 110),)).added == 1
    assert SiteCount.objects.count() == 4
    for bad, answer in (
        (counts(row.seal, "Few", 3, 100, 30, 100), "TOO_FEW_TO_SHOW"),
        (counts("0" * 64, "Other plan", 30, 100, 30, 100), "NOT_FOUND"),
    ):
        assert code(do("evidence.bring_counts", cleo, counts=(others[0], bad))) == answer
    assert code(do("evidence.bring_counts", cleo, counts=())) == "TOO_MANY"
    assert code(do("evidence.bring_counts", town.actor("Kim"), counts=others)) == "NOT_ALLOWED"


def test_a_site_hands_over_no_few_and_nothing_too_early(town: Town) -> None:
    row = studied(town, 20)
    assert code(counts_of(row, "here", TODAY)) == "TOO_FEW_TO_SHOW"
    assert code(counts_of(row, "here", LAST)) == "TOO_EARLY"


def test_what_a_report_says_in_words(town: Town) -> None:
    cleo = town.actor("Cleo")
    for words in ("Nothing.", "Two visits were late."):
        assert told("evidence.say_in_report", cleo, part="harms", words=words).part == "harms"
    assert ReportPart.objects.count() == 2
    assert code(do("evidence.say_in_report", cleo, part="outcomes", words="All is well")) == "NOT_FOUND"
    assert code(do("evidence.say_in_report", cleo, part="harms", words=" ")) == "MISSING"
    assert code(do("evidence.say_in_report", town.actor("Kim"), part="harms", words="None")) == "NOT_ALLOWED"


HEADS = ("plan", "id", "offered", "zero_on", "last_seen_on", "happened_on", "visited_on", "known_on", "age")


def sheet_of(seal: str, rows: Iterator[Known], **more: str) -> Sheet:
    """The rows as a list, with the cells of row 2 that are `more`."""
    lines = [
        (seal, row.key, "yes" if row.offered else "no", str(row.zero_on), str(row.last_seen_on),
         str(row.happened_on or ""), str(row.visited_on or ""), str(row.known_on or ""), str(row.age))
        for row in rows
    ]  # fmt: skip
    lines[0] = tuple(more.get(name, cell) for name, cell in zip(HEADS, lines[0], strict=True))
    return Sheet(HEADS, tuple(lines))


@pytest.mark.parametrize(
    ("cell", "field", "reason"),
    [
        ({"zero_on": "2027-01-01", "last_seen_on": "2027-03-01"}, "zero_on", "outside the plan"),
        ({"known_on": "2026-12-31"}, "known_on", "after time zero"),
        ({"offered": "perhaps"}, "offered", "neither yes nor no"),
        ({"age": "old"}, "age", "not a whole number"),
        ({"id": ""}, "id", "missing"),
        ({"plan": "f" * 64}, "plan", "No plan here"),
        ({"happened_on": "yesterday"}, "happened_on", "not a day"),
    ],
)
def test_one_bad_row_of_a_list_keeps_back_all_and_is_named(
    town: Town, cell: dict[str, str], field: str, reason: str
) -> None:
    seal = plan(town).value.seal
    by = guess(sheet := sheet_of(seal, people(12), **cell), "rows", bringing.listings())
    assert by.listing.name == "study-rows"
    found = sort_rows(sheet, by, bringing.setting_in(town.community))
    assert [(bad.row, bad.field) for bad in found.bad] == [(2, field)]
    assert reason in found.bad[0].reason and found.bad[0].remedy
    assert not bringing.may_be_taken(by.listing, found)


def test_a_list_is_taken_whole_and_twice_changes_nothing(town: Town) -> None:
    seal = plan(town).value.seal
    sheet = sheet_of(seal, people(40))
    by = guess(sheet, "rows", bringing.listings())
    for added in (40, 0):
        found = sort_rows(sheet, by, bringing.setting_in(town.community))
        for batch in bringing.batches(by.listing, found):
            outcome = bringing.send(town.actor("Cleo", "import"), by.listing, batch)
            assert isinstance(outcome, Done) and outcome.value.added == added
    assert StudyRow.objects.filter(age=None).count() == 0


def test_a_list_of_visits_is_seen_to_be_one(town: Town) -> None:
    seal = plan(town).value.seal
    sheet = sheet_of(seal, people(80, visits=1.0))
    by = guess(sheet, "rows", bringing.listings())
    found = sort_rows(sheet, by, bringing.setting_in(town.community))
    assert [(bad.field, "who was visited" in bad.reason) for bad in found.bad] == [("offered", True)]


@pytest.mark.parametrize("kind", ["study-plans", "study-counts"])
def test_plans_and_counts_travel_as_lists(towns: tuple[Town, Town], kind: str) -> None:
    """As one site saves them another brings them: the same seal, the same counts; a second time changes nothing."""
    one, other = towns
    row = studied(one)
    if kind == "study-plans":
        from coproduce.community.evidence.pages.study import PLAN_HEADS, plan_line

        heads, line = PLAN_HEADS, plan_line(row)
    else:
        from coproduce.community.evidence.pages.sites import COUNT_HEADS, count_line

        plan(other)
        own = counts_of(row, "Elsewhere", TODAY)
        assert not isinstance(own, Refusal)
        heads, line = COUNT_HEADS, count_line(row, own)
    text = io.StringIO()
    csv.writer(text).writerows([heads, line])
    cells = list(csv.reader(io.StringIO(text.getvalue())))
    sheet = Sheet(tuple(cells[0]), (tuple(cells[1]),))
    by = guess(sheet, "from elsewhere", bringing.listings())
    assert by.listing.name == kind
    for added in (1, 0):
        found = sort_rows(sheet, by, bringing.setting_in(other.community))
        assert not found.bad
        (batch,) = bringing.batches(by.listing, found)
        outcome = bringing.send(other.actor("Cleo", "import"), by.listing, batch)
        assert isinstance(outcome, Done) and outcome.value.added == added
    here = Plan.objects.get(community=other.community)
    assert here.seal == row.seal and (kind == "study-plans" or here.sites.get().people == own.people)  # type: ignore[union-attr]


def test_what_stands_is_the_result_of_the_plan(town: Town) -> None:
    found = stands(studied(town, analysis="weighed", covariates=("age", "sex")), TODAY)
    assert isinstance(found.result, Result) and found.result.difference.design == "D"
