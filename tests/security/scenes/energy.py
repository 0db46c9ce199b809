"""A roof and a home that share, the readings of a month, and the month closed and settled."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from coproduce.arenas.energy.tests.street import days_of
from coproduce.community.people.models import Community, Membership
from tests.security.scenes import Part, done, scene

SECOND = "Sal"
MONTH, LAST = date(2026, 10, 1), date(2026, 10, 31)
PRICES = {"price": Decimal(20), "retail": Decimal(30), "feed_in": Decimal(10)}


def switched_on(part: Part) -> None:
    """The town's people share energy, and a second person is at the desk."""
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "energy"])
    Membership.objects.filter(agent__public_id=part.town.agents[SECOND]).update(roles=["member", "broker"])


def point(part: Part, who: str, kind: str) -> dict[str, Any]:
    return {"holder": part.town.agents[who], "name": f"{kind} {part.town.canary}", "number": kind, "kind": kind,
            "from_on": MONTH}  # fmt: skip


def enrolled(part: Part) -> UUID:
    switched_on(part)
    done("energy.enrol_point", part, SECOND, **point(part, part.other, "makes"))
    which: UUID = done("energy.enrol_point", part, SECOND, **point(part, part.whose, "uses")).point
    return which


def file(kind: str) -> dict[str, Any]:
    return {"text": days_of({kind: 300}, MONTH), "from_on": MONTH, "until_on": LAST, "shape": "days", "unit": "Wh",
            "step_minutes": 60, "what": "made" if kind == "makes" else "used"}  # fmt: skip


def key(part: Part) -> dict[str, Any]:
    decision = part.town.decided(decided_on=date(2026, 9, 20), effective_on=date(2026, 9, 20))
    return {"key": "dynamic", "from_on": MONTH, "decision": decision, **PRICES}


def brought(part: Part) -> None:
    enrolled(part)
    done("energy.agree_key", part, SECOND, **key(part))
    for kind in ("makes", "uses"):
        done("energy.bring_readings", part, SECOND, **file(kind))


def settled(part: Part) -> None:
    brought(part)
    done("energy.close_month", part, SECOND, month_on=MONTH)
    done("energy.settle_month", part, SECOND, month_on=MONTH)


@scene("energy.enrol_point")
def enrol_point(part: Part) -> dict[str, Any]:
    switched_on(part)
    return point(part, part.whose, "uses")


@scene("energy.change_share")
def change_share(part: Part) -> dict[str, Any]:
    return {"point": enrolled(part), "from_on": date(2026, 12, 1), "parts": 500_000}


@scene("energy.bring_readings")
def bring_readings(part: Part) -> dict[str, Any]:
    enrolled(part)
    return file("uses")


@scene("energy.agree_key")
def agree_key(part: Part) -> dict[str, Any]:
    switched_on(part)
    return key(part)


@scene("energy.close_month")
def close_month(part: Part) -> dict[str, Any]:
    brought(part)
    return {"month_on": MONTH}


@scene("energy.settle_month")
def settle_month(part: Part) -> dict[str, Any]:
    brought(part)
    done("energy.close_month", part, SECOND, month_on=MONTH)
    return {"month_on": MONTH}


@scene("energy.add_premium")
def add_premium(part: Part) -> dict[str, Any]:
    settled(part)
    decision = part.town.decided()
    done("decisions.choose_rules", part, SECOND, arena="energy", rule_set="italy", from_on=date(2026, 11, 17),
         decision=decision)  # fmt: skip
    return {"month_on": MONTH, "zonal_price_mwh": Decimal(100), "plant_kw": 100, "zone": "north"}
