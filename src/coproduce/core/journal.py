"""The algebra of the ledger: postings that sum to nothing, and limits.

An entry recognises one thing that was done: a set of signed quantities whose
sum is zero for every unit. `apply` is the rule both databases keep; it decides,
it never writes. Source: facts of the field in docs/explanation/ledger.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
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

    `enforce` refuses, `warn` posts and names the account, `off` only shows. `grows_by` is how much deeper the floor
    may come to lie with what was given: each part given lowers it by as much, and no further than this.
    """

    floor: int | None = None
    ceiling: int | None = None
    mode: Mode = "off"
    grows_by: int = 0

    def __post_init__(self) -> None:
        if self.floor is not None and self.ceiling is not None and self.floor > self.ceiling:
            raise ValueError("A floor lies at or below its ceiling.")
        if self.grows_by < 0:
            raise ValueError("A limit grows with giving; it never shrinks with it.")

    def floor_after(self, given: int) -> int | None:
        """Where the floor lies for somebody who gave that much.

        >>> Limit(floor=-60, grows_by=120).floor_after(45), Limit(floor=-60, grows_by=120).floor_after(900)
        (-105, -180)
        """
        return None if self.floor is None else self.floor - min(self.grows_by, max(given, 0))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one account stands before an entry.

    `held` of its balance is kept back for what was agreed on; `given` is what its holder gave, less what was taken
    back. A unit that is not convertible shares no entry with another; one that is not transferable is only recognised
    from the account it is issued from, and goes back there: `is_issuing` marks that account.
    """

    unit: str
    balance: int = 0
    limit: Limit = Limit()
    is_closed: bool = False
    held: int = 0
    given: int = 0
    is_convertible: bool = False
    is_transferable: bool = True
    is_issuing: bool = False

    def after(self, balance: int, given: int) -> "Standing":
        """Where it stands once it holds `balance`, and its holder gave so much more."""
        return Standing(
            self.unit,
            balance,
            self.limit,
            self.is_closed,
            self.held,
            self.given + given,
            self.is_convertible,
            self.is_transferable,
            self.is_issuing,
        )


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
class Hold:
    """A draft of what one account is to keep back for another: it posts nothing, and is not there to be used.

    `client_id` is made by whoever asks, as an entry's is. It comes free at `expires_at`, whatever happens.
    """

    client_id: UUID
    community: int
    account: int
    to: int
    amount: Quantity
    expires_at: datetime
    category: str = ""
    actor: int | None = None
    arena: str = ""
    source_ref: str = ""

    def as_entry(self) -> Entry:
        """What goes over if all that is kept back does."""
        return Entry(
            self.client_id,
            self.community,
            "exchange",
            self.category,
            self.expires_at.date(),
            (Posting(self.account, -self.amount), Posting(self.to, self.amount)),
        )


@dataclass(frozen=True, slots=True)
class Books:
    """What else of a community's books an entry is judged by.

    `closed_through` is the last day of the periods that are closed; `taken_back` the kind of the entry it reverses.
    Where `benefits_safe` is off, members decided that hours may stand in one entry with goods or money; thanks may not.
    """

    closed_through: date | None = None
    taken_back: str = ""
    benefits_safe: bool = True


OPEN = Books()

#: The kind of entry whose giver is recognised out of a pot: what was received is nobody's debt.
CARE = "care"

#: Kinds of entry no limit stands in the way of: what was wrong is put right, and care looks at no balance.
NEVER_REFUSED = frozenset({"reversal", CARE})


@dataclass(frozen=True, slots=True)
class Applied:
    """The balances after an entry, in the order of its postings, and the accounts now outside a limit."""

    balances: tuple[int, ...]
    outside: tuple[int, ...] = ()


def apply(entry: Entry, balances: Mapping[int, Standing], books: Books = OPEN) -> Applied | Refusal:
    """What the entry makes of the accounts, or why it may not stand.

    Refuses, first fault first: fewer than two postings, an account twice, an
    amount of zero or beyond LARGEST_AMOUNT, a sum that is not zero for each
    unit; a day in a closed period; taking back what does not stand; an account not given, a closed account,
    another unit than the account's, a floor or ceiling crossed by a posting
    that moves away from zero's side of it; units that do not convert together,
    and one that is not transferable passed on. A posting towards a limit's
    inside always passes, and so do a reversal, for a wrong entry must always
    be correctable, and care, which looks at no balance.

    >>> from uuid import UUID; from datetime import date, datetime
    >>> from coproduce.core.quantity import HOURS
    >>> hour = Entry(UUID(int=1), 1, "help", "home", date(2026, 11, 17),
    ...              (Posting(7, HOURS(60)), Posting(8, HOURS(-60))))
    >>> apply(hour, {7: Standing("hour"), 8: Standing("hour", 30)})
    Applied(balances=(60, -30), outside=())
    >>> apply(hour, {7: Standing("hour"), 8: Standing("hour", 0, Limit(floor=-30, mode="enforce"))}).code
    'LIMIT_FLOOR'
    >>> apply(hour, {}, Books(closed_through=date(2026, 12, 31))).code
    'PERIOD_CLOSED'
    """
    return malformed(entry) or move(entry, balances, books)


def move(entry: Entry, balances: Mapping[int, Standing], books: Books = OPEN) -> Applied | Refusal:
    """What `apply` answers for an entry that was found well formed before."""
    if books.closed_through and entry.effective_on <= books.closed_through:
        return period_refusal(books.closed_through)
    if (entry.reverses or entry.kind == "reversal") and not books.taken_back:
        return NOTHING_TO_TAKE_BACK
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
        crossed = crosses(standing, balance, posting.amount.minor)
        if crossed and standing.limit.mode == "enforce" and entry.kind not in NEVER_REFUSED:
            return limit_refusal(*crossed, posting.amount)
        if crossed and standing.limit.mode != "off":
            outside.append(posting.account)
        after.append(balance)
    return _mixed(entry, balances, books) or Applied(tuple(after), tuple(outside))


def _mixed(entry: Entry, balances: Mapping[int, Standing], books: Books) -> Refusal | None:
    """Why these units may not stand in one entry, or may not be passed on."""
    held = [(balances[posting.account], posting.amount) for posting in entry.postings]
    if not entry.reverses and len({standing.unit for standing, _ in held}) > 1:
        for standing, amount in held:
            # What is neither convertible nor transferable, thanks, stands alone whatever members decided.
            if not standing.is_convertible and (books.benefits_safe or not standing.is_transferable):
                return refusal_for("NOT_CONVERTIBLE", standing.unit, amount.unit)
    # Those it is not issued from all move one way: out of the account it is issued from, or back into it.
    ways: dict[str, bool] = {}
    for standing, amount in held:
        is_more = amount.minor > 0
        if not (standing.is_transferable or standing.is_issuing) and ways.setdefault(standing.unit, is_more) != is_more:
            return refusal_for("NOT_TRANSFERABLE", standing.unit, amount.unit)
    return None


def gives(entry: Entry, amount: int, books: Books = OPEN) -> int:
    """What a posting of this amount adds to what its holder gave: help given, or help given that is taken back.

    Gifts, openings and what is issued are nobody's help.
    """
    if entry.kind == "exchange":
        return max(amount, 0)
    return min(amount, 0) if entry.kind == "reversal" and books.taken_back == "exchange" else 0


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


def crosses(
    standing: Standing, balance: int, amount: int
) -> tuple[Literal["LIMIT_FLOOR", "LIMIT_CEILING"], int] | None:
    """Which limit `balance` lies outside of, and where that is, when `amount` moved it further out.

    What is held is not there to be used.

    >>> crosses(Standing("hour", 60, Limit(floor=0), held=30), 15, -45)
    ('LIMIT_FLOOR', 0)
    """
    limit = standing.limit
    floor = limit.floor_after(standing.given)
    if floor is not None and balance - standing.held < floor and amount < 0:
        return "LIMIT_FLOOR", floor
    if limit.ceiling is not None and balance > limit.ceiling and amount > 0:
        return "LIMIT_CEILING", limit.ceiling
    return None


def keep(hold: Hold, standings: Mapping[int, Standing], now: datetime) -> Applied | Refusal:
    """What keeping this back makes of the two accounts if it goes over, or why it may not be kept.

    Refuses what comes free already, what is not more than nothing, and what `apply` refuses of it all going over now;
    but whether the other account may be given it is asked when it goes over.

    >>> from uuid import UUID; from datetime import UTC
    >>> from coproduce.core.quantity import HOURS
    >>> noon, night = datetime(2026, 11, 17, 12, tzinfo=UTC), datetime(2026, 11, 17, 22, tzinfo=UTC)
    >>> hour = Hold(UUID(int=1), 1, 7, 8, HOURS(60), night)
    >>> keep(hour, {7: Standing("hour", 0, Limit(floor=-60, mode="enforce")), 8: Standing("hour")}, noon)
    Applied(balances=(-60, 60), outside=())
    >>> keep(hour, {7: Standing("hour", 0, Limit(floor=-60, mode="enforce"), held=1), 8: Standing("hour")}, noon).code
    'LIMIT_FLOOR'
    """
    if hold.amount.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how much is kept back: nothing cannot be.", "amount")
    if hold.expires_at <= now:
        return Refusal("IN_THE_PAST", "Say until when it is kept back: a day that is still to come.", "expires_at")
    unbound = {hold.to: replace(standings[hold.to], limit=Limit())} if hold.to in standings else {}
    return apply(hold.as_entry(), {**standings, **unbound})


def settles(hold: Hold, entry: Entry) -> Quantity | Refusal:
    """What comes free when this entry settles the hold, or why it cannot.

    The entry moves between the two accounts of the hold alone, and at most as much as was kept back.
    """
    sides = {posting.account: posting.amount for posting in entry.postings}
    if entry.community != hold.community or sides.keys() != {hold.account, hold.to}:
        return Refusal("NOT_WHAT_WAS_HELD", "This was kept back between two others. Record this by itself.", "postings")
    given = sides[hold.to]
    if given.unit != hold.amount.unit:
        return refusal_for("UNIT_MISMATCH", hold.amount.unit.code, given.unit)
    if given.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how much of it goes over: more than nothing.", "amount")
    if given > hold.amount:
        return Refusal(
            "HOLD_TOO_SMALL",
            "Only %(held)s was kept back for this. Let it go, and record the whole by itself.",
            "amount",
            {"held": str(hold.amount)},
        )
    return hold.amount - given


#: For no limit stands in the way of what is taken back: it has to stand.
NOTHING_TO_TAKE_BACK = Refusal("NOT_FOUND", "There is no such entry here to take back.", "of")

Code = Literal["NOT_FOUND", "ACCOUNT_CLOSED", "UNIT_MISMATCH", "NOT_CONVERTIBLE", "NOT_TRANSFERABLE"]


def refusal_for(code: Code, held: str, given: Unit) -> Refusal:
    """What to say when an account cannot take a posting: `held` is the code of its unit, `given` the posting's."""
    if code == "NOT_FOUND":
        return Refusal(code, "There is no such account here.", "postings")
    if code == "ACCOUNT_CLOSED":
        return Refusal(code, "One of the two has left; their account is closed.", "postings")
    if code == "NOT_CONVERTIBLE":
        return Refusal(
            code, "%(unit)s buys nothing and is bought by nothing: record the two apart.", "postings", {"unit": held}
        )
    if code == "NOT_TRANSFERABLE":
        return Refusal(
            code, "%(unit)s is recognised for whoever earned it and cannot be passed on.", "postings", {"unit": held}
        )
    return Refusal(code, "%(account)s and %(given)s do not mix.", "postings", {"account": held, "given": given.code})


def period_refusal(closed_through: date) -> Refusal:
    """What to say about a day whose books are closed."""
    return Refusal(
        "PERIOD_CLOSED",
        "The books are closed up to %(day)s. Give a later day, and say in the words when it happened.",
        "effective_on",
        {"day": closed_through.isoformat()},
    )


def limit_refusal(code: Literal["LIMIT_FLOOR", "LIMIT_CEILING"], bound: int, amount: Quantity) -> Refusal:
    """What to say when an enforced limit, which lies at `bound`, stands in the way."""
    return Refusal(
        code,
        "This would take them past the %(limit)s your community agreed on. Ask the broker.",
        "amount",
        {"limit": str(Quantity(bound, amount.unit))},
    )
