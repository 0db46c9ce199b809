"""What the ledger answers: receipts, lines of a statement, the result of a proof."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coproduce.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that stands.

    `balances` in the order of its postings; `outside` are accounts now beyond a limit that warns.
    """

    entry: UUID
    balances: tuple[int, ...]
    outside: tuple[int, ...] = ()
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept back. `is_outside` when its account is beyond a limit that warns."""

    hold: UUID
    amount: Quantity
    is_outside: bool = False
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The entry that settled a hold, and what of the hold came free."""

    hold: UUID
    posted: Posted
    freed: Quantity


@dataclass(frozen=True, slots=True)
class Freed:
    """What was kept back, and is not any more."""

    hold: UUID
    amount: Quantity


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement, newest first. `is_put_right` when a later entry took it back.

    `number` is its place in the journal: pass the last one as `before` to turn the page.
    """

    number: int
    entry: UUID
    effective_on: date
    recorded_at: datetime
    kind: str
    category: str
    amount: Quantity
    balance_after: Quantity
    others: tuple[str, ...]
    words: str
    source_ref: str
    is_put_right: bool

    @property
    def is_given(self) -> bool:
        """Which thread it is on: what was given, or, taken back, what had been given. A gift goes out of the hours.

        Hours brought from elsewhere are nobody's help here, whichever way they count.
        """
        return self.kind != "opening" and (self.amount.minor > 0) is (
            self.kind not in ("reversal", "gift", "settlement")
        )

    @property
    def size(self) -> Quantity:
        """How much, on its own thread: what is taken back has its minus sign, what was brought its own."""
        if self.kind == "opening":
            return self.amount
        return abs(self.amount) if self.kind != "reversal" else -abs(self.amount)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something stored that does not re-add: where, and what is wrong."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` re-added, and every fault it found."""

    accounts: int
    entries: int
    postings: int
    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        return not self.faults
