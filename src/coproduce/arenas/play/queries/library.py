"""What is on the shelf, and what one has or lends: who has a thing is read by them, whose it is, and the desk."""

from django.db.models import Q, QuerySet

from coproduce.arenas.play.models import Thing
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.queries import apart_from


def things(actor: Actor, words: str = "") -> QuerySet[Thing]:
    """Toys and tools by name; none of whoever the reader must not meet."""
    if not policy.may(actor, "play.read_page"):
        return Thing.objects.none()
    rows = Thing.objects.filter(community_id=actor.community_id).exclude(keeper__in=apart_from(actor))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(words__icontains=words))
    return rows.select_related("keeper", "borrower").order_by("name", "pk")


def sees_borrower(actor: Actor, row: Thing) -> bool:
    """Whether the reader is told who has it now."""
    return actor.agent_id in (row.keeper_id, row.borrower_id) or policy.may(actor, "play.bring_back")


def read_borrowers(actor: Actor, rows: list[Thing]) -> list[Thing]:
    """The same rows; that the desk read who has them is written down."""
    others = [
        row.borrower_id for row in rows
        if row.borrower_id and actor.agent_id not in (row.keeper_id, row.borrower_id) and sees_borrower(actor, row)
    ]  # fmt: skip
    if others:
        audit.reading(actor, "play.read_library", others, "list")
    return rows
