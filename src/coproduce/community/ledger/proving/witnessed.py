"""What stands beside the entries, held against what was witnessed when it was written down."""

from collections.abc import Iterator
from itertools import islice

from coproduce.community.ledger.models import Witness
from coproduce.community.ledger.proving.adding import MOST
from coproduce.community.ledger.receipt import Fault
from coproduce.community.ledger.seals.witnessing import Witnessed, every_kind


def not_as_witnessed(community: int) -> Iterator[Fault]:
    """Rows that are not what they were, the first of each kind, and how many that were witnessed are not there."""
    for kind in every_kind():
        yield from islice(_of_kind(kind, community), MOST)


def _of_kind(kind: Witnessed, community: int) -> Iterator[Fault]:
    digests = Witness.objects.filter(community=community, kind=kind.kind).values_list("digest", flat=True)
    witnessed = {bytes(digest) for digest in digests.iterator()}
    for number, digest in kind.stored(community):
        if digest not in witnessed:
            yield Fault(f"{kind.called} {number}", "is not what was witnessed when it was written down")
        witnessed.discard(digest)
    if witnessed:
        yield Fault(kind.several, f"were witnessed, and {len(witnessed)} of them are gone or changed")
    for number in kind.with_other_words(community):
        yield Fault(f"{kind.called} {number}", "has other words than those it was written with")
