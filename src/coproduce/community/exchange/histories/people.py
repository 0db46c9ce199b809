"""Whom the rows of a book name: found for a whole batch at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from coproduce.community.exchange.actions import MOST_AT_ONCE
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody a row names."""

    pk: int
    is_person: bool


def named(community_id: int, ids: Iterable[UUID]) -> dict[UUID, Named]:
    """Those of these ids that are here; a record that was put together with another answers to no new row."""
    found = Agent.objects.filter(community=community_id, merged_into=None, public_id__among=set(ids))
    return {who: Named(pk, kind == Agent.PERSON) for who, pk, kind in found.values_list("public_id", "pk", "kind")}


def nobody(field: str) -> Refusal:
    """What to say of somebody who is not here."""
    return Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", field)


def length_fault(rows: Sequence[object]) -> Refusal | None:
    """None for as many rows as go in at once."""
    if 0 < len(rows) <= MOST_AT_ONCE:
        return None
    return Refusal("WRONG_LENGTH", "Send between one and %(most)s at once.", "", {"most": str(MOST_AT_ONCE)})
