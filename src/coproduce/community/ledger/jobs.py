"""What the ledger does by itself: add everything up again, once a day, follow the rules whose day has come, and free
what was kept back long enough."""

import logging
from datetime import datetime, timedelta

from coproduce.community.base import clock
from coproduce.community.base.schedule import job
from coproduce.community.ledger.holds.expiring import expire
from coproduce.community.ledger.limits.following import follow_rules
from coproduce.community.ledger.proving.proofs import prove
from coproduce.community.ledger.seals.letters import send_seals
from coproduce.community.ledger.seals.queries import to_seal
from coproduce.community.ledger.seals.sealing import seal
from coproduce.community.people.models import Community

log = logging.getLogger(__name__)


@job("ledger.verify", every=timedelta(days=1))
def prove_every_community(now: datetime) -> None:
    """Each at the first chance after it is due, and kept. Raises when something does not add up, so that the trouble
    stands on the schedule until it is mended."""
    faults = []
    for community in Community.objects.order_by("pk"):
        proof = prove(community.pk)
        faults += [f"{community.slug}: {fault['place']} {fault['sentence']}" for fault in proof.faults]
    if faults:
        raise ValueError("; ".join(faults[:5]))


@job("ledger.seal", every=timedelta(minutes=5), when=lambda: bool(to_seal()))
def seal_what_was_written(now: datetime) -> None:
    """Until it is sealed, only triggers stand before a line."""
    for community in to_seal():
        seal(community)


@job("ledger.send_seals", every=timedelta(hours=6))
def send_this_months_seals(now: datetime) -> None:
    """Once a month, to those who look through the books."""
    send_seals(now)


@job("ledger.follow_rules", every=timedelta(hours=1))
def follow_every_community(now: datetime) -> None:
    """Give accounts the limits of rules that begin to count today, in every community that ever chose."""
    for community in Community.objects.filter(chosen_rules__isnull=False).distinct():
        follow_rules(community.pk, clock.today(community.time_zone), actor=None)


@job("ledger.expire_holds", every=timedelta(minutes=5))
def free_what_is_over(now: datetime) -> None:
    """What was kept back until now comes free, and whoever it is about is told; nothing goes over."""
    expire(now)
