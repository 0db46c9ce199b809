"""The verbs of building: begun, built and shown, and what broke, which goes back to the design."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.making.actions.designs import NO_DESIGN
from coproduce.arenas.making.consents import PICTURES
from coproduce.arenas.making.models import Build, Defect, Design
from coproduce.arenas.making.queries.here import speaker
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.uploads import files
from coproduce.community.people.uploads.actions import keep
from coproduce.community.people.uploads.rules import THING
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_BUILD = Refusal("NOT_FOUND", "There is nothing built here that you could mean.", "build")
NO_YES = Refusal(
    "NO_YES", "First say yes to pictures of what you make: others see them under what you said yes to.", "picture"
)


@dataclass(frozen=True, slots=True)
class BuildKept:
    """Which build it is, and whether it is built."""

    build: UUID
    is_built: bool


@dataclass(frozen=True, slots=True)
class DefectKept:
    """Which defect it is."""

    defect: UUID


@action("making.begin_build", receipt=BuildKept)
def begin_build(actor: Actor, *, design: UUID, for_: UUID | None = None, request_id: UUID) -> Done[BuildKept] | Refusal:
    """Say that one builds this version of a design. Whoever keeps it is told."""
    who = speaker(actor, "making.begin_build", for_)
    if isinstance(who, Refusal):
        return who
    row = the_one(Design.objects.filter(community_id=actor.community_id, public_id=design))
    if row is None:
        return NO_DESIGN
    if Build.objects.filter(design=row, agent=who, built_at=None).exists():
        return Refusal("TWICE", "You build one already. Say first how that went.", "design")
    build = Build.objects.create(design=row, agent=who, begun_at=clock.now())
    words = "%(name)s builds your design %(what)s %(version)s."
    told = Notice(row.keeper_id, words, {"name": who.name, "what": row.name, "version": row.version})
    return Done(BuildKept(build.public_id, False), () if row.keeper_id == who.pk else (told,))


@action("making.finish_build", receipt=BuildKept)
def finish_build(
    actor: Actor, *, build: UUID, words: str = "", picture: str = "", for_: UUID | None = None, request_id: UUID
) -> Done[BuildKept] | Refusal:
    """Say that it is built, how it went, and with a picture of it where one likes; again puts that right.

    `picture` is a JPEG or a PNG, in base64. It takes a yes to pictures of what one makes, and is shown while that
    stands. Without a new one the one before stays.
    """
    who = speaker(actor, "making.finish_build", for_)
    if isinstance(who, Refusal):
        return who
    row = the_one(Build.objects.select_for_update().filter(agent=who, public_id=build))
    if row is None:
        return NO_BUILD
    if fault := may_say(words, "words", 1000):
        return fault
    if picture:
        if not consents_to(who.pk, PICTURES):
            return NO_YES
        kept = keep(actor, who, THING, picture)
        if isinstance(kept, Refusal):
            return kept
        before, row.picture = row.picture, kept
        row.save(update_fields=["picture"])
        files.remove([before] if before else [])
    row.words, row.built_at = words.strip(), row.built_at or clock.now()
    row.save(update_fields=["words", "built_at"])
    return Done(BuildKept(build, True))


@action("making.report_defect", receipt=DefectKept)
def report_defect(
    actor: Actor, *, build: UUID, words: str, for_: UUID | None = None, request_id: UUID
) -> Done[DefectKept] | Refusal:
    """Say what broke, or did not fit, on something built. It stands on the design until a change mends it."""
    who = speaker(actor, "making.report_defect", for_)
    if isinstance(who, Refusal):
        return who
    rows = Build.objects.select_related("design")
    row = the_one(rows.filter(design__community_id=actor.community_id, public_id=build))
    if row is None:
        return NO_BUILD
    if fault := may_say(words, "words", 500, "Say what broke, or did not fit."):
        return fault
    defect = Defect.objects.create(build=row, agent=who, words=words.strip(), said_at=clock.now())
    said = {"name": who.name, "what": row.design.name, "words": words.strip()}
    told = Notice(row.design.keeper_id, "%(name)s found something to mend in %(what)s: %(words)s", said)
    return Done(DefectKept(defect.public_id), () if row.design.keeper_id == who.pk else (told,))
