"""Every key tried on our own readings, side by side; and the one members chose, written down with their decision."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.energy.actions.keys import agree_key
from coproduce.arenas.energy.forms import KeyForm, PricesForm
from coproduce.arenas.energy.models import Point, SharingTerms
from coproduce.arenas.energy.pages.words import HOW, KEYS, energy, in_hundred, money
from coproduce.arenas.energy.queries.here import prices, terms_of
from coproduce.arenas.energy.queries.keys import TO_TRY, Keys, Tried, keys
from coproduce.arenas.energy.queries.points import per_cent
from coproduce.arenas.energy.rules import Prices
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, headed, refused
from coproduce.community.decisions.queries import that_stand
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

#: Decisions one is chosen among, the latest first.
MOST_DECISIONS = 50


@never_cache
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """What every key would have come to on the last month of readings, at the prices said above."""
    form = PricesForm(request.GET if "price" in request.GET else None)
    typed = Prices(*form.cleaned_data.values()) if form.is_bound and form.is_valid() else None
    found = keys(request.actor, request.community, typed)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv" and found.tried:
        return _file(request, found, found.tried)
    if not form.is_bound:
        used = found.tried.prices if found.tried else TO_TRY
        form = PricesForm(initial=_written(used))
    said = {
        "form": form, "found": found, "rows": [_shown(request, found.tried, one.key) for one in found.tried.compared]
        if found.tried else [],
        "month": found.tried and date_format(found.tried.month_on, "YEAR_MONTH_FORMAT"),
        "agreed": found.agreed and _agreed(found.agreed), "coming": [_agreed(one) for one in found.coming],
        "may_agree": policy.may(request.actor, "energy.agree_key"), "all_keys": KEYS,
    }  # fmt: skip
    return render(request, "energy/keys.html", said, status=422 if form.errors else 200)


@never_cache
def agree(request: MemberRequest, key: str) -> HttpResponse:
    """Write down the key members decided on: by which decision, from which month, at which prices, with which parts."""
    if key not in KEYS or not policy.may(request.actor, "energy.agree_key"):
        raise Http404
    today = clock.today(request.community.time_zone)
    terms = terms_of(request.community.pk, today)
    points = list(Point.objects.filter(community_id=request.actor.community_id).order_by("name", "pk"))
    first = {"request_id": uuid4(), "from_on": today.replace(day=1), "decision": request.GET.get("decision", "")}
    if terms:
        first |= _written(prices(terms))
    decisions = that_stand(request.actor)[:MOST_DECISIONS]
    form = KeyForm(key, points, decisions, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        outcome = agree_key(request.actor, key=key, **form.arguments())
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Written down. Months that were settled keep the key they had."))
            if outcome.value.left:
                left = _("Parts add up to less than all: %(part)s in a hundred are nobody’s, and go to the grid.")
                messages.warning(request, left % {"part": per_cent(outcome.value.left)})
            return redirect("energy_keys", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "title": KEYS[key], "how": HOW[key]}
    return render(request, "energy/key.html", said, status=422 if form.errors else 200)


def _written(used: Prices) -> dict[str, str]:
    """Prices as somebody would write them."""
    of = {"price": used.community, "retail": used.retail, "feed_in": used.feed_in}
    return {name: f"{Decimal(str(price)).normalize():f}" for name, price in of.items()}


def _agreed(terms: SharingTerms) -> dict[str, Any]:
    return {"terms": terms, "title": KEYS[terms.key], "how": HOW[terms.key]}


def _shown(request: MemberRequest, tried: Tried, key: str) -> dict[str, Any]:
    """One key: what it would have come to."""
    one = next(each for each in tried.compared if each.key == key)
    currency = request.community.currency
    poor = tried.low_income[key]
    return {
        "key": key, "title": KEYS[key], "how": HOW[key],
        "used_here": in_hundred(one.self_consumption), "from_here": in_hundred(one.self_sufficiency),
        "gini": _("cannot tell") if one.gini is None or tried.homes is None else f"{float(one.gini):.2f}",
        "low_income": in_hundred(poor), "is_low_income": poor is not None,
        "to_grid": energy(one.surplus_wh),
        "saved": None if tried.homes is None else money(sum(one.savings.values()), currency),
        "mine": tried.mine and money(tried.mine[key], currency),
    }  # fmt: skip


def _file(request: MemberRequest, found: Keys, tried: Tried) -> HttpResponse:
    """A row for each key; for who may see the books whole, for each supply point too."""
    made_up, coins = _("demo") if request.community.is_demo else "", unit_of_money(request.community.currency)
    heads = [_("key"), _("place"), _("used here of what was made"), _("made here of what was used"),
             _("unevenness"), _("to homes of little income"), headed(_("saved"), coins), headed(_("bill"), coins),
             _("note")]  # fmt: skip
    table: list[list[Any]] = []
    for one in tried.compared:
        row = _shown(request, tried, one.key)
        table.append([KEYS[one.key], _("all"), row["used_here"], row["from_here"], row["gini"], row["low_income"],
                      _("not shown") if row["saved"] is None else row["saved"].number, "", made_up])  # fmt: skip
        if found.is_whole:
            table += [
                [KEYS[one.key], point.name, "", "", "", "", coins(one.savings[str(point.pk)]).number,
                 coins(one.bills[str(point.pk)]).number, made_up]
                for point in tried.points
            ]  # fmt: skip
    return as_csv(f"{request.community.slug}-keys", heads, table)
