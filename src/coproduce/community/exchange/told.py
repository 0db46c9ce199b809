"""What happens to offers, needs, threads and asks when somebody leaves, or two records of one person become one."""

from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.kinds import SHIPPED
from coproduce.community.exchange.models import Agreement, Ask, Category, Commitment, Contribution, Intent, Need, Offer
from coproduce.community.people.models import Agent, Community, Membership

#: States in which a thread has not ended.
OPEN = (Agreement.PROPOSED, Agreement.AGREED, Agreement.DONE, Agreement.DISPUTED)


def community_opened(community: Community) -> None:
    """A community begins with the shipped kinds of help, and makes them its own."""
    tops = [kind for kind in SHIPPED if not kind.parent]
    made = {
        row.code: row
        for row in Category.objects.bulk_create(
            Category(community=community, code=kind.code, name=kind.name, words=list(kind.words), position=place)
            for place, kind in enumerate(tops, start=1)
        )
    }
    Category.objects.bulk_create(
        Category(
            community=community,
            code=kind.code,
            name=kind.name,
            words=list(kind.words),
            position=place,
            parent=made[kind.parent],
        )
        for place, kind in enumerate(SHIPPED, start=1)
        if kind.parent
    )


def member_left(actor: Actor, membership: Membership) -> None:
    """What they offered and needed leaves the lists, and what was not done yet is called off without blame."""
    for kind in (Need, Offer):
        kind._default_manager.filter(agent_id=membership.agent_id, state__in=(Intent.OPEN, Intent.PAUSED)).update(
            state=Intent.WITHDRAWN
        )
    Agreement.objects.filter(
        commitments__agent_id=membership.agent_id, state__in=(Agreement.PROPOSED, Agreement.AGREED)
    ).update(state=Agreement.CALLED_OFF, ended_at=clock.now())


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Everything under the one record stands under the other; whoever has answered an ask is not asked again."""
    for kind in (Need, Offer):
        kind._default_manager.filter(agent=gone).update(agent=keep)
    both = Commitment.objects.filter(agent=keep).values("agreement")
    Commitment.objects.filter(agent=gone).exclude(agreement__in=both).update(agent=keep)
    Contribution.objects.filter(giver=gone).update(giver=keep)
    Contribution.objects.filter(receiver=gone).update(receiver=keep)
    unanswered = (Ask.WAITING, Ask.READY)
    answered = Ask.objects.filter(agent=gone).exclude(state__in=unanswered).values_list("arena", flat=True)
    Ask.objects.filter(agent=keep, arena__in=list(answered), state__in=unanswered).delete()
    kept = Ask.objects.filter(agent=keep).values_list("arena", flat=True)
    Ask.objects.filter(agent=gone, arena__in=list(kept)).delete()
    Ask.objects.filter(agent=gone).update(agent=keep)
