"""What the worker does with files brokers bring: goes through long ones, and forgets them all after a day."""

from datetime import datetime, timedelta

from coproduce.community.base.schedule import job
from coproduce.community.people.bringing import files as brought


@job("people.take_brought", every=timedelta(seconds=1), when=brought.is_waiting)
def take_brought(now: datetime) -> None:
    """Look at what waits and take what was begun."""
    brought.go_on()


@job("people.forget_brought", every=timedelta(hours=1))
def forget_brought(now: datetime) -> None:
    """No file is kept longer than a day."""
    brought.forget(now)
