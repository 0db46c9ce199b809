"""What goes to the bank or the telephone company: one line for each payment, in the file that company takes."""

import csv
from datetime import date
from io import StringIO
from uuid import UUID

from coproduce.arenas.stipends.models import Payment, Payroll
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.interop.paying import Order, Transfer, in_digits, is_iban, pain_001

COLUMNS = ("msisdn", "name", "amount", "currency", "reference")


def approved(actor: Actor, payroll: UUID) -> Payroll | None:
    """A payroll of which files may be made; None before a second person has approved it, or for who may not read it."""
    if not policy.may(actor, "stipends.read_payroll"):
        return None
    rows = Payroll.objects.select_related("community").exclude(state=Payroll.FROZEN)
    return the_one(rows.filter(community_id=actor.community_id, public_id=payroll))


def mobile_money(actor: Actor, payroll: Payroll) -> str:
    """Payments by telephone (CSV): telephone with + and country, name, amount, currency, our reference."""
    minor = unit_of_money(payroll.unit).minor_per_major
    note = ("demo",) if payroll.community.is_demo else ()
    said = StringIO()
    out = csv.writer(said, lineterminator="\n")
    out.writerow((*COLUMNS, *note))
    for row in _pending(actor, payroll):
        if row.pay_to.startswith("+"):
            amount = in_digits(row.amount_minor, minor)
            out.writerow((row.pay_to, _as_text(row.family.agent.name), amount, payroll.unit, row.public_id, *note))
    return said.getvalue()


def bank_file(actor: Actor, payroll: Payroll, from_account: str, pay_on: date) -> str | Refusal:
    """Payments to accounts (ISO 20022, pain.001.001.09), out of one account of the community's on one day."""
    if not is_iban(from_account):
        return Refusal(
            "NOT_AN_ACCOUNT", "Write the account it is paid from by its IBAN, digit by digit.", "from_account"
        )
    if pay_on < payroll.frozen_on:
        return Refusal("WRONG_DAY", "Choose a day after it was worked out.", "pay_on")
    unit, words = unit_of_money(payroll.unit), "demo " if payroll.community.is_demo else ""
    transfers = tuple(
        Transfer(row.public_id.hex, unit(row.amount_minor), row.family.agent.name, row.pay_to,
                 f"{words}{row.for_month_on:%Y-%m} {payroll.community.name}")
        for row in _pending(actor, payroll) if not row.pay_to.startswith("+")
    )  # fmt: skip
    if not transfers:
        return Refusal("NOBODY", "Nobody of this payroll is paid on an account.", "payroll")
    name = f"{words}{payroll.community.name}"
    return pain_001(Order(payroll.public_id.hex, payroll.frozen_on, pay_on, name, from_account, transfers))


def _pending(actor: Actor, payroll: Payroll) -> list[Payment]:
    """What is still to be paid of it. That it is read is written down for each family in it."""
    rows = payroll.payments.filter(state=Payment.PENDING).exclude(pay_to="").select_related("family__agent")
    found = list(rows.order_by("pk"))
    audit.reading(actor, "stipends.read_payroll", [row.family.agent_id for row in found], "file")
    return found


def _as_text(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t" else name
