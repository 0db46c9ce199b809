"""The verbs of vouching: a community opens a role to it, members vouch and take it back, the desk confirms."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.citing import may_change
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.joining.becoming import known_roles
from coproduce.community.people.models import Community, Membership, Vouch, VouchedRole
from coproduce.community.people.queries import HERE
from coproduce.community.people.roles.queries import earned
from coproduce.community.people.vouching.following import follow, give
from coproduce.community.people.vouching.queries import needed, number_of, vouches_for, whom
from coproduce.community.people.vouching.rules import may_set, may_vouch
from coproduce.core.refusal import Refusal

NOT_OPEN = Refusal("NOT_FOUND", "Members do not vouch for this here.", "role")
NOT_GIVEN = Refusal("NOT_FOUND", "You do not vouch for them as this.", "member")
TOO_FEW = Refusal("TOO_FEW", "Too few members vouch for them yet.", "member")


@dataclass(frozen=True, slots=True)
class Vouched:
    """For whom it is, how many vouch for them, and whether they have the role now."""

    member: UUID
    number: int
    has_it: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Whether members vouch for it now, how many it takes today, and by which decision."""

    is_open: bool
    needed: int
    decision: UUID | None = None


@action("people.set_vouching", receipt=Opened)
def set_vouching(
    actor: Actor,
    *,
    role: str,
    is_open: bool = True,
    threshold: int | None = None,
    giver_role: str = "",
    counts_former: bool = True,
    decision: UUID | None = None,
    request_id: UUID,
) -> Done[Opened] | Refusal:
    """Have members vouch for a role from now on, or no more.

    `threshold` is how many it takes; left out, half of the members here, three at most. With a `giver_role` only who
    has that role vouches. `counts_former` says whether it counts on when who vouched has left. A role that was given
    goes where it takes more now than vouch; closed to vouching, everybody keeps what they have. `decision` is by which
    members said so, where what is set here changes by decision alone.
    """
    if fault := may_change(actor, decision):
        return fault
    community = Community.objects.select_for_update().get(pk=actor.community_id)
    if fault := may_set(role, known_roles(community) - earned(), threshold, giver_role):
        return fault
    opened, _ = VouchedRole.objects.update_or_create(
        community=community, role=role,
        defaults={
            "is_open": is_open, "threshold": threshold, "giver_role": giver_role, "counts_former": counts_former,
        },
    )  # fmt: skip
    told: tuple[Notice, ...] = ()
    if is_open:
        them = Vouch.objects.filter(community=community, role=role, taken_back_on=None).values("member")
        rows = Membership.objects.select_for_update(of=("self",)).filter(agent__in=them, state__in=HERE)
        for one in rows.select_related("agent", "community").order_by("pk"):
            told += follow(opened, one, before=0)
    return Done(Opened(is_open, needed(opened, clock.today(community.time_zone)), decision), told)


@action("people.vouch", receipt=Vouched)
def vouch(actor: Actor, *, member: UUID, role: str, request_id: UUID) -> Done[Vouched] | Refusal:
    """Stand up for another member as this. When enough do, they have the role at once, or the desk is asked."""
    there = _there(actor, member, role)
    if isinstance(there, Refusal):
        return there
    opened, whose = there
    before = vouches_for(opened, whose.agent_id)
    mine = any(one.giver_id == actor.agent_id for one in before)
    if fault := may_vouch(actor.agent_id or 0, whose.agent_id, actor.roles, opened.giver_role, mine):
        return fault
    Vouch.objects.create(
        community=whose.community, role=role, giver_id=actor.agent_id or 0, member=whose.agent,
        given_on=clock.today(whose.community.time_zone),
    )  # fmt: skip
    told = follow(opened, whose, before=number_of(opened, before))
    return Done(_now(opened, whose), told)


@action("people.take_back_vouch", receipt=Vouched)
def take_back_vouch(actor: Actor, *, member: UUID, role: str, request_id: UUID) -> Done[Vouched] | Refusal:
    """Vouch for another member no more. When too few do, the role they had by it goes, and they are told."""
    there = _there(actor, member, role)
    if isinstance(there, Refusal):
        return there
    opened, whose = there
    before = vouches_for(opened, whose.agent_id)
    mine = next((one for one in before if one.giver_id == actor.agent_id), None)
    if mine is None:
        return NOT_GIVEN
    mine.taken_back_on = clock.today(whose.community.time_zone)
    mine.save(update_fields=["taken_back_on"])
    told = follow(opened, whose, before=number_of(opened, before))
    return Done(_now(opened, whose), told)


@action("people.confirm_role", receipt=Vouched)
def confirm_role(actor: Actor, *, member: UUID, role: str, request_id: UUID) -> Done[Vouched] | Refusal:
    """The desk says yes: whoever enough members vouch for has the role, and is told. Nobody says it to themselves."""
    there = _there(actor, member, role)
    if isinstance(there, Refusal):
        return there
    opened, whose = there
    if whose.agent_id == actor.agent_id:
        return Refusal("OWN_HAND", "Somebody else at the desk says yes to yours.", "member")
    number = number_of(opened, vouches_for(opened, whose.agent_id))
    if number < needed(opened, clock.today(whose.community.time_zone)):
        return TOO_FEW
    told = give(whose, role) if role not in whose.roles else ()
    return Done(_now(opened, whose), told)


def _there(actor: Actor, member: UUID, role: str) -> tuple[VouchedRole, Membership] | Refusal:
    """The role as it is open here, and the member it is about; those of another community are not there."""
    whose = whom(actor, member, HERE)
    if whose is None:
        return NOBODY
    opened = VouchedRole.objects.filter(community_id=actor.community_id, role=role, is_open=True).first()
    return (opened, whose) if opened else NOT_OPEN


def _now(opened: VouchedRole, whose: Membership) -> Vouched:
    number = number_of(opened, vouches_for(opened, whose.agent_id))
    return Vouched(whose.agent.public_id, number, opened.role in whose.roles)
