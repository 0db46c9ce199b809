"""The books on paper: what the ledger is to answer, from the rule of core and a list of what stands.

Nothing here knows a database. What an account holds and what its holder gave is added up again from the list each time,
and `reasons` says in words of its own why an entry may not stand, so that the rule is looked at by something else.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from coproduce.core import journal
from coproduce.core.journal import Books, Entry, Limit, Standing
from coproduce.core.refusal import Refusal


@dataclass(frozen=True)
class Receipt:
    """An entry that stands: what each account held after it, and which were outside a limit."""

    entry: Entry
    balances: tuple[int, ...]
    outside: tuple[int, ...] = ()
    is_repeat: bool = False


Answer = Receipt | Refusal


@dataclass
class Paper:
    """Accounts by their numbers, and every entry that stands in the order it came."""

    accounts: dict[int, Standing]
    books: Books = journal.OPEN
    stands: dict[UUID, Receipt] = field(default_factory=dict)

    def post(self, entry: Entry) -> Answer:
        """What `ledger.post` is to answer."""
        if fault := journal.malformed(entry):
            return fault
        if first := self.stands.get(entry.client_id):
            return self._again(first, entry)
        books = replace(self.books, taken_back=self._kind(entry.reverses))
        applied = journal.apply(entry, self.accounts, books)
        if isinstance(applied, Refusal):
            return applied
        if entry.reverses and self.taken_back(entry.reverses):
            return already_reversed()
        for posting, balance in zip(entry.postings, applied.balances, strict=True):
            given = journal.gives(entry, posting.amount.minor, books)
            self.accounts[posting.account] = self.accounts[posting.account].after(balance, given)
        self.stands[entry.client_id] = Receipt(entry, applied.balances, applied.outside)
        return self.stands[entry.client_id]

    def reverse(self, client_id: UUID, of: UUID, effective_on: date) -> Answer:
        """What `ledger.reverse` is to answer, with a reason given."""
        if of not in self.stands:
            return Refusal("NOT_FOUND", "There is no such entry here.", "of")
        original = self.stands[of].entry
        if original.kind == "reversal":
            sentence = "This already takes something back. Record the help again instead."
            return Refusal("ALREADY_REVERSED", sentence, "of")
        if self.taken_back(of) not in (None, client_id):
            return already_reversed()
        return self.post(original.negated(client_id, effective_on, actor=None, reason="wrong day"))

    def correct(self, entry: Entry, of: UUID, reversal_id: UUID) -> Answer:
        """What `ledger.correct` is to answer: both or neither."""
        accounts, stands = dict(self.accounts), dict(self.stands)
        undone = self.reverse(reversal_id, of, entry.effective_on)
        answer = undone if isinstance(undone, Refusal) else self.post(entry)
        if isinstance(answer, Refusal):
            self.accounts, self.stands = accounts, stands
        return answer

    def change(self, account: int, limit: Limit) -> None:
        """How far it may go from now on."""
        self.accounts[account] = replace(self.accounts[account], limit=limit)

    def taken_back(self, of: UUID) -> UUID | None:
        """The entry that took this one back."""
        return next((one for one, receipt in self.stands.items() if receipt.entry.reverses == of), None)

    def _kind(self, of: UUID | None) -> str:
        return self.stands[of].entry.kind if of in self.stands else ""

    def _again(self, first: Receipt, asked: Entry) -> Answer:
        if first.entry == asked:
            return Receipt(asked, first.balances, is_repeat=True)
        name = next(name for name in Entry.__dataclass_fields__ if getattr(first.entry, name) != getattr(asked, name))
        return Refusal(
            "CONFLICTS_WITH_EARLIER",
            "This was sent before with another %(field)s. Look at what was recorded.",
            name,
            {"field": name.replace("_", " ")},
        )


def already_reversed() -> Refusal:
    return Refusal("ALREADY_REVERSED", "This was put right before.", "of")


def added_up(entries: Iterable[Entry]) -> tuple[Counter[int], Counter[int]]:
    """By account: what its postings add up to, and what its holder gave: help, less the help that was taken back."""
    held, gave, kinds = Counter[int](), Counter[int](), dict[UUID, str]()
    for entry in entries:
        kinds[entry.client_id] = entry.kind
        was_help = entry.kind == "reversal" and entry.reverses is not None and kinds.get(entry.reverses) == "exchange"
        for posting in entry.postings:
            amount = posting.amount.minor
            held[posting.account] += amount
            if (entry.kind == "exchange" and amount > 0) or (was_help and amount < 0):
                gave[posting.account] += amount
    return held, gave


def reasons(entry: Entry, accounts: dict[int, Standing], books: Books) -> set[str]:
    """Everything that speaks against an entry, by its code; nothing where it may stand."""
    amounts = [posting.amount for posting in entry.postings]
    found = set()
    if len(amounts) < 2 or any(
        sum(amount.minor for amount in amounts if amount.unit == unit) for unit in {amount.unit for amount in amounts}
    ):
        found.add("NOT_ZERO_SUM")
    if len({posting.account for posting in entry.postings}) < len(amounts):
        found.add("SAME_ACCOUNT")
    if any(amount.minor == 0 for amount in amounts):
        found.add("NOT_POSITIVE")
    if books.closed_through is not None and not entry.effective_on > books.closed_through:
        found.add("PERIOD_CLOSED")
    known = [posting for posting in entry.postings if posting.account in accounts]
    if len(known) < len(amounts):
        found.add("NOT_FOUND")
    for posting in known:
        account, amount = accounts[posting.account], posting.amount.minor
        if account.is_closed:
            found.add("ACCOUNT_CLOSED")
        if account.unit != posting.amount.unit.code:
            found.add("UNIT_MISMATCH")
        if account.limit.mode == "enforce" and entry.kind not in ("reversal", "care"):
            found |= {f"LIMIT_{side}" for side in outside(account, account.balance + amount, amount)}
    units = {accounts[posting.account].unit for posting in known}
    is_mixed = len(units) > 1 and books.benefits_safe and not entry.reverses
    if is_mixed and not all(accounts[posting.account].is_convertible for posting in known):
        found.add("NOT_CONVERTIBLE")
    for unit in units:
        recognised = [
            posting.amount.minor
            for posting in known
            if (account := accounts[posting.account]).unit == unit
            and not account.is_transferable
            and not account.is_issuing
        ]
        if recognised and min(recognised) < 0 < max(recognised):
            found.add("NOT_TRANSFERABLE")
    return found


def outside(account: Standing, balance: int, amount: int) -> set[str]:
    """On which side of its limit an account would lie that an entry moved further out."""
    found, limit = set(), account.limit
    if limit.floor is not None and amount < 0:
        deepest = limit.floor - min(limit.grows_by, account.given) if account.given > 0 else limit.floor
        if balance - account.held < deepest:
            found.add("FLOOR")
    if limit.ceiling is not None and amount > 0 and balance > limit.ceiling:
        found.add("CEILING")
    return found
