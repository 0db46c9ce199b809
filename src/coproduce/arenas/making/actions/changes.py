"""The verbs of a page: mended by whoever sees what is missing, and standing once others looked it through."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from coproduce.arenas.making.actions.designs import MOST_WORDS, NO_DESIGN
from coproduce.arenas.making.models import Change, Defect, Design
from coproduce.arenas.making.queries.here import rules_of, speaker
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Mended:
    """Which change, and whether it stands."""

    change: UUID
    stands: bool


@action("making.mend_page", receipt=Mended)
def mend_page(
    actor: Actor,
    *,
    design: UUID,
    words: str,
    why: str,
    defect: UUID | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[Mended] | Refusal:
    """Say how a page should read, and why. It stands, and counts, once somebody else has looked it through.

    `defect` is what it mends of what was found on something built; whoever found it is thanked once it stands.
    """
    who = speaker(actor, "making.mend_page", for_)
    if isinstance(who, Refusal):
        return who
    row = the_one(Design.objects.filter(community_id=actor.community_id, public_id=design))
    if row is None:
        return NO_DESIGN
    fault = may_say(words, "words", MOST_WORDS, "Write the page as it should read.") or may_say(
        why, "why", 200, "Say in a few words what is better now."
    )
    if fault:
        return fault
    if words.strip() == row.words:
        return Refusal("THE_SAME", "The page reads so already.", "words")
    found = None
    if defect is not None:
        here = Defect.objects.select_for_update(of=("self",)).filter(build__design=row, public_id=defect)
        found = the_one(here.filter(Q(mended_by=None) | Q(mended_by__stands_at=None)))
        if found is None:
            return Refusal("NOT_FOUND", "There is no such thing to mend on it.", "defect")
    change = Change.objects.create(design=row, agent=who, words=words.strip(), why=why.strip(), said_at=clock.now())
    if found is not None:
        found.mended_by = change
        found.save(update_fields=["mended_by"])
    told = Notice(row.keeper_id, "%(name)s would mend the page of %(what)s: %(why)s",
                  {"name": who.name, "what": row.name, "why": why.strip()})  # fmt: skip
    return Done(Mended(change.public_id, False), () if row.keeper_id == who.pk else (told,))


@action("making.look_through", receipt=Mended)
def look_through(actor: Actor, *, change: UUID, for_: UUID | None = None, request_id: UUID) -> Done[Mended] | Refusal:
    """Say that a change is good. With as many as the community asks for it stands; nobody looks through their own.

    What it mends is mended then, and whoever found that is thanked.
    """
    who = speaker(actor, "making.look_through", for_)
    if isinstance(who, Refusal):
        return who
    here = Change.objects.select_for_update(of=("self",)).select_related("design", "agent")
    row = the_one(here.filter(design__community_id=actor.community_id, public_id=change))
    if row is None or row.stands_at or not row.words:
        return Refusal("NOT_FOUND", "There is no such change to look through.", "change")
    if row.agent_id == who.pk:
        return Refusal("YOURS", "Somebody else looks your change through.", "change")
    row.looked_by = sorted({*row.looked_by, who.pk})
    stands = len(row.looked_by) >= rules_of(actor.community_id).looked_through_times
    if stands:
        row.stands_at = clock.now()
        Design.objects.filter(pk=row.design_id).update(words=row.words)
    row.save(update_fields=["looked_by", "stands_at"])
    told = [Notice(row.agent_id or 0, "%(name)s looked through what you changed in %(what)s. Thank you.",
                   {"name": who.name, "what": row.design.name})]  # fmt: skip
    if stands:
        mender = row.agent.name if row.agent else ""
        told += [
            Notice(one.agent_id, "%(name)s mended what you found in %(what)s. Thank you for saying it.",
                   {"name": mender, "what": row.design.name})
            for one in row.mends.exclude(agent=row.agent_id)
        ]  # fmt: skip
    return Done(Mended(change, stands), tuple(told))
