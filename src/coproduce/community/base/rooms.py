"""The rooms of the house, found among the installed applications: community rooms and arenas.

Addresses, menu, API, command groups, policy and docs are all derived from here,
so that an arena is one folder and one line.
"""

from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from coproduce.core.arena import Arena, Room
from coproduce.core.refusal import Refusal


@cache
def every_room() -> tuple[tuple[str, Room | Arena], ...]:
    """(package, declaration) of each room, from the ground up."""
    modules = (config.module for config in apps.get_app_configs() if config.module)
    declared = ((module, getattr(module, "ROOM", None) or getattr(module, "ARENA", None)) for module in modules)
    return tuple((module.__name__, declaration) for module, declaration in declared if declaration)


@cache
def arenas() -> tuple[Arena, ...]:
    """The arenas of this installation; a community switches its own on."""
    return tuple(declaration for _, declaration in every_room() if isinstance(declaration, Arena))


def with_file(name: str) -> Iterator[ModuleType]:
    """Each room's module of this name, for the rooms that have one."""
    for package, _ in every_room():
        if find_spec(f"{package}.{name}"):
            yield import_module(f"{package}.{name}")


def arenas_with(name: str, switched_on: Collection[str]) -> Iterator[tuple[Arena, ModuleType]]:
    """Each arena among those a community has `switched_on`, with its module of this name, where it has one."""
    for package, room in every_room():
        if isinstance(room, Arena) and room.slug in switched_on and find_spec(f"{package}.{name}"):
            yield room, import_module(f"{package}.{name}")


#: What a room below may tell the rooms above, in a `told.py` of theirs: a function of the same name, called in the
#: same transaction. Rooms below never import those above; this is the one way up.
TOLD = (
    "community_opened",
    "member_leaving",
    "member_left",
    "members_apart",
    "role_taken",
    "yes_taken_back",
    "check_shown",
    "members_merged",
    "company_changed",
    "books_closing",
    "entry_taken_back",
    "entry_put_right",
    "restored",
    "helped",
    "would_come",
    "setting_changes",
)


def tell(what: str, *about: Any) -> Refusal | None:
    """Call `what` of every room that listens to it, from the ground up, until one answers why it cannot be."""
    assert what in TOLD, what
    for module in with_file("told"):
        listener = getattr(module, what, None)
        fault: Refusal | None = listener(*about) if listener else None
        if fault:
            return fault
    return None


def folder_of(module: ModuleType) -> str:
    """The name a room's pages and operations stand under."""
    return (module.__package__ or "").rpartition(".")[2]


@cache
def verbs() -> dict[str, Any]:
    """Every verb of every room by its public name, `exchange.propose`."""
    found = {}
    for _, room in every_room():
        for dotted in room.verbs:
            module, _, name = dotted.rpartition(".")
            verb = getattr(import_module(module), name)
            found[verb.verb] = verb
    return found


def room_of(verb: str) -> Room | Arena:
    """The room a verb belongs to."""
    return next(room for _, room in every_room() if room.slug == verb.partition(".")[0])
