"""Once a day what is over goes, and what was forgotten is seen to stand in the log outside the database."""

from datetime import datetime, timedelta
from uuid import uuid4

from coproduce.community.base import audit
from coproduce.community.base.actor import clockwork
from coproduce.community.base.schedule import job
from coproduce.community.privacy import erasure_log
from coproduce.community.privacy.retention import let_go


@job("privacy.let_go", every=timedelta(days=1))
def let_what_is_over_go(now: datetime) -> None:
    """By the time each kind of thing is kept; how much of what went is written down."""
    erasure_log.complete()
    if gone := let_go():
        audit.write_done(clockwork(), "privacy.let_go", uuid4(), b"", gone)
