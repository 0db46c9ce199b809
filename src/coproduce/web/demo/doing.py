"""How an intent becomes a deed: through the verb everybody uses, by whoever means it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from coproduce.community.base import rooms
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Community
from coproduce.core.intent import Intent
from coproduce.core.refusal import Refusal

MADE_UP = uuid5(NAMESPACE_DNS, "demo.coproduce.example")


def carry_out(actor: Actor, intent: Intent) -> None:
    """Do what a simulated person means to do, through the verb everybody uses. Raises ValueError on a refusal."""
    outcome = rooms.verbs()[intent.verb](actor, request_id=intent.request_id, **intent.arguments)
    if isinstance(outcome, Refusal):
        raise ValueError(f"{intent.verb}: {outcome}")


def do(verb: str, actor: Actor, label: str, /, **arguments: Any) -> None:
    """Carry a verb out under an id that follows from its label. Raises ValueError on a refusal."""
    carry_out(actor, Intent(verb, arguments, uuid5(MADE_UP, f"{actor.community_id} {label}")))


def evening_of(day: date) -> datetime:
    """Seven in the evening of a day, when the made-up people do what they do."""
    return datetime(day.year, day.month, day.day, 19, tzinfo=UTC)


def first_arena(actor: Actor) -> str:
    """Where ordinary help belongs in a made-up community: the first arena it switched on."""
    arenas: list[str] = Community.objects.get(pk=actor.community_id).arenas
    return arenas[0]
