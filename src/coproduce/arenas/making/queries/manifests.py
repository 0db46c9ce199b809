"""Designs as files of Open Know-How, and what of such a file can be kept as it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from coproduce.arenas.making import rules
from coproduce.arenas.making.models import Design
from coproduce.core.refusal import Refusal
from coproduce.interop.making.manifests import Manifest, as_losh, read_manifest, write_manifest

#: The version of what says none, or none that can be read: before all others.
NO_VERSION = "0"
_LONGEST_NAME = 80

Form = Literal["", "yaml", "toml"]
#: What somebody may ask for, by its word; anything else is as it came.
FORMS: Mapping[str, Form] = {"yaml": "yaml", "toml": "toml"}


@dataclass(frozen=True, slots=True)
class AsSaid:
    """What a manifest says, in the words kept here, and what in it is to be mended."""

    version: str
    licence: str
    parts: str
    doubts: tuple[str, ...]


def as_said(manifest: Manifest) -> AsSaid:
    """Version, licence and parts as they can be kept; what cannot be read is said, and stays in the file."""
    doubts = [str(fault) for fault in manifest.faults]
    version, licence = manifest.version[:40], manifest.licence
    try:
        rules.order_of(version)
    except rules.MakingError:
        version = NO_VERSION
    if licence and isinstance(refused := rules.compatible([licence]), Refusal):
        doubts.append(refused.sentence)
        licence = ""
    names = dict.fromkeys(one.replace(";", ",").strip()[:_LONGEST_NAME] for one in manifest.parts)
    once = {name.lower(): name for name in reversed(names) if name}
    lines = rules.read_parts("\n".join(reversed(once.values())))
    if isinstance(lines, Refusal):
        doubts.append(lines.sentence)
        lines = ()
    return AsSaid(version, licence[:200], rules.write_parts(lines), tuple(doubts))


def written(row: Design, form: Form = "") -> tuple[str, str]:
    """The file of a design and its name: as it came where nothing changed, comments and all; else written anew.

    `form` asks for YAML or for TOML; nothing asks for what it came as, and LOSH where it came as nothing.
    """
    came = _as_it_came(row)
    now = _as_it_is(row, came)
    if form == "toml" or (form == "" and not (row.manifest and not row.is_toml)):
        is_kept = row.is_toml and now == came
        return "okh.toml", row.manifest if is_kept else write_manifest(as_losh(now))
    is_kept = bool(row.manifest) and not row.is_toml and now == came
    return "okh.yml", row.manifest if is_kept else write_manifest(_as_okh(now))


def _as_it_came(row: Design) -> Manifest:
    if row.manifest:
        return read_manifest(row.manifest.encode(), "okh.toml" if row.is_toml else "okh.yml")
    parts = rules.read_parts(row.parts)
    told = () if isinstance(parts, Refusal) else parts
    document = {"okhv": "OKH-LOSHv1.0", "name": row.name, "version": row.version, "licensor": row.keeper.name}
    if row.licence:
        document["license"] = row.licence
    if row.words:
        document["function"] = row.words
    return Manifest(
        "okh-losh", row.name, row.version, row.licence, row.keeper.name, row.words, (), (),
        {**document, **({"part": [_part(one) for one in told]} if told else {})},
    )  # fmt: skip


def _part(part: rules.Part) -> dict[str, str]:
    """A part as LOSH has it; how many of it there are has no key there, and has ours."""
    said = {
        "name": part.name,
        "quantity": str(part.quantity),
        "material": part.material,
        "mass": str(part.mass_g or ""),
    }
    said["tsdc"] = rules.PROCESSES[found].tsdc if (found := rules.process(part.process)) != rules.UNKNOWN else ""
    said["outer-dimensions"] = " x ".join(map(str, part.box_mm)) if part.box_mm else ""
    return {key: value for key, value in said.items() if value}


def _as_it_is(row: Design, came: Manifest) -> Manifest:
    """The manifest with what was put right here since it came."""
    said = as_said(came)
    changed = {
        name: now
        for name, now, before in (
            ("title", row.name, came.title), ("version", row.version, said.version),
            ("licence", row.licence, said.licence),
        )
        if now != before
    }  # fmt: skip
    return replace(came, **changed) if changed else came  # type: ignore[arg-type]


def _as_okh(manifest: Manifest) -> Manifest:
    """A manifest of either kind as OKH v1: known keys by its names, and all as it came under `okh-losh`."""
    if manifest.standard == "okh-1":
        return manifest
    said = {
        "title": manifest.title, "description": manifest.words, "version": manifest.version,
        "license": {"hardware": manifest.licence} if manifest.licence else None,
        "licensor": {"name": manifest.licensor} if manifest.licensor else None,
    }  # fmt: skip
    document = {key: value for key, value in said.items() if value}
    return replace(manifest, standard="okh-1", document={**document, "okh-losh": dict(manifest.document)})
