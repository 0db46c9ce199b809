"""Studies of the actor's community, and one by its address."""

from uuid import UUID

from django.db.models import Count, QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.web.lab.models import Study


def studies(actor: Actor) -> QuerySet[Study]:
    """Those kept here, the latest first; none for who does not plan."""
    if not policy.may(actor, "lab.read_studies"):
        return Study.objects.none()
    return _with_done(actor).order_by("-asked_at", "-pk")


def shared(actor: Actor, public_id: UUID) -> Study | None:
    """The study with this address, for whoever has it: it holds simulated people and no member's words."""
    return _with_done(actor).filter(public_id=public_id).first()


def _with_done(actor: Actor) -> QuerySet[Study]:
    return Study.objects.filter(community_id=actor.community_id).annotate(done=Count("finished"))
