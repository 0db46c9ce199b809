"""A family's own record, what waits at the desk, the file to pay by, and figures, for scripts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.queries.figures import figures
from coproduce.arenas.stipends.queries.mine import record
from coproduce.arenas.stipends.queries.papers import approved, bank_file, mobile_money
from coproduce.arenas.stipends.queries.sheets import said_of
from coproduce.arenas.stipends.queries.waiting import waiting
from coproduce.community.base import clock
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.core.refusal import Refusal

router = Router(tags=["stipends"])


class SchoolPeriod(Schema):
    """What a school said of one period, and what followed. `missed_on` where lessons are written down one by one."""

    id: UUID
    child: UUID
    from_on: date
    until_on: date
    held: int
    present: int
    outcome: str
    told_on: date | None
    appealed_on: date | None
    is_upheld: bool
    ends: bool | None
    again_on: date | None
    missed_on: list[date]


class SchoolChild(Schema):
    """One child, where it stands, its periods, the last first, and the lessons of months that are not whole yet."""

    id: UUID
    name: str
    school: str
    step: str
    effect: str
    answer_by: date | None
    running: SchoolPeriod | None
    periods: list[SchoolPeriod]


class FamilyPayment(Schema):
    """What was paid for one month; `lines` say each part and why."""

    id: UUID
    for_month_on: date
    amount_minor: int
    unit: str
    state: str
    lines: list[dict[str, Any]]


class FamilyRecord(Schema):
    children: list[SchoolChild]
    payments: list[FamilyPayment]


class AtTheDesk(Schema):
    """Who is not told yet, which answers wait, what waits for a person to decide."""

    to_tell: list[SchoolPeriod]
    to_answer: list[SchoolPeriod]
    to_decide: list[SchoolPeriod]


class StepsLine(Schema):
    labels: list[str]
    children: int | None
    told: Share | None


class StepsFigures(Schema):
    is_demo: bool
    total: StepsLine
    areas: list[StepsLine]
    sexes: list[StepsLine]
    disabilities: list[StepsLine]
    upheld: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/record", response=FamilyRecord, operation_id="stipends.read_record")
def read_record(request: HttpRequest, community: Path[str], family: UUID | None = None) -> Any:
    """One's own record; for the desk, that of a family."""
    found = record(actor_of(request, community), family)
    if found is None:
        raise NotThereError
    return {
        "children": [
            {
                "id": one.child.public_id, "name": one.child.name, "school": one.child.school, "step": one.step.name,
                "effect": one.step.effect.word if one.step.effect else "", "answer_by": one.step.answer_by,
                "running": one.running and _period(one.running), "periods": [_period(row) for row in one.rows],
            }
            for one in found.children
        ],
        "payments": [
            {
                "id": row.public_id, "for_month_on": row.for_month_on, "amount_minor": row.amount_minor,
                "unit": row.payroll.unit, "state": row.state, "lines": row.lines,
            }
            for row in found.payments
        ],
    }  # fmt: skip


@router.get("/waiting", response=AtTheDesk, operation_id="stipends.read_waiting")
def read_waiting(request: HttpRequest, community: Path[str]) -> Any:
    """What waits for somebody at the desk."""
    found = waiting(actor_of(request, community))
    if found is None:
        raise NotThereError
    return {name: [_period(row) for row in getattr(found, name)] for name in AtTheDesk.model_fields}


@router.get("/payrolls/{payroll}/mobile-money", operation_id="stipends.read_payroll")
def read_payroll(request: HttpRequest, community: Path[str], payroll: Path[UUID]) -> HttpResponse:
    """The file to pay by (CSV), once the payroll is approved."""
    actor = actor_of(request, community)
    row = approved(actor, payroll)
    if row is None:
        raise NotThereError
    return HttpResponse(mobile_money(actor, row), content_type="text/csv; charset=utf-8")


@router.get("/payrolls/{payroll}/bank", operation_id="stipends.read_bank_file")
def read_bank_file(
    request: HttpRequest, community: Path[str], payroll: Path[UUID], from_account: str = "", pay_on: date | None = None
) -> Any:
    """The file for the bank (ISO 20022, pain.001.001.09): out of which account, on which day; today, unless said."""
    actor = actor_of(request, community)
    row = approved(actor, payroll)
    if row is None:
        raise NotThereError
    said = bank_file(actor, row, from_account, pay_on or clock.today(row.community.time_zone))
    if isinstance(said, Refusal):
        raise HttpError(422, said.sentence)
    return HttpResponse(said, content_type="application/xml; charset=utf-8")


@router.get("/figures", response=StepsFigures, operation_id="stipends.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """Whether steps fall on all alike."""
    return up_to_today(request, community, figures, StepsFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="stipends.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, "stipends", year)


def _period(row: Attendance) -> dict[str, Any]:
    names = SchoolPeriod.model_fields.keys() - {"id", "child", "missed_on"}
    missed = [one.on for one in said_of(row.lessons) if one.went == "absent"]
    return {"id": row.public_id, "child": row.child.public_id, "missed_on": missed,
            **{name: getattr(row, name) for name in names}}  # fmt: skip
