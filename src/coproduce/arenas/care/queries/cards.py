"""Cards that were printed, how many the ward handed out, and how many were opened."""

from typing import Any

from django.db.models import Count

from coproduce.arenas.care.models import CardBatch, Case
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor


def batches(actor: Actor) -> list[dict[str, Any]]:
    """The latest first; nothing for who may not print any."""
    if not policy.may(actor, "care.print_cards"):
        return []
    rows = list(CardBatch.objects.filter(community_id=actor.community_id).order_by("-pk")[:50])
    opened = dict(Case.objects.filter(batch__in=rows).values_list("batch").annotate(Count("pk")))
    return [{"row": row, "opened": opened.get(row.pk, 0)} for row in rows]
