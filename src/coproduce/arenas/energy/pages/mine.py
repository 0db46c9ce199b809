"""What one's own supply points came to, in sentences; how it is shared, and who may ask and be asked for help."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.pages.words import HOW, KEYS, energy_heads, of_energy, sentences
from coproduce.arenas.energy.queries.here import terms_of
from coproduce.arenas.energy.queries.points import my_points, per_cent, shares_now
from coproduce.arenas.energy.queries.statements import Told, statements
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, headed
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.core.quantity import unit_of_money


@never_cache
@for_another
def page(request: MemberRequest) -> HttpResponse:
    """My supply points and their months; by which key it is shared; what happens around it."""
    if not policy.may(request.actor, "energy.read_page"):
        raise Http404
    told = statements(request.actor) or []
    if request.GET.get("as") == "csv":
        return _file(request, told)
    today = clock.today(request.community.time_zone)
    terms = terms_of(request.community.pk, today)
    said = {
        "points": [
            {"row": row, "share": per_cent(shares_now(row, today))} for row in my_points(request.actor)
        ],
        "months": [
            {"one": one, "month": date_format(one.month.month_on, "YEAR_MONTH_FORMAT"), "says": sentences(one)}
            for one in told
        ],
        "terms": terms,
        "key": terms and KEYS[terms.key],
        "how": terms and HOW[terms.key],
        **asked_here(request.actor, ARENA.slug),
        "keeps_books": policy.may(request.actor, "energy.read_months"),
        "is_desk": policy.may(request.actor, "energy.read_points"),
        "may_invite": policy.may(request.actor, "exchange.open_occasion"),
    }  # fmt: skip
    return render(request, "energy/mine.html", said)


def _file(request: MemberRequest, told: list[Told]) -> HttpResponse:
    """A row for each supply point and month."""
    made_up, coins = _("demo") if request.community.is_demo else "", unit_of_money(request.community.currency)
    heads = [
        _("place"), _("month"), *energy_heads(), headed(_("pays neighbours"), coins),
        headed(_("bill"), coins), headed(_("bill alone"), coins), _("intervals not known"), _("note"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            one.row.point.name, one.month.month_on, *of_energy(one.row),
            *(coins(minor).number for minor in (one.pays_minor, one.bill_minor, one.alone_minor)),
            one.row.missing, made_up,
        ]
        for one in told
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-energy", heads, rows)
