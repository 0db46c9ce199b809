"""A family with two children at one school, and short words for what happens again and again."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from tests.fixtures.towns import Town, do

from coproduce.arenas.stipends.models import Attendance, Payment
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

POUNDS = unit_of_money("GBP")

#: First and last days of two months at school.
SPRING = date(2026, 2, 1), date(2026, 3, 31)
SUMMER = date(2026, 4, 1), date(2026, 5, 31)
MET = {"held": 40, "present": 38, "absent": 2}
MISSED = {"held": 40, "present": 20, "absent": 20}


def on(day: date, verb: str, town: Town, who: str, **said: Any) -> Done[Any] | Refusal:
    """A verb on a day."""
    with clock.at(datetime.combine(day, time(12), UTC)):
        return do(verb, town.actor(who), **said)


def done(day: date, verb: str, town: Town, who: str, **said: Any) -> Any:
    outcome = on(day, f"stipends.{verb}", town, who, **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def family(town: Town, day: date = date(2026, 2, 1), who: str = "Ana", pay_to: str = "+441632960001") -> UUID:
    """Ana's family, or another's: one adult, no income."""
    taken: UUID = done(
        day, "take_on_family", town, "Cleo", family=town.agents[who], adults=1, income=POUNDS(0), pay_to=pay_to
    ).family
    return taken


def child(town: Town, number: str, born_on: date = date(2014, 3, 1), day: date = date(2026, 2, 1), **said: Any) -> UUID:
    words = {"name": f"Child {number} {town.canary}", "school": "Mill Lane School", "family": town.agents["Ana"]}
    enrolled: UUID = done(
        day, "enrol_child", town, "Cleo", **{**words, "number": number, "born_on": born_on, **said}
    ).child
    return enrolled


def register(town: Town, day: date, number: str, period: tuple[date, date], counts: dict[str, int]) -> UUID:
    taken: UUID = done(
        day, "take_register", town, "Cleo", number=number, from_on=period[0], until_on=period[1], **counts
    ).attendance
    return taken


def told(town: Town, day: date, attendance: UUID) -> Any:
    return done(day, "tell_step", town, "Cleo", attendance=attendance, supporter=town.agents["Ben"])


def paid_month(town: Town, day: date, month_on: date) -> dict[tuple[str, date], int]:
    """A payroll from freezing to the last payment: what each family was paid for which month."""
    payroll = done(day, "freeze_payroll", town, "Cleo", month_on=month_on).payroll
    done(day, "approve_payroll", town, "Tom", payroll=payroll)
    done(day, "export_payroll", town, "Tom", payroll=payroll)
    rows = Payment.objects.filter(payroll__public_id=payroll).select_related("family__agent")
    for row in rows:
        done(day, "reconcile_payment", town, "Tom", payment=row.public_id, is_paid=True)
    return {(row.family.agent.name.partition(" ")[0], row.for_month_on): row.amount_minor for row in rows}


def rows_of(number: str) -> list[Attendance]:
    return list(Attendance.objects.filter(child__number=number).order_by("until_on", "version"))
