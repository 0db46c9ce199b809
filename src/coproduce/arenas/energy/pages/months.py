"""Months: closed with the readings that are here, looked at, and settled; late readings by their difference."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.energy.actions.months import close_month
from coproduce.arenas.energy.actions.premiums import add_premium
from coproduce.arenas.energy.actions.settling import settle_month
from coproduce.arenas.energy.forms import MonthForm, PremiumForm, first_of_last_month
from coproduce.arenas.energy.models import SharedMonth, Statement
from coproduce.arenas.energy.pages.words import KEYS, STATES, energy, energy_heads, money, of_energy
from coproduce.arenas.energy.queries.here import here_in
from coproduce.arenas.energy.queries.months import Month, allocation, month, months, prices_of
from coproduce.arenas.energy.rules import bills, settle
from coproduce.community.base import clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, headed, refused
from coproduce.core.quantity import Quantity, unit_of_money
from coproduce.core.refusal import Refusal


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Every month that was closed, the last first; and the next one is closed."""
    found = months(request.actor)
    if found is None:
        raise Http404
    today = clock.today(request.community.time_zone)
    form = MonthForm(request.POST or None, initial={"request_id": uuid4(), "month_on": first_of_last_month(today)})
    if request.method == "POST" and form.is_valid():
        outcome = close_month(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Closed. Look at it, and settle it when it is right."))
            return redirect("energy_month", community=request.community.slug, month=outcome.value.month)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    rows = [{"row": row, "month": _named(row), "state": STATES[row.state]} for row in found]
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("month"), _("times reckoned"), _("key"), _("how far"), _("note")]
        table = ((row.month_on, row.round + 1, KEYS[row.frozen["key"]], STATES[row.state], made_up) for row in found)
        return as_csv(f"{request.community.slug}-energy-months", heads, table)
    return render(request, "energy/months.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


@never_cache
def one(request: MemberRequest, month: UUID) -> HttpResponse:
    """One month: what each supply point comes to, what is not known, and the next thing to do."""
    found = _found(request, month)
    if request.method == "POST":
        return _pressed(request, found)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    return _shown(request, found, None)


def _found(request: MemberRequest, which: UUID) -> Month:
    found = month(request.actor, which)
    if found is None:
        raise Http404
    return found


def _named(row: SharedMonth) -> str:
    return date_format(row.month_on, "YEAR_MONTH_FORMAT")


def _shown(request: MemberRequest, found: Month, premium: PremiumForm | None) -> HttpResponse:
    row, is_whole = found.row, {"request_id": uuid4()}
    rules = here_in(request.community).rules.premium
    if premium is None and rules.steps and row.state == SharedMonth.SETTLED and not found.has_premium:
        premium = PremiumForm(rules, initial=is_whole)
    said = {
        "row": row, "month": _named(row), "state": STATES[row.state], "key": KEYS[row.frozen["key"]],
        "request_id": uuid4(), "again_id": uuid4(), "premium_form": premium, "rows": _lines(found),
        "shared": energy(sum(one.bought_wh for one in found.statements)),
        "missing": sum(one.missing for one in found.statements),
        "premium": row.premium and {name: money(row.premium[name], row.unit) for name in ("members", "social")},
        "may_settle": policy.may(request.actor, "energy.settle_month"),
    }  # fmt: skip
    return render(request, "energy/month.html", said, status=422 if premium and premium.errors else 200)


def _lines(found: Month) -> list[dict[str, Any]]:
    """Each supply point: its energy, and what it pays neighbours."""
    lines = settle(map(allocation, found.statements), prices_of(found.row))
    pays = bills(line for line in lines if line.what in ("bought", "sold"))
    return [_line(one, money(pays.get(str(one.point_id), 0), found.row.unit)) for one in found.statements]


def _line(one: Statement, pays: Quantity) -> dict[str, Any]:
    amounts = {name: getattr(one, f"{name}_wh") for name in ("own", "bought", "grid", "sold", "surplus")}
    return {
        "one": one, "pays": pays,
        "says": _("is paid %(money)s") % {"money": -pays} if pays.minor < 0 else str(pays),
        **{name: energy(wh) if wh else "–" for name, wh in amounts.items()},
    }  # fmt: skip


def _pressed(request: MemberRequest, found: Month) -> HttpResponse:
    """Settle it, close it again, or write down what the state adds."""
    what, month_on = request.POST.get("what", ""), found.row.month_on
    outcome: Any
    if what == "premium":
        form = PremiumForm(here_in(request.community).rules.premium, request.POST)
        if not form.is_valid():
            return _shown(request, found, form)
        outcome = add_premium(request.actor, month_on=month_on, **form.cleaned_data)
    else:
        once = Once(request.POST)
        if what not in ("settle", "close") or not once.is_valid():
            raise Http404
        verb = settle_month if what == "settle" else close_month
        outcome = verb(request.actor, month_on=month_on, **once.cleaned_data)
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
        return SeeOther(request.path)
    messages.success(request, _("Settled. Everybody reads what it came to.") if what == "settle" else _("Noted."))
    return redirect("energy_month", community=request.community.slug, month=outcome.value.month)


def _file(request: MemberRequest, found: Month) -> HttpResponse:
    """A row for each supply point."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("place"), _("meter"), _("whose"), *energy_heads(),
             headed(_("pays neighbours"), unit_of_money(found.row.unit)), _("intervals not known"),
             _("note")]  # fmt: skip
    rows = (
        (*_who(line["one"]), *of_energy(line["one"]), line["pays"].number, line["one"].missing, made_up)
        for line in _lines(found)
    )
    return as_csv(f"{request.community.slug}-energy-{found.row.month_on:%Y-%m}", heads, rows)


def _who(one: Statement) -> tuple[str, str, str]:
    return one.point.name, one.point.number, one.point.agent.name
