"""What the clock seals: whatever is due, whether anybody thinks of it or not."""

from datetime import datetime, timedelta

from django.db import transaction

from coproduce.arenas.justice.actions.sealing import seal_all_due
from coproduce.arenas.justice.models import Matter
from coproduce.community.base import clock, engine_sqlite
from coproduce.community.base.schedule import job
from coproduce.community.people.models import Community


@job("justice.seal_what_is_due", every=timedelta(hours=1))
def seal_what_is_due(now: datetime) -> None:
    """Seal it, place by place; and empty the journal once more, where somebody read in it before."""
    closed = Matter.objects.filter(state=Matter.CLOSED).values("community")
    for community in Community.objects.filter(pk__in=closed).order_by("pk"):
        with transaction.atomic():
            seal_all_due(community.pk, clock.today(community.time_zone))
    engine_sqlite.empty_journal()
