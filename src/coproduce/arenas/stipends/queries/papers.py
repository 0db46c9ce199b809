"""What goes to the bank or the telephone company: one line for each family, its months added up."""

import csv
from io import StringIO

from coproduce.arenas.stipends.models import Payment, Payroll
from coproduce.community.base import audit
from coproduce.community.base.actor import Actor
from coproduce.core.quantity import unit_of_money

COLUMNS = ("msisdn", "name", "amount", "currency", "reference")


def mobile_money(actor: Actor, payroll: Payroll) -> str:
    """The file of an approved payroll (CSV): telephone with + and country, name, amount, currency, our reference."""
    rows = list(payroll.payments.filter(state=Payment.PENDING).select_related("family__agent").order_by("pk"))
    audit.reading(actor, "stipends.read_payroll", [row.family.agent_id for row in rows], "file")
    said = StringIO()
    out = csv.writer(said, lineterminator="\n")
    out.writerow((*COLUMNS, *(("demo",) if payroll.community.is_demo else ())))
    minor = unit_of_money(payroll.unit).minor_per_major
    places = len(str(minor)) - 1
    for row in rows:
        whole, rest = divmod(row.amount_minor, minor)
        amount = f"{whole}.{rest:0{places}d}" if places else str(whole)
        name = _as_text(row.family.agent.name)
        line = (row.pay_to, name, amount, payroll.unit, str(row.public_id))
        out.writerow((*line, *(("demo",) if payroll.community.is_demo else ())))
    return said.getvalue()


def _as_text(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t" else name
