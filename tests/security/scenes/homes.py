"""A family on its way to a home, one that has its key, a build day, and what is in the store."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from coproduce.arenas.homes.models import Family, MissedMonth
from coproduce.arenas.homes.rules import CameToBuild
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.quantity import HOURS, unit_of_money
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene

#: Who is at the desk beside whoever does it, and who leads.
SECOND = "Sal"
SINCE = TODAY - timedelta(days=100)
POUNDS = unit_of_money("GBP")


def switched_on(part: Part) -> None:
    """The town builds homes, and a second person is at the desk."""
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "homes"])
    Membership.objects.filter(agent__public_id=part.town.agents[SECOND]).update(roles=["member", "broker"])


def family(part: Part, **more: Any) -> UUID:
    switched_on(part)
    said = {"family": part.town.agents[part.whose], "accepted_on": SINCE, "home": f"no. 14 {part.town.canary}"}
    accepted: UUID = done("homes.accept_family", part, SECOND, **{**said, **more}).family
    return accepted


def shift(part: Part) -> dict[str, Any]:
    return {"on": TODAY - timedelta(days=2), "begins": time(8), "ends": time(12), "kind": "construction"}


def with_key(part: Part) -> UUID:
    whose = family(part, repair=HOURS(320))
    hours = done("homes.write_hours", part, part.whose, family=whose, **shift(part)).hours
    done("homes.sign_hours", part, part.whose, hours=hours)
    done("homes.sign_hours", part, SECOND, hours=hours)
    for gate in ("start build", "close"):
        done("homes.pass_gate", part, SECOND, family=whose, gate=gate)
    return whose


def loan(part: Part, from_on: date = TODAY) -> dict[str, Any]:
    return {"family": with_key(part), "principal": POUNDS(1200_00), "annual_rate": Decimal(0), "months": 12,
            "from_on": from_on, "income": POUNDS(900_00), "escrow": POUNDS(0)}  # fmt: skip


def lent(part: Part, from_on: date = TODAY) -> UUID:
    said = loan(part, from_on)
    done("homes.agree_loan", part, SECOND, **said)
    whose: UUID = said["family"]
    return whose


def plan(part: Part) -> dict[str, Any]:
    begins = datetime.combine(TODAY + timedelta(days=4), time(9), UTC)
    return {"words": f"Walls {part.town.canary}", "starts_at": begins, "ends_at": begins + timedelta(hours=4),
            "tasks": (SlotWanted("painting", 4),)}  # fmt: skip


def planned(part: Part) -> UUID:
    """By whoever does it, where they may see to it; else by the desk."""
    switched_on(part)
    occasion: UUID = done("homes.plan_day", part, SECOND, **plan(part)).occasion
    organiser = Agent.objects.get(public_id=part.town.agents[part.me])
    Occasion.objects.filter(public_id=occasion).update(organiser=organiser)
    return occasion


@scene("homes.accept_family")
def accept_family(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"family": part.town.agents[part.whose], "accepted_on": SINCE, "home": f"no. 14 {part.town.canary}"}


@scene("homes.change_adult")
def change_adult(part: Part) -> dict[str, Any]:
    return {"family": family(part), "adult": part.town.agents[part.other], "from_on": TODAY}


@scene("homes.pass_gate")
def pass_gate(part: Part) -> dict[str, Any]:
    whose = family(part, repair=HOURS(320))
    hours = done("homes.write_hours", part, part.whose, family=whose, **shift(part)).hours
    done("homes.sign_hours", part, part.whose, hours=hours)
    done("homes.sign_hours", part, SECOND, hours=hours)
    return {"family": whose, "gate": "start build"}


@scene("homes.write_hours")
def write_hours(part: Part) -> dict[str, Any]:
    return {"family": family(part), "worker": part.town.agents[part.whose], **shift(part)}


@scene("homes.sign_hours")
def sign_hours(part: Part) -> dict[str, Any]:
    whose = family(part)
    return {"hours": done("homes.write_hours", part, part.whose, family=whose, **shift(part)).hours}


@scene("homes.plan_day")
def plan_day(part: Part) -> dict[str, Any]:
    switched_on(part)
    return plan(part)


@scene("homes.call_off_for_weather")
def call_off_for_weather(part: Part) -> dict[str, Any]:
    return {"occasion": planned(part), "wind_kmh": 90, "rain_mm": 0, "celsius": 9}


@scene("homes.record_day")
def record_day(part: Part) -> dict[str, Any]:
    family(part)
    occasion = planned(part)
    yesterday = datetime.combine(TODAY - timedelta(days=1), time(9), UTC)
    Occasion.objects.filter(public_id=occasion).update(starts_at=yesterday, ends_at=yesterday + timedelta(hours=4))
    came = (CameToBuild(part.town.agents[part.whose], time(9), time(12)),)
    return {"occasion": occasion, "site": f"no. 14 {part.town.canary}", "came": came}


@scene("homes.show_how")
def show_how(part: Part) -> dict[str, Any]:
    switched_on(part)
    shown = {"taught": part.town.agents[part.other], "task": f"To hang a door {part.town.canary}"}
    return {**shown, "time": HOURS(60), "done_on": TODAY, **part.for_}


@scene("homes.agree_loan")
def agree_loan(part: Part) -> dict[str, Any]:
    return loan(part)


@scene("homes.record_payment")
def record_payment(part: Part) -> dict[str, Any]:
    return {"family": lent(part), "amount": POUNDS(100_00), "paid_on": TODAY}


@scene("homes.tell_behind")
def tell_behind(part: Part) -> dict[str, Any]:
    whose = lent(part, TODAY - timedelta(days=20))
    return {"family": whose, "month": 1, "supporter": part.town.agents[part.other]}


def told(part: Part, days: int, *months: int) -> dict[str, Any]:
    """Months of a loan they were told of, by whoever else is at the desk, so many days ago each after the other."""
    whose = lent(part, TODAY - timedelta(days=days))
    for month, on in zip(months, range(days - 10, 0, -20), strict=False):
        MissedMonth.objects.create(
            family=Family.objects.get(agent__public_id=whose), month=month, told_on=TODAY - timedelta(days=on),
            told_by=Agent.objects.get(public_id=part.town.agents[SECOND]),
            supporter=Agent.objects.get(public_id=part.town.agents[part.other]),
        )  # fmt: skip
    return {"family": whose, "month": months[-1]}


@scene("homes.answer_behind")
def answer_behind(part: Part) -> dict[str, Any]:
    return {**told(part, 20, 1), "answer": f"The bank had the wrong number {part.town.canary}"}


@scene("homes.decide_answer")
def decide_answer(part: Part) -> dict[str, Any]:
    said = told(part, 20, 1)
    MissedMonth.objects.update(answered_on=TODAY, answer=f"The bank had the wrong number {part.town.canary}")
    return {**said, "is_upheld": True, "why": "The bank says so too."}


@scene("homes.decide_end")
def decide_end(part: Part) -> dict[str, Any]:
    said = told(part, 120, 1, 2, 3, 4)
    MissedMonth.objects.update(told_on=TODAY - timedelta(days=15))
    return {**said, "ends": False, "why": f"A cousin helps {part.town.canary}"}


@scene("homes.withdraw_family")
def withdraw_family(part: Part) -> dict[str, Any]:
    return {"family": family(part), "left_on": TODAY}


@scene("homes.build_from_fund")
def build_from_fund(part: Part) -> dict[str, Any]:
    done("homes.record_payment", part, SECOND, family=lent(part), amount=POUNDS(100_00), paid_on=TODAY)
    return {"home": "no. 16", "amount": POUNDS(50_00), "spent_on": TODAY}


def charge(part: Part) -> dict[str, Any]:
    return {"family": family(part), "from_on": SINCE, "income": POUNDS(4000_00), "running": POUNDS(150_00),
            "shares": 10, "index": Decimal(100)}  # fmt: skip


@scene("homes.agree_charge")
def agree_charge(part: Part) -> dict[str, Any]:
    return charge(part)


@scene("homes.pay_out")
def pay_out(part: Part) -> dict[str, Any]:
    said = charge(part)
    done("homes.agree_charge", part, SECOND, **said)
    done("homes.record_payment", part, SECOND, family=said["family"], amount=POUNDS(1400_00), paid_on=TODAY)
    return {"family": said["family"], "index": Decimal(110), "paid_on": TODAY}


@scene("homes.add_index")
def add_index(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"on": SINCE, "index": Decimal("104.25"), "decision": part.town.decided()}


@scene("homes.stock_things")
def stock_things(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"thing": f"Saw {part.town.canary}", "pieces": 2}


@scene("homes.lend_things")
def lend_things(part: Part) -> dict[str, Any]:
    saw = stock_things(part)
    done("homes.stock_things", part, SECOND, **saw)
    return {**saw, "to": part.town.agents[part.whose]}


@scene("homes.bring_back_things")
def bring_back_things(part: Part) -> dict[str, Any]:
    saw = lend_things(part)
    done("homes.lend_things", part, SECOND, **saw)
    return {"thing": saw["thing"], "pieces": 1, "from_": saw["to"]}
