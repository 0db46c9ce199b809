"""Paying month by month: worked out by one person, approved by another, sent off, and each payment answered for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache

from coproduce.arenas.stipends.actions.payrolls import (
    approve_payroll,
    export_payroll,
    freeze_payroll,
    reconcile_payment,
    reverse_payment,
)
from coproduce.arenas.stipends.forms import BackForm, BankForm, MonthForm, PaymentForm
from coproduce.arenas.stipends.models import Payment, Payroll
from coproduce.arenas.stipends.pages.words import money, payment_in_words
from coproduce.arenas.stipends.queries.papers import approved, bank_file, mobile_money
from coproduce.arenas.stipends.queries.payrolls import ReadPayroll, payroll as one_payroll, payrolls
from coproduce.community.base import clock
from coproduce.community.base.action import Verb
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.core.refusal import Refusal

#: How far a payroll is.
STATES = {
    Payroll.FROZEN: gettext_lazy("worked out; somebody else looks at it"),
    Payroll.APPROVED: gettext_lazy("approved; to be sent off"),
    Payroll.EXPORTED: gettext_lazy("sent off; results are awaited"),
    Payroll.RECONCILED: gettext_lazy("through"),
}

VERBS: Mapping[str, Verb[Any]] = {"approve": approve_payroll, "export": export_payroll}


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Every month, and the next one worked out."""
    found = payrolls(request.actor)
    if found is None:
        raise Http404
    month_on = clock.today(request.community.time_zone).replace(day=1)
    form = MonthForm(request.POST or None, initial={"request_id": uuid4(), "month_on": month_on})
    if request.method == "POST" and form.is_valid():
        outcome = freeze_payroll(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Worked out. Somebody else looks at it and approves it."))
            return redirect("stipends_payroll", community=request.community.slug, payroll=outcome.value.payroll)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    rows = [
        {"one": one, "row": one.row, "state": STATES[one.row.state], "amount": money(one.amount_minor, one.row.unit)}
        for one in found
    ]
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("month"), _("payments"), _("amount"), _("how far"), _("note")]
        table = (
            (one.row.month_on, one.many, money(one.amount_minor, one.row.unit), STATES[one.row.state], made_up)
            for one in found
        )
        return as_csv(f"{request.community.slug}-payrolls", heads, table)
    return render(request, "stipends/payrolls.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


@never_cache
def one(request: MemberRequest, payroll: UUID) -> HttpResponse:
    """One month: how far it is, the next thing to do, its files, and what became of each payment."""
    if request.method == "POST":
        return _pressed(request, payroll)
    found = one_payroll(request.actor, payroll)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    if request.GET.get("as") == "money":
        return _mobile_money(request, payroll)
    said = {
        "row": found.row, "month": date_format(found.row.month_on, "YEAR_MONTH_FORMAT"),
        "state": STATES[found.row.state], "request_id": uuid4(),
        "whole": money(sum(row.amount_minor for row in found.payments), found.row.unit),
        "is_mine": found.row.frozen_by_id == request.actor.agent_id,
        "by_telephone": any(row.pay_to.startswith("+") for row in found.payments),
        "by_bank": any(row.pay_to and not row.pay_to.startswith("+") for row in found.payments),
        "payments": [{**payment_in_words(row, found.row.unit), "request_id": uuid4()} for row in found.payments],
    }  # fmt: skip
    return render(request, "stipends/payroll.html", said)


@never_cache
def bank(request: MemberRequest, payroll: UUID) -> HttpResponse:
    """The file for the bank: from which account, on which day?"""
    row = approved(request.actor, payroll)
    if row is None:
        raise Http404
    form = BankForm(request.POST or None, initial={"pay_on": clock.today(request.community.time_zone)})
    if request.method == "POST" and form.is_valid():
        said = bank_file(request.actor, row, **form.cleaned_data)
        if not isinstance(said, Refusal):
            answer = HttpResponse(said, content_type="application/xml; charset=utf-8")
            name = f"{request.community.slug}-{row.month_on:%Y-%m}.xml"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            return answer
        form.add_error(said.field if said.field in form.fields else None, refused(said))
    said_of = {"form": form, "row": row, "month": date_format(row.month_on, "YEAR_MONTH_FORMAT")}
    return render(request, "stipends/bank.html", said_of, status=422 if form.errors else 200)


@never_cache
def back(request: MemberRequest, payroll: UUID) -> HttpResponse:
    """A payment that did not arrive, or came back: why?"""
    found = one_payroll(request.actor, payroll)
    which = request.POST.get("payment") or request.GET.get("payment", "")
    row = next((one for one in found.payments if str(one.public_id) == which), None) if found else None
    if row is None:
        raise Http404
    form = BackForm(request.POST or None, initial={"request_id": uuid4(), "payment": row.public_id})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        outcome = (
            reverse_payment(request.actor, **given)
            if row.state == Payment.PAID
            else reconcile_payment(request.actor, is_paid=False, **given)
        )
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Noted. What is due of it is in the next payroll."))
            return redirect("stipends_payroll", community=request.community.slug, payroll=payroll)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "row": row, "payroll": payroll, "amount": money(row.amount_minor, row.payroll.unit)}
    return render(request, "stipends/back.html", said, status=422 if form.errors else 200)


def _pressed(request: MemberRequest, payroll: UUID) -> HttpResponse:
    """Approve it, say that it is sent off, or that a payment arrived."""
    what = request.POST.get("what", "")
    form = PaymentForm(request.POST) if what == "paid" else Once(request.POST)
    if not form.is_valid() or (what not in VERBS and what != "paid"):
        raise Http404
    if what == "paid":
        outcome: Any = reconcile_payment(request.actor, is_paid=True, **form.cleaned_data)
    else:
        outcome = VERBS[what](request.actor, payroll=payroll, **form.cleaned_data)
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, _("Noted."))
    return redirect("stipends_payroll", community=request.community.slug, payroll=payroll)


def _mobile_money(request: MemberRequest, payroll: UUID) -> HttpResponse:
    row = approved(request.actor, payroll)
    if row is None:
        raise Http404
    answer = HttpResponse(mobile_money(request.actor, row), content_type="text/csv; charset=utf-8")
    name = f"{request.community.slug}-{row.month_on:%Y-%m}-telephone.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _file(request: MemberRequest, found: ReadPayroll) -> HttpResponse:
    """A row for each part of each payment."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("reference"), _("family of"), _("month"), _("part"), _("people"), _("amount"), _("currency"),
             _("how far"), _("note")]  # fmt: skip
    rows = [
        (str(row.public_id), row.family.agent.name, row.for_month_on, line["code"], line["people"],
         line["amount_minor"], found.row.unit, row.state, made_up)
        for row in found.payments for line in row.lines
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-payroll-{found.row.month_on:%Y-%m}", heads, rows)
