"""What notices do by themselves: go out, every minute."""

from datetime import datetime, timedelta

from coproduce.community.base.schedule import job
from coproduce.community.notices import delivering


@job("notices.deliver", every=timedelta(minutes=1))
def deliver(now: datetime) -> None:
    """Take up what was written since, send what is due."""
    delivering.deliver(now)
