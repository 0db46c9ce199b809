"""What is coming, one occasion, and one's own places, for scripts; `api` gives them their addresses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions import queries
from coproduce.community.exchange.occasions.rules import free_places
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged


class Wanted(Schema):
    """What is needed: for how many (null is as many as like to), and how many may still come."""

    id: UUID
    needs: str
    capacity: int | None
    free: int | None


class Coming(Schema):
    """An occasion as every member sees it."""

    id: UUID
    organiser: UUID
    name: str
    category: str
    words: str
    starts_at: datetime
    ends_at: datetime
    area: str
    slots: list[Wanted]


class Occasions(Schema):
    items: list[Coming]
    count: int
    next: int | None


class Comes(Schema):
    """Somebody's place: in which slot, and whether it is held out to others."""

    id: UUID
    slot: UUID
    who: UUID
    name: str
    is_held_out: bool


class OneOccasion(Coming):
    """`place` and `people` are for those who come, whoever organises it, and the desk; `offered` are places to take.

    `waiting` are those who had a place until there were fewer: all of them for the same, for others their own.
    """

    version: int
    is_called_off: bool
    place: str
    people: list[Comes]
    waiting: list[Comes]
    offered: list[UUID]


class OwnPlace(Schema):
    """A place one has."""

    id: UUID
    occasion: UUID
    words: str
    needs: str
    starts_at: datetime
    is_held_out: bool


class OwnPlaces(Schema):
    items: list[OwnPlace]
    count: int
    next: int | None


def occasions(
    request: HttpRequest, community: Path[str], q: str = "", kind: str = "", free: bool = False, page: PageNumber = 1
) -> Any:
    """What is coming, the next first; `free` for those only where somebody may still come."""
    return paged(queries.coming(actor_of(request, community), kind, only_free=free, words=q), page, _coming)


def occasion(request: HttpRequest, community: Path[str], id: Path[UUID]) -> Any:
    """One occasion, with who comes and where for those who may read it."""
    actor = actor_of(request, community)
    row = queries.occasion(actor, id)
    if row is None:
        raise NotThereError
    people = queries.read_people(actor, row, "api")
    waiting = [place for slot in row.slots.all() for place in queries.waiting_in(slot)]
    sees = queries.sees_people(actor, row)
    return _coming(row) | {
        "version": row.version,
        "is_called_off": row.cancelled_at is not None,
        "place": row.place if sees else "",
        "people": [_comes(place) for place in people],
        "waiting": [_comes(place) for place in waiting if sees or place.agent_id == actor.agent_id],
        "offered": [place.public_id for place in queries.offered(actor, row)],
    }


def places(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Where one said one would be, from today on, the next first."""
    return paged(queries.places_of(actor_of(request, community)), page, _own)


def _coming(row: Occasion) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "organiser": row.organiser.public_id,
        "name": row.organiser.name,
        "category": row.category.name,
        "words": row.words,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "area": row.area.name if row.area else "",
        "slots": [_wanted(slot) for slot in row.slots.all()],
    }


def _wanted(slot: Slot) -> dict[str, Any]:
    free = free_places(slot.capacity, len(queries.places_in(slot)))
    return {"id": slot.public_id, "needs": slot.needs, "capacity": slot.capacity, "free": free}


def _comes(place: SignUp) -> dict[str, Any]:
    return {
        "id": place.public_id,
        "slot": place.slot.public_id,
        "who": place.agent.public_id,
        "name": place.agent.name,
        "is_held_out": place.offered_at is not None,
    }


def _own(place: SignUp) -> dict[str, Any]:
    row = place.slot.occasion
    return {
        "id": place.public_id,
        "occasion": row.public_id,
        "words": row.words,
        "needs": place.slot.needs,
        "starts_at": row.starts_at,
        "is_held_out": place.offered_at is not None,
    }
