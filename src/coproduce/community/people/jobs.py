"""What the worker does for people: goes through files brokers bring, and says what runs out before it does."""

from datetime import datetime, timedelta

from django.db import transaction

from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.schedule import job
from coproduce.community.people.bringing import files as brought
from coproduce.community.people.changing.actions import wake
from coproduce.community.people.guarding.actions import come_of_age
from coproduce.community.people.models import Community
from coproduce.community.people.safeguarding.telling import tell_of_running_out
from coproduce.community.people.uploads import files as uploads


@job("people.take_brought", every=timedelta(seconds=1), when=brought.is_waiting)
def take_brought(now: datetime) -> None:
    """Look at what waits and take what was begun."""
    brought.go_on()


@job("people.forget_brought", every=timedelta(hours=1))
def forget_brought(now: datetime) -> None:
    """No file is kept longer than a day."""
    brought.forget(now)


@job("people.come_of_age", every=timedelta(hours=1))
def come_of_age_today(now: datetime) -> None:
    """What was for the young ends on the day they come of age; they and their guardians are told."""
    for community in Community.objects.all():
        with transaction.atomic():
            put_in_outbox(community.pk, come_of_age(community))


@job("people.wake", every=timedelta(hours=1))
def wake_who_rested(now: datetime) -> None:
    """Who rests until a day comes back on it."""
    for community in Community.objects.all():
        with transaction.atomic():
            put_in_outbox(community.pk, wake(community))


@job("people.sweep_uploads", every=timedelta(hours=1))
def sweep_uploads(now: datetime) -> None:
    """No picture lies there that belongs to nobody."""
    uploads.sweep(now)


@job("people.tell_of_running_out", every=timedelta(days=1))
def tell_of_what_runs_out(now: datetime) -> None:
    """Thirty days and a week before something that was looked at runs out, its owner and the desk are told."""
    for community in Community.objects.all():
        tell_of_running_out(community, now)
