"""What becomes of occasions and places when somebody leaves, two must not meet, or company changes otherwise."""

from datetime import date

from django.db.models import Q, QuerySet

from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import CalendarAddress, Occasion, SignUp
from coproduce.community.exchange.occasions.held import save_change
from coproduce.community.exchange.occasions.queries import groups_of
from coproduce.community.exchange.occasions.waiting import (
    AS_THINGS_ARE,
    CANNOT_COME,
    leave_nobody_alone,
    let_wait,
    move_up,
)
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
        notices.append(Notice(row.organiser_id, CANNOT_COME, said, link=link(row)))
    for row in rows.values():
        if row.organiser_id == membership.agent_id and row.cancelled_at is None:
            row.cancelled_at = now
            save_change(row, "cancelled_at")
            called_off = "Called off: %(what)s, %(when)s."
            notices += tell(actor, [row], called_off, called_off, urgent=True)
        else:
            notices += [*move_up(row), *leave_nobody_alone(row)]
    put_in_outbox(membership.community_id, [notice for notice in notices if notice.to_agent != membership.agent_id])


def apart(community_id: int, one: int, other: int) -> None:
    """Where both are to come, whoever took a place later waits, as if it had been so then; who organises it stays."""
    both = (one, other)
    SignUp.objects.filter(agent__in=both, offered_to__in=both, withdrawn_at=None).update(offered_to=None)
    theirs = SignUp.objects.filter(withdrawn_at=None, agent__in=both)
    here = Q(organiser=one) | Q(pk__in=theirs.filter(agent=one).values("slot__occasion"))
    there = Q(organiser=other) | Q(pk__in=theirs.filter(agent=other).values("slot__occasion"))
    for row in _to_come(community_id).filter(here, there):
        places = theirs.filter(slot__occasion=row).exclude(agent=row.organiser_id).select_related("agent")
        later = places.latest("pk")
        notices = [*let_wait(row, [later], AS_THINGS_ARE), *move_up(row), *leave_nobody_alone(row)]
        if row.organiser_id not in both:
            notices.append(
                Notice(row.organiser_id, CANNOT_COME, {"name": later.agent.name, **said_of(row)}, link=link(row))
            )
        put_in_outbox(community_id, notices)


def company_changed(community_id: int, today: date, agent: int | None = None) -> None:
    """They rest, are back, or a yes for them began or ended: who may come to what they would is looked at again.

    With no `agent`, every occasion to which somebody comes who is not of age.
    """
    theirs = SignUp.objects.filter(Q(withdrawn_at=None) | Q(waits_since__isnull=False))
    if agent is None:
        which = Q(pk__in=theirs.filter(agent__membership__adult_on__gt=today).values("slot__occasion"))
    else:
        which = Q(pk__in=theirs.filter(agent=agent).values("slot__occasion")) | Q(organiser=agent)
    for row in _to_come(community_id).filter(which):
        put_in_outbox(community_id, [*move_up(row), *leave_nobody_alone(row)])


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


def _to_come(community_id: int) -> QuerySet[Occasion]:
    """Occasions that have not begun, held until the transaction ends."""
    found = Occasion.objects.select_for_update(of=("self",)).select_related("community").order_by("pk")
    return found.filter(community=community_id, starts_at__gt=clock.now(), cancelled_at=None)
