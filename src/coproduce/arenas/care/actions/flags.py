"""The verbs of what a visit turned up: somebody says that they answer for it, and later what came of it."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.care.models import Flag
from coproduce.arenas.care.queries.held import flag_for
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_FLAG = Refusal("NOT_FOUND", "There is nothing like that to see to here.", "flag")


@dataclass(frozen=True, slots=True)
class SeenTo:
    """Which flag, and how many minutes passed until somebody answered for it."""

    flag: UUID
    minutes: int


@action("care.acknowledge_flag", receipt=SeenTo)
def acknowledge_flag(actor: Actor, *, flag: UUID, request_id: UUID) -> Done[SeenTo] | Refusal:
    """Say that one sees to it: nobody else is rung from now on."""
    row = flag_for(actor, "care.acknowledge_flag", flag)
    if row is None:
        return NO_FLAG
    if row.acknowledged_at:
        return Refusal("NOT_NOW", "Somebody sees to it already.", "flag")
    row.acknowledged_at, row.acknowledged_by_id = clock.now(), actor.agent_id
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    return Done(SeenTo(flag, _minutes(row)))


@action("care.close_flag", receipt=SeenTo)
def close_flag(actor: Actor, *, flag: UUID, done: str, outcome: str, request_id: UUID) -> Done[SeenTo] | Refusal:
    """Write down what was done about it, and what came of it: seen to, passed on, or that it was nothing."""
    row = flag_for(actor, "care.close_flag", flag)
    if row is None or row.closed_at:
        return NO_FLAG
    if fault := may_say(done, "done", 300, "Say in a sentence what was done."):
        return fault
    if outcome not in {one for one, _ in Flag.OUTCOMES}:
        choices = ", ".join(one for one, _ in Flag.OUTCOMES)
        return Refusal("UNKNOWN_OUTCOME", "Choose one of: %(choices)s.", "outcome", {"choices": choices})
    now = clock.now()
    if row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by_id = now, actor.agent_id
    row.action, row.outcome, row.closed_at = done.strip(), outcome, now
    row.save()
    return Done(SeenTo(flag, _minutes(row)))


def _minutes(row: Flag) -> int:
    assert row.acknowledged_at is not None, "somebody has just answered for it"
    return int((row.acknowledged_at - row.made_at).total_seconds() // 60)
