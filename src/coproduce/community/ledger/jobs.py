"""What the ledger does by itself: add everything up again, once a day."""

import logging
from datetime import datetime, timedelta

from coproduce.community.base.schedule import job
from coproduce.community.ledger.verifying import verify

log = logging.getLogger(__name__)


@job("ledger.verify", every=timedelta(days=1))
def verify_everything(now: datetime) -> None:
    """Raises when something does not add up, so that the trouble stands on the schedule until it is mended."""
    result = verify()
    if not result:
        raise ValueError("; ".join(f"{fault.place} {fault.sentence}" for fault in result.faults[:5]))
