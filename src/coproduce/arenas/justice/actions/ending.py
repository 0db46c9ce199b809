"""The verbs with which it ends: whether somebody was heard, done and thanked, and sealed."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.justice.actions.sealing import seal_all_due
from coproduce.arenas.justice.actions.whose import DONE, Moved, ended, everybody, mine, told
from coproduce.arenas.justice.models import HEARD, Matter
from coproduce.arenas.justice.queries.matters import HARMED, LEADS, here, kept
from coproduce.arenas.justice.rules.sealing import KEPT
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many matters were sealed: which they were stands nowhere."""

    number: int


@action("justice.say_heard", receipt=Moved, sealed_with="matter")
def say_heard(actor: Actor, *, matter: UUID, heard: str, words: str = "", request_id: UUID) -> Done[Moved] | Refusal:
    """Was I heard? Whoever was harmed says yes, partly or no, in their own words where they like."""
    found = mine(actor, matter, HARMED, LEADS)
    if isinstance(found, Refusal):
        return found
    row, _, _ = found
    if row.harmed_id is None or row.heard_on is None:
        return Refusal("NOT_NOW", "There is nothing to say of it yet.", "matter")
    if heard not in HEARD:
        return Refusal("UNKNOWN_ANSWER", "Choose one of the list.", "heard")
    if fault := may_say(words, "words", 600):
        return fault
    row.was_heard, row.heard_words = heard, words.strip()
    row.save(update_fields=["was_heard", "heard_words"])
    return Done(Moved(matter, row.state))


@action("justice.close", receipt=Moved, sealed_with="matter")
def close(actor: Actor, *, matter: UUID, request_id: UUID) -> Done[Moved] | Refusal:
    """Close what was kept, and thank everybody. From the day it is due nothing of it is found any more."""
    found = mine(actor, matter, LEADS)
    if isinstance(found, Refusal):
        return found
    row, place, _ = found
    stands = kept(row, place.today) if row.state == Matter.AGREED else None
    if stands is None or isinstance(stands, Refusal) or stands.state != "kept":
        return Refusal("NOT_KEPT", "Close it once every part is kept; else take the next step.", "matter")
    ended(row, KEPT, place)
    return Done(Moved(matter, row.state), told(row, list(everybody(row, actor.agent_id)), DONE))


@action("justice.seal_due", receipt=Sealed)
def seal_due(actor: Actor, *, request_id: UUID) -> Done[Sealed]:
    """Seal whatever is due: from now on nobody finds anything of it, and only counts remain. The clock does it too."""
    return Done(Sealed(seal_all_due(actor.community_id, here(actor.community_id).today)))
