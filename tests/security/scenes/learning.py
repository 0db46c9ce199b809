"""Topics, wishes, pairs, sessions and stories, in a town where people learn from each other."""

from typing import Any
from uuid import UUID

from coproduce.community.people.models import Community
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene


def topic(part: Part) -> UUID:
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "learning"])
    called = f"Bread {part.town.canary}"
    written: UUID = done("learning.write_topic", part, "Cleo", called=called, professional="The baker").topic
    return written


def agreed(part: Part) -> UUID:
    """Whose it is wants to learn, and the other comes forward."""
    need = done("learning.want", part, part.whose, topic=topic(part), goal="To bake").need
    thread: UUID = done("exchange.propose", part, part.other, need=need).agreement
    done("exchange.agree", part, part.whose, agreement=thread)
    return thread


def begun(part: Part) -> UUID:
    thread = agreed(part)
    for who in (part.whose, part.other):
        done("learning.begin", part, who, agreement=thread)
    return thread


def story(part: Part) -> dict[str, Any]:
    about = topic(part)
    done("people.consent", part, part.whose, member=part.town.agents[part.whose], scope="learning-story")
    return {"topic": about, "words": "It rose in the end"}


@scene("learning.write_topic")
def write_topic(part: Part) -> dict[str, Any]:
    topic(part)
    return {"called": f"Roses {part.town.canary}", "professional": "The gardener"}


@scene("learning.want")
def want(part: Part) -> dict[str, Any]:
    return {"topic": topic(part), "goal": "To bake", **part.for_}


@scene("learning.begin")
def begin(part: Part) -> dict[str, Any]:
    return {"agreement": agreed(part), **part.for_}


@scene("learning.say")
def say(part: Part) -> dict[str, Any]:
    said = {"done_on": TODAY, "learned": "To wait", "useful": 3, "time": HOURS(60)}
    return {"agreement": begun(part), **said, **part.for_}


@scene("learning.set_stage")
def set_stage(part: Part) -> dict[str, Any]:
    return {"agreement": begun(part), "stage": "over", **part.for_}


@scene("learning.tell_story")
def tell_story(part: Part) -> dict[str, Any]:
    return {**story(part), **part.for_}


@scene("learning.take_back_story")
def take_back_story(part: Part) -> dict[str, Any]:
    told = done("learning.tell_story", part, part.whose, **story(part))
    return {"story": told.story}
