"""Payrolls, month by month, and the payments of one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, Sum

from coproduce.arenas.stipends.models import Payment, Payroll
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one


@dataclass(frozen=True, slots=True)
class ReadPayroll:
    """One payroll, and its payments in the order families came."""

    row: Payroll
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """One payroll, how many payments are in it, what they come to, and of how many it is not known what became."""

    row: Payroll
    many: int
    amount_minor: int
    wait: int


def payrolls(actor: Actor) -> list[Month] | None:
    """Every month's, the last first."""
    if not policy.may(actor, "stipends.read_payroll"):
        return None
    rows = Payroll.objects.filter(community_id=actor.community_id).order_by("-month_on")
    waits = Count("payments", filter=Q(payments__state=Payment.PENDING))
    counted = rows.annotate(many=Count("payments"), amount=Sum("payments__amount_minor", default=0), wait=waits)
    return [Month(row, row.many, row.amount, row.wait) for row in counted]


def payroll(actor: Actor, which: UUID) -> ReadPayroll | None:
    """One of them; that it was read is written down for each family in it."""
    if not policy.may(actor, "stipends.read_payroll"):
        return None
    rows = Payroll.objects.filter(community_id=actor.community_id).select_related("frozen_by", "approved_by")
    row = the_one(rows.filter(public_id=which))
    if row is None:
        return None
    payments = tuple(row.payments.select_related("family__agent").order_by("family", "for_month_on", "pk"))
    audit.reading(actor, "stipends.read_payroll", {one.family.agent_id for one in payments}, "page")
    return ReadPayroll(row, payments)
