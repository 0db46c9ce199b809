"""How help is made here, feature by feature; and whether it comes round. Nothing here ranks anybody or anything."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.evidence.drawing import over_days, shares
from coproduce.community.evidence.outcomes.queries import came_of
from coproduce.community.evidence.pages.tables import FIGURE_HEADS, figure_line
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.together import Half, Round, Together, coming_round, made_together
from coproduce.community.evidence.words import BALANCE_WORDS, FEATURE_WORDS, MOVED_WORDS, STAGE_WORDS, STEP_WORDS, shown
from coproduce.core.quantity import HOURS


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """The six features of each arena, who did which part of the work, and paid hours beside unpaid ones."""
    if not policy.may(request.actor, "evidence.read_figures"):
        raise Http404
    books = Books(request.community, clock.today(request.community.time_zone))
    found = made_together(books)
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        return as_csv(
            f"{request.community.slug}-made-together", FIGURE_HEADS, [[*line, note] for line in together_lines(found)]
        )
    return render(request, "evidence/together.html", {**together_said(found), "asked": _asked(books)})


def together_said(found: Together) -> dict[str, Any]:
    """What a page or a report says of it."""
    arenas: list[dict[str, Any]] = []
    few = []
    for one in found.arenas:
        if all(figure.estimate is None for figure in one.features.values()):
            few.append(_(one.name))
            continue
        figures = [(FEATURE_WORDS[code], figure) for code, figure in one.features.items()]
        told = [(words, figure) for words, figure in figures if figure.estimate is not None]
        arenas.append({
            "name": _(one.name),
            "chart": shares(_(one.name), [(words[0], figure) for words, figure in told]),
            "rows": [(*words, shown(figure)) for words, figure in told],
            "few": [words[0] for words, figure in figures if figure.estimate is None],
        })  # fmt: skip
    return {
        "found": found,
        "arenas": arenas,
        "few": few,
        "members": shown(found.stages[0].did)["n"],
        "stages": [(STAGE_WORDS[one.code], shown(one.did), shown(one.no_desk)) for one in found.stages],
        "halves": [_half(one) for one in found.halves],
        "moved": MOVED_WORDS[found.moved],
        "is_amber": found.moved == "amber",
        "given_by_sex": [(names, None if minutes is None else HOURS(minutes), n) for names, minutes, n in found.by_sex],
    }


def _half(one: Half) -> dict[str, Any]:
    unpaid = None if one.unpaid_minutes is None else HOURS(one.unpaid_minutes)
    return {"from_on": one.from_on, "until_on": one.until_on, "paid": HOURS(one.paid_minutes), "unpaid": unpaid}


def _asked(books: Books) -> list[tuple[object, dict[str, Any]]]:
    """Whether people were asked for something they can do, from what they answered themselves."""
    came = came_of(books)
    return [
        (one.reading.name, shown(one.now))
        for measure, reads in came.readings
        for one in reads
        if (measure.slug, one.reading.code) == ("ties", "asked")
    ]


def together_lines(found: Together) -> list[list[object]]:
    """The same as lines of a table."""
    lines = [
        figure_line(FEATURE_WORDS[code][0], {**shown(figure), "name": _(one.name)})
        for one in found.arenas
        for code, figure in one.features.items()
    ]
    for one in found.stages:
        for name, figure in ((_("members"), one.did), (_("without a desk role"), one.no_desk)):
            lines.append(figure_line(STAGE_WORDS[one.code], {**shown(figure), "name": name}))
    return lines


@for_another
def coming(request: MemberRequest) -> HttpResponse:
    """Served, asked, giving: how soon, over how many hands, and how giving and receiving lie."""
    if not policy.may(request.actor, "evidence.read_figures"):
        raise Http404
    found = coming_round(Books(request.community, clock.today(request.community.time_zone)))
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        return as_csv(
            f"{request.community.slug}-coming-round", FIGURE_HEADS, [[*line, note] for line in round_lines(found)]
        )
    return render(request, "evidence/coming_round.html", round_said(found))


def round_said(found: Round) -> dict[str, Any]:
    """What a page or a report says of it."""
    title = _("Share who have given, by days since they were first helped")
    return {
        "round": found,
        "steps": [(STEP_WORDS[name], "*" if count is None else count) for name, count in found.steps],
        "after": [(_("%(days)s days") % {"days": days}, shown(figure)) for days, figure in found.after],
        "generations": [(name, shown(figure)) for name, figure in found.generations],
        "chart": over_days(title, found.curve),
        "balance": [([BALANCE_WORDS[name] for name in cell.labels], cell.count) for cell in found.balance],
    }


def round_lines(found: Round) -> list[list[object]]:
    """The same as lines of a table."""
    after = [
        figure_line(_("Gave within %(days)s days") % {"days": days}, shown(figure)) for days, figure in found.after
    ]
    by_hands = [
        figure_line(_("Gave within half a year"), {**shown(figure), "name": _("hand %(number)s") % {"number": name}})
        for name, figure in found.generations
    ]
    return [*after, *by_hands]
