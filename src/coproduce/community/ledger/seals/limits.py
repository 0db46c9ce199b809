"""Changes of limits are witnessed: their digests are sealed beside the entries.

Why is in them as a commitment, as the words of an entry are: taken away, it leaves the books as they were.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from coproduce.community.ledger.digest import written_down
from coproduce.community.ledger.models import LimitChange, Witness

LIMIT = "limit"


def digest_of_change(change: LimitChange) -> bytes:
    """What must never change about it."""
    return written_down(
        change.account_id, change.actor, change.changed_at, change.old, change.new, bytes(change.why_commitment)
    )


def witness_changes(changes: Iterable[LimitChange]) -> None:
    """Of accounts that are loaded, in one statement."""
    now = datetime.now(UTC)
    Witness.objects.bulk_create(
        (
            Witness(
                community_id=change.account.community_id, kind=LIMIT, digest=digest_of_change(change), witnessed_at=now
            )
            for change in changes
        ),
        batch_size=500,
    )
