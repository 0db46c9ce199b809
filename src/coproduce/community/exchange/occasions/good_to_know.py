"""What an arena says of its occasions beside where and when: each that has something says it in `good_to_know.py`."""

from collections.abc import Collection
from uuid import UUID

from coproduce.community.base import rooms
from coproduce.community.exchange.models import Occasion

#: Of each occasion by its number: under which heading, and in which words.
Said = dict[UUID, list[tuple[str, str]]]


def good_to_know(rows: Collection[Occasion]) -> Said:
    """What whoever comes wants to know of these: one question an arena, however many there are."""
    found: Said = {}
    for arena, module in rooms.arenas_with("good_to_know", {row.arena for row in rows}):
        found |= module.good_to_know([row.public_id for row in rows if row.arena == arena.slug])
    return found
