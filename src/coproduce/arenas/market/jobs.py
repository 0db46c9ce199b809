"""What the clock does at the market: what nobody fetched by its last day can be bought by others again."""

from datetime import datetime, timedelta

from django.db import transaction

from coproduce.arenas.market.actions.buying import free
from coproduce.arenas.market.models import Sale
from coproduce.community.base import clock
from coproduce.community.base.schedule import job
from coproduce.community.people.models import Community


@job("market.let_go_lapsed", every=timedelta(days=1))
def let_go_lapsed(now: datetime) -> None:
    """Let go what was kept for somebody until a day that is past."""
    for community in Community.objects.all():
        today = clock.today(community.time_zone)
        with transaction.atomic():
            lapsed = Sale.objects.select_for_update().filter(
                community=community, state=Sale.RESERVED, until_on__lt=today
            )
            for row in lapsed.order_by("pk"):
                free(row, "Nobody fetched it.")
