"""Who is told before something that was looked at runs out: whose it is, and the desk, which is told no more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Community
from coproduce.community.people.queries import brokers
from coproduce.community.people.safeguarding.queries import running_out
from coproduce.community.people.safeguarding.rules import TOLD_DAYS_BEFORE


def tell_of_running_out(community: Community, now: datetime) -> None:
    """Tell of what runs out in thirty days, and in a week; once each, for this is done once a day."""
    today = clock.today(community.time_zone)
    due = list(
        running_out(community.pk, today).filter(until_on__in=[today + timedelta(days) for days in TOLD_DAYS_BEFORE])
    )
    if not due:
        return
    said = [
        (
            row.agent_id,
            "Something the desk has seen of yours runs out on %(day)s. Bring the newer one when you have it.",
            {"day": f"{row.until_on}"},
            reverse("attestations", args=[community.slug, row.agent.public_id]),
        )
        for row in due
    ]
    desk = reverse("attestations_due", args=[community.slug])
    said += [(broker, "Checks or training of members run out soon.", {}, desk) for broker in brokers(community.pk)]
    with transaction.atomic():
        Outbox.objects.bulk_create(
            Outbox(
                community_id=community.pk, to_agent=to, template=template, values=values, link=link, written_at=now
            )
            for to, template, values, link in said
        )  # fmt: skip
