"""What the clock does for threads: hours nobody answered stand, with notice; who did not come is forgotten.

And who is not of age is met by nobody alone when a guardian's yes has run out.
"""

from datetime import datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format

from coproduce.community.base import clock
from coproduce.community.base.actor import clockwork
from coproduce.community.base.models import Outbox
from coproduce.community.base.schedule import job
from coproduce.community.exchange.models import Agreement, Commitment, SignUp
from coproduce.community.exchange.occasions.words import link as occasion_link, said_of
from coproduce.community.exchange.threads.hours import stand
from coproduce.community.exchange.threads.rules import MISSED_FADES_AFTER, NOTICE_DAYS
from coproduce.community.exchange.threads.taking_part import link
from coproduce.community.exchange.told import company_changed
from coproduce.community.people.models import Community, Membership
from coproduce.core.refusal import Refusal


@job("exchange.let_stand", every=timedelta(hours=1))
def let_stand(now: datetime) -> None:
    """Let hours stand whose day has come. Raises ValueError naming those that could not, once all were tried."""
    refused = []
    for community in Community.objects.all():
        due = Agreement.objects.filter(
            community=community, state=Agreement.DONE, stands_on__lte=clock.today(community.time_zone)
        )
        for thread in due.order_by("pk").values_list("public_id", flat=True):
            outcome = stand(
                clockwork(community.pk), agreement=thread, request_id=uuid5(thread, f"stands {now:%Y-%m-%d}")
            )
            if isinstance(outcome, Refusal):
                refused.append(f"{thread}: {outcome.code}")
    if refused:
        raise ValueError("; ".join(refused))


@job("exchange.remind", every=timedelta(days=1))
def remind(now: datetime) -> None:
    """Tell whoever has not answered that the hours will stand in three days."""
    for community in Community.objects.all():
        day = clock.today(community.time_zone) + timedelta(days=NOTICE_DAYS)
        waiting = Commitment.objects.filter(
            agreement__community=community, agreement__state=Agreement.DONE, agreement__stands_on=day, confirmed_at=None
        ).select_related("agreement__community")
        with transaction.atomic():
            Outbox.objects.bulk_create(
                Outbox(
                    community_id=community.pk,
                    to_agent=part.agent_id,
                    template="These hours stand on %(day)s, unless you say otherwise: %(what)s.",
                    values={"day": date_format(day, "l j F"), "what": part.agreement.words},
                    link=link(part.agreement),
                    written_at=now,
                )
                for part in waiting
            )


@job("exchange.forget_missed", every=timedelta(days=1))
def forget_missed(now: datetime) -> None:
    """After half a year nobody can read any more who did not come."""
    Commitment.objects.filter(missed_on__lt=(now - timedelta(days=MISSED_FADES_AFTER)).date()).update(missed_on=None)


def _is_anybody_young() -> bool:
    return Membership.objects.filter(adult_on__isnull=False).exists()


@job("exchange.may_still_meet", every=timedelta(hours=1), when=_is_anybody_young)
def may_still_meet(now: datetime) -> None:
    """A yes that was given until some day: from the day after nobody waits for who may not come any more."""
    for community in Community.objects.values_list("pk", flat=True):
        with transaction.atomic():
            company_changed(community)


@job("exchange.remind_of_occasions", every=timedelta(hours=1))
def remind_of_occasions(now: datetime) -> None:
    """The day before, tell everybody who has a place, once; whoever took it on that day knows."""
    for community in Community.objects.all():
        zone = ZoneInfo(community.time_zone)
        begins = datetime.combine(clock.today(community.time_zone), time(), zone)
        tomorrow = begins + timedelta(days=1)
        due = SignUp.objects.filter(
            slot__occasion__community=community, slot__occasion__starts_at__gte=tomorrow, withdrawn_at=None,
            slot__occasion__starts_at__lt=tomorrow + timedelta(days=1), slot__occasion__cancelled_at=None,
            reminded_at=None, signed_at__lt=begins,
        ).select_related("slot__occasion__community").order_by("pk")  # fmt: skip
        with transaction.atomic():
            Outbox.objects.bulk_create(
                Outbox(
                    community_id=community.pk,
                    to_agent=place.agent_id,
                    template="Tomorrow: %(what)s, %(when)s. If you cannot come, say so with one tap.",
                    values=said_of(place.slot.occasion),
                    link=occasion_link(place.slot.occasion),
                    written_at=now,
                )
                for place in due
            )
            due.update(reminded_at=now)
