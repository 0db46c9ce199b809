"""The verbs of stories: how it went for somebody, told while they say yes to that, and taken back at any time."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.learning.actions.whose import for_whom, topic_named
from coproduce.arenas.learning.models import Story
from coproduce.arenas.learning.rules import STORY
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.people.consent.queries import consents_to
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_STORY = 4000


@dataclass(frozen=True, slots=True)
class StoryKept:
    """Which story it is, and whether it is told."""

    story: UUID
    is_told: bool


@action("learning.tell_story", receipt=StoryKept)
def tell_story(
    actor: Actor, *, topic: UUID, words: str, for_: UUID | None = None, request_id: UUID
) -> Done[StoryKept] | Refusal:
    """Tell how it went, in one's own words. It takes a yes to that first, and is shown while that stands."""
    who = for_whom(actor, "learning.tell_story", for_)
    if isinstance(who, Refusal):
        return who
    about = topic_named(actor, topic)
    if isinstance(about, Refusal):
        return about
    if fault := may_say(words, "words", LONGEST_STORY, "Tell how it went, in your own words."):
        return fault
    if not consents_to(who.pk, STORY):
        return Refusal(
            "NO_YES", "First say yes to your story being told: it stands under what you said yes to.", "words"
        )
    row = Story.objects.create(agent=who, topic=about, words=words.strip(), told_at=clock.now())
    return Done(StoryKept(row.public_id, True))


@action("learning.take_back_story", receipt=StoryKept)
def take_back_story(actor: Actor, *, story: UUID, request_id: UUID) -> Done[StoryKept] | Refusal:
    """Take a story back: it is gone, and nobody asks why."""
    found = the_one(Story.objects.filter(public_id=story, agent__community_id=actor.community_id))
    if found is None or not policy.may(actor, "learning.take_back_story", policy.towards(actor, found.agent_id)):
        return Refusal("NOT_FOUND", "There is no such story of yours here.", "story")
    found.delete()
    return Done(StoryKept(story, False))
