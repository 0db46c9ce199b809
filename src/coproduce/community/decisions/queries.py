"""What was decided in the actor's community, and what can be cited."""

from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.decisions.models import Decision


def decisions(actor: Actor, words: str = "") -> QuerySet[Decision]:
    """Every decision, put right or not, that has these words, the latest first; nothing for who may not read them."""
    if not policy.may(actor, "decisions.read_decisions"):
        return Decision.objects.none()
    found = Decision.objects.filter(community_id=actor.community_id)
    if words:
        found = found.filter(
            Q(question__icontains=words)
            | Q(result__icontains=words)
            | Q(who_decided__icontains=words)
            | Q(minutes__icontains=words)
        )
    return found.select_related("recorded_by", "corrects", "corrected_by", "proposal").order_by("-decided_on", "-pk")


def decision(actor: Actor, public_id: UUID) -> Decision | None:
    """One of them; None for who may not read it."""
    return decisions(actor).filter(public_id=public_id).first()


def that_stand(actor: Actor) -> QuerySet[Decision]:
    """Those that none puts right."""
    return decisions(actor).filter(corrected_by=None)
