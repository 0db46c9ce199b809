"""How it is said on the pages: how far a lane is, what its line takes, what to look at twice."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.works.models import Lane
from coproduce.arenas.works.queries.lines import Drawn
from coproduce.arenas.works.rules import Reached, Rules, Way, may_start, stage
from coproduce.core.quantity import HOURS, Unit

STAGES = {
    "mapped": gettext_lazy("written down"),
    "organised": gettext_lazy("organised: it elected its manager"),
    "surveyed": gettext_lazy("surveyed"),
    "designed": gettext_lazy("its line is chosen"),
    "shares agreed": gettext_lazy("shares agreed: it can begin"),
    "building": gettext_lazy("being dug"),
    "inspected": gettext_lazy("inspected"),
    "in use": gettext_lazy("in use: its water runs"),
}
ITEMS = {
    "pipe_m": gettext_lazy("Pipe, metres"),
    "digging_m3": gettext_lazy("Digging, cubic metres"),
    "cement_kg": gettext_lazy("Cement, kilograms"),
    "sand_m3": gettext_lazy("Sand, cubic metres"),
    "chambers": gettext_lazy("Covers of chambers"),
    "joins": gettext_lazy("Joining houses"),
}
BY = {"lane": gettext_lazy("by the lane"), "office": gettext_lazy("officially")}


def next_step(row: Lane, done: Reached) -> str:
    """What a lane does next, in a sentence."""
    if row.used_on:
        return _("Look after it in turn, and show the next lane how it is done.")
    if row.inspected_on:
        return _("Write down the day its water runs.")
    if row.started_on:
        return _("Dig, lay and write down who gave a day. Then have it inspected.")
    fault = may_start(done)
    if fault is None:
        return _("All is agreed: begin to dig.")
    return {
        "NO_MANAGER": _("Elect a manager, and write the decision down."),
        "NOT_DESIGNED": _("Survey the lane and choose a line.") if not done.is_surveyed else _("Choose a line."),
        "NOT_AGREED": _("Share out what it costs, and ask every house whether it agrees. Nobody has to have paid yet."),
        "NO_OUTLET": _("Find what it can run into, before anything is dug."),
    }[fault.code]


def blocked(row: Lane) -> str:
    """Why a lane cannot run into anything yet, said at every stage; nothing where it can."""
    if row.is_trunk or row.outlet_mm is not None:
        return ""
    if row.into is None:
        return _("Blocked: it has nothing to run into yet.")
    if row.surveyed_on is None:
        return ""
    return _("Blocked: nobody wrote down how high the bed of %(name)s lies.") % {"name": row.into.name}


def missed(row: Lane) -> str:
    """How well the walk of a lane closed; nothing where levels were brought."""
    if row.missed_mm is None:
        return ""
    said = {"missed": abs(row.missed_mm), "may": row.allowed_mm}
    return _("The walk closed within %(missed)d mm; %(may)d mm would do.") % said


def stage_of(done: Reached) -> str:
    return str(STAGES[stage(done)])


def shown_way(way: Way, money: Unit, chosen: int | None) -> dict[str, Any]:
    """One way of building a lane, as a row of a table."""
    return {
        "by": str(BY[way.by]), "pipe": way.pipe_mm, "cost": money(way.total_minor), "time": HOURS(way.minutes),
        "weeks": way.weeks, "is_chosen": way.by == "lane" and way.pipe_mm == chosen,
    }  # fmt: skip


def shown_bill(found: Drawn, money: Unit) -> list[dict[str, Any]]:
    """What a line takes and costs the lane, item by item."""
    return [
        {"what": str(ITEMS[one.what]), "amount": f"{float(one.amount):,.2f}", "rate": money(one.rate_minor),
         "cost": money(one.minor)}
        for one in found.bill.items
    ]  # fmt: skip


def shown_line(found: Drawn) -> list[dict[str, Any]]:
    """The chambers of a line: the table beside its drawing."""
    falls = [f"1 : {reach.length_mm / reach.fall_mm:.0f}" for reach in found.line.reaches]
    return [
        {"at": f"{one.chainage_mm / 1000:.2f}", "ground": f"{one.ground_mm / 1000:.2f}",
         "bed": f"{one.invert_mm / 1000:.2f}", "depth": f"{one.depth_mm / 1000:.2f}", "fall": fall,
         "houses": one.houses}
        for one, fall in zip(found.line.chambers, [*falls, ""], strict=True)
    ]  # fmt: skip


def tools_of(rules: Rules) -> str:
    return ", ".join(rules.tools)
