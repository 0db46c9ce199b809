"""The figures on the web and as a table, and paid beside unpaid hours."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.queries.figures import Figures, figures
from coproduce.arenas.market.rules import DESIGN
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures(request.actor, clock.today(request.community.time_zone))
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "settled": in_per_cent(found.settled),
        "pound": _pound(found),
        "first": _first(found),
        "ring": in_per_cent(found.return_rate),
        "asked": in_per_cent(found.asked),
        "unaided": in_per_cent(found.without_staff),
    }
    return render(request, "market/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "market_figures")


def _pound(found: Figures) -> dict[str, Any] | None:
    """What a pound is worth nearby, in words."""
    one = found.multiplier
    if one is None:
        return None
    shares = {"two": f"{one.share_2:.0%}", "three": f"{one.share_3:.0%}"}
    return {"lm3": f"{one.lm3:.2f}", "low": f"{one.low:.2f}", "high": f"{one.high:.2f}", "stalls": one.stalls,
            "members": one.members, **shares}  # fmt: skip


def _first(found: Figures) -> dict[str, Any] | None:
    """Whether a first trade is likelier where help came first, in whole per cents."""
    one = found.first_trade
    if one is None:
        return None
    points = {name: f"{100 * getattr(one, name):+.1f}" for name in ("difference", "low", "high")}
    shares = {
        "helped": f"{one.traded_helped / one.pairs_helped:.1%}",
        "others": f"{one.traded_others / one.pairs_others:.1%}",
    }
    return {**points, **shares, "n": one.pairs_helped, "m": one.pairs_others, "letter": DESIGN}


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    table: list[list[Any]] = [
        [_("people"), title, hidden if number is None else number, "", made_up]
        for title, number in ((_("bought something"), found.buyers), (_("stalls that sold something"), found.stalls))
    ]
    table += [
        [_("shares"), title, rate.k if rate else hidden, rate.n if rate else hidden, made_up]
        for title, rate in (
            (_("wrong purchases that somebody else settled"), found.settled),
            (_("ready people who were asked, or answered first"), found.asked),
            (_("purchases agreed without the desk"), found.without_staff),
        )
    ]  # fmt: skip
    heads = [_("of"), _("which"), _("number"), _("of how many"), _("note")]
    return as_csv(f"{request.community.slug}-market-figures", heads, table)
