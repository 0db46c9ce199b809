"""A stool somebody designed, a page that is mended, and a lathe, in a town that makes things."""

from typing import Any
from uuid import UUID

from coproduce.community.people.models import Community
from tests.security.scenes import Part, done, scene


def stool(part: Part) -> dict[str, Any]:
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "making"])
    return {"name": f"Stool {part.town.canary}", "version": "1.0.0", "licence": "CERN-OHL-P-2.0",
            "words": "Turn three legs.", "parts": "leg; 3; turning; ash; 400 x 40 x 40; 20"}  # fmt: skip


def designed(part: Part) -> UUID:
    design: UUID = done("making.keep_design", part, part.other, **stool(part)).design
    return design


def mended(part: Part) -> dict[str, Any]:
    return {"design": designed(part), "words": f"Dry the ash first {part.town.canary}", "why": "It split"}


@scene("making.keep_design")
def keep_design(part: Part) -> dict[str, Any]:
    return {**stool(part), **part.for_}


@scene("making.fork_design")
def fork_design(part: Part) -> dict[str, Any]:
    return {"design": designed(part), "name": f"Milking stool {part.town.canary}", **part.for_}


@scene("making.mend_page")
def mend_page(part: Part) -> dict[str, Any]:
    return {**mended(part), **part.for_}


@scene("making.look_through")
def look_through(part: Part) -> dict[str, Any]:
    change = done("making.mend_page", part, part.other, **mended(part)).change
    return {"change": change, **part.for_}


@scene("making.keep_machine")
def keep_machine(part: Part) -> dict[str, Any]:
    stool(part)
    return {"name": f"Lathe {part.town.canary}", "does": "turning", "size": "900 x 300 x 300", **part.for_}
