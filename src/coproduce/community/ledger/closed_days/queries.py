"""Up to which day the books are closed, and every time they were closed or opened again."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import Closing, Entry
from coproduce.community.people.queries import name_of
from coproduce.core.journal import period_refusal
from coproduce.core.refusal import Refusal


def closed_through(community: int) -> date | None:
    """The last day whose books are closed; None where none are."""
    return Closing.objects.filter(community=community).order_by("-pk").values_list("through", flat=True).first()


def closed_day(day: date, through: date | None, field: str) -> Refusal | None:
    """None where books closed `through` a day leave this one open, else what to say about the `field` it stands in."""
    return replace(period_refusal(through), field=field) if through and day <= through else None


def is_written(community: int, entry: UUID) -> bool:
    """Whether an entry of this id stands here already: then it may be sent again, whatever was closed since."""
    return Entry.objects.filter(community=community, client_id=entry).exists()


def closings(actor: Actor) -> QuerySet[Closing]:
    """Every time the books were closed or opened again, the latest first; nothing for who may not read it."""
    if not policy.may(actor, "ledger.read_closings"):
        return Closing.objects.none()
    found = Closing.objects.filter(community_id=actor.community_id)
    return found.annotate(by=name_of("actor")).order_by("-pk")
