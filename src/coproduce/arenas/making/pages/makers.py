"""What people can make with here; and who of them makes what of a design, with why not."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.making.actions.machines import keep_machine
from coproduce.arenas.making.forms import GoneForm, MachineForm
from coproduce.arenas.making.models import Machine
from coproduce.arenas.making.pages.designs import design_of, speaks
from coproduce.arenas.making.pages.parts import how_many, number
from coproduce.arenas.making.queries.makers import machines, who_makes
from coproduce.arenas.making.rules import PROCESSES, Job, Plan
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of, refused
from coproduce.community.people.doing import Button, shown
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

LAID = {"turned": "laid at an angle", "tilted": "tilted, with supports"}


def page(request: MemberRequest) -> HttpResponse:
    """What can be made with, found by `?q=` and by what it `?does=`; one's own, put on the list and taken off."""
    actor = request.actor
    if not policy.may(actor, "making.read_page"):
        raise Http404
    does = request.GET.get("does", "") if request.GET.get("does", "") in PROCESSES else ""
    rows = machines(actor, request.GET.get("q", "").strip()[:80], does)
    if request.GET.get("as") == "csv":
        return _file(request, rows)
    buttons = {}
    if speaks(request):
        buttons = {
            "machine": Button(MachineForm, keep_machine, {}, {}),
            "gone": Button(GoneForm, keep_machine, {"is_here": False}, {}),
        }
    found = page_of(rows, request)
    said = {
        "page": found,
        "machines": [_machine(one) for one in found],
        "does": does,
        "ways": [(one.name, one.says) for one in PROCESSES.values()],
        "me": actor.agent_id,
    }
    return shown(request, "making/machines.html", buttons, said, {})


def near(request: MemberRequest, design: UUID) -> HttpResponse:
    """Who makes how many of which part of so many, `?n=`, over several places; and why nobody does."""
    row, many = design_of(request, design), how_many(request)
    plan = who_makes(request.actor, row, many)
    if isinstance(plan, Refusal):
        return render(request, "making/near.html", {"row": row, "number": many, "refused": refused(plan)})
    if request.GET.get("as") == "csv":
        return _plan_file(request, plan)
    missing = [
        {"part": one.part, "quantity": number(one.quantity), "why": [refused(why) for why, _ in one.why_not]}
        for one in plan.missing
    ]
    said = {"row": row, "number": many, "by_maker": _by_maker(plan), "missing": missing}
    return render(request, "making/near.html", said)


def _by_maker(plan: Plan) -> list[dict[str, Any]]:
    """The jobs by maker, in the order of the plan, with how long all of it takes them."""
    of: dict[str, list[Job]] = {}
    for job in plan.jobs:
        of.setdefault(job.maker, []).append(job)
    return [
        {
            "maker": maker,
            "time": HOURS(minutes) if (minutes := round(sum(job.minutes for job in jobs))) else None,
            "jobs": [{"job": job, "quantity": number(job.quantity)} for job in jobs],
        }
        for maker, jobs in of.items()
    ]


def _machine(row: Machine) -> dict[str, Any]:
    place = row.agent.membership.neighbourhood
    return {
        "row": row,
        "does": PROCESSES[row.process].says,
        "area": place.name if place else "",
        "free": None if row.free_minutes is None else HOURS(row.free_minutes),
    }


def _file(request: MemberRequest, rows: Any) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("machine"), _("does"), _("of what"), _("size in mm"), _("how fine, in mm"), _("minutes a week"),
             _("who"), _("where"), _("note")]  # fmt: skip
    table = [
        [one["row"].name, one["does"], one["row"].materials, one["row"].size, one["row"].tolerance,
         "" if one["free"] is None else one["free"].minor, one["row"].agent.name, one["area"], made_up]
        for one in map(_machine, rows)
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-machines", heads, table)


def _plan_file(request: MemberRequest, plan: Plan) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [
        _("part"),
        _("how many"),
        _("who"),
        _("machine"),
        _("how it is laid"),
        _("minutes"),
        _("why nobody"),
        _("note"),
    ]
    table = [
        [job.part, number(job.quantity), job.maker, job.machine, job.laid or "", number(job.minutes), "", made_up]
        for job in plan.jobs
    ]
    table += [
        [one.part, number(one.quantity), "", "", "", "", " ".join(refused(why) for why, _ in one.why_not), made_up]
        for one in plan.missing
    ]
    return as_csv(f"{request.community.slug}-plan", heads, table)
