"""For whom somebody speaks, and which topic they mean."""

from uuid import UUID

from coproduce.arenas.learning.models import Topic
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.threads.taking_part import NOBODY
from coproduce.community.people.models import Agent, Membership
from coproduce.core.refusal import Refusal

NO_TOPIC = Refusal("NOT_FOUND", "There is no such topic here. Ask the desk for it.", "topic")


def for_whom(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """Whose words these are: the actor's, or those of a member who rings the desk."""
    which = {"pk": actor.agent_id or 0} if for_ is None else {"public_id": for_}
    here = Agent.objects.filter(community_id=actor.community_id, membership__isnull=False, **which)
    found = the_one(here.exclude(membership__state=Membership.LEFT).select_related("community"))
    if found is None or not policy.may(actor, verb, policy.towards(actor, found.pk)):
        return NOBODY
    return found


def topic_named(actor: Actor, topic: UUID) -> Topic | Refusal:
    """A topic of the actor's community that people still show each other."""
    found = the_one(
        Topic.objects.select_related("category").filter(
            community_id=actor.community_id, public_id=topic, category__is_retired=False
        )
    )
    return found or NO_TOPIC
