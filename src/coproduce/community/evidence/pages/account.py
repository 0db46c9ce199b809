"""The satellite account on a page: hours first, a range of money beside, wellbeing years apart; nothing summed."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another
from coproduce.community.evidence.actions.reporting import say_in_report
from coproduce.community.evidence.queries.account import Side, account_of, rates_of, rates_text
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.rules.money import COLUMNS, Rate, wellbys, worth
from coproduce.community.evidence.rules.report import LONGEST
from coproduce.community.people.doing import Button, Deed, shown as page_with_buttons
from coproduce.core.quantity import HOURS


class RatesForm(Deed):
    words = forms.CharField(
        label=gettext_lazy("The table of rates"),
        help_text=gettext_lazy("A line each, set apart by semicolons. Without a price year or a source it is refused."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write one line at least.")},
    )


class WellbyForm(forms.Form):
    """What a wellbeing year comes of: each number is the reader’s own."""

    people = forms.IntegerField(label=gettext_lazy("People"), min_value=1, max_value=10**7)
    change = forms.DecimalField(label=gettext_lazy("Points of life satisfaction more"), min_value=-10, max_value=10)
    years = forms.DecimalField(label=gettext_lazy("Years it lasts"), min_value=0, max_value=100)
    deadweight = forms.DecimalField(
        label=gettext_lazy("Share that would have come anyway, 0 to 1"), min_value=0, max_value=1
    )


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """Paid, given and received hours of the year, by whose they are."""
    if not policy.may(request.actor, "evidence.read_figures"):
        raise Http404
    today = clock.today(request.community.time_zone)
    found, rates = account_of(request.community.pk, today), rates_of(Books(request.community, today))
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        heads = (_("what"), _("who"), _("people"), _("minutes"), _("note"))
        lines: list[list[object]] = [[_("paid"), "", "", found.paid_minutes, note]]
        for what, side in ((_("given"), found.gave), (_("received"), found.received)):
            lines += [[what, " · ".join(names), _star(n), _star(minutes), note] for names, n, minutes in side]
        return as_csv(f"{request.community.slug}-account", heads, lines)
    here = {
        "found": found,
        "paid": HOURS(found.paid_minutes),
        "given": None if found.given_minutes is None else HOURS(found.given_minutes),
        "gave": _side(found.gave),
        "received": _side(found.received),
        "money": [(kind, rates.get(kind), _worth(found.given_minutes, rates.get(kind))) for kind in MONEY],
        **_wellby(request, rates.get("wellby")),
        "may_set": policy.may(request.actor, "evidence.say_in_report"),
    }
    return render(request, "evidence/account.html", here)


#: What hours may be put at, each by itself.
MONEY = ("replacement", "opportunity")


def _star(number: int | None) -> object:
    return "*" if number is None else number


def _side(side: Side) -> list[tuple[tuple[str, ...], object, object]]:
    return [(names, _star(n), "*" if minutes is None else HOURS(minutes)) for names, n, minutes in side]


def _worth(minutes: int | None, rate: Rate | None) -> list[str]:
    if minutes is None or rate is None:
        return []
    return [f"{amount:,} {rate.currency}" for amount in worth(minutes, rate)]


def _wellby(request: MemberRequest, rate: Rate | None) -> dict[str, Any]:
    """Wellbeing years from the reader's own numbers; in money only beside them, and added to nothing."""
    form = WellbyForm(request.GET if "people" in request.GET else None)
    said: dict[str, Any] = {"form": form, "wellby_rate": rate}
    if form.is_valid():
        try:
            years = wellbys(**form.cleaned_data)
        except (ValueError, InvalidOperation):
            return said
        said["wellbys"] = f"{years:.2f}"
        if rate:
            three = (rate.low, rate.middle, rate.high)
            said["in_money"] = [f"{Decimal(round(years * each)):,} {rate.currency}" for each in three]
    return said


def rates(request: MemberRequest) -> HttpResponse:
    """The table of rates, to read and to change."""
    if not policy.may(request.actor, "evidence.say_in_report"):
        raise Http404
    first = {"words": rates_text(Books(request.community, clock.today(request.community.time_zone)))}
    buttons = {"set": Button(RatesForm, say_in_report, {"part": "rates"}, first)}
    answer = page_with_buttons(request, "evidence/rates.html", buttons, {"columns": "; ".join(COLUMNS)}, {})
    if isinstance(answer, SeeOther):
        return SeeOther(reverse("satellite_account", kwargs={"community": request.community.slug}))
    return answer
