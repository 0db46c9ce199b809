"""Notices, and the arenas."""

from typing import Any

from coproduce.community.base.models import Outbox
from coproduce.community.notices.delivering import deliver
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import NOON
from tests.security.scenes import Part, done, scene


def member(part: Part) -> dict[str, Any]:
    return {} if part.me == part.whose else {"member": part.town.agents[part.whose]}


@scene("notices.choose_channel")
def choose_channel(part: Part) -> dict[str, Any]:
    return {"kind": "paper", **member(part)}


def letter(part: Part, way: str) -> int:
    """What waits to be told to Ben, in this way."""
    done("notices.choose_channel", part, "Cleo", kind=way, member=part.town.agents["Ben"])
    ben = Agent.objects.get(public_id=part.town.agents["Ben"])
    Outbox.objects.create(
        community_id=ben.community_id, to_agent=ben.pk, template="Ana says hello.", is_urgent=True, written_at=NOON
    )
    deliver(NOON)
    return Notice.objects.filter(agent=ben).latest("pk").pk


@scene("notices.mark_printed")
def mark_printed(part: Part) -> dict[str, Any]:
    return {"members": (part.town.agents["Ben"],), "up_to": letter(part, "paper")}


@scene("notices.mark_rung")
def mark_rung(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents["Ben"], "up_to": letter(part, "phone")}


@scene("timebank.record_for")
def record_for(part: Part) -> dict[str, Any]:
    return part.town.help()


@scene("timebank.give_hours")
def give_hours(part: Part) -> dict[str, Any]:
    giver, receiver = part.town.agents[part.whose], part.town.agents[part.other]
    return {"time": HOURS(15), "giver": giver, "receiver": receiver, "words": "With thanks"}
