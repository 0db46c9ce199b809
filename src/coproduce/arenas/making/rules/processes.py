"""How things are made: one name for each way, with what it is a kind of and what else people call it.

One table where peers had several. What is not in it is unknown, which is an answer and no
fault: a person who reads the word may still know.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

#: What nobody here has a name for.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Process:
    """One way of making something; `parent` is what it is a kind of, or nothing. `tsdc` is LOSH's code for it."""

    name: str
    says: str
    parent: str = ""
    tsdc: str = ""
    aliases: tuple[str, ...] = ()


def _read() -> dict[str, Process]:
    said: dict[str, Any] = tomllib.loads(
        files("coproduce.arenas.making.rules").joinpath("processes.toml").read_text(encoding="utf-8")
    )
    found: dict[str, Process] = {}
    for name, one in said.items():
        if "says" in one:
            found[name] = Process(name, one["says"], "", one.get("tsdc", ""), tuple(one.get("aliases", ())))
        for child, more in one.get("children", {}).items():
            found[child] = Process(child, more["says"], name, more.get("tsdc", ""), tuple(more.get("aliases", ())))
    return found


#: All of them by name.
PROCESSES: Mapping[str, Process] = _read()


def _plain(said: str) -> str:
    """Letters and figures, however they were joined."""
    return re.sub(r"[\W_]+", " ", said.lower()).strip()


_CALLED: Mapping[str, str] = {
    _plain(word): one.name
    for one in PROCESSES.values()
    for word in (one.name, one.says, *((one.tsdc,) if one.tsdc else ()), *one.aliases)
}


@lru_cache(4096)
def process(said: str) -> str:
    """The one name of a way of making, whatever people call it; `unknown` where nobody here has one.

    >>> process("FDM"), process("3D-Printing"), process("3DP"), process("telepathy")
    ('fff', 'additive', 'additive', 'unknown')
    """
    return _CALLED.get(_plain(said), UNKNOWN)


def kinds(name: str) -> tuple[str, ...]:
    """A way of making and everything it is a kind of, itself first; nothing of what is unknown.

    >>> kinds("fff"), kinds("unknown")
    (('fff', 'additive', 'shaping'), ())
    """
    found: list[str] = []
    one = PROCESSES.get(name)
    while one:
        found.append(one.name)
        one = PROCESSES.get(one.parent)
    return tuple(found)


def is_a(done: str, asked: str) -> bool:
    """Whether who does one way of making does the other by it: filament is printing in 3D, and not the other way round.

    >>> is_a("FDM", "3D printing"), is_a("3D printing", "FDM"), is_a("telepathy", "telepathy")
    (True, False, False)
    """
    mine, wanted = process(done), process(asked)
    return UNKNOWN not in (mine, wanted) and wanted in kinds(mine)
