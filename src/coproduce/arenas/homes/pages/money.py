"""What homes cost: the fund that builds the next one, one's own loan or shares, and the books of who handles money."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.homes.actions.loans import agree_loan, build_from_fund, record_payment
from coproduce.arenas.homes.actions.missed import answer_behind, decide_answer, decide_end, tell_behind
from coproduce.arenas.homes.actions.shares import add_index, agree_charge, pay_out
from coproduce.arenas.homes.forms import (
    AffordForm,
    AnswerForm,
    ChargeForm,
    DecideForm,
    EndForm,
    FundForm,
    IndexForm,
    LoanForm,
    PaymentForm,
    PayOutForm,
    TellForm,
)
from coproduce.arenas.homes.models import Family
from coproduce.arenas.homes.pages.words import STEPS, shown_month
from coproduce.arenas.homes.queries import families, money
from coproduce.arenas.homes.rules import MoneyError, Rules, schedule
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.decisions.queries import that_stand
from coproduce.community.decisions.rules import MOST_TO_CITE
from coproduce.community.decisions.words import to_choose
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import Unit

#: So many days of the index are named.
FEW = 5


def page(request: MemberRequest) -> HttpResponse:
    """The fund, one's own home, and for whoever handles money every family's."""
    actor, today = request.actor, clock.today(request.community.time_zone)
    if not policy.may(actor, "homes.read_page"):
        raise Http404
    unit, handles = money.unit_here(request.community), policy.may(actor, "homes.read_money")
    kept = money.books(request.community, today)
    rows = money.with_money(actor, today, kept, "list")
    mine = None if handles else families.family_to_read(actor, None, "homes.read_money", "page")
    if request.GET.get("as") in FILES:
        return FILES[request.GET["as"]](request, rows or ([mine] if mine else []), kept)
    fund = money.fund_stand(today, kept)
    told = _shown(mine, today, unit, kept) if mine else None
    buttons: dict[str, Button] = {}
    if mine and told and told["to_answer"]:
        known = {"family": mine.agent.public_id}
        buttons["answer"] = Button(AnswerForm, answer_behind, known, {"month": told["to_answer"]})
    if policy.may(actor, "homes.add_index"):
        buttons["index"] = Button(IndexForm, add_index, {}, {})
    if policy.may(actor, "homes.build_from_fund"):
        buttons["fund"] = Button(FundForm, build_from_fund, {}, {"spent_on": today, "home": fund.next_home})
    here = {
        "fund": fund,
        "saved": unit(fund.saved),
        "missing": unit(fund.of.missing),
        "lent": unit(fund.lent),
        "built": [(home, unit(spent)) for home, spent in kept.built.items()],
        "mine": told,
        "rows": [_shown(row, today, unit, kept) for row in rows],
        "handles": handles,
        "afford": _afford(request, unit, kept.rules),
        "has_shares": any(terms.shares for row in rows if (terms := kept.terms(row))),
        "is_balanced": money.is_wide_enough(rows, today, kept) if rows else None,
        "series": sorted(kept.rules.index_by_day.items(), reverse=True)[:FEW],
    }
    decisions = to_choose(that_stand(actor)[:MOST_TO_CITE]) if "index" in buttons else []
    return shown(request, "homes/money.html", buttons, here, {"decision": decisions})


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
        for what, form, verb in (("answer", AnswerForm, answer_behind), ("decide", DecideForm, decide_answer),
                                 ("end", EndForm, decide_end)):  # fmt: skip
            if told[f"to_{what}"]:
                buttons[what] = Button(form, verb, known, {"month": told[f"to_{what}"]})
    elif told["shares"]:
        buttons["pay"] = Button(PaymentForm, record_payment, known, {"paid_on": today})
        buttons["charge"] = Button(ChargeForm, agree_charge, known, {"from_on": today})
        buttons["out"] = Button(PayOutForm, pay_out, known, {"paid_on": today})
    else:
        buttons["loan"] = Button(LoanForm, agree_loan, known, {"from_on": today, "annual_rate": 0, "escrow": "0"})
        buttons["charge"] = Button(ChargeForm, agree_charge, known, {"from_on": today})
    if row.agent.is_forgotten:
        buttons = {what: button for what, button in buttons.items() if what in ("pay", "out")}
    return shown(request, "homes/terms.html", buttons, {"mine": told}, {"supporter": people(request)})


def _shown(row: Family, today: date, unit: Unit, kept: money.HomeBooks) -> dict[str, Any]:
    """What a family's home costs it, as it reads it."""
    loan, shares = money.loan_stand(row, today, kept), money.share_stand(row, today, kept)
    paid = [(one.on, unit(one.minor)) for one in reversed(kept.paid.get(row.agent_id, ()))]
    told: dict[str, Any] = {"row": row, "loan": None, "shares": None, "paid": paid, "to_answer": 0}
    if loan:
        missed = [shown_month(one, loan.loan, kept.rules.answer_days) for one in loan.missed.values()]
        told |= {
            "missed": missed[::-1],
            "to_tell": loan.to_tell if loan.now.behind else 0,
            "to_answer": next(
                (one["row"].month for one in missed if not one["row"].answered_on and today <= one["answer_by"]), 0
            ),
            "to_decide": next(
                (one["row"].month for one in missed if one["row"].answered_on and not one["row"].decided_on), 0
            ),
            "to_end": missed[-1]["row"].month if missed and loan.step.is_proposed else 0,
            "loan": {
                "left": unit(loan.now.left), "behind": unit(loan.now.behind), "ahead": unit(loan.now.ahead),
                "payment": unit(loan.payment), "next_on": loan.next_on, "next": unit(loan.next_minor),
                "months_left": loan.now.months_left, "last": unit(loan.last), "is_ended": loan.step.is_ended,
                "step": STEPS.get(loan.step.name, loan.step.name), "is_clear": loan.step.rung == 0,
                "answer_by": loan.step.answer_by, "rate": loan.loan.annual_rate,
            },
        }  # fmt: skip
    if shares:
        told["shares"] = {
            "held": shares.held, "of": shares.terms.shares, "saved": unit(shares.saved),
            "whole": unit(shares.charge.whole), "running": unit(shares.charge.running),
            "equity": unit(shares.charge.equity), "since": shares.terms.from_on, "is_within": shares.width.is_within,
            "value": None if shares.value is None else unit(shares.value),
        }  # fmt: skip
    return told


def _afford(request: MemberRequest, unit: Unit, rules: Rules) -> dict[str, Any]:
    """What a family could borrow of which income, asked in the address and kept nowhere."""
    form = AffordForm(request.GET if "income" in request.GET else None, money=unit)
    if not form.is_valid():
        return {"form": form}
    said = form.cleaned_data
    income, escrow, months = said["income"].minor, said["escrow"].minor, said["months"]
    try:
        found = money.affordable(income, escrow, said["annual_rate"], months, rules)
    except MoneyError as fault:
        form.add_error(fault.field if fault.field in form.fields else None, str(fault))
        return {"form": form}
    return {"form": form, "months": months, "most": unit(found.most), "payment": unit(found.payment),
            "last": unit(found.last)}  # fmt: skip


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


def _shares_file(request: MemberRequest, rows: list[Family], kept: money.HomeBooks) -> HttpResponse:
    """Each home owned together: what it cost, what of it is held, and how wide that is."""
    made_up = _("demo") if request.community.is_demo else ""
    today = clock.today(request.community.time_zone)
    heads = [_("family"), _("home"), _("cost in shares"), _("shares held"), _("part held"), _("wide enough"),
             _("kept for the next share"), _("worth on leaving today"), _("note")]  # fmt: skip
    table = [
        [row.agent.name, row.home, stand.terms.shares, stand.held, str(stand.width.part),
         _("yes") if stand.width.is_within else _("no"), stand.saved, stand.value, made_up]
        for row in rows if (stand := money.share_stand(row, today, kept))
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-home-shares", heads, table)


def _fund_file(request: MemberRequest, rows: list[Family], kept: money.HomeBooks) -> HttpResponse:
    """The fund: what came and went month by month up to now, and what comes if everybody pays as agreed."""
    made_up = _("demo") if request.community.is_demo else ""
    today = clock.today(request.community.time_zone)
    heads = [_("month"), _("came in"), _("went into homes"), _("in the fund"), _("homes it pays for"), _("which"),
             _("note")]  # fmt: skip
    table = [
        [f"{line.month:%Y-%m}", line.came, line.spent, line.saved, line.homes,
         _("to come") if line.is_to_come else _("as it was"), made_up]
        for line in money.fund_lines(today, kept)
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-home-fund", heads, table)


FILES = {"csv": _file, "shares": _shares_file, "fund": _fund_file}
