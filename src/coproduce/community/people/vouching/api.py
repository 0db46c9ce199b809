"""Who vouches for whom as what, and which roles are opened so, for scripts; `people/api.py` gives their addresses."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema

from coproduce.community.people.vouching.queries import Opening, Standing


class VouchGiven(Schema):
    """A member who vouches, and since when; `is_former` once they have left."""

    by: UUID
    name: str
    given_on: date
    is_former: bool


class VouchedFor(Schema):
    """A role members vouch for, and one member in it: how many count, how many it takes, whether they have it."""

    role: str
    number: int
    needed: int
    has_it: bool
    needs_desk: bool
    vouches: list[VouchGiven]


class Vouches(Schema):
    """Whose it is, role by role."""

    member: UUID
    items: list[VouchedFor]


class Awaited(Schema):
    """For whom enough vouch, and who waits for the desk's yes."""

    id: UUID
    name: str


class OpenedRole(Schema):
    """A role members vouch for: how many it takes today, who may vouch (nobody named is everybody), and who waits."""

    role: str
    needed: int
    giver_role: str
    counts_former: bool
    needs_desk: bool
    waiting: list[Awaited]


class OpenedRoles(Schema):
    items: list[OpenedRole]


def standing(one: Standing) -> dict[str, Any]:
    """Where a member stands with a role, as a script reads it."""
    return {
        "role": one.opened.role,
        "number": one.number,
        "needed": one.needed,
        "has_it": one.has_it,
        "needs_desk": one.needs_desk,
        "vouches": [
            {
                "by": vouch.giver.public_id,
                "name": vouch.giver.name,
                "given_on": vouch.given_on,
                "is_former": vouch.is_former,  # type: ignore[attr-defined]
            }
            for vouch in one.vouches
        ],
    }


def opening(one: Opening) -> dict[str, Any]:
    """How a role is opened, as a script reads it."""
    return {
        "role": one.opened.role,
        "needed": one.needed,
        "giver_role": one.opened.giver_role,
        "counts_former": one.opened.counts_former,
        "needs_desk": one.needs_desk,
        "waiting": [{"id": whose.agent.public_id, "name": whose.agent.name} for whose in one.waiting],
    }
