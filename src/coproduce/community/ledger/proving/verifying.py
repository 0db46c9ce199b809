"""The proof: everything added up, hashed and chained again, and held against what is stored."""

from collections.abc import Iterator

from coproduce.community.ledger.models import Entry, LedgerAccount, Posting
from coproduce.community.ledger.proving import adding
from coproduce.community.ledger.proving.chain import blocks
from coproduce.community.ledger.proving.witnessed import not_as_witnessed
from coproduce.community.ledger.receipt import Fault, Verified
from coproduce.community.ledger.seals import engine
from coproduce.community.people.models import Community
from coproduce.core.seal import Head


def verify(community: int | None = None, anchor: Head | None = None) -> Verified:
    """Add up every sum, balance and running balance, what was given and is kept back; hash every digest and block.

    Of one community, or of all. Names what does not agree, the first rows of each kind; changes nothing. With an
    `anchor`, a head that was given out of the house, it finds books that were written anew from there on.
    """
    chosen = [community] if community is not None else Community.objects.order_by("pk").values_list("pk", flat=True)
    scope = {} if community is None else {"community": community}
    posted = {} if community is None else {"account__community": community}
    with engine().one_moment():
        return Verified(
            LedgerAccount.objects.filter(**scope).count(),
            Entry.objects.filter(**scope).count(),
            Posting.objects.filter(**posted).count(),
            tuple(fault for each in chosen for fault in _faults(each, anchor)),
        )


def _faults(community: int, anchor: Head | None) -> Iterator[Fault]:
    yield from adding.books(community)
    yield from adding.limits(community)
    yield from not_as_witnessed(community)
    yield from blocks(community, anchor)
