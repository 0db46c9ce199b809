"""A stool somebody designed, built and found to mend, its page, its history, and a lathe, in a town that makes."""

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


@scene("making.begin_build")
def begin_build(part: Part) -> dict[str, Any]:
    return {"design": designed(part), **part.for_}


def built(part: Part, who: str, **for_: Any) -> UUID:
    design = designed(part)
    build: UUID = done("making.begin_build", part, who, design=design, **for_).build
    return build


@scene("making.finish_build")
def finish_build(part: Part) -> dict[str, Any]:
    return {"build": built(part, part.whose), "words": f"It stands {part.town.canary}", **part.for_}


@scene("making.report_defect")
def report_defect(part: Part) -> dict[str, Any]:
    return {"build": built(part, part.other), "words": f"It wobbles {part.town.canary}", **part.for_}


@scene("making.bring_manifest")
def bring_manifest(part: Part) -> dict[str, Any]:
    stool(part)
    text = f"title: Chair {part.town.canary}\nversion: 1.0.0\nlicense: MIT\n"
    return {"text": text, **part.for_}


def history(part: Part) -> str:
    """What git prints of one change of whoever it is about, and of somebody of elsewhere."""
    email = part.town.account(part.whose).email
    return (
        f"commit 0f3a9c1\nAuthor: Elsewhere {part.town.canary} <{email}>\nDate:   Mon Nov 16 12:00:00 2026 +0000\n\n"
        f"    Longer\n\n    Co-authored-by: Zoe {part.town.canary} <zoe@elsewhere.example>\n\n3\t1\tleg.scad\n"
    )


@scene("making.bring_history")
def bring_history(part: Part) -> dict[str, Any]:
    design = done("making.keep_design", part, part.whose, **stool(part)).design
    return {"design": design, "text": history(part)}


@scene("making.claim_changes")
def claim_changes(part: Part) -> dict[str, Any]:
    done("making.bring_history", part, part.other, design=designed(part), text=history(part))
    return {**part.for_}


@scene("making.take_name_off")
def take_name_off(part: Part) -> dict[str, Any]:
    said = bring_history(part)
    done("making.bring_history", part, part.whose, **said)
    return {"design": said["design"], "name": f"Zoe {part.town.canary}"}
