"""The figures on the web and as a table, and paid beside unpaid hours."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.queries.figures import Figures, figures
from coproduce.arenas.market.rules import DESIGN
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "settled": in_per_cent(found.settled),
        "pound": _pound(found),
        "first": _first(found),
        **figures_pages.ring(found),
    }
    return render(request, "market/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "market_figures")


def _pound(found: Figures) -> dict[str, Any] | None:
    """How far money goes nearby, in words."""
    one = found.multiplier
    if one is None:
        return None
    shares = {"two": f"{100 * one.share_2:.0f} %", "three": f"{100 * one.share_3:.0f} %"}
    return {"lm3": f"{one.lm3:.2f}", "low": f"{one.low:.2f}", "high": f"{one.high:.2f}", "stalls": one.stalls,
            "members": one.members, **shares}  # fmt: skip


def _first(found: Figures) -> dict[str, Any] | None:
    """Whether a first trade is likelier where help came first, in whole per cents."""
    one = found.first_trade
    if one is None:
        return None
    points = {name: f"{100 * getattr(one, name):+.1f}" for name in ("difference", "low", "high")}
    shares = {
        "helped": f"{100 * one.traded_helped / one.pairs_helped:.1f} %",
        "others": f"{100 * one.traded_others / one.pairs_others:.1f} %",
    }
    return {**points, **shares, "n": one.pairs_helped, "m": one.pairs_others, "letter": DESIGN}


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    counts = [
        (_("people"), _("bought something"), found.buyers),
        (_("people"), _("stalls that sold something"), found.stalls),
    ]
    shares = [
        (_("wrong purchases that somebody else settled"), found.settled),
        (_("ready people who were asked, or answered first"), found.asked),
        (_("purchases agreed without the desk"), found.without_staff),
    ]
    return figures_pages.saved(request, "market", counts, shares)
