"""The verb of manifests: a design that comes as a file of Open Know-How, with everything in it."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.making.actions.designs import MOST_WORDS, keep
from coproduce.arenas.making.queries.here import speaker
from coproduce.arenas.making.queries.manifests import as_said
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say
from coproduce.interop.making.faults import ManifestError
from coproduce.interop.making.manifests import read_manifest


@dataclass(frozen=True, slots=True)
class ManifestBrought:
    """Which design it is, whether it is new, and what in its file is to be mended: none of that kept it out."""

    design: UUID
    is_new: bool
    doubts: tuple[str, ...]


@action("making.bring_manifest", receipt=ManifestBrought)
def bring_manifest(
    actor: Actor, *, text: str, file: str = "okh.yml", for_: UUID | None = None, request_id: UUID
) -> Done[ManifestBrought] | Refusal:
    """Bring a design as Open Know-How has it: `okh.yml` in YAML, or `okh.toml` as LOSH, by the name of the `file`.

    Everything in it is kept, known here or not, and is in it when it is handed out again. Whoever it names as having
    made it is named with the design, and is no person of here. Brought again, the same name and version is put right.
    """
    who = speaker(actor, "making.bring_manifest", for_)
    if isinstance(who, Refusal):
        return who
    if fault := may_say(text, "text", len(text), "Choose a file, or put what stands in it here."):
        return fault
    try:
        manifest = read_manifest(text.encode(), file)
    except ManifestError as wrong:
        return Refusal("NOT_A_MANIFEST", f"{file[:80]}: {wrong}".replace("%", "%%"), "text")
    if fault := may_say(manifest.title, "text", 80) or may_say(manifest.words, "text", MOST_WORDS):
        return fault
    said = as_said(manifest)
    kept = keep(
        who, manifest.title, said.version,
        {"licence": said.licence, "words": manifest.words, "parts": said.parts, "named": list(manifest.made_by),
         "manifest": text, "is_toml": manifest.standard == "okh-losh"},
    )  # fmt: skip
    if isinstance(kept, Refusal):
        return kept
    return Done(ManifestBrought(kept.value.design, kept.value.is_new, said.doubts))
