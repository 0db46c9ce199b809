"""The verbs of trusted helpers: a member names one, and either of the two, or the desk, ends it at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.helping.rules import LONGEST_WHAT
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Consent, Membership, TrustedHelper
from coproduce.community.people.queries import HERE, member_for, myself
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_HELPER = Refusal("NOT_FOUND", "There is no such helper here.", "helping")


@dataclass(frozen=True, slots=True)
class Helping:
    """Which helper of whom it is."""

    id: UUID
    member: UUID


@action("people.name_helper", receipt=Helping)
def name_helper(
    actor: Actor,
    *,
    helper: UUID,
    member: UUID | None = None,
    what: str = "",
    until_on: date | None = None,
    channel: str = Consent.PAGE,
    request_id: UUID,
) -> Done[Helping] | Refusal:
    """Say who may do things for oneself here, until a day or until it is ended. Both are told.

    The desk takes down the yes of a `member` who rings or comes by: `spoken`, or on `paper`.
    """
    whose = member_for(actor, "people.name_helper", member or myself(actor).public_id, held=True)
    if whose is None:
        return NOBODY
    today = clock.today(whose.community.time_zone)
    other = the_one(
        Membership.objects.filter(
            community_id=actor.community_id, agent__public_id=helper, state__in=HERE
        ).select_related("agent")
    )
    if fault := _may_help(actor, whose, other, today):
        return fault
    assert other is not None
    if channel not in dict(Consent.CHANNELS) or (channel == Consent.PAGE) is not (whose.agent_id == actor.agent_id):
        return Refusal("WRONG_CHANNEL", "Say whether they said it or wrote it: spoken, or paper.", "channel")
    if until_on is not None and until_on < today:
        return Refusal("WRONG_DAYS", "Its last day is still to come.", "until_on")
    if fault := may_say(what, "what", LONGEST_WHAT):
        return fault
    # who rests may name one, and be one: they are written down together, as a group is
    if fault := may_meet(other.agent_id, whose.agent_id, "group"):
        return Refusal(fault.code, fault.template, "helper")
    both = TrustedHelper.objects.filter(member=whose.agent, helper=other.agent)
    both.filter(ended_on=None, until_on__lt=today).update(ended_on=F("until_on"))
    row, is_new = both.update_or_create(
        member=whose.agent, helper=other.agent, ended_on=None,
        defaults={"what": what.strip(), "until_on": until_on, "channel": channel, "written_by_id": actor.agent_id or 0},
        create_defaults={
            "community": whose.community, "what": what.strip(), "until_on": until_on, "channel": channel,
            "written_by_id": actor.agent_id or 0, "since_on": today,
        },
    )  # fmt: skip
    names = {"name": whose.agent.name, "helper": other.agent.name}
    slug, about = whose.community.slug, whose.agent.public_id
    told = (
        Notice(
            whose.agent_id,
            "%(helper)s may do things for you here from now on. You see each of them, and can end it at any time.",
            names,
            link=f"/{slug}/people/{about}/helpers/",
        ),
        Notice(
            other.agent_id,
            "%(name)s would like you to do things for them here. What that is stands under “Whom I help”.",
            names,
            link=f"/{slug}/people/helping/",
        ),
    )
    return Done(Helping(row.public_id, about), told if is_new else ())


@action("people.end_helper", receipt=Helping)
def end_helper(actor: Actor, *, helping: UUID, request_id: UUID) -> Done[Helping] | Refusal:
    """Somebody does things for a member no more, from this moment: said by either of the two, or at the desk."""
    row = the_one(
        TrustedHelper.objects.select_for_update(of=("self",))
        .select_related("member", "helper", "community")
        .filter(community_id=actor.community_id, public_id=helping, ended_on=None)
    )
    sides = (row.member_id, row.helper_id) if row else ()
    if row is None or not any(policy.may(actor, "people.end_helper", policy.towards(actor, one)) for one in sides):
        return NO_HELPER
    row.ended_on = clock.today(row.community.time_zone)
    row.save(update_fields=["ended_on"])
    names = {"name": row.member.name, "helper": row.helper.name}
    told = (
        Notice(row.member_id, "%(helper)s does things for you here no more.", names),
        Notice(row.helper_id, "You do things for %(name)s here no more. Thank you for having helped.", names),
    )
    return Done(Helping(row.public_id, row.member.public_id), told)


def end_helping(rows: QuerySet[TrustedHelper], today: date) -> None:
    """These help no more."""
    rows.filter(ended_on=None).update(ended_on=today)


def make_helping_one(keep: Agent, gone: Agent, today: date) -> None:
    """Two records of one person became one: who helps whom stands under the one that is kept."""
    for row in TrustedHelper.objects.filter(Q(member=gone) | Q(helper=gone), ended_on=None):
        member, helper = (keep.pk if one == gone.pk else one for one in (row.member_id, row.helper_id))
        is_known = TrustedHelper.objects.filter(member=member, helper=helper, ended_on=None).exists()
        row.ended_on = today if is_known or member == helper else None
        row.member_id, row.helper_id = member, helper
        row.save(update_fields=["member", "helper", "ended_on"])


def _may_help(actor: Actor, whose: Membership, other: Membership | None, today: date) -> Refusal | None:
    """None when this member may have that one do things for them."""
    if whose.is_minor(today):
        return Refusal("NOT_OF_AGE", "Until they are of age, whoever says yes for them does things for them.", "member")
    if other is None or other.pk == whose.pk or other.is_minor(today):
        return Refusal("NOT_FOUND", "Choose another member, who is of age.", "helper")
    if other.agent_id == actor.agent_id:
        return Refusal("OWN_HAND", "Somebody else at the desk writes down whom you help.", "helper")
    return None
