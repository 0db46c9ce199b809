"""The verbs of an agreement: both agree, it is kept part by part, given more time once, or goes back step by step."""

from datetime import date
from uuid import UUID

from coproduce.arenas.justice.actions.whose import OVER, Moved, ended, everybody, mine, told
from coproduce.arenas.justice.models import Matter
from coproduce.arenas.justice.queries.matters import HARMED, LEADS, RESPONDENT, agreed_parts, kept, takes_part
from coproduce.arenas.justice.rules import may_extend, may_say_part, next_step
from coproduce.arenas.justice.rules.agreements import KEPT
from coproduce.arenas.justice.rules.sealing import NOT_KEPT
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOTHING_AGREED = Refusal("NOT_AGREED", "Nothing is agreed yet.", "matter")
TOLD = "Something that was agreed is not done yet. Read what; you have days to say how it is."


@action("justice.agree", receipt=Moved, sealed_with="matter")
def agree(actor: Actor, *, matter: UUID, request_id: UUID) -> Done[Moved] | Refusal:
    """Agree to what was written down. It counts once both sides do; of who takes no part nobody waits for a word."""
    found = mine(actor, matter, RESPONDENT, HARMED)
    if isinstance(found, Refusal):
        return found
    row, place, who = found
    if not row.heard_on or row.state != Matter.OPEN:
        return NOTHING_AGREED
    if RESPONDENT in who:
        row.respondent_agreed_on = row.respondent_agreed_on or place.today
    else:
        row.harmed_agreed_on = row.harmed_agreed_on or place.today
    if row.respondent_agreed_on and (row.harmed_agreed_on or not takes_part(row)):
        row.state = Matter.AGREED
    row.save()
    others = [one for one in (row.facilitator_id, row.respondent_id, row.harmed_id) if one != actor.agent_id]
    return Done(Moved(matter, row.state), told(row, others if row.state == Matter.AGREED else [row.facilitator_id]))


@action("justice.say_part", receipt=Moved, sealed_with="matter")
def say_part(
    actor: Actor, *, matter: UUID, place: int, state: str, reason: str = "", request_id: UUID
) -> Done[Moved] | Refusal:
    """Say of one part that it is kept, or partly or not yet, and why."""
    found = mine(actor, matter, LEADS)
    if isinstance(found, Refusal):
        return found
    row, _, _ = found
    part = row.parts.filter(place=place).first() if row.state == Matter.AGREED else None
    if part is None:
        return NOTHING_AGREED
    if fault := may_say_part(state, reason) or may_say(reason, "reason", 300):
        return fault
    part.state, part.reason = state, "" if state == KEPT else reason.strip()
    part.save(update_fields=["state", "reason"])
    return Done(Moved(matter, row.state), told(row, [row.respondent_id]))


@action("justice.extend", receipt=Moved, sealed_with="matter")
def extend(actor: Actor, *, matter: UUID, until_on: date, request_id: UUID) -> Done[Moved] | Refusal:
    """Give what is not kept more time, once."""
    found = mine(actor, matter, LEADS)
    if isinstance(found, Refusal):
        return found
    row, place, _ = found
    if row.state != Matter.AGREED:
        return NOTHING_AGREED
    if fault := may_extend(agreed_parts(row), until_on, place.today, row.is_extended, place.rules):
        return fault
    row.parts.exclude(state=KEPT).update(until_on=until_on)
    row.is_extended, row.told_on = True, None
    row.save(update_fields=["is_extended", "told_on"])
    return Done(Moved(matter, row.state), told(row, [row.respondent_id, row.harmed_id if takes_part(row) else None]))


@action("justice.take_step", receipt=Moved, sealed_with="matter")
def take_step(actor: Actor, *, matter: UUID, why: str, request_id: UUID) -> Done[Moved] | Refusal:
    """Take the next step where an agreement was not kept: tell them first; once the days to answer are over, and it
    still is not, send it back to who referred it. No step is left out, and a person takes each, with a reason.
    """
    found = mine(actor, matter, LEADS)
    if isinstance(found, Refusal):
        return found
    row, place, _ = found
    stands = kept(row, place.today) if row.state == Matter.AGREED else NOTHING_AGREED
    if isinstance(stands, Refusal):
        return NOTHING_AGREED
    if stands.state in ("kept", "going on"):
        return Refusal("NOT_NOW", "It is kept, or there is still time: there is no step to take.", "matter")
    if fault := may_say(why, "why", 600, "Say why: they read it."):
        return fault
    over_on = max(one.until_on for one in row.parts.all())
    step = next_step(row.told_on or over_on, row.told_on, place.today, place.rules)
    if row.told_on is None:
        row.told_on, row.told_words = place.today, why.strip()
        row.save(update_fields=["told_on", "told_words"])
        return Done(Moved(matter, row.state), told(row, [row.respondent_id], TOLD))
    if not step.is_proposed:
        return Refusal(
            "TOO_EARLY", "They were told, and still have until %(day)s to say how it is.", "matter",
            {"day": str(step.answer_by)},
        )  # fmt: skip
    row.told_words = why.strip()
    ended(row, NOT_KEPT, place)
    return Done(Moved(matter, row.state), told(row, list(everybody(row, actor.agent_id)), OVER))
