"""A lane's survey brought or typed; its line with what it takes, other ways beside it, and the drawing for A3."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduce.arenas.works.actions.drawing import bring_survey, choose_design
from coproduce.arenas.works.forms import DesignForm, SurveyForm, by_line
from coproduce.arenas.works.models import Lane
from coproduce.arenas.works.pages.words import missed, shown_bill, shown_line, shown_way, tools_of
from coproduce.arenas.works.queries.here import here_in, houses_of, lane_of, lanes_of, may_lead, said
from coproduce.arenas.works.queries.lines import Drawn, drawn, ground, house, lane as as_lane, people_above
from coproduce.arenas.works.queries.section import flags_in_words, section
from coproduce.arenas.works.rules import main_of, pressures
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, refused
from coproduce.community.people.doing import Button, shown
from coproduce.core.quantity import HOURS, Unit
from coproduce.core.refusal import Refusal


def survey(request: MemberRequest, lane: UUID) -> HttpResponse:
    """Bring a sheet, or type it; what is wrong with it is said by row, and what was typed stays."""
    row = _lane(request, lane)
    if not may_lead(request.actor, "works.bring_survey", row):
        raise Http404
    first = {"request_id": uuid4(), "kind": "levels", "unit": "m",
             "outlet": _metres(row.outlet_mm), "head": _metres(row.head_mm)}  # fmt: skip
    form = SurveyForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        outcome = bring_survey(request.actor, lane=lane, **form.arguments())
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Taken."))
            return SeeOther(_to(request, "works_line", row))
        sentence = refused(outcome)
        field = ("typed" if form.is_typed else "file") if outcome.field == "levels" else outcome.field
        form.add_error(field if field in form.fields else None, by_line(sentence) if form.is_typed else sentence)
    return render(
        request,
        "works/survey.html",
        {"row": row, "form": form, "missed": missed(row)},
        status=422 if form.errors else 200,
    )


def line(request: MemberRequest, lane: UUID) -> HttpResponse:
    """The line of a lane: ways side by side, the one chosen, what it takes and costs, the main, the drawing."""
    row, place = _lane(request, lane), here_in(request.community)
    found, rules = _drawn(row, request), place.rules(row)
    how = request.GET.get("as", "")
    if isinstance(found, Drawn) and how == "svg":
        return _drawing(request, row, found)
    if isinstance(found, Drawn) and how == "paper":
        return render(request, "works/paper.html", {"row": row})
    if isinstance(found, Drawn) and how == "csv":
        return _file(request, row, found, place.money)
    buttons = {}
    here: dict[str, Any] = {"row": row, "rules": rules, "tools": tools_of(rules), "main": _main(row, request)}
    if isinstance(found, Refusal):
        here["why_not"] = refused(found)
    else:
        ways = [shown_way(way, place.money, row.pipe_mm) for way in found.ways]
        here |= {
            "ways": ways, "bill": shown_bill(found, place.money),
            "added": found.bill.added_minor and place.money(found.bill.added_minor),
            "total": place.money(found.bill.total_minor), "official": place.money(found.official.total_minor),
            "chambers": shown_line(found), "pipe": found.line.diameter_mm, "hours": HOURS(found.taken.minutes),
            "from_on": found.bill.from_on, "twice": flags_in_words(found.line.flags),
        }  # fmt: skip
        if may_lead(request.actor, "works.choose_design", row) and row.started_on is None:
            known = {"lane": row.public_id}
            buttons["choose"] = Button(DesignForm, choose_design, known, {"pipe_mm": row.pipe_mm})
    pipes = [(one["pipe"], f"{one['pipe']} mm: {one['cost']}") for one in here.get("ways", ()) if one is not None]
    return shown(request, "works/line.html", buttons, here, {"pipe_mm": pipes[:-1]})


def _lane(request: MemberRequest, lane: UUID) -> Lane:
    row = lane_of(request.actor, lane) if policy.may(request.actor, "works.read_page") else None
    if row is None or row.is_trunk:
        raise Http404
    return row


def _drawn(row: Lane, request: MemberRequest) -> Drawn | Refusal:
    if not row.ground:
        return Refusal("NOT_SURVEYED", "Survey the lane first.", "lane")
    rows = list(lanes_of(row.community_id).prefetch_related("houses"))
    rules = here_in(request.community).rules(row)
    return said(lambda: drawn(as_lane(row, houses_of(row), people_above(row, rows)), rules, row.pipe_mm))


def _main(row: Lane, request: MemberRequest) -> dict[str, Any] | None:
    """The water main, where its water is known to come from somewhere."""
    if row.head_mm is None or not row.ground:
        return None
    rules, head = here_in(request.community).rules(row), row.head_mm
    houses = [house(one) for one in houses_of(row)]
    found = said(lambda: main_of(houses, ground(row), head, rules))
    if isinstance(found, Refusal):
        return {"why_not": refused(found)}
    return {"pipe": int(found.diameter_mm), "least": f"{min(pressures(found)):.1f}", "asked": rules.least_head_metres}


def _drawing(request: MemberRequest, row: Lane, found: Drawn) -> HttpResponse:
    made_up = f" ({_('demo')})" if request.community.is_demo else ""
    drawing = section(f"{row.name}{made_up}", ground(row), found.line, [missed(row)] if missed(row) else [])
    return HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")


def _file(request: MemberRequest, row: Lane, found: Drawn, money: Unit) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("what"), _("how much"), _("one costs"), _("together"), _("note")]
    table = [[one["what"], one["amount"], str(one["rate"]), str(one["cost"]), made_up]
             for one in shown_bill(found, money)]  # fmt: skip
    table.append([_("Together"), "", "", str(money(found.bill.total_minor)), made_up])
    return as_csv(f"{request.community.slug}-lane-quantities", heads, table)


def _metres(length_mm: int | None) -> str:
    return "" if length_mm is None else f"{length_mm / 1000:.3f}"


def _to(request: MemberRequest, page: str, row: Lane) -> str:
    return reverse(page, kwargs={"community": request.community.slug, "lane": row.public_id})
