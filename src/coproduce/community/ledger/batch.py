"""Many entries at once: the answers of posting them one by one, found and written by sets.

On PostgreSQL a batch that passes whole, as nearly all do, is decided and written
by one call. Else the accounts of the batch are locked once, in the order of their
numbers, and read; `core.journal.move` decides each entry over the running balances,
on either database; what passed is written in a few statements. Nothing is written
before everything is decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.db.utils import IntegrityError

from coproduce.community.base.bulk import get_ready
from coproduce.community.ledger.books import books_of
from coproduce.community.ledger.draft import Draft, drafts
from coproduce.community.ledger.models import STANDING, Entry as EntryRow, LedgerAccount, Posting, standing_of
from coproduce.community.ledger.posting import engine
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.repeats import ALREADY_REVERSED, First, firsts, taken_back
from coproduce.core.journal import Applied, Books, Entry, Standing, gives, malformed, move
from coproduce.core.refusal import Refusal

#: From so many on, it pays to tell the database what comes.
HISTORY = 500

#: What the accounts of each community hold, by the account's number.
Standings = dict[int, dict[int, Standing]]


def post_many(
    entries: Iterable[Entry], *, all_or_nothing: bool = False, limits: bool = True
) -> tuple[Posted | Refusal, ...]:
    """Post each in order, in one transaction; the same answers as posting them one by one.

    A refused entry leaves the others standing. With `all_or_nothing` nothing
    stands once one is refused: the answer still says for each what it would
    have been, so that all that is wrong is seen at once. `limits=False` is for
    histories that happened elsewhere: no limit refuses, and accounts beyond
    one that is enforced or warns are named in `outside`.
    """
    wanted = list(entries)
    faults = [malformed(entry) for entry in wanted]
    ready = drafts([entry for entry, fault in zip(wanted, faults, strict=True) if fault is None])
    following = iter(ready)
    asked = [fault or next(following) for fault in faults]
    one_writer = engine().ONE_WRITER
    # No savepoint of its own: nothing is written before all is decided, so there is nothing to go back to; and in one,
    # SQLite keeps every page it touches, again for every row.
    with transaction.atomic(savepoint=False):
        if len(ready) >= HISTORY:
            get_ready(EntryRow, Posting, LedgerAccount)
        if ready and not (all_or_nothing and any(faults)):
            together = engine().write_together(ready, limits)
            if together is not None:
                posted = map(_posted, ready, together)
                return tuple(fault or next(posted) for fault in faults)
        standings = _locked(ready, limits)
        while True:
            batch = _Batch.begin(ready, standings)
            answers = tuple(batch.take(each) if isinstance(each, Draft) else each for each in asked)
            if all_or_nothing and any(isinstance(answer, Refusal) for answer in answers):
                return answers
            try:
                with transaction.atomic(savepoint=not one_writer):
                    engine().write_many(batch.written, batch.moved)
                return answers
            except IntegrityError:
                # Another session may have been first with one of the ids or reversals, on other accounts.
                if one_writer or not batch.was_overtaken():
                    raise


@dataclass
class _Batch:
    """The books as they run on through the batch, before any of it is written."""

    standings: Standings
    first: dict[int, dict[UUID, First]]
    reversed: dict[int, set[UUID]]
    books: dict[int, Books]
    written: list[tuple[Draft, Applied]] = field(default_factory=list)
    moved: dict[int, Standing] = field(default_factory=dict)

    @classmethod
    def begin(cls, drafts: Sequence[Draft], standings: Standings) -> "_Batch":
        """With what stands before the batch: read under the locks, so that whoever waited sees who went first."""
        ids, backwards = _named(drafts)
        return cls(
            {community: dict(held) for community, held in standings.items()},
            {community: firsts(community, named) for community, named in ids.items()},
            {community: taken_back(community, named) for community, named in backwards.items()},
            {community: books_of(community) for community in standings},
        )

    def take(self, draft: Draft) -> Posted | Refusal:
        """Decide one entry after those before it."""
        entry = draft.entry
        if first := self.first[entry.community].get(entry.client_id):
            return first.answer(entry)
        held = self.standings[entry.community]
        books = self.books_for(entry)
        applied = move(entry, held, books)
        if isinstance(applied, Refusal):
            return applied
        if entry.reverses and entry.reverses in self.reversed[entry.community]:
            return ALREADY_REVERSED
        after = {p.account: balance for p, balance in zip(entry.postings, applied.balances, strict=True)}
        for posting, balance in zip(entry.postings, applied.balances, strict=True):
            before, more = held[posting.account], gives(entry, posting.amount.minor, books)
            held[posting.account] = self.moved[posting.account] = before.after(balance, more)
        if entry.reverses:
            self.reversed[entry.community].add(entry.reverses)
        self.first[entry.community][entry.client_id] = First(entry, after)
        self.written.append((draft, applied))
        return _posted(draft, applied)

    def books_for(self, entry: Entry) -> Books:
        """What this entry is judged by: what it takes back may stand before it in the batch."""
        books = self.books[entry.community]
        if not entry.reverses:
            return books
        undone = self.first[entry.community].get(entry.reverses)
        return replace(books, taken_back=undone.entry.kind) if undone else books_of(entry.community, entry.reverses)

    def was_overtaken(self) -> bool:
        """Whether something of what was to be written stands by now."""
        ids, backwards = _named([each for each, _ in self.written])
        return any(firsts(community, named) for community, named in ids.items()) or any(
            taken_back(community, named) for community, named in backwards.items()
        )


def _posted(draft: Draft, applied: Applied) -> Posted:
    return Posted(draft.entry.client_id, applied.balances, applied.outside)


def _named(drafts: Sequence[Draft]) -> tuple[dict[int, set[UUID]], dict[int, set[UUID]]]:
    """The ids of the batch, and the ids it takes back, of each community."""
    ids: dict[int, set[UUID]] = defaultdict(set)
    backwards: dict[int, set[UUID]] = defaultdict(set)
    for entry in (each.entry for each in drafts):
        ids[entry.community].add(entry.client_id)
        if entry.reverses:
            backwards[entry.community].add(entry.reverses)
    return ids, backwards


def _locked(drafts: Sequence[Draft], limits: bool) -> Standings:
    """The accounts of the batch as they stand, locked in the order of their numbers until the transaction ends."""
    standings: Standings = {draft.entry.community: {} for draft in drafts}
    numbers = {posting.account for draft in drafts for posting in draft.entry.postings}
    rows = LedgerAccount.objects.filter(pk__among=numbers, community__in=standings).order_by("pk").select_for_update()
    for community, number, *columns in rows.values_list("community_id", "pk", *STANDING):
        standing = standing_of(*columns)
        if not limits and standing.limit.mode == "enforce":
            standing = replace(standing, limit=replace(standing.limit, mode="warn"))
        standings[community][number] = standing
    return standings
