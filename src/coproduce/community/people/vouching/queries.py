"""Reading who vouches for whom: open to every member, as vouching is."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Community, GainedRole, Membership, Vouch, VouchedRole
from coproduce.community.people.queries import HERE, agents, apart_from
from coproduce.community.people.vouching.rules import counted, threshold

READ = "people.read_vouches"


@dataclass(frozen=True, slots=True)
class Standing:
    """A role members vouch for, and where one member stands with it.

    `needed` is how many it takes, `has_it` whether they have the role; each vouch says `is_former` of its giver.
    """

    opened: VouchedRole
    vouches: tuple[Vouch, ...]
    needed: int
    number: int
    has_it: bool
    needs_desk: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """A role members vouch for, how many it takes today, and, for the desk, who waits for its yes."""

    opened: VouchedRole
    needed: int
    needs_desk: bool
    waiting: tuple[Membership, ...]


def needs_desk(role: str) -> bool:
    """Whether a role may do for others what no member may: then the desk has the last word each time."""
    members = {row.verb for row in policy.every_row() if row.role == "member" and row.relation != "own"}
    return any(
        row.role == role and row.relation != "own" and row.result != "deny" and row.verb not in members
        for row in policy.every_row()
    )


def needed(opened: VouchedRole, today: date) -> int:
    """How many have to vouch for it today."""
    return threshold(members_since_yesterday(opened.community_id, today), opened.threshold)


def members_since_yesterday(community_id: int, today: date) -> int:
    """How many were active members here a day ago already."""
    joined_before = Q(state=Membership.ACTIVE, joined_on__lte=today - timedelta(days=1))
    return Membership.objects.filter(joined_before, community=community_id).count()


def vouches_for(opened: VouchedRole, member: Agent | int) -> list[Vouch]:
    """Who vouches for somebody as this, the first first; who gave one and is a member no more `is_former`."""
    return _with_givers(Vouch.objects.filter(community=opened.community_id, role=opened.role, member=member))


def _with_givers(found: QuerySet[Vouch]) -> list[Vouch]:
    rows = list(found.filter(taken_back_on=None).select_related("giver__membership").order_by("pk"))
    for one in rows:
        one.is_former = one.giver.membership.state == Membership.LEFT  # type: ignore[attr-defined]
    return rows


def number_of(opened: VouchedRole, rows: list[Vouch]) -> int:
    """How many of these count by the community's rule."""
    givers = {one.giver_id: not one.is_former for one in rows}  # type: ignore[attr-defined]
    return counted(givers, opened.counts_former)


def standings(actor: Actor, whose: Membership) -> list[Standing]:
    """Where a member stands with each role that is open here; nothing for who may not read it."""
    if not policy.may(actor, READ) or whose.community_id != actor.community_id:
        return []
    today, found = clock.today(whose.community.time_zone), []
    for opened in opened_roles(actor.community_id):
        rows = vouches_for(opened, whose.agent_id)
        has_it, asks = opened.role in whose.roles, needs_desk(opened.role)
        found.append(Standing(opened, tuple(rows), needed(opened, today), number_of(opened, rows), has_it, asks))
    return found


def opened_roles(community_id: int) -> list[VouchedRole]:
    """The roles members vouch for here."""
    return list(VouchedRole.objects.filter(community=community_id, is_open=True).order_by("role"))


def openings(actor: Actor) -> list[Opening]:
    """How each role is opened here; nothing for who may not read it."""
    if not policy.may(actor, READ):
        return []
    community, opened = Community.objects.get(pk=actor.community_id), opened_roles(actor.community_id)
    here = members_since_yesterday(community.pk, clock.today(community.time_zone))
    waits = _waiting(community, opened, here) if policy.may(actor, "people.confirm_role") else {}
    return [
        Opening(one, threshold(here, one.threshold), needs_desk(one.role), tuple(waits.get(one.role, ())))
        for one in opened
    ]


def _waiting(community: Community, opened: list[VouchedRole], here: int) -> dict[str, list[Membership]]:
    """Those for whom enough of `here` many members vouch, and who wait for the desk to say yes, by role."""
    by_desk = {one.role: one for one in opened if needs_desk(one.role)}
    found = Vouch.objects.filter(
        community=community, role__in=by_desk, member__membership__state=Membership.ACTIVE
    ).select_related("member__membership__agent")
    theirs: dict[tuple[str, int], list[Vouch]] = {}
    for one in _with_givers(found):
        theirs.setdefault((one.role, one.member_id), []).append(one)
    waits: dict[str, list[Membership]] = {}
    for (role, _), vouches in theirs.items():
        whose = vouches[0].member.membership
        is_enough = number_of(by_desk[role], vouches) >= threshold(here, by_desk[role].threshold)
        if is_enough and role not in whose.roles:
            waits.setdefault(role, []).append(whose)
    return waits


def whose_vouches(actor: Actor, member: UUID) -> Membership | None:
    """The member, if this reader may read who vouches for them."""
    found = Membership.objects.filter(agent__in=agents(actor).filter(public_id=member), state__in=HERE)
    return found.select_related("agent", "community").first() if policy.may(actor, READ) else None


def whom(actor: Actor, member: UUID, states: tuple[str, ...]) -> Membership | None:
    """A member of the actor's community whom they may meet, held until the transaction ends; None for nobody."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("agent", "community")
    return (
        rows.filter(community_id=actor.community_id, agent__public_id=member, state__in=states)
        .exclude(agent__in=apart_from(actor))
        .first()
    )


def gained(member: Agent | int, role: str) -> bool:
    """Whether somebody has this role because members vouch for them."""
    return GainedRole.objects.filter(agent=member, role=role).exists()
