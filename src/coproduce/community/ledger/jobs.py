"""What the ledger does by itself: add everything up again, once a day, follow the rules whose day has come, and free
what was kept back long enough."""

import logging
from datetime import datetime, timedelta

from coproduce.community.base import clock
from coproduce.community.base.schedule import job
from coproduce.community.ledger.holds.keeping import expire
from coproduce.community.ledger.limits.following import follow_rules
from coproduce.community.ledger.proving.verifying import verify
from coproduce.community.people.models import Community

log = logging.getLogger(__name__)


@job("ledger.verify", every=timedelta(days=1))
def verify_everything(now: datetime) -> None:
    """Raises when something does not add up, so that the trouble stands on the schedule until it is mended."""
    result = verify()
    if not result:
        raise ValueError("; ".join(f"{fault.place} {fault.sentence}" for fault in result.faults[:5]))


@job("ledger.follow_rules", every=timedelta(hours=1))
def follow_every_community(now: datetime) -> None:
    """Give accounts the limits of rules that begin to count today, in every community that ever chose."""
    for community in Community.objects.filter(chosen_rules__isnull=False).distinct():
        follow_rules(community.pk, clock.today(community.time_zone), actor=None)


@job("ledger.expire_holds", every=timedelta(minutes=5))
def free_what_is_over(now: datetime) -> None:
    """What was kept back until now comes free; nothing goes over."""
    expire(now)
