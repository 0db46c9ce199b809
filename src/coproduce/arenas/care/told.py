"""What follows when somebody leaves or dies, or two records become one: nobody waits at a door, or is asked."""

from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.arenas.care import VISITED, VISITOR
from coproduce.arenas.care.actions.merging import keep_one
from coproduce.arenas.care.actions.path import end_quietly
from coproduce.arenas.care.actions.reviewing import call_off, still_planned
from coproduce.arenas.care.consents import ADDRESS, CONTACT
from coproduce.arenas.care.models import Case, Visit, VisitorProfile
from coproduce.arenas.care.queries.here import rota
from coproduce.arenas.care.rules import may_ask_for
from coproduce.arenas.care.rules.states import OPEN
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, Attestation, Membership
from coproduce.community.people.queries import MEMBER
from coproduce.community.people.safeguarding.rules import Seen
from coproduce.core.refusal import Refusal

RING_THEM = "Do not go to %(name)s: they would rather be rung now. Ring them, and plan it anew if they say so."
OTHER_VISITOR = "%(name)s needs another visitor: theirs cannot come any more."


def member_left(actor: Actor, membership: Membership) -> None:
    """Visits to them end with no word of why; whom they visited gets another visitor, and the desk is told."""
    for row in _open(agent=membership.agent_id):
        put_in_outbox(membership.community_id, end_quietly(row))
    _no_visitor(membership.community_id, membership.agent_id)


def role_taken(actor: Actor, membership: Membership, role: str) -> Refusal | None:
    """Who visits no more is waited for by nobody; who is visited keeps what lets them read of it and end it."""
    if role == VISITED:
        return Refusal("NOT_THEIRS", "With it they read what is written of them: end the visits instead.", "role")
    if role == VISITOR:
        _no_visitor(membership.community_id, membership.agent_id)
    return None


def yes_taken_back(actor: Actor, whose: Agent, scope: str) -> None:
    """Nobody rings or comes from that minute on: without C1 it ends, without C2 whoever was to come rings instead."""
    if scope == CONTACT:
        for row in _open(agent=whose):
            put_in_outbox(row.community_id, end_quietly(row))
    elif scope == ADDRESS:
        planned = still_planned(clock.now()).filter(case__agent=whose)
        going = {one for pair in planned.values_list("visitor", "companion") for one in pair if one}
        said = {"name": whose.name}
        put_in_outbox(actor.community_id, [Notice(one, RING_THEM, said, urgent=True) for one in sorted(going)])


def check_shown(actor: Actor, whose: Agent, seen: Seen) -> Refusal | None:
    """Nobody who visits, and has no other role, is asked for a higher check than the law lets anybody ask."""
    profile = VisitorProfile.objects.filter(agent=whose).first()
    if seen.kind != Attestation.CHECK or profile is None or not profile.activities:
        return None
    if {*Membership.objects.values_list("roles", flat=True).get(agent=whose)} - {MEMBER, VISITOR, VISITED}:
        return None
    asked = may_ask_for(seen.what, profile.activities)
    return asked if isinstance(asked, Refusal) and asked.code == "CHECK_TOO_HIGH" else None


def members_apart(actor: Actor, one: int, other: int) -> None:
    """Two who must not meet: neither goes to the other or along with them from now on, nor is held out to them."""
    for visited, visitor in ((one, other), (other, one)):
        for row in _open(agent=visited, visitor=visitor):
            _without(row, visitor)
        for row in _open(agent=visited):
            _held_out_no_more(row, Agent.objects.get(pk=visitor))
    both = Visit.objects.filter(_takes_part(one), case__community=actor.community_id).filter(_takes_part(other))
    put_in_outbox(actor.community_id, call_off(both, clock.now(), is_told_at_desk=True))


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Everything stands under the record that is kept; nobody visits themselves, or is visited twice over."""
    for row in (*_open(agent=keep, visitor=gone), *_open(agent=gone, visitor=keep)):
        _without(row, row.visitor_id or 0)
    for field in ("agent", "asked", "visitor", "triaged_by"):
        Case.objects.filter(**{field: gone}).update(**{field: keep})
    for field in ("visitor", "companion", "recorded_by"):
        Visit.objects.filter(**{field: gone}).update(**{field: keep})
    put_in_outbox(actor.community_id, keep_one(list(_open(agent=keep))))
    if VisitorProfile.objects.filter(agent=keep).exists():
        VisitorProfile.objects.filter(agent=gone).delete()
    VisitorProfile.objects.filter(agent=gone).update(agent=keep)
    VisitorProfile.objects.filter(supervisor=gone).update(supervisor=keep)


def _open(**whose: object) -> QuerySet[Case]:
    return Case.objects.select_related("agent", "community").filter(state__in=OPEN, **whose)


def _held_out_no_more(row: Case, visitor: Agent) -> None:
    row.proposed = [one for one in row.proposed if one["who"] != str(visitor.public_id)]
    if row.asked_id == visitor.pk:
        row.asked = row.asked_at = None
    row.save(update_fields=["proposed", "asked", "asked_at"])


def _no_visitor(community_id: int, agent: int) -> None:
    for row in _open(visitor=agent):
        _without(row, agent)
    _open(asked=agent).update(asked=None)
    put_in_outbox(community_id, call_off(Visit.objects.filter(companion=agent), clock.now()))


def _takes_part(agent: int) -> Q:
    return Q(case__agent=agent) | Q(visitor=agent) | Q(companion=agent)


def _without(row: Case, visitor: int) -> None:
    """Take back what was planned with this visitor; the desk finds another."""
    put_in_outbox(row.community_id, call_off(Visit.objects.filter(case=row), clock.now()))
    Case.objects.filter(pk=row.pk).update(visitor=None, next_by=clock.now())
    said = {"name": row.agent.name}
    put_in_outbox(row.community_id, [Notice(one, OTHER_VISITOR, said, urgent=True) for one in rota(row.community_id)])
