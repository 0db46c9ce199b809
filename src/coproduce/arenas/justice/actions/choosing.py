"""The verbs of those it is about, before anybody meets: each chooses for themselves, and may stop."""

from uuid import UUID

from coproduce.arenas.justice.actions.whose import OVER, Moved, ended, everybody, mine, told
from coproduce.arenas.justice.models import Matter
from coproduce.arenas.justice.queries.matters import GUARDIAN, HARMED, LEADS, RESPONDENT, Here, is_minor
from coproduce.arenas.justice.rules import WAYS
from coproduce.arenas.justice.rules.matters import NOT_AT_ALL, STOPPED
from coproduce.arenas.justice.rules.sealing import HARMED_STOPPED, NOT_ACCEPTED
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.people.models import Guardian
from coproduce.core.refusal import Refusal


@action("justice.choose_part", receipt=Moved, sealed_with="matter")
def choose_part(actor: Actor, *, matter: UUID, way: str, request_id: UUID) -> Done[Moved] | Refusal:
    """Choose whether and how to take part: in person, by letter, through someone, not at all; or stop, at any time.

    Whoever was harmed stops by saying so, and gives no reason. Before something is agreed it is over then; after that
    the agreement stands, and they have no more to do with it.
    """
    found = mine(actor, matter, HARMED, LEADS)
    if isinstance(found, Refusal):
        return found
    row, place, _ = found
    if row.harmed_id is None:
        return Refusal("NOBODY_HARMED", "Nobody in particular was harmed: there is nobody to choose.", "way")
    if way not in (*WAYS, STOPPED):
        return Refusal("UNKNOWN_WAY", "Choose one of the list.", "way")
    others = list(everybody(row, actor.agent_id))
    if way == STOPPED and row.state == Matter.OPEN:
        row.harmed_way = STOPPED
        ended(row, HARMED_STOPPED, place)
        return Done(Moved(matter, row.state), told(row, others, OVER))
    row.harmed_way = NOT_AT_ALL if way == STOPPED else way
    row.save(update_fields=["harmed_way"])
    return Done(Moved(matter, row.state), told(row, [row.facilitator_id] if row.facilitator_id in others else []))


@action("justice.accept", receipt=Moved, sealed_with="matter")
def accept(actor: Actor, *, matter: UUID, accepts: bool, request_id: UUID) -> Done[Moved] | Refusal:
    """Say freely that one did it, or that one does not say so. Then it goes back to who referred it, and nothing of
    what was said here goes with it.
    """
    found = mine(actor, matter, RESPONDENT)
    if isinstance(found, Refusal):
        return found
    row, place, _ = found
    if row.heard_on:
        return Refusal("NOT_NOW", "The circle has met already.", "accepts")
    row.accepted = accepts
    return _said(row, accepts, place, actor)


@action("justice.say_yes_for", receipt=Moved, sealed_with="matter")
def say_yes_for(actor: Actor, *, matter: UUID, says_yes: bool, request_id: UUID) -> Done[Moved] | Refusal:
    """A guardian says yes, or no, to a circle for who is not of age. Without it there is none."""
    found = mine(actor, matter, GUARDIAN)
    if isinstance(found, Refusal):
        return found
    row, place, _ = found
    if row.heard_on:
        return Refusal("NOT_NOW", "The circle has met already.", "says_yes")
    wards = set(Guardian.objects.filter(guardian=actor.agent_id, ended_on=None).values_list("ward", flat=True))
    if row.harmed_id in wards and is_minor(row.harmed, row):
        row.harmed_guardian_yes = says_yes
        row.harmed_way = row.harmed_way if says_yes else NOT_AT_ALL
    if row.respondent_id not in wards or not is_minor(row.respondent, row):
        row.save()
        return Done(Moved(matter, row.state), told(row, [row.facilitator_id]))
    row.respondent_guardian_yes = says_yes
    return _said(row, says_yes, place, actor)


def _said(row: Matter, is_yes: bool, place: Here, actor: Actor) -> Done[Moved]:
    """Kept; without a yes it is over."""
    others = list(everybody(row, actor.agent_id))
    if is_yes:
        row.save()
        return Done(Moved(row.public_id, row.state), told(row, [row.facilitator_id] if row.facilitator_id else []))
    ended(row, NOT_ACCEPTED, place)
    return Done(Moved(row.public_id, row.state), told(row, others, OVER))
