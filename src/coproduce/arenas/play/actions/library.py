"""The verbs of things that go round: a toy or a tool is put on the shelf, borrowed until a day, and brought back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.play.actions.thanking import thank
from coproduce.arenas.play.models import Thing
from coproduce.arenas.play.queries.here import rules_of, speaker
from coproduce.arenas.play.rules import due_on
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.meet import may_meet
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_THING = Refusal("NOT_FOUND", "There is no such thing on the shelf. Look for it in the list.", "thing")
IS_LENT = Refusal("LENT", "Somebody has it now. It is on the shelf again once it is back.", "thing")

#: The longest anything is lent for, in days.
LONGEST = 366


@dataclass(frozen=True, slots=True)
class ThingKept:
    """Which thing; None once it is taken off the shelf. Until when it is lent, where somebody has it."""

    thing: UUID | None
    until_on: date | None = None


@action("play.keep_thing", receipt=ThingKept)
def keep_thing(
    actor: Actor,
    *,
    name: str,
    kind: str = "tool",
    words: str = "",
    days: int | None = None,
    is_here: bool = True,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[ThingKept] | Refusal:
    """Put a toy or a tool on the shelf for others. The same name again changes it; not `is_here` takes it off.

    `days` is how long it is lent; nothing is as long as the community says.
    """
    who = speaker(actor, "play.keep_thing", for_)
    if isinstance(who, Refusal):
        return who
    if fault := may_say(name, "name", 80, "Say what it is, like “Drill”.") or may_say(words, "words", 300):
        return fault
    if kind not in dict(Thing.KINDS):
        return Refusal("UNKNOWN_KIND", "It is a toy, a tool or something else: choose one.", "kind")
    if days is not None and not 0 < days <= LONGEST:
        return Refusal("WRONG_DAYS", "Write for how many days, from 1 to 366, or leave it empty.", "days")
    there = the_one(Thing.objects.select_for_update().filter(keeper=who.agent, name=name.strip()))
    if not is_here:
        if there and there.borrower_id:
            return IS_LENT
        Thing.objects.filter(pk=there.pk if there else 0).delete()
        return Done(ThingKept(None))
    said = {"kind": kind, "words": words.strip(), "days": days}
    kept, _ = Thing.objects.update_or_create(
        keeper=who.agent, name=name.strip(), defaults={"community": who.community, **said}
    )
    return Done(ThingKept(kept.public_id, kept.due_on))


@action("play.borrow_thing", receipt=ThingKept)
def borrow_thing(actor: Actor, *, thing: UUID, for_: UUID | None = None, request_id: UUID) -> Done[ThingKept] | Refusal:
    """Borrow a thing: it is theirs to use until the day they are told. Whose it is is told, and hands it over."""
    who = speaker(actor, "play.borrow_thing", for_)
    if isinstance(who, Refusal):
        return who
    row = _held(actor, thing)
    if row is None:
        return NO_THING
    if row.keeper_id == who.agent_id:
        return Refusal("OWN_THING", "This is yours already.", "thing")
    if row.borrower_id:
        return IS_LENT
    if fault := may_meet(row.keeper_id, who.agent_id, "agree"):
        return Refusal(fault.code, fault.template, "thing")
    today = clock.today(row.community.time_zone)
    row.borrower, row.lent_on, row.times_lent = who.agent, today, row.times_lent + 1
    row.due_on = due_on(today, row.days, rules_of(row.community))
    row.save(update_fields=["borrower", "lent_on", "times_lent", "due_on"])
    said = {"name": who.agent.name, "what": row.name, "day": row.due_on.isoformat()}
    told = Notice(row.keeper_id, "%(name)s borrows your %(what)s until %(day)s. See when they can fetch it.", said)
    return Done(ThingKept(row.public_id, row.due_on), (told,))


@action("play.bring_back", receipt=ThingKept)
def bring_back(
    actor: Actor, *, thing: UUID, words: str = "", for_: UUID | None = None, request_id: UUID
) -> Done[ThingKept] | Refusal:
    """Say that a thing is back: whoever had it, or whose it is. Who had it is forgotten, and who lent it is thanked."""
    who = speaker(actor, "play.bring_back", for_)
    if isinstance(who, Refusal):
        return who
    row = _held(actor, thing)
    if row is None:
        return NO_THING
    is_desk = policy.may(actor, "play.bring_back")
    if row.borrower is None or not (is_desk or who.agent_id in (row.borrower_id, row.keeper_id)):
        return Refusal("NOT_LENT", "This is on the shelf already.", "thing")
    if fault := may_say(words, "words", 300):
        return fault
    had, today = row.borrower, clock.today(row.community.time_zone)
    row.borrower = row.lent_on = row.due_on = row.asked_on = None
    row.save(update_fields=["borrower", "lent_on", "due_on", "asked_on"])
    entry = thank(actor, [row.keeper], had, on=today, request_id=request_id, words=words.strip())
    if isinstance(entry, Refusal):
        return entry
    said = {"name": had.name, "what": row.name, "words": words.strip() or "Thank you."}
    told = Notice(row.keeper_id, "%(name)s brought your %(what)s back. %(words)s", said)
    return Done(ThingKept(row.public_id), (told,))


def _held(actor: Actor, thing: UUID) -> Thing | None:
    rows = Thing.objects.select_for_update(of=("self",)).select_related("community", "keeper", "borrower")
    return the_one(rows.filter(community_id=actor.community_id, public_id=thing))
