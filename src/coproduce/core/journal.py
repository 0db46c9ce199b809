"""The algebra of the ledger: postings that sum to nothing, and limits.

An entry recognises one thing that was done: a set of signed quantities whose
sum is zero for every unit. `apply` is the rule both databases keep; it decides,
it never writes. Source: facts of the field in docs/explanation/ledger.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from coproduce.core.quantity import Quantity, Unit
from coproduce.core.refusal import Refusal

Mode = Literal["enforce", "warn", "off"]

#: Largest amount one posting may carry, in smallest parts: room for a sum of 9,000 of them in 64 bits.
LARGEST_AMOUNT = 10**15


@dataclass(frozen=True, slots=True)
class Limit:
    """How far below zero, and how far above, an account may go. Inclusive; None is no limit.

    `enforce` refuses, `warn` posts and names the account, `off` only shows.
    """

    floor: int | None = None
    ceiling: int | None = None
    mode: Mode = "off"

    def __post_init__(self) -> None:
        if self.floor is not None and self.ceiling is not None and self.floor > self.ceiling:
            raise ValueError("A floor lies at or below its ceiling.")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one account stands before an entry."""

    unit: str
    balance: int = 0
    limit: Limit = Limit()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Posting:
    """A signed quantity on one account (the number of a ledger account)."""

    account: int
    amount: Quantity


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft of what is to be recognised, or of what was.

    `client_id` is made by whoever asks, before asking: repeating it returns the
    first receipt. `note` is personal text; it is kept beside the journal, which
    holds only a salted commitment to it. `reverses` is the client id of the
    entry this one takes back.
    """

    client_id: UUID
    community: int
    kind: str
    category: str
    effective_on: date
    postings: tuple[Posting, ...]
    actor: int | None = None
    on_behalf_of: int | None = None
    arena: str = ""
    source_ref: str = ""
    note: str = ""
    reverses: UUID | None = None

    def negated(self, client_id: UUID, effective_on: date, *, actor: int | None, reason: str) -> "Entry":
        """The entry that takes this one back in full."""
        return replace(
            self,
            client_id=client_id,
            kind="reversal",
            effective_on=effective_on,
            actor=actor,
            note=reason,
            postings=tuple(Posting(p.account, -p.amount) for p in self.postings),
            reverses=self.client_id,
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """The balances after an entry, in the order of its postings, and the accounts now outside a limit."""

    balances: tuple[int, ...]
    outside: tuple[int, ...] = ()


def apply(entry: Entry, balances: Mapping[int, Standing]) -> Applied | Refusal:
    """What the entry makes of the accounts, or why it may not stand.

    Refuses, first fault first: fewer than two postings, an account twice, an
    account not given, a closed account, another unit than the account's, an
    amount of zero or beyond LARGEST_AMOUNT, a sum that is not zero for each
    unit, a floor or ceiling crossed by a posting that moves away from zero's
    side of it. A posting towards a limit's inside always passes, and so does a
    reversal: a wrong entry must always be correctable.

    >>> from uuid import UUID; from datetime import date
    >>> from coproduce.core.quantity import HOURS
    >>> hour = Entry(UUID(int=1), 1, "help", "home", date(2026, 11, 17),
    ...              (Posting(7, HOURS(60)), Posting(8, HOURS(-60))))
    >>> apply(hour, {7: Standing("hour"), 8: Standing("hour", 30)})
    Applied(balances=(60, -30), outside=())
    >>> apply(hour, {7: Standing("hour"), 8: Standing("hour", 0, Limit(floor=-30, mode="enforce"))}).code
    'LIMIT_FLOOR'
    """
    return malformed(entry) or move(entry, balances)


def move(entry: Entry, balances: Mapping[int, Standing]) -> Applied | Refusal:
    """What `apply` answers for an entry that was found well formed before."""
    after: list[int] = []
    outside: list[int] = []
    for posting in entry.postings:
        standing = balances.get(posting.account)
        if standing is None:
            return refusal_for("NOT_FOUND", "", posting.amount.unit)
        if standing.is_closed:
            return refusal_for("ACCOUNT_CLOSED", standing.unit, posting.amount.unit)
        if standing.unit != posting.amount.unit.code:
            return refusal_for("UNIT_MISMATCH", standing.unit, posting.amount.unit)
        balance = standing.balance + posting.amount.minor
        crossed = crosses(standing.limit, balance, posting.amount.minor)
        if crossed and standing.limit.mode == "enforce" and entry.kind != "reversal":
            return limit_refusal(crossed, standing.limit, posting.amount)
        if crossed and standing.limit.mode != "off":
            outside.append(posting.account)
        after.append(balance)
    return Applied(tuple(after), tuple(outside))


def malformed(entry: Entry) -> Refusal | None:
    """The faults an entry has in itself, whatever the accounts hold."""
    if len(entry.postings) < 2:
        return Refusal("NOT_ZERO_SUM", "An entry has a giving and a receiving side.", "postings")
    if len({p.account for p in entry.postings}) < len(entry.postings):
        return Refusal("SAME_ACCOUNT", "Help is given to someone else: choose two different people.", "postings")
    sums: dict[str, int] = {}
    for posting in entry.postings:
        if posting.amount.minor == 0:
            return Refusal("NOT_POSITIVE", "Say how much it was: nothing cannot be recorded.", "amount")
        if abs(posting.amount.minor) > LARGEST_AMOUNT:
            return Refusal("TOO_LARGE", "That is more than can be recorded at once.", "amount")
        sums[posting.amount.unit.code] = sums.get(posting.amount.unit.code, 0) + posting.amount.minor
    for unit, total in sums.items():
        if total:
            return Refusal(
                "NOT_ZERO_SUM",
                "The two sides differ by %(total)s %(unit)s parts.",
                "postings",
                {"total": str(total), "unit": unit},
            )
    return None


def crosses(limit: Limit, balance: int, amount: int) -> Literal["floor", "ceiling"] | None:
    """Which limit `balance` lies outside of, when `amount` moved it further out."""
    if limit.floor is not None and balance < limit.floor and amount < 0:
        return "floor"
    if limit.ceiling is not None and balance > limit.ceiling and amount > 0:
        return "ceiling"
    return None


def refusal_for(code: Literal["NOT_FOUND", "ACCOUNT_CLOSED", "UNIT_MISMATCH"], held: str, given: Unit) -> Refusal:
    """What to say when an account cannot take a posting: `held` is the code of its unit, `given` the posting's."""
    if code == "NOT_FOUND":
        return Refusal(code, "There is no such account here.", "postings")
    if code == "ACCOUNT_CLOSED":
        return Refusal(code, "One of the two has left; their account is closed.", "postings")
    return Refusal(code, "%(account)s and %(given)s do not mix.", "postings", {"account": held, "given": given.code})


def limit_refusal(crossed: Literal["floor", "ceiling"], limit: Limit, amount: Quantity) -> Refusal:
    """What to say when an enforced limit stands in the way."""
    if crossed == "floor":
        return Refusal(
            "LIMIT_FLOOR",
            "This would take them past the %(limit)s your community agreed on. Ask the broker.",
            "amount",
            {"limit": str(Quantity(limit.floor or 0, amount.unit))},
        )
    return Refusal(
        "LIMIT_CEILING",
        "This would take them past the %(limit)s your community agreed on. Ask the broker.",
        "amount",
        {"limit": str(Quantity(limit.ceiling or 0, amount.unit))},
    )
