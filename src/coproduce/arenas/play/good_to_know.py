"""What whoever comes to a part of a festival wants to know of it, for its page and for calendars."""

from collections.abc import Collection
from uuid import UUID

from coproduce.arenas.play.pages.words import how
from coproduce.arenas.play.queries.festivals import whole_of


def good_to_know(occasions: Collection[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Where it is quiet, how one gets in, what if it rains and what to bring, of each that is a part of a festival."""
    return {part: how(row) for part, row in whole_of(occasions).items()}
