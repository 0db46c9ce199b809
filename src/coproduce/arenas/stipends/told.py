"""What follows when whoever is paid leaves or dies, two records become one, or an entry is taken back in the books."""

from uuid import UUID

from coproduce.arenas.stipends.models import Attendance, Child, Family, Payment, Payroll
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import brokers

NOBODY_PAID = "%(name)s was paid for a family at school and is not here any more. Ask the family who is now."


def member_left(actor: Actor, membership: Membership) -> None:
    """Their family is paid no more until it says who is: the children keep their record, and the desk is told."""
    if Child.objects.filter(family__agent=membership.agent_id).exists():
        said = {"name": membership.agent.name}
        desk = brokers(membership.community_id)
        put_in_outbox(membership.community_id, [Notice(one, NOBODY_PAID, said) for one in desk])


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """One person has one family: its children come together. What was paid stays where it was paid."""
    known = Family.objects.filter(agent=keep).first()
    if known:
        Child.objects.filter(family__agent=gone).update(family=known)
    else:
        Family.objects.filter(agent=gone).update(agent=keep)
    for name in ("typed_by", "typed_again_by", "told_by", "supporter", "answered_by", "ended_by", "again_by"):
        Attendance.objects.filter(**{name: gone}).update(**{name: keep})
    # Two records that each did a half stay two: it says who did it, and no one of them did both.
    Payroll.objects.filter(frozen_by=gone).exclude(approved_by=keep).update(frozen_by=keep)
    Payroll.objects.filter(approved_by=gone).exclude(frozen_by=keep).update(approved_by=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """The payment it was for does not stand: what is due of it is in the next payroll."""
    was = Payment.objects.filter(payroll__community_id=actor.community_id, entry=entry, state=Payment.PAID)
    was.update(state=Payment.REVERSED)
