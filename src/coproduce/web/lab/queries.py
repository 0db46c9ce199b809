"""Studies of the actor's community, and one by its address."""

from uuid import UUID

from django.db.models import Avg, Count, QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.web.lab.models import Study
from coproduce.web.lab.rules import KINDS, parts, seconds


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


def left(row: Study) -> float:
    """Seconds until the last part: as long as those of its kind took so far, and before the first as measured.

    Time in which the machine stood still is in none of them.
    """
    took = dict(row.finished.values_list("kind").annotate(Avg("milliseconds")))
    done = dict(row.finished.values_list("kind").annotate(Count("pk")))
    return float(
        sum(
            (parts(kind, row.draws) - done.get(kind, 0))
            * (took[kind] / 1_000 if kind in took else seconds(kind, row.people, row.years))
            for kind in KINDS
        )
    )
