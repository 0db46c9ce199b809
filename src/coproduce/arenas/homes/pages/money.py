"""What homes cost: the fund that builds the next one, one's own loan or shares, and the books of who handles money."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.homes.actions.loans import agree_loan, build_from_fund, record_payment, tell_behind
from coproduce.arenas.homes.actions.shares import agree_charge, pay_out
from coproduce.arenas.homes.forms import ChargeForm, FundForm, LoanForm, PaymentForm, PayOutForm, TellForm
from coproduce.arenas.homes.models import Family
from coproduce.arenas.homes.pages.words import STEPS
from coproduce.arenas.homes.queries import families, money
from coproduce.arenas.homes.rules import schedule
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import Unit


def page(request: MemberRequest) -> HttpResponse:
    """The fund, one's own home, and for whoever handles money every family's."""
    actor, today = request.actor, clock.today(request.community.time_zone)
    if not policy.may(actor, "homes.read_page"):
        raise Http404
    unit, handles = money.unit_here(request.community), policy.may(actor, "homes.read_money")
    kept = money.books(request.community, today)
    rows = money.with_money(actor, kept, "list")
    mine = None if handles else families.family_to_read(actor, None, "homes.read_money", "page")
    if request.GET.get("as") == "csv":
        return _file(request, rows or ([mine] if mine else []), kept)
    fund = money.fund_stand(today, kept)
    buttons = {}
    if policy.may(actor, "homes.build_from_fund"):
        buttons["fund"] = Button(FundForm, build_from_fund, {}, {"spent_on": today, "home": fund.next_home})
    here = {
        "fund": fund,
        "saved": unit(fund.saved),
        "missing": unit(fund.of.missing),
        "lent": unit(fund.lent),
        "mine": mine and _shown(mine, today, unit, kept),
        "rows": [_shown(row, today, unit, kept) for row in rows],
        "handles": handles,
        "is_balanced": money.is_wide_enough(rows, today, kept) if rows else None,
    }
    return shown(request, "homes/money.html", buttons, here, {})


def one(request: MemberRequest, family: UUID) -> HttpResponse:
    """One family's money, for whoever handles it: agreed, paid, written about, paid out."""
    actor, today = request.actor, clock.today(request.community.time_zone)
    kept = money.books(request.community, today)
    row = kept.family(family) if policy.may(actor, "homes.read_money") else None
    if row is None:
        raise Http404
    audit.reading(actor, "homes.read_money", [row.agent_id], "page")
    told = _shown(row, today, money.unit_here(request.community), kept)
    known = {"family": family}
    buttons = {}
    if told["loan"]:
        buttons["pay"] = Button(PaymentForm, record_payment, known, {"paid_on": today})
        if told["to_tell"]:
            buttons["tell"] = Button(TellForm, tell_behind, known, {"month": told["to_tell"]})
    elif told["shares"]:
        buttons["pay"] = Button(PaymentForm, record_payment, known, {"paid_on": today})
        buttons["charge"] = Button(ChargeForm, agree_charge, known, {"from_on": today})
        buttons["out"] = Button(PayOutForm, pay_out, known, {"paid_on": today})
    else:
        buttons["loan"] = Button(LoanForm, agree_loan, known, {"from_on": today, "annual_rate": 0, "escrow": "0"})
        buttons["charge"] = Button(ChargeForm, agree_charge, known, {"from_on": today})
    return shown(request, "homes/terms.html", buttons, {"mine": told}, {"supporter": people(request)})


def _shown(row: Family, today: date, unit: Unit, kept: money.HomeBooks) -> dict[str, Any]:
    """What a family's home costs it, as it reads it."""
    loan, shares = money.loan_stand(row, today, kept), money.share_stand(row, today, kept)
    told: dict[str, Any] = {"row": row, "loan": None, "shares": None, "to_tell": 0, "paid": []}
    if loan:
        untold = [
            number for number, one in enumerate(loan.months, start=1) if one.outcome == "breach" and not one.told_on
        ]
        told |= {
            "to_tell": untold[-1] if untold and loan.now.behind else 0,
            "loan": {
                "left": unit(loan.now.left), "behind": unit(loan.now.behind), "ahead": unit(loan.now.ahead),
                "payment": unit(loan.payment), "next_on": loan.next_on, "next": unit(loan.next_minor),
                "months_left": loan.now.months_left, "step": STEPS[loan.step.name], "is_clear": loan.step.rung == 0,
                "answer_by": loan.step.answer_by, "rate": loan.loan.annual_rate,
            },
            "paid": [(one.on, unit(one.minor)) for one in loan.paid],
        }  # fmt: skip
    if shares:
        told["shares"] = {
            "held": shares.held, "of": shares.terms.shares, "saved": unit(shares.saved),
            "whole": unit(shares.charge.whole), "running": unit(shares.charge.running),
            "equity": unit(shares.charge.equity), "since": shares.terms.from_on, "is_within": shares.width.is_within,
        }  # fmt: skip
    return told


def _file(request: MemberRequest, rows: list[Family], kept: money.HomeBooks) -> HttpResponse:
    """Each month of each loan: what is due, and what is left after it."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("family"), _("month"), _("due on"), _("payment"), _("interest"), _("pays off"), _("left"), _("note")]
    table: list[list[Any]] = []
    for row in rows:
        terms = kept.terms(row)
        if terms is None or terms.loan_minor is None:
            continue
        loan = money.loan_of(terms)
        table += [
            [row.agent.name, one.number, loan.due_on(one.number).isoformat(), one.payment, one.interest, one.principal,
             one.left, made_up]
            for one in schedule(loan.principal, loan.annual_rate, loan.months)
        ]  # fmt: skip
    return as_csv(f"{request.community.slug}-home-money", heads, table)
