"""What is answered to an id that was used before: the first receipt, or which part now differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from coproduce.community.ledger.models import Entry as EntryRow
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.stored import as_entry
from coproduce.core.journal import Entry, Hold
from coproduce.core.refusal import Refusal

ALREADY_REVERSED = Refusal("ALREADY_REVERSED", "This was put right before.", "of")


@dataclass(frozen=True, slots=True)
class First:
    """An entry that stands, and what each of its accounts held after it."""

    entry: Entry
    after: Mapping[int, int]

    def answer(self, asked: Entry) -> Posted | Refusal:
        """What whoever asks under the same id again is told. Words that were erased since do not differ."""
        first = self.entry
        if first == replace(asked, note=first.note) and first.note in ("", asked.note):
            return Posted(asked.client_id, tuple(self.after[p.account] for p in asked.postings), is_repeat=True)
        return conflict(first, asked)


def conflict(first: Entry | Hold, asked: Entry | Hold) -> Refusal:
    """Which part of what was asked under one id differs from the first."""
    names = type(first).__dataclass_fields__
    field = next((name for name in names if getattr(first, name) != getattr(asked, name)), "note")
    return Refusal(
        "CONFLICTS_WITH_EARLIER",
        "This was sent before with another %(field)s. Look at what was recorded.",
        field,
        {"field": field.replace("_", " ")},
    )


def firsts(community: int, ids: Iterable[UUID]) -> dict[UUID, First]:
    """Those of these ids that stand in this community already."""
    rows = EntryRow.objects.filter(community_id=community, client_id__among=set(ids))
    return {
        row.client_id: First(as_entry(row), {p.account_id: p.balance_after for p in row.postings.all()})
        for row in rows.select_related("note").prefetch_related("postings")
    }


def taken_back(community: int, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these entries that were reversed already."""
    rows = EntryRow.objects.filter(community_id=community, reverses__among=set(ids))
    return {of for of in rows.values_list("reverses", flat=True) if of}
