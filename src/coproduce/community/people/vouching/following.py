"""What follows from how many vouch, when that changes: a role comes or goes, or the desk is asked."""

from django.db.models import Q

from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, GainedRole, Membership, Vouch, VouchedRole
from coproduce.community.people.queries import HERE, brokers
from coproduce.community.people.roles.having import have
from coproduce.community.people.vouching.queries import gained, needed, needs_desk, number_of, vouches_for
from coproduce.community.people.vouching.rules import follows

GIVEN = "Members vouch for you: you are %(role)s here now."
TAKEN = "Fewer members vouch for you than it takes: you are %(role)s here no more. The desk can say more."
ASKED = "Enough members vouch for %(name)s as %(role)s. It takes your yes."


def follow(opened: VouchedRole, whose: Membership, *, before: int) -> tuple[Notice, ...]:
    """Give or take the role, or ask the desk, as it follows from how many vouch now; and whom that is said to."""
    now = number_of(opened, vouches_for(opened, whose.agent_id))
    takes, holds = needed(opened, clock.today(whose.community.time_zone)), opened.role in whose.roles
    is_gained = gained(whose.agent_id, opened.role)
    if holds and not is_gained:  # the desk gave it: vouching changes nothing
        return ()
    said = follows(before, now, takes, holds, needs_desk(opened.role))
    if said == "given":
        return give(whose, opened.role)
    if said == "taken":
        return _take(whose, opened.role)
    if said == "asked":
        link = f"/{whose.community.slug}/people/vouching/"
        about = {"name": whose.agent.name, "role": opened.role}
        desk = (one for one in brokers(whose.community_id) if one != whose.agent_id)
        return tuple(Notice(one, ASKED, about, link=link) for one in desk)
    return ()


def give(whose: Membership, role: str) -> tuple[Notice, ...]:
    """They have the role because members vouch for them, and are told."""
    GainedRole.objects.create(agent=whose.agent, role=role, since_on=clock.today(whose.community.time_zone))
    have(whose, {*whose.roles, role})
    return _tell(whose, GIVEN, role)


def _take(whose: Membership, role: str) -> tuple[Notice, ...]:
    GainedRole.objects.filter(agent=whose.agent, role=role).delete()
    have(whose, {*whose.roles} - {role})
    return _tell(whose, TAKEN, role)


def _tell(whose: Membership, words: str, role: str) -> tuple[Notice, ...]:
    link = f"/{whose.community.slug}/people/{whose.agent.public_id}/vouching/"
    return (Notice(whose.agent_id, words, {"role": role}, link=link),)


def giver_left(membership: Membership) -> None:
    """Whoever left vouches on as a former member; where those do not count, what hung on it goes."""
    given = Vouch.objects.filter(giver=membership.agent_id, taken_back_on=None)
    for row in given.select_related("member__membership__community").order_by("pk"):
        opened = VouchedRole.objects.filter(community=row.community_id, role=row.role, is_open=True).first()
        whose = row.member.membership
        if opened and whose.state in HERE:
            before = number_of(opened, vouches_for(opened, row.member_id)) + (not opened.counts_former)
            put_in_outbox(row.community_id, follow(opened, whose, before=before))
    GainedRole.objects.filter(agent=membership.agent_id).delete()


def make_vouching_one(keep: Agent, gone: Agent) -> None:
    """Two records of one person became one: their vouches stand under the one that is kept, each of them once."""
    today = clock.today(keep.community.time_zone)
    for row in Vouch.objects.filter(Q(giver=gone) | Q(member=gone), taken_back_on=None):
        giver, member = (keep.pk if one == gone.pk else one for one in (row.giver_id, row.member_id))
        known = Vouch.objects.filter(giver=giver, member=member, role=row.role, taken_back_on=None)
        row.taken_back_on = today if giver == member or known.exists() else None
        row.giver_id, row.member_id = giver, member
        row.save(update_fields=["giver", "member", "taken_back_on"])
    has = GainedRole.objects.filter(agent=keep).values_list("role", flat=True)
    GainedRole.objects.filter(agent=gone, role__in=list(has)).delete()
    GainedRole.objects.filter(agent=gone).update(agent=keep)
