"""Food that is over: offered, claimed once, fetched within its time, or nobody's any more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from coproduce.arenas.food.rules.sets import STANDARD, Rules
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

Storage = Literal["ambient", "chilled", "hot"]


def fetch_by(
    offered_at: datetime, storage: Storage, use_by: datetime | None = None, rules: Rules | Mapping[str, Any] = STANDARD
) -> datetime:
    """The last moment to fetch it: so long after it was offered, and never after its use-by. Best-before ends nothing.

    >>> from datetime import UTC
    >>> fetch_by(datetime(2026, 5, 1, 18, tzinfo=UTC), "chilled").hour
    20
    """
    rules = told_as(Rules, rules)
    minutes: int = getattr(rules, f"fetch_{storage}_minutes")
    last = offered_at + timedelta(minutes=minutes)
    return min(last, use_by) if use_by else last


def may_fetch(now: datetime, last: datetime, claimed_by: str, who: str) -> Refusal | None:
    """None when it may be taken away now by them, else why not.

    >>> from datetime import UTC
    >>> six = datetime(2026, 5, 1, 18, tzinfo=UTC)
    >>> may_fetch(six, six, "", "Ana") is None, may_fetch(six, six, "Ben", "Ana").code
    (True, 'CLAIMED')
    """
    if now > last:
        return Refusal("TOO_LATE", "It had to be fetched by %(last)s: it is no food to pass on any more.", "now",
                       {"last": last.isoformat(" ", "minutes")})  # fmt: skip
    if claimed_by not in ("", who):
        return Refusal("CLAIMED", "Somebody else said first that they fetch it.", "who")
    return None
