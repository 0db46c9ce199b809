"""What notices do by themselves: go out, every minute."""

from datetime import datetime, timedelta

from django.conf import settings

from coproduce.community.base.schedule import job
from coproduce.community.notices import delivering
from coproduce.community.notices.returned import mailbox


@job("notices.deliver", every=timedelta(minutes=1))
def deliver(now: datetime) -> None:
    """Take up what was written since, send what is due."""
    delivering.deliver(now)


@job("notices.take_in_returned", every=timedelta(minutes=10), when=lambda: bool(settings.RETURNED_MAILBOX))
def take_in_returned(now: datetime) -> None:
    """Look into the mailbox for letters that came back, where one is named."""
    mailbox.empty(settings.RETURNED_MAILBOX, now)
