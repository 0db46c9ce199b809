"""The verb of topics: what people show each other here, and the professional who can be asked."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.learning.models import Topic
from coproduce.community.base import policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.actions import categories_named
from coproduce.community.exchange.rules import LONGEST_CATEGORY
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class TopicWritten:
    """Which topic it is, and whether it is new."""

    topic: UUID
    is_new: bool


@action("learning.write_topic", receipt=TopicWritten)
def write_topic(actor: Actor, *, called: str, professional: str, request_id: UUID) -> Done[TopicWritten] | Refusal:
    """Write down what people show each other here and which professional can be asked; once more to change who."""
    if not policy.may(actor, "learning.write_topic"):
        return Refusal("NOT_ALLOWED", "The desk keeps the list of topics.", "called")
    fault = may_say(called, "called", LONGEST_CATEGORY, "Say what people can learn.") or may_say(
        professional, "professional", 200, "Say which professional can be asked, and how."
    )
    if fault:
        return fault
    community = Community.objects.get(pk=actor.community_id)
    kind = categories_named(community, (called.strip(),))[called.strip()]
    if kind.is_retired:
        return Refusal("RETIRED", "“%(kind)s” is no longer in use here.", "called", {"kind": kind.name})
    topic, is_new = Topic.objects.update_or_create(
        category=kind, defaults={"community": community, "professional": professional.strip()}
    )
    return Done(TopicWritten(topic.public_id, is_new))
