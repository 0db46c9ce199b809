"""The books as a whole, for scripts; `ledger.api` gives them their address."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.base.wire import WireQuantity, is_unit, unit as unit_of
from coproduce.community.ledger.whole.queries import whole_books
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.core.quantity import HOURS


class CameFrom(Schema):
    name: str
    issued: WireQuantity
    returned: WireQuantity


class InPot(Schema):
    name: str
    holds: WireQuantity


class StepOfHistogram(Schema):
    """How many hold from `low` up to, and not with, `high` smallest parts; null people are 1 to 7."""

    low: int | None
    high: int | None
    people: int | None


class Books(Schema):
    """`issued` less `returned` is what pots and people hold together; what is null would tell of a few people."""

    unit: str
    issued: WireQuantity
    returned: WireQuantity
    people: WireQuantity
    given_more: WireQuantity | None
    received_more: WireQuantity | None
    held: WireQuantity | None
    sources: list[CameFrom]
    pots: list[InPot]
    steps: list[StepOfHistogram]


def books(request: HttpRequest, community: Path[str], unit: str = HOURS.code) -> Any:
    """Where hours come from, where they are, and how they are spread: it adds up."""
    actor = actor_of(request, community)
    found = whole_books(actor, unit_of(unit)) if is_unit(unit) else None
    if found is None:
        raise NotThereError
    return {
        **{name: getattr(found, name) for name in
           ("issued", "returned", "people", "given_more", "received_more", "held", "sources", "steps")},
        "unit": found.unit.code,
        "pots": [{"name": name, "holds": holds} for name, holds in found.pots],
    }  # fmt: skip
