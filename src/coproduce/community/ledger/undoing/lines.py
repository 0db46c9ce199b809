"""A statement as people read it: what was put right is one line, which says what it was and what it is now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community import ledger
from coproduce.community.ledger.days import Days
from coproduce.community.ledger.models import LedgerAccount, Posting
from coproduce.community.ledger.undoing.rules import INSTEAD_OF, PUT_RIGHT_BY, named_in
from coproduce.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Shown:
    """One line; with `was`, how much stood before and, in `why`, the reason it was put right."""

    line: ledger.Line
    was: Quantity | None = None
    why: str = ""

    @property
    def size(self) -> Quantity:
        """How much on its own thread; of what was put right, how much more or less than before."""
        return self.line.size if self.was is None else self.line.size - self.was


def shown_lines(
    account: LedgerAccount, *, limit: int, before: int | None = None, days: Days | None = None
) -> tuple[list[Shown], int | None]:
    """The newest lines of these `days` older than the one numbered `before`; and what to pass for the next page.

    The two halves of putting right are one line, the right entry's: what the account holds after it is right.
    """
    found = ledger.statement(account.pk, limit=limit + 1, before=before, days=days)
    page = found[:limit]
    return _joined(account, page), page[-1].number if len(found) > limit else None


def _joined(account: LedgerAccount, page: Sequence[ledger.Line]) -> list[Shown]:
    """Reversals whose right entry stands on the same side of this account are told in its line."""
    rights = {line.entry: named_in(line.source_ref, PUT_RIGHT_BY) for line in page if line.kind == "reversal"}
    wrongs = {line.entry: named_in(line.source_ref, INSTEAD_OF) for line in page}
    theirs = Posting.objects.filter(account=account, entry__community=account.community_id)
    stands = {
        part.entry.client_id: part.amount > 0
        for part in _of(theirs, "entry__client_id__in", rights.values())
        if part.entry.source_ref.startswith(INSTEAD_OF)
    }
    undone = {part.entry.reverses: part for part in _of(theirs, "entry__reverses__in", wrongs.values())}
    shown = []
    for line in page:
        right = rights.get(line.entry)
        if right in stands and stands[right] is (line.amount.minor < 0):
            continue
        back = undone.get(wrongs[line.entry]) if wrongs[line.entry] else None
        is_half = back is not None and named_in(back.entry.source_ref, PUT_RIGHT_BY) == line.entry
        if back is not None and is_half and (back.amount < 0) is (line.amount.minor > 0):
            note = getattr(back.entry, "note", None)
            shown.append(Shown(line, line.amount.unit(abs(back.amount)), note.words if note else ""))
        else:
            shown.append(Shown(line))
    return shown


def _of(theirs: QuerySet[Posting], name: str, ids: Iterable[UUID | None]) -> list[Posting]:
    """The postings of these entries; no question asked about none."""
    wanted = {one for one in ids if one}
    return list(theirs.filter(**{name: wanted}).select_related("entry__note")) if wanted else []
