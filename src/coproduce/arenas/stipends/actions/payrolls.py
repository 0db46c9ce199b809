"""The verbs of payrolls: frozen by one person, approved by another, sent off, and each payment answered for.

A month that was paid is never written anew: what it should have been more is a payment of its own in a later payroll,
and so is what failed or was taken back.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.models import Payment, Payroll
from coproduce.arenas.stipends.queries.due import due
from coproduce.arenas.stipends.queries.records import Here, here
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.people.models import Community
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Quantity, unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_PAYROLL = Refusal("NOT_FOUND", "There is no such payroll here.", "payroll")
NO_PAYMENT = Refusal("NOT_FOUND", "There is no such payment here.", "payment")

#: Where the money of stipends comes from.
FUND = "Stipends"


@dataclass(frozen=True, slots=True)
class PayrollAt:
    """Which payroll, how far it is, how many payments are in it, and what they come to."""

    payroll: UUID
    state: str
    payments: int
    amount: Quantity


@dataclass(frozen=True, slots=True)
class PaymentAt:
    """What became of one payment, and of its payroll."""

    payment: UUID
    state: str
    payroll_state: str


@action("stipends.freeze_payroll", receipt=PayrollAt)
def freeze_payroll(actor: Actor, *, month_on: date, request_id: UUID) -> Done[PayrollAt] | Refusal:
    """Work out a month's payments by what is known today, and freeze them. Differences of months before are in it."""
    if not policy.may(actor, "stipends.freeze_payroll"):
        return NOT_ALLOWED
    Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    place = here(actor.community_id)
    if month_on.day != 1:
        return Refusal("WRONG_DAY", "A month is named by its first day, like 2026-11-01.", "month_on")
    if month_on > place.today:
        return Refusal("IN_THE_FUTURE", "This month has not begun yet.", "month_on")
    before = Payroll.objects.filter(community=place.community)
    if before.filter(month_on__gte=month_on).exists():
        return Refusal(
            "ALREADY_THERE", "That month, or a later one, is there. What differs goes into the next.", "month_on"
        )
    if before.exclude(state=Payroll.RECONCILED).exists():
        return Refusal("NOT_YET", "Say first what became of every payment of the month before.", "month_on")
    made = Payroll.objects.create(
        community=place.community, month_on=month_on, unit=place.community.currency,
        frozen_on=place.today, frozen_by_id=actor.agent_id or 0,
    )  # fmt: skip
    Payment.objects.bulk_create(
        Payment(
            payroll=made, family=one.family, for_month_on=one.month_on, amount_minor=one.amount_minor,
            pay_to=one.family.pay_to, lines=[line._asdict() for line in one.lines],
        )
        for one in due(place, month_on)
    )  # fmt: skip
    return Done(_at(made))


@action("stipends.approve_payroll", receipt=PayrollAt)
def approve_payroll(actor: Actor, *, payroll: UUID, request_id: UUID) -> Done[PayrollAt] | Refusal:
    """Approve what somebody else worked out. Nobody approves their own."""
    if not policy.may(actor, "stipends.approve_payroll"):
        return NOT_ALLOWED
    row = _payroll(actor, payroll)
    if row is None:
        return NO_PAYROLL
    if row.state != Payroll.FROZEN:
        return Refusal("NOT_NOW", "This was approved already.", "payroll")
    if actor.agent_id is None or actor.agent_id == row.frozen_by_id:
        return Refusal("FOUR_EYES", "Somebody else approves than whoever worked it out.", "payroll")
    if row.payments.filter(family__agent=actor.agent_id).exists():
        return Refusal("FOUR_EYES", "Nobody approves what they are paid themselves.", "payroll")
    row.state, row.approved_by_id = Payroll.APPROVED, actor.agent_id
    row.save(update_fields=["state", "approved_by"])
    return Done(_at(row))


@action("stipends.export_payroll", receipt=PayrollAt)
def export_payroll(actor: Actor, *, payroll: UUID, request_id: UUID) -> Done[PayrollAt] | Refusal:
    """Say that the file of an approved payroll is sent off. The file is read beside it, always the same."""
    if not policy.may(actor, "stipends.export_payroll"):
        return NOT_ALLOWED
    row = _payroll(actor, payroll)
    if row is None:
        return NO_PAYROLL
    if row.state == Payroll.FROZEN:
        return Refusal("FOUR_EYES", "Somebody else approves it first.", "payroll")
    if row.state == Payroll.APPROVED:
        row.state = Payroll.RECONCILED if not row.payments.exists() else Payroll.EXPORTED
        row.save(update_fields=["state"])
    return Done(_at(row))


@action("stipends.reconcile_payment", receipt=PaymentAt)
def reconcile_payment(
    actor: Actor, *, payment: UUID, is_paid: bool, why: str = "", request_id: UUID
) -> Done[PaymentAt] | Refusal:
    """Write down what the result file says of one payment: paid, or failed and why. What failed is due again."""
    if not policy.may(actor, "stipends.reconcile_payment"):
        return NOT_ALLOWED
    row = _payment(actor, payment)
    if row is None:
        return NO_PAYMENT
    if row.payroll.state not in (Payroll.EXPORTED, Payroll.RECONCILED):
        return Refusal("NOT_NOW", "This payroll was not sent off yet.", "payment")
    wanted = Payment.PAID if is_paid else Payment.FAILED
    if row.state == wanted:
        return Done(PaymentAt(payment, row.state, row.payroll.state))
    if row.state != Payment.PENDING:
        return Refusal("ALREADY_SAID", "Something else was written down of this payment.", "payment")
    if fault := may_say(why, "why", 200, "" if is_paid else "Say why it failed, as the file says it."):
        return fault
    place, agent = here(actor.community_id), row.family.agent
    row.state, row.why = wanted, why.strip()
    told = Notice(agent.pk, "A payment to your family did not arrive: %(why)s Tell the desk where to pay it.",
                  {"why": row.why})  # fmt: skip
    if is_paid:
        entry = _recognise(actor, row, place, uuid5(request_id, "stipends.paid"))
        if isinstance(entry, Refusal):
            return entry
        row.entry = entry
        open_asks(actor.community_id, ARENA.slug, {agent: 1}, place.today)
        said = {"amount": str(unit_of_money(row.payroll.unit)(row.amount_minor))}
        told = Notice(agent.pk, "%(amount)s was paid to your family, because of the effort you make.", said)
    row.save(update_fields=["state", "why", "entry"])
    return Done(PaymentAt(payment, row.state, _after(row.payroll)), (told,))


@action("stipends.reverse_payment", receipt=PaymentAt)
def reverse_payment(actor: Actor, *, payment: UUID, why: str, request_id: UUID) -> Done[PaymentAt] | Refusal:
    """Take back a payment that came back, with the reason. What is due of that month is in the next payroll."""
    if not policy.may(actor, "stipends.reverse_payment"):
        return NOT_ALLOWED
    row = _payment(actor, payment)
    if row is None:
        return NO_PAYMENT
    if row.state != Payment.PAID or row.entry is None:
        return Refusal("NOT_NOW", "Only what was paid can be taken back.", "payment")
    if fault := may_say(why, "why", 200, "Say why it is taken back: the family reads it."):
        return fault
    place = here(actor.community_id)
    undone = ledger.reverse(
        uuid5(request_id, "stipends.reversed"), community=actor.community_id, of=row.entry,
        effective_on=place.today, reason=why.strip(), actor=actor.agent_id, is_bound=False,
    )  # fmt: skip
    if isinstance(undone, Refusal):
        return undone
    row.state, row.why = Payment.REVERSED, why.strip()
    row.save(update_fields=["state", "why"])
    said = {"why": why.strip()}
    return Done(
        PaymentAt(payment, row.state, row.payroll.state),
        (Notice(row.family.agent_id, "A payment to your family came back: %(why)s", said),),
    )


def _payroll(actor: Actor, payroll: UUID) -> Payroll | None:
    rows = Payroll.objects.select_for_update(of=("self",))
    return the_one(rows.filter(community_id=actor.community_id, public_id=payroll))


def _payment(actor: Actor, payment: UUID) -> Payment | None:
    rows = Payment.objects.select_for_update(of=("self", "payroll")).select_related("payroll", "family__agent")
    return the_one(rows.filter(payroll__community_id=actor.community_id, public_id=payment))


def _recognise(actor: Actor, row: Payment, place: Here, entry_id: UUID) -> UUID | Refusal:
    """One entry for one payment: out of the fund, to whoever is paid for the family."""
    unit = unit_of_money(row.payroll.unit)
    amount = unit(row.amount_minor)
    posted = ledger.post(
        Entry(
            client_id=entry_id, community=actor.community_id, kind="stipend", category=FUND,
            effective_on=place.today, actor=actor.agent_id, on_behalf_of=row.family.agent_id, arena=ARENA.slug,
            source_ref=f"payment {row.public_id}",
            postings=(
                Posting(ledger.member_account(actor.community_id, row.family.agent_id, unit), amount),
                Posting(ledger.issuing_account(actor.community_id, unit, FUND), -amount),
            ),
        )
    )  # fmt: skip
    return posted if isinstance(posted, Refusal) else posted.entry


def _after(payroll: Payroll) -> str:
    """A payroll is through once something was said of each payment in it."""
    if payroll.state == Payroll.EXPORTED and not payroll.payments.filter(state=Payment.PENDING).exists():
        payroll.state = Payroll.RECONCILED
        payroll.save(update_fields=["state"])
    return payroll.state


def _at(row: Payroll) -> PayrollAt:
    amounts = list(row.payments.values_list("amount_minor", flat=True))
    return PayrollAt(row.public_id, row.state, len(amounts), unit_of_money(row.unit)(sum(amounts)))
