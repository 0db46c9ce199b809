"""Once a month the seal goes to those who look through the books, so that it stands where nobody here can change it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from coproduce.community.base.actor import clockwork
from coproduce.community.base.models import Outbox
from coproduce.community.ledger.models import Anchor
from coproduce.community.ledger.seals.sealing import anchor, seal
from coproduce.community.people.models import Community
from coproduce.community.people.queries import with_role

READERS = ("auditor", "treasurer")


def send_seals(now: datetime) -> None:
    """To the auditors and treasurers of each community, where this month's has not gone yet."""
    for community in Community.objects.all():
        month = f"{now.astimezone(ZoneInfo(community.time_zone)):%Y-%m}"
        place = f"letter {month}"
        readers = sorted({one for role in READERS for one in with_role(clockwork(community.pk), role)})
        if not readers or Anchor.objects.filter(block__community=community, place=place).exists():
            continue
        seal(community.pk)
        with transaction.atomic():
            head = anchor(community.pk, place)
            if head is None:
                continue
            Outbox.objects.bulk_create(
                Outbox(
                    community_id=community.pk,
                    to_agent=reader,
                    template="Keep this letter. The seal of the books up to today is %(seal)s: with it anybody can see "
                    "whether a line from before was changed.",
                    values={"seal": str(head)},
                    link=f"/{community.slug}/ledger/proof/",
                    written_at=now,
                )
                for reader in readers
            )
