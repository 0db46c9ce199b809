"""Accounts, entries and postings, and what they are kept and sealed by.

Hands off: read through `coproduce.community.ledger`. The database refuses by
itself an entry that does not sum to zero, and every edit.
"""

from coproduce.community.ledger.models.accounts import (
    STANDING as STANDING,
    LedgerAccount as LedgerAccount,
    LimitChange as LimitChange,
    standing_of as standing_of,
)
from coproduce.community.ledger.models.entries import Entry as Entry, EntryNote as EntryNote, Posting as Posting
from coproduce.community.ledger.models.keeping import (
    BookRules as BookRules,
    BoundAsked as BoundAsked,
    Closing as Closing,
    Hold as Hold,
    TakesTwo as TakesTwo,
    Undoing as Undoing,
)
from coproduce.community.ledger.models.sealing import (
    Anchor as Anchor,
    Block as Block,
    Leaf as Leaf,
    Proof as Proof,
    Witness as Witness,
)
