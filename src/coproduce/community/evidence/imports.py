"""Plans, rows of comparisons and counts of other sites from a list: looked at whole, and taken whole or not at all.

Half a comparison is a wrong one, so one bad row keeps back all, and each says its row, field and remedy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, day, whole_number
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.community.evidence.actions.counts import CountsSaid, bring_counts
from coproduce.community.evidence.actions.plans import plan
from coproduce.community.evidence.actions.rows import Brought, RowSaid, bring_rows
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.rules import Sheet, fault_of_counts, fault_of_row, faults_together, may_plan
from coproduce.core.refusal import Refusal

YES, NO = ("1", "yes", "y", "true"), ("0", "no", "n", "false")
NO_PLAN = Refusal("NOT_FOUND", "No plan here has a seal that begins so.", "plan")


def _setting(setting: Setting) -> Setting:
    """The plans that stand here, by their seal."""
    rows = Plan.objects.filter(community_id=setting.community_id, replaced_by=None)
    return replace(setting, known={row.seal: row.sheet for row in rows})


def _sheet(called: str, setting: Setting) -> Sheet | None:
    found = [sheet for seal, sheet in setting.known.items() if seal.startswith(called)] if len(called) >= 8 else []
    return found[0] if len(found) == 1 else None


def _flag(cells: Mapping[str, str], name: str) -> bool | None:
    said = cells.get(name, "").lower()
    if not said:
        return None
    if said not in YES + NO:
        raise UnreadableError(name, f"“{said[:40]}” is neither yes nor no.")
    return said in YES


def _day(cells: Mapping[str, str], name: str, setting: Setting) -> Any:
    return day(name, cells[name], setting) if cells.get(name) else None


def _needed(cells: Mapping[str, str], name: str, found: Any) -> Any:
    if found is None:
        raise UnreadableError(name, "It is missing.")
    return found


def _number(cells: Mapping[str, str], name: str, most: int) -> int | None:
    found = whole_number(name, cells.get(name, ""))
    if found is not None and not 0 <= found <= most:
        raise UnreadableError(name, f"“{cells[name][:40]}” is not from 0 to {most}.")
    return found


def _read_row(cells: Mapping[str, str], key: str, setting: Setting) -> RowSaid:
    words = {name: cells.get(name, "") for name in ("plan", "id", "sex", "ward")}
    for name, most in (("id", 120), ("sex", 20), ("ward", 80)):
        if len(words[name]) > most:
            raise UnreadableError(name, f"It is longer than {most} letters.")
    return RowSaid(
        plan=words["plan"],
        key=_needed(cells, "id", words["id"] or None),
        offered=_needed(cells, "offered", _flag(cells, "offered")),
        zero_on=_needed(cells, "zero_on", _day(cells, "zero_on", setting)),
        last_seen_on=_needed(cells, "last_seen_on", _day(cells, "last_seen_on", setting)),
        **{name: _day(cells, name, setting) for name in ("happened_on", "died_on", "visited_on", "known_on")},
        age=_number(cells, "age", 130),
        sex=words["sex"].lower(),
        lives_alone=_flag(cells, "lives_alone"),
        admissions=_number(cells, "admissions", 1000),
        stay_days=_number(cells, "stay_days", 3660),
        ward=words["ward"],
    )


def _check_row(row: RowSaid, setting: Setting) -> Refusal | None:
    sheet = _sheet(row.plan, setting)
    return NO_PLAN if sheet is None else fault_of_row(sheet, row.known, setting.today)


def _check_all(rows: Sequence[tuple[int, RowSaid]], setting: Setting) -> Iterable[tuple[int, str, str]]:
    by_plan: dict[str, list[tuple[int, RowSaid]]] = {}
    for line, row in rows:
        by_plan.setdefault(row.plan, []).append((line, row))
    for said in by_plan.values():
        yield from faults_together([(line, row.known) for line, row in said])


def _read_counts(cells: Mapping[str, str], key: str, setting: Setting) -> CountsSaid:
    names = ("events", "people", "compared_events", "compared_people")
    counts = {name: _needed(cells, name, _number(cells, name, 10**9)) for name in names}
    return CountsSaid(cells["plan"], _needed(cells, "site", cells.get("site") or None), **counts)


def _check_counts(row: CountsSaid, setting: Setting) -> Refusal | None:
    return NO_PLAN if _sheet(row.plan, setting) is None else fault_of_counts(row.counts)


def _read_plan(cells: Mapping[str, str], key: str, setting: Setting) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: cells.get(name, "") for name in ("question", "who", "offer", "compared_with", "time_zero", "outcome")
    }
    for name in ("follow_up_days", "share_without", "share_with", "a_year"):
        said[name] = _needed(cells, name, _number(cells, name, 10**6))
    for name in ("from_on", "until_on"):
        said[name] = _needed(cells, name, _day(cells, name, setting))
    covariates = tuple(one.strip() for one in cells.get("covariates", "").split("|") if one.strip())
    began_on = _day(cells, "began_on", setting)
    return said | {"analysis": cells.get("analysis", ""), "covariates": covariates, "began_on": began_on}


def _check_plan(said: dict[str, Any], setting: Setting) -> Refusal | None:
    return may_plan(Sheet(**{name: value for name, value in said.items() if name != "a_year"}))


def _send_plans(actor: Actor, plans: tuple[dict[str, Any], ...], request_id: UUID) -> Done[Any] | Refusal:
    """Each plan by itself; one that is sealed here already changes nothing."""
    added = 0
    with transaction.atomic():
        for place, said in enumerate(plans):
            outcome = plan(actor, **said, request_id=uuid5(request_id, str(place)))
            if isinstance(outcome, Refusal) and outcome.code != "PLANNED_BEFORE":
                transaction.set_rollback(True)
                return outcome
            added += isinstance(outcome, Done)
    return Done(Brought(added, len(plans) - added))


_WHOLE, _DAY, _YES_OR_NO = "Write a whole number.", "Write a day like 2026-11-16.", "Write yes or no."
_PLAN = Column("plan", ("plan", "seal"), "Write the seal of the plan, from its page.", True)

LISTINGS = (
    Listing(
        name="study-rows",
        called=_("Rows of a study"),
        columns=(
            _PLAN,
            Column("id", ("id", "row", "number"), "Write a number that stands for the person, and no name.", True),
            Column(
                "offered", ("offered", "offer"), f"{_YES_OR_NO} Whether it was offered, not whether they took it.", True
            ),
            Column("zero_on", ("zero_on", "time_zero"), f"{_DAY} One within the plan.", True),
            Column("last_seen_on", ("last_seen_on", "followed_until"), _DAY, True),
            Column("happened_on", ("happened_on", "event_on", "outcome_on"), _DAY),
            Column("died_on", ("died_on",), _DAY),
            Column("visited_on", ("visited_on", "first_visit_on"), _DAY),
            Column("known_on", ("known_on", "measured_on"), f"{_DAY} Time zero, or one before it."),
            Column("age", ("age",), _WHOLE),
            Column("sex", ("sex",), "Write a word, or leave it empty where it was not said."),
            Column("lives_alone", ("lives_alone",), _YES_OR_NO),
            Column("admissions", ("admissions",), _WHOLE),
            Column("stay_days", ("stay_days", "length_of_stay"), _WHOLE),
            Column("ward", ("ward", "lane"), "Write which ward it is."),
        ),
        signs=("zero_on", "time_zero", "last_seen_on", "offered"),
        setting=_setting,
        read=_read_row,
        check=_check_row,
        check_all=_check_all,
        is_unusual=lambda row: row.visited_on is not None and not row.offered,
        send=lambda actor, rows, request_id: bring_rows(actor, rows=rows, request_id=request_id),
        is_history=True,
    ),
    Listing(
        name="study-counts",
        called=_("What other places counted"),
        columns=(
            _PLAN,
            Column("site", ("site", "place"), "Write which place counted it.", True),
            Column("events", ("events",), f"{_WHOLE} 0, or 8 and more.", True),
            Column("people", ("people",), _WHOLE, True),
            Column("compared_events", ("compared_events",), f"{_WHOLE} 0, or 8 and more.", True),
            Column("compared_people", ("compared_people",), _WHOLE, True),
        ),
        signs=("compared_events", "compared_people"),
        setting=_setting,
        read=_read_counts,
        check=_check_counts,
        is_unusual=lambda row: False,
        send=lambda actor, rows, request_id: bring_counts(actor, counts=rows, request_id=request_id),
        is_history=True,
    ),
    Listing(
        name="study-plans",
        called=_("Plans of studies"),
        columns=(
            Column("question", ("question",), "Write what you want to know.", True),
            Column("who", ("who",), "Write who is in it.", True),
            Column("offer", ("offer",), "Write what was offered.", True),
            Column("compared_with", ("compared_with",), "Write what the others had.", True),
            Column("time_zero", ("time_zero",), "Write from when each person is followed.", True),
            Column("outcome", ("outcome",), "Write what is counted.", True),
            Column("follow_up_days", ("follow_up_days",), _WHOLE, True),
            Column("analysis", ("analysis",), "Write compared, curves, weighed, beside, wedge or lot.", True),
            Column("from_on", ("from_on",), _DAY, True),
            Column("until_on", ("until_on",), _DAY, True),
            Column("began_on", ("began_on",), _DAY),
            Column("share_without", ("share_without",), "Write a whole per cent.", True),
            Column("share_with", ("share_with",), "Write a whole per cent, another one.", True),
            Column("covariates", ("covariates",), "Write what is known beforehand, with | between."),
            Column("a_year", ("a_year",), _WHOLE, True),
        ),
        signs=("follow_up_days", "share_without", "share_with"),
        setting=lambda setting: setting,
        read=_read_plan,
        check=_check_plan,
        is_unusual=lambda row: False,
        send=_send_plans,
        is_history=True,
    ),
)
