"""Open Know-How manifests as one value: OKH v1 (2019) in YAML, and OKH-LOSH, its successor, in TOML.

What we have words for is read out of a document that stays whole: written again, every key is there as it came, those
we do not know among them. What is doubtful is a fault beside it, and no reason not to read the rest.

Source: Open Know-How specification 1.0 (standards.internetofproduction.org); OKH-LOSH (iop-alliance/OpenKnowHow).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal

from coproduce.interop.making.documents import Document, read_toml, read_yaml, write_toml, write_yaml
from coproduce.interop.making.faults import Fault, ManifestError

Standard = Literal["okh-1", "okh-losh"]

_VERSION = re.compile(r"\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", re.ASCII)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]", re.ASCII)
#: Keys under which a file of the design is named.
_FILES = (
    "path",
    "image",
    "bom",
    "readme",
    "source",
    "export",
    "documentation-home",
    "schematics",
    "manufacturing-instructions",
    "user-manual",
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A design as a manifest tells of it; `document` is all of it, and `faults` what to mend."""

    standard: Standard
    title: str
    version: str
    licence: str
    licensor: str
    words: str
    made_by: tuple[str, ...]
    parts: tuple[str, ...]
    document: Mapping[str, Any] = field(repr=False)
    faults: tuple[Fault, ...] = ()


def read_manifest(content: bytes, name: str = "okh.yml") -> Manifest:
    """A manifest out of a file; its name says which of the two it is. ManifestError where it cannot be read as a whole.

    >>> chair = b"title: Chair\\nlicense:\\n  hardware: CERN-OHL-P-2.0\\nversion: v1\\nx-local: kept"
    >>> found = read_manifest(chair)
    >>> found.title, found.licence, [str(one) for one in found.faults]
    ('Chair', 'CERN-OHL-P-2.0', ['“v1” is not a version: write numbers with points, like 1.0.0.'])
    >>> "x-local: kept" in write_manifest(found)
    True
    """
    is_toml = name.lower().endswith(".toml")
    document = read_toml(content) if is_toml else read_yaml(content)
    found = _losh(document) if is_toml else _okh(document)
    if not found.title:
        raise ManifestError(Fault(f"What it is called is missing: write “{'name' if is_toml else 'title'}”.", "title"))
    return replace(found, faults=tuple(_faults(found)))


def write_manifest(manifest: Manifest) -> str:
    """The manifest as a file of its standard: its document, with title, version and licence as they are now."""
    document = dict(manifest.document)
    if manifest.standard == "okh-losh":
        _put(document, "name", manifest.title)
        _put(document, "version", manifest.version)
        _put(document, "license", manifest.licence)
        return write_toml(document)
    _put(document, "title", manifest.title)
    _put(document, "version", manifest.version)
    if manifest.licence != _licence_of(document):
        document["license"] = {"hardware": manifest.licence}
    return write_yaml(document)


def as_losh(manifest: Manifest) -> Manifest:
    """A manifest of either kind as OKH-LOSH: known keys by its names, and all as it came under `okh-v1`."""
    if manifest.standard == "okh-losh":
        return manifest
    document: Document = {"okhv": "OKH-LOSHv1.0", "name": manifest.title}
    for key, value in (
        ("version", manifest.version), ("license", manifest.licence), ("licensor", manifest.licensor),
        ("function", manifest.words),
    ):  # fmt: skip
        _put(document, key, value)
    document["okh-v1"] = dict(manifest.document)
    return replace(manifest, standard="okh-losh", document=document)


def _put(document: Document, key: str, value: str) -> None:
    if value and _words(document.get(key)) != value:
        document[key] = value


def _okh(document: Document) -> Manifest:
    licensor = document.get("licensor")
    people = [licensor, document.get("manifest-author"), *_list(document.get("contributors"))]
    return Manifest(
        "okh-1",
        _words(document.get("title")),
        _words(document.get("version")),
        _licence_of(document),
        _name(licensor),
        _words(document.get("description")) or _words(document.get("intended-use")),
        tuple(dict.fromkeys(name for name in map(_name, people) if name)),
        tuple(_parts(document)),
        document,
    )


def _losh(document: Document) -> Manifest:
    licensors = _list(document.get("licensor"))
    return Manifest(
        "okh-losh",
        _words(document.get("name")),
        _words(document.get("version")),
        _words(document.get("license")),
        ", ".join(name for name in map(_name, licensors) if name),
        _words(document.get("function")),
        tuple(dict.fromkeys(name for name in map(_name, [*licensors, *_list(document.get("organization"))]) if name)),
        tuple(name for one in _list(document.get("part")) if (name := _name(one))),
        document,
    )


def _licence_of(document: Mapping[str, Any]) -> str:
    """All that is said, each once: hardware, documents and software of one thing are under all of them."""
    said = document.get("license")
    if not isinstance(said, Mapping):
        return _words(said)
    named = dict.fromkeys(word for key in ("hardware", "documentation", "software") if (word := _words(said.get(key))))
    return " AND ".join(named)


def _parts(document: Mapping[str, Any]) -> Iterator[str]:
    """Parts by name: of the lists that can be matched, else the words between commas."""
    atoms = _list(document.get("bom-atoms"))
    for one in atoms:
        if isinstance(one, Mapping):
            words, identifier = _words(one.get("description")), _words(one.get("identifier"))
            # In some files the two are swapped: a Q-number is no name.
            yield identifier if re.fullmatch(r"Q\d+", words) and identifier else words or identifier
    if not atoms:
        said = document.get("bom")
        if isinstance(said, str) and "/" not in said:
            yield from (part.strip() for part in said.split(",") if part.strip())


def _faults(manifest: Manifest) -> Iterator[Fault]:
    if not manifest.licence:
        yield Fault("No licence is named: all rights are reserved until somebody chooses one.", "license")
    if not manifest.version:
        yield Fault("No version is named: write one like 1.0.0.", "version")
    elif not _VERSION.fullmatch(manifest.version):
        yield Fault(f"“{manifest.version}” is not a version: write numbers with points, like 1.0.0.", "version")
    for where, path in _paths(manifest.document):
        if (
            path.startswith(("/", "\\", "~"))
            or _DRIVE.match(path)
            or ".." in PurePosixPath(path.replace("\\", "/")).parts
        ):
            yield Fault(f"“{path[:80]}” leads out of the folder of the design: name a file in it.", where)


def _paths(said: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(said, Mapping):
        for key, value in said.items():
            place = f"{where}.{key}" if where else str(key)
            if key in _FILES and isinstance(value, str):
                yield place, value.strip()
            else:
                yield from _paths(value, place)
    elif isinstance(said, list):
        for number, one in enumerate(said, 1):
            if isinstance(one, str) and where.rpartition(".")[2] in _FILES:
                yield f"{where}.{number}", one.strip()
            else:
                yield from _paths(one, f"{where}.{number}")


def _list(said: Any) -> list[Any]:
    return [] if said is None else said if isinstance(said, list) else [said]


def _name(said: Any) -> str:
    return _words(said.get("name")) if isinstance(said, Mapping) else _words(said)


def _words(said: Any) -> str:
    return "" if said is None or isinstance(said, (Mapping, list)) else " ".join(str(said).split())
