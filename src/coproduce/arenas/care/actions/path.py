"""The verbs of the way: taken on or not, resting, ended; each step in its order, and nothing said twice."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.care.consents import CONTACT, LINKAGE
from coproduce.arenas.care.models import Case, Flag, Visit
from coproduce.arenas.care.queries.held import case_for
from coproduce.arenas.care.queries.here import here, rota, since
from coproduce.arenas.care.rules import Event, due_at, may_be_rota, next_state, way_to
from coproduce.arenas.care.rules.states import (
    ACCEPTED,
    CANCELLED,
    CLOSED,
    COMPLETED,
    DRAFT,
    ON_HOLD,
    REJECTED,
    REQUESTED,
)
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.consent.queries import consents_to
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_CASE = Refusal("NOT_FOUND", "There are no such visits here.", "case")
NO_YES = Refusal(
    "NO_YES", "They have not said that they may be rung. Ask them first, and write their yes down.", "case"
)

CALLED_OFF = "The visit to %(name)s is called off. Nothing is owed."


@dataclass(frozen=True, slots=True)
class Moved:
    """Which visits, and where they stand now."""

    case: UUID
    state: str


@action("care.triage", receipt=Moved)
def triage(
    actor: Actor, *, case: UUID, takes: bool, reason: str = "", risk_note: str = "", request_id: UUID
) -> Done[Moved] | Refusal:
    """Take somebody on, or say why not. With a note of what to mind, every visit is made by two.

    Nobody is taken on while fewer than two are there to be rung when something is urgent.
    """
    row = case_for(actor, "care.triage", case)
    if row is None:
        return NO_CASE
    if fault := may_say(risk_note, "risk_note", 300) or may_say(reason, "reason", 300):
        return fault
    if takes and not consents_to(row.agent_id, CONTACT):
        return NO_YES
    if takes and (fault := may_be_rota(rota(row.community_id))):
        return fault
    steps = (*((REQUESTED,) if row.state == DRAFT else ()), ACCEPTED if takes else REJECTED)
    for step in steps:
        if fault := step_to(row, step, reason):
            return fault
    row.risk_note, row.triaged_by_id = risk_note.strip(), actor.agent_id
    row.accepted_at = clock.now() if takes else None
    if takes:
        place = here(row.community)
        row.next_by = due_at("match", since(row, place), place.rules, place.zone)
    row.save()
    return Done(Moved(case, row.state))


@action("care.move_case", receipt=Moved)
def move_case(actor: Actor, *, case: UUID, to: str, reason: str = "", request_id: UUID) -> Done[Moved] | Refusal:
    """Let visits rest, go on, or end before their time. Whoever was to come is told; the person is owed no why.

    That somebody is in hospital again is written down only where they said yes to it; without that they simply rest.
    """
    row = case_for(actor, "care.move_case", case)
    if row is None:
        return NO_CASE
    if fault := may_say(reason, "reason", 300):
        return fault
    if to == COMPLETED:
        return Refusal("SAY_HOW", "Say first how it went: close it with the last talk.", "to")
    by_requester = row.channel != Case.FILE
    steps = way_to(row.state, CANCELLED) if to == CANCELLED else (to,)
    if not steps:
        return next_refusal(row.state, to)
    for step in steps:
        if fault := step_to(row, step, reason, by_requester=by_requester):
            return fault
    if row.state == ON_HOLD and not consents_to(row.agent_id, LINKAGE):
        row.reason = ""
    if row.state in CLOSED:
        row.closed_at = clock.now()
    row.save()
    notices = call_off_visits(row) if row.state in {ON_HOLD, *CLOSED} else ()
    return Done(Moved(case, row.state), notices)


@action("care.close_case", receipt=Moved)
def close_case(
    actor: Actor, *, case: UUID, needs_met: bool | None = None, harm: bool = False, how: str = "", request_id: UUID
) -> Done[Moved] | Refusal:
    """Write down the last talk: were their needs met, did harm come of it, how it ended. Nothing urgent may wait."""
    row = case_for(actor, "care.close_case", case)
    if row is None:
        return NO_CASE
    if fault := may_say(how, "how", 300, "Say in a sentence how it ended, and who they can turn to now."):
        return fault
    if Flag.objects.filter(visit__case=row, level="red", closed_at=None).exists():
        return Refusal("FLAGS_OPEN", "Something urgent is not seen to yet. See to it first.", "case")
    if fault := step_to(row, COMPLETED, ""):
        return fault
    row.needs_met, row.harm, row.how, row.closed_at = needs_met, harm, how.strip(), clock.now()
    row.save()
    return Done(Moved(case, row.state), call_off_visits(row))


def step_to(row: Case, to: str, reason: str, *, by_requester: bool = True) -> Refusal | None:
    """One step, if it may follow; the row is changed, not saved."""
    found = next_state(row.state, Event(to, reason, by_requester))
    if isinstance(found, Refusal):
        return found
    row.state, row.reason, row.moved_at, row.next_by = found, reason.strip(), clock.now(), None
    return None


def next_refusal(state: str, to: str) -> Refusal:
    """Why this may not follow, naming both."""
    found = next_state(state, to)
    assert isinstance(found, Refusal), "it has no way there"
    return found


def end_quietly(row: Case) -> tuple[Notice, ...]:
    """Somebody died, left, or said no: it ends with no word of why, and whoever was to come is told that it is off.

    Where they had been asked back, nobody asks any more (`exchange`).
    """
    for step in way_to(row.state, CANCELLED):
        row.state = step
    row.reason, row.address, row.moved_at = "", "", clock.now()
    row.closed_at = row.closed_at or row.moved_at
    row.asked = None
    row.save()
    return call_off_visits(row)


def call_off_visits(row: Case) -> tuple[Notice, ...]:
    """Take back what was planned and not begun, and tell those who would have gone. Who is in the house goes on."""
    planned = Visit.objects.filter(case=row, checked_in_at=None, cancelled_at=None)
    going = {who for pair in planned.values_list("visitor_id", "companion_id") for who in pair if who}
    planned.update(cancelled_at=clock.now())
    if row.state in CLOSED:
        Case.objects.filter(pk=row.pk).update(next_call_on=None, next_by=None)
    said = {"name": row.agent.name}
    return tuple(Notice(one, CALLED_OFF, said, urgent=True) for one in sorted(going))
