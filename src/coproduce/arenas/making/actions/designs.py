"""The verbs of designs: said by whoever keeps them, and forked by anybody, with the credit kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coproduce.arenas.making.models import Design
from coproduce.arenas.making.queries.here import speaker
from coproduce.arenas.making.queries.tree import is_no_circle
from coproduce.arenas.making.rules import MakingError, compatible, order_of, read_parts
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_DESIGN = Refusal("NOT_FOUND", "There is no such design here.", "design")
MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class DesignKept:
    """Which design, and whether it is new."""

    design: UUID
    is_new: bool


@action("making.keep_design", receipt=DesignKept)
def keep_design(
    actor: Actor,
    *,
    name: str,
    version: str,
    licence: str = "",
    words: str = "",
    parts: str = "",
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[DesignKept] | Refusal:
    """Say what something is, how it is made, of which parts, and under which licence it may be shared.

    `parts` is a line for each: name; quantity; process; material; size in mm; minutes; and, as far as is known,
    “350 g”, “within 0.1”, “cost 1.20”, “version ^1.2”. One that does not say how it is made, and is called as a design
    here, is that design; none can be part of itself. `licence` is its SPDX name; none is all rights reserved, and then
    nobody may fork it. The same name and version again puts it right; its page is mended by `mend_page` once it is
    there.
    """
    who = speaker(actor, "making.keep_design", for_)
    if isinstance(who, Refusal):
        return who
    fault = may_say(name, "name", 80, "Say what it is, like “Trailer”.") or may_say(words, "words", MOST_WORDS)
    if fault or (fault := _may_be(version, licence, parts)):
        return fault
    said = {"licence": licence.strip(), "words": words.strip(), "parts": parts.strip()}
    return keep(who, name, version, said)


def keep(who: Agent, name: str, version: str, said: dict[str, Any]) -> Done[DesignKept] | Refusal:
    """A new design of theirs; or the one they have of that name and version put right, but for its page."""
    known = {"community": who.community, "keeper": who, "name": name.strip(), "version": version.strip()}
    before = the_one(Design.objects.select_for_update().filter(**known))
    if refused := is_no_circle(before or Design(**known), said["parts"]):
        return refused
    if before is None:
        return Done(DesignKept(Design.objects.create(**known, **said, said_at=clock.now()).public_id, True))
    kept = [name for name in said if name != "words"]
    for name in kept:
        setattr(before, name, said[name])
    before.save(update_fields=kept)
    return Done(DesignKept(before.public_id, False))


@action("making.fork_design", receipt=DesignKept)
def fork_design(
    actor: Actor, *, design: UUID, name: str, for_: UUID | None = None, request_id: UUID
) -> Done[DesignKept] | Refusal:
    """Make something of one's own out of a design. It keeps the licence, and names for ever what it was made from."""
    who = speaker(actor, "making.fork_design", for_)
    if isinstance(who, Refusal):
        return who
    source = the_one(Design.objects.select_for_update().filter(community_id=actor.community_id, public_id=design))
    if source is None:
        return NO_DESIGN
    if fault := may_say(name, "name", 80, "Say what yours is called."):
        return fault
    if isinstance(refused := compatible([source.licence]), Refusal):
        return refused
    known = {"community_id": actor.community_id, "keeper": who, "name": name.strip(), "version": source.version}
    if Design.objects.filter(**known).exists():
        return Refusal("TWICE", "You have a design of that name and version: give this one another name.", "name")
    fork = Design.objects.create(
        **known, licence=source.licence, words=source.words, parts=source.parts, manifest=source.manifest,
        is_toml=source.is_toml, made_from=source, said_at=clock.now(),
    )  # fmt: skip
    words = "%(name)s makes something of their own out of your design %(what)s. You are named in it."
    told = Notice(source.keeper_id, words, {"name": who.name, "what": source.name})
    return Done(DesignKept(fork.public_id, True), () if source.keeper_id == who.pk else (told,))


def _may_be(version: str, licence: str, parts: str) -> Refusal | None:
    try:
        order_of(version.strip())
    except MakingError as wrong:
        return Refusal(wrong.code, "Write a version as numbers with points, like 1.0.0.", "version")
    if licence.strip() and isinstance(refused := compatible([licence]), Refusal):
        return refused
    read = read_parts(parts)
    return read if isinstance(read, Refusal) else None
