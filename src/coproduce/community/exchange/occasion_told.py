"""What becomes of occasions and places when somebody leaves, or two records of one person become one."""

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import CalendarAddress, Occasion, SignUp
from coproduce.community.exchange.occasion_queries import groups_of
from coproduce.community.exchange.occasions import link, said_of, tell
from coproduce.community.people.models import Agent, Membership


def left(actor: Actor, membership: Membership) -> None:
    """Their places fall free, what they organised is called off, and whoever that concerns is told."""
    now = clock.now()
    # Their groups' addresses too: they may have kept them, and those who stay can make others.
    known = [membership.agent_id, *groups_of(membership.agent_id).values_list("pk", flat=True)]
    CalendarAddress.objects.filter(agent__in=known, revoked_at=None).update(revoked_at=now)
    theirs = SignUp.objects.filter(
        agent_id=membership.agent_id, withdrawn_at=None, slot__occasion__starts_at__gt=now
    ).select_related("agent", "slot__occasion__community")
    SignUp.objects.filter(offered_to_id=membership.agent_id, withdrawn_at=None).update(offered_to=None)
    written = []
    for place in theirs:
        row = place.slot.occasion
        said = {"name": place.agent.name, **said_of(row)}
        written.append((row.organiser_id, "%(name)s cannot come: %(what)s, %(when)s", said, link(row), False))
    theirs.update(withdrawn_at=now, offered_at=None, offered_to=None)
    for row in Occasion.objects.filter(
        organiser_id=membership.agent_id, cancelled_at=None, starts_at__gt=now
    ).select_related("community"):
        row.cancelled_at, row.changed_at, row.version = now, now, row.version + 1
        row.save(update_fields=["cancelled_at", "changed_at", "version"])
        written += [
            (notice.to_agent, notice.template, dict(notice.values), notice.link, True)
            for notice in tell(actor, row, "Called off: %(what)s, %(when)s.", urgent=True)
        ]
    Outbox.objects.bulk_create(
        Outbox(
            community_id=membership.community_id, to_agent=to, template=template, values=values, link=to_page,
            is_urgent=urgent, written_at=now,
        )
        for to, template, values, to_page, urgent in written
        if to != membership.agent_id
    )  # fmt: skip


def merged(keep: Agent, gone: Agent) -> None:
    """Places and occasions of the one record stand under the other; who had two places in one slot has one."""
    now = clock.now()
    both = SignUp.objects.filter(agent=keep, withdrawn_at=None).values_list("slot", flat=True)
    SignUp.objects.filter(agent=gone, withdrawn_at=None, slot__in=list(both)).update(
        withdrawn_at=now, offered_at=None, offered_to=None
    )
    SignUp.objects.filter(agent=gone).update(agent=keep)
    SignUp.objects.filter(offered_to=gone).update(offered_to=keep)
    Occasion.objects.filter(organiser=gone).update(organiser=keep)
    CalendarAddress.objects.filter(agent=gone, revoked_at=None).update(revoked_at=now)
