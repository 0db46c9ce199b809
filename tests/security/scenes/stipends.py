"""A family whose child missed school, told of it or not yet, and a payroll on its way."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.stipends.actions.registers import Mark
from coproduce.arenas.stipends.models import Attendance, Payment
from coproduce.community.people.models import Community, Membership
from coproduce.core.quantity import unit_of_money
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene

SECOND = "Sal"
FAMILY = {"adults": 1, "income": unit_of_money("GBP")(0), "pay_to": "+441632960001"}
PERIOD = {"from_on": date(2026, 9, 1), "until_on": date(2026, 10, 31), "held": 40, "present": 20, "absent": 20}
MONTH = TODAY.replace(day=1)


def switched_on(part: Part) -> None:
    """The town's families go to school, and a second person is at the desk."""
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "stipends"])
    Membership.objects.filter(agent__public_id=part.town.agents[SECOND]).update(roles=["member", "broker"])


def whose(part: Part) -> UUID:
    switched_on(part)
    family: UUID = done("stipends.take_on_family", part, SECOND, family=part.town.agents[part.whose], **FAMILY).family
    return family


def pupil(part: Part) -> dict[str, Any]:
    return {"family": whose(part), "name": f"Ida {part.town.canary}", "number": "7", "school": "Mill Lane School",
            "born_on": date(2014, 3, 1)}  # fmt: skip


def enrolled(part: Part) -> dict[str, Any]:
    done("stipends.enrol_child", part, SECOND, **pupil(part))
    return {"number": "7", **PERIOD}


def missed(part: Part) -> UUID:
    attendance: UUID = done("stipends.take_register", part, SECOND, **enrolled(part)).attendance
    return attendance


def told(part: Part) -> UUID:
    attendance = missed(part)
    done("stipends.tell_step", part, SECOND, attendance=attendance, supporter=part.town.agents[part.other])
    return attendance


def frozen(part: Part) -> UUID:
    done("stipends.enrol_child", part, SECOND, **pupil(part))
    payroll: UUID = done("stipends.freeze_payroll", part, SECOND, month_on=MONTH).payroll
    return payroll


def approved(part: Part) -> UUID:
    payroll = frozen(part)
    Membership.objects.filter(agent__public_id=part.town.agents["Aud"]).update(roles=["member", "treasurer"])
    done("stipends.approve_payroll", part, "Aud", payroll=payroll)
    return payroll


def sent(part: Part) -> UUID:
    done("stipends.export_payroll", part, SECOND, payroll=approved(part))
    return Payment.objects.get(payroll__community__slug=part.town.slug).public_id


@scene("stipends.take_on_family")
def take_on_family(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"family": part.town.agents[part.whose], **FAMILY}


@scene("stipends.enrol_child")
def enrol_child(part: Part) -> dict[str, Any]:
    return pupil(part)


@scene("stipends.take_register", "stipends.key_sheet")
def take_register(part: Part) -> dict[str, Any]:
    return enrolled(part)


def in_class(part: Part) -> dict[str, Any]:
    done("stipends.enrol_child", part, SECOND, **pupil(part), class_name="5b")
    return {"school": "Mill Lane School", "class_name": "5b"}


@scene("stipends.take_lesson")
def take_lesson(part: Part) -> dict[str, Any]:
    return {**in_class(part), "on": TODAY, "marks": (Mark("7", "excused", f"A fever {part.town.canary}"),)}


@scene("stipends.close_lessons")
def close_lessons(part: Part) -> dict[str, Any]:
    place = in_class(part)
    done("stipends.take_lesson", part, SECOND, **place, on=PERIOD["until_on"], marks=(Mark("7", "present"),))
    return {**place, "until_on": PERIOD["until_on"]}


@scene("stipends.tell_step")
def tell_step(part: Part) -> dict[str, Any]:
    return {"attendance": missed(part), "supporter": part.town.agents[part.other]}


@scene("stipends.appeal")
def appeal(part: Part) -> dict[str, Any]:
    return {"attendance": told(part), "words": "The bus did not come"}


@scene("stipends.decide_appeal")
def decide_appeal(part: Part) -> dict[str, Any]:
    attendance = told(part)
    done("stipends.appeal", part, SECOND, attendance=attendance, words="The bus did not come")
    return {"attendance": attendance, "is_upheld": True, "words": "It did not."}


@scene("stipends.decide_end")
def decide_end(part: Part) -> dict[str, Any]:
    """Five periods were missed, each told in time: somebody has to decide."""
    enrolled(part)
    for back in range(4, -1, -1):
        until_on = date(2026, 10, 31) - timedelta(days=61 * back)
        counts = {**PERIOD, "from_on": until_on - timedelta(days=60), "until_on": until_on}
        last = done("stipends.take_register", part, SECOND, number="7", **counts).attendance
        row = Attendance.objects.get(public_id=last)
        row.told_on, row.told_by, row.supporter = until_on + timedelta(days=1), row.typed_by, None
        row.save()
    return {"attendance": last, "ends": True, "why": "They moved away."}


@scene("stipends.freeze_payroll")
def freeze_payroll(part: Part) -> dict[str, Any]:
    done("stipends.enrol_child", part, SECOND, **pupil(part))
    return {"month_on": MONTH}


@scene("stipends.approve_payroll")
def approve_payroll(part: Part) -> dict[str, Any]:
    return {"payroll": frozen(part)}


@scene("stipends.export_payroll")
def export_payroll(part: Part) -> dict[str, Any]:
    return {"payroll": approved(part)}


@scene("stipends.reconcile_payment")
def reconcile_payment(part: Part) -> dict[str, Any]:
    return {"payment": sent(part), "is_paid": True}


@scene("stipends.reverse_payment")
def reverse_payment(part: Part) -> dict[str, Any]:
    payment = sent(part)
    done("stipends.reconcile_payment", part, SECOND, payment=payment, is_paid=True)
    return {"payment": payment, "why": "The account is closed"}
