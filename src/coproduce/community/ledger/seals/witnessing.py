"""What is sealed beside the entries: whose an account is, changes of limits, what is kept back, days that are closed.

Of each row the digest of what must never change about it, witnessed in the transaction that writes it. Words and names
of people stand outside: why a limit was changed is in it as a commitment, as the words of an entry are, and of whom an
account is only the number. Taken away, they leave the books as they were. A room above that has something sealed names
it in its own `witnessed.py`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from django.db.models import Model, Q

from coproduce.community.base import rooms
from coproduce.community.base.bulk import put_many
from coproduce.community.ledger.digest import commitment, written_down
from coproduce.community.ledger.models import Closing, Hold, LedgerAccount, LimitChange, Witness


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Rows of one kind: as which `kind` they are witnessed, what faults call one and several, what must not change.

    `here` leads to their community; `since` says which of them have it: how a hold ended is there once it ended.
    `words` may be taken away, together with the row's `salt`: among the columns is its `words_commitment`.
    """

    kind: str
    called: str
    several: str
    model: type[Model]
    columns: tuple[str, ...]
    here: str = "community_id"
    since: Q = field(default_factory=Q)
    words: tuple[str, ...] = ()

    def digest(self, row: Model) -> bytes:
        """Of a row that is being written."""
        return written_down(*(attrgetter(name)(row) for name in ("pk", *self.columns)))

    def stored(self, community: int) -> Iterator[tuple[int, bytes]]:
        """The number and the digest of every row, as it stands now."""
        rows = self.model._default_manager.filter(self.since, **{self.here: community}).order_by("pk")
        for pk, *values in rows.values_list("pk", *self.columns).iterator():
            yield pk, written_down(pk, *map(_plain, values))

    def commits_to(self, row: Any) -> bytes:
        """What commits to the words of a row, and to its salt."""
        return commitment(bytes(row.salt), json.dumps([getattr(row, name) for name in self.words]))

    def with_other_words(self, community: int) -> Iterator[int]:
        """The numbers of rows whose words are not those they were written with. Where some were taken away the rest
        cannot be proved any more; without a salt, some have to be."""
        if self.words:
            for row in self.model._default_manager.filter(**{self.here: community}).order_by("pk").iterator():
                is_right = (
                    self.commits_to(row) == bytes(row.words_commitment)  # type: ignore[attr-defined]
                    if row.salt  # type: ignore[attr-defined]
                    else not all(getattr(row, name) for name in self.words)
                )
                if not is_right:
                    yield row.pk


ACCOUNT = Witnessed("account", "account", "accounts", LedgerAccount, ("unit", "kind", "agent_id", "name"))
LIMIT = Witnessed(
    "limit",
    "limit change",
    "limit changes",
    LimitChange,
    ("account_id", "actor", "changed_at", "old", "new", "why_commitment"),
    here="account__community_id",
)
HOLD = Witnessed(
    "hold",
    "hold",
    "holds",
    Hold,
    ("client_id", "account_id", "to_id", "amount", "category", "arena", "source_ref", "actor", "held_at", "expires_at"),
)
HOLD_ENDED = Witnessed(
    "hold ended",
    "end of hold",
    "ends of holds",
    Hold,
    ("client_id", "state", "entry", "ended_at"),
    since=~Q(state=Hold.HELD),
)
CLOSING = Witnessed("closing", "closing", "closings", Closing, ("through", "actor", "closed_at"))

EVERY = (ACCOUNT, LIMIT, HOLD, HOLD_ENDED, CLOSING)


def every_kind() -> Iterator[Witnessed]:
    """Ours, and those of the rooms above."""
    yield from EVERY
    for room in rooms.with_file("witnessed"):
        yield from room.WITNESSED


def witness_rows(kind: Witnessed, rows: Iterable[Model]) -> None:
    """Witness these rows as they are now, in one statement."""
    community = attrgetter(kind.here.replace("__", "."))
    put_many(
        Witness,
        {"kind": kind.kind, "witnessed_at": datetime.now(UTC)},
        ("community", "digest"),
        [(community(row), kind.digest(row)) for row in rows],
    )


def _plain(value: Any) -> Any:
    """A column as it was written: PostgreSQL hands out bytes as a view of them."""
    return bytes(value) if isinstance(value, memoryview) else value
