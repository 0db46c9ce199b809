"""What becomes of occasions and places when somebody leaves, or two records of one person become one."""

from django.db.models import Q

from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import CalendarAddress, Occasion, SignUp
from coproduce.community.exchange.occasions.held import save_change
from coproduce.community.exchange.occasions.queries import groups_of
from coproduce.community.exchange.occasions.waiting import leave_nobody_alone, move_up
from coproduce.community.exchange.occasions.words import link, said_of, tell
from coproduce.community.people.models import Agent, Membership


def left(actor: Actor, membership: Membership) -> None:
    """Their places fall free, what they organised is called off, and whoever that concerns is told."""
    now = clock.now()
    # Their groups' addresses too: they may have kept them, and those who stay can make others.
    known = [membership.agent_id, *groups_of(membership.agent_id).values_list("pk", flat=True)]
    CalendarAddress.objects.filter(agent__in=known, revoked_at=None).update(revoked_at=now)
    theirs = SignUp.objects.filter(
        agent_id=membership.agent_id, withdrawn_at=None, slot__occasion__starts_at__gt=now
    ).select_related("agent", "slot")
    SignUp.objects.filter(offered_to_id=membership.agent_id, withdrawn_at=None).update(offered_to=None)
    SignUp.objects.filter(agent_id=membership.agent_id).exclude(waits_since=None).update(waits_since=None)
    # Locked, as whoever takes a place locks them: a place that falls free is given once.
    rows = {
        row.pk: row
        for row in Occasion.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(Q(pk__in=theirs.values("slot__occasion")) | Q(organiser_id=membership.agent_id, starts_at__gt=now))
        .order_by("pk")
    }
    freed = [(place, rows[place.slot.occasion_id]) for place in theirs]
    theirs.update(withdrawn_at=now, offered_at=None, offered_to=None)
    notices: list[Notice] = []
    for place, row in freed:
        said = {"name": place.agent.name, **said_of(row)}
        notices.append(Notice(row.organiser_id, "%(name)s cannot come: %(what)s, %(when)s", said, link=link(row)))
    for row in rows.values():
        if row.organiser_id == membership.agent_id and row.cancelled_at is None:
            row.cancelled_at = now
            save_change(row, "cancelled_at")
            called_off = "Called off: %(what)s, %(when)s."
            notices += tell(actor, [row], called_off, called_off, urgent=True)
        else:
            notices += [*move_up(row), *leave_nobody_alone(row)]
    put_in_outbox(membership.community_id, [notice for notice in notices if notice.to_agent != membership.agent_id])


def company_changed(community_id: int, agent: int) -> None:
    """They rest, are back, or a yes given for them ended: who may come to what they come to is looked at again."""
    theirs = SignUp.objects.filter(agent=agent, withdrawn_at=None)
    rows = Occasion.objects.select_for_update(of=("self",)).select_related("community").filter(
        Q(pk__in=theirs.values("slot__occasion")) | Q(organiser=agent),
        community=community_id, starts_at__gt=clock.now(), cancelled_at=None,
    )  # fmt: skip
    put_in_outbox(
        community_id, [notice for row in rows.order_by("pk") for notice in (*move_up(row), *leave_nobody_alone(row))]
    )


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
    company_changed(keep.community_id, keep.pk)
