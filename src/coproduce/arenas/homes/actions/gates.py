"""The verb of gates: a person says that a family goes on, and only when its hours say so too."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.homes.actions.families import NO_FAMILY, family_of
from coproduce.arenas.homes.models import Family
from coproduce.arenas.homes.queries.gates import GATES, PASSED, rules_of_family, stands
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.core.refusal import Refusal

TOLD = {
    "start build": "The building of your home can start.",
    "close": "All your hours are done: you can take the key of your home.",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """Which family passed which gate, when, and by which rules."""

    family: UUID
    gate: str
    on: date
    rule_set: str


@action("homes.pass_gate", receipt=Passed)
def pass_gate(actor: Actor, *, family: UUID, gate: str, request_id: UUID) -> Done[Passed] | Refusal:
    """Write down that a family goes through a gate today, if it is open; else the first thing that is missing.

    What was passed stays passed, by the rules it was passed by.
    """
    if not policy.may(actor, "homes.pass_gate"):
        return NOT_ALLOWED
    whose = family_of(actor, family)
    if whose is None:
        return NO_FAMILY
    today = clock.today(whose.community.time_zone)
    found = {stand.name: stand for stand in stands(whose, today)} if gate in GATES else {}
    stand = next((one for name, one in found.items() if name == gate), None)
    if stand is None:
        return Refusal("UNKNOWN_WORD", "Choose a gate: the start of building, or the key.", "gate")
    if stand.passed_on:
        return Refusal("ALREADY_PASSED", "The family went through this gate on %(day)s.", "gate",
                       {"day": stand.passed_on.isoformat()})  # fmt: skip
    if stand.name == "close" and not found["start build"].passed_on:
        return Refusal("START_FIRST", "The building starts before the key is given.", "gate")
    if not stand.is_open:
        words, said = stand.sentences[0]
        return Refusal("NOT_OPEN", words, "gate", dict(said))
    _, rule_set = rules_of_family(whose)
    passed = PASSED[stand.name]
    what = {f"{passed}_on": today, f"{passed}_by": actor.agent_id, f"{passed}_minutes": stand.counted}
    Family.objects.filter(pk=whose.pk).update(**what)
    return Done(Passed(family, gate, today, rule_set), (Notice(whose.agent_id, TOLD[gate]),))
