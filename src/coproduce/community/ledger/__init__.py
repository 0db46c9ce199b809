"""The ledger: what was recognised, for whom, exactly; nothing edited, nothing deleted.

One ledger serves every arena. An entry's postings sum to zero for each unit,
units never convert, and new units come from a named account. `post` and `post_many`
are the only writers. These names and their signatures do not change.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from coproduce.core.arena import Room

if TYPE_CHECKING:
    from coproduce.community.ledger.accounts import (
        care_pot,
        change_limit,
        issuing_account,
        member_account,
        member_accounts,
        pot_account,
    )
    from coproduce.community.ledger.batch import post_many
    from coproduce.community.ledger.closed_days.queries import closed_day, closed_through, is_written
    from coproduce.community.ledger.closing import put_right
    from coproduce.community.ledger.holds.keeping import hold, post_agreed, release, settle
    from coproduce.community.ledger.holds.queries import Kept, kept_under
    from coproduce.community.ledger.limits.following import follow_rules
    from coproduce.community.ledger.posting import post
    from coproduce.community.ledger.proving.verifying import verify
    from coproduce.community.ledger.reading import Side, arena_sides, balance, statement
    from coproduce.community.ledger.receipt import Fault, Freed, Held, Line, Posted, Settled, Verified
    from coproduce.community.ledger.seals.sealing import anchor, seal, witness
    from coproduce.community.ledger.seals.witnessing import Witnessed, witness_rows
    from coproduce.community.ledger.undoing.reversing import correct, day_to_put_right, reverse, standing_for

ROOM = Room(
    slug="ledger",
    name="Ledger",
    verbs=tuple(
        f"coproduce.community.ledger.{verb}"
        for verb in (
            "limits.actions.change_limit",
            "seals.actions.seal",
            "seals.actions.anchor",
            "proving.actions.verify",
            "closed_days.actions.close_books",
            "closed_days.actions.open_books",
            "holds.actions.keep_back",
            "holds.actions.release_hold",
            "undoing.actions.take_back",
            "undoing.actions.agree_to_take_back",
            "undoing.actions.decline_to_take_back",
            "bounds.actions.set_undoing",
            "bounds.actions.agree_to_set_undoing",
            "bounds.actions.decline_to_set_undoing",
        )
    ),
)

_WHERE = {
    "care_pot": "accounts",
    "change_limit": "accounts",
    "closed_day": "closed_days.queries",
    "closed_through": "closed_days.queries",
    "is_written": "closed_days.queries",
    "follow_rules": "limits.following",
    "issuing_account": "accounts",
    "member_account": "accounts",
    "member_accounts": "accounts",
    "pot_account": "accounts",
    "correct": "undoing.reversing",
    "day_to_put_right": "undoing.reversing",
    "hold": "holds.keeping",
    "kept_under": "holds.queries",
    "post_agreed": "holds.keeping",
    "release": "holds.keeping",
    "settle": "holds.keeping",
    "post": "posting",
    "post_many": "batch",
    "put_right": "closing",
    "reverse": "undoing.reversing",
    "standing_for": "undoing.reversing",
    "balance": "reading",
    "statement": "reading",
    "arena_sides": "reading",
    "Side": "reading",
    "verify": "proving.verifying",
    "anchor": "seals.sealing",
    "seal": "seals.sealing",
    "witness": "seals.sealing",
    "witness_rows": "seals.witnessing",
    "Fault": "receipt",
    "Freed": "receipt",
    "Held": "receipt",
    "Kept": "holds.queries",
    "Line": "receipt",
    "Posted": "receipt",
    "Settled": "receipt",
    "Verified": "receipt",
    "Witnessed": "seals.witnessing",
}

__all__ = [
    "ROOM",
    "Fault",
    "Freed",
    "Held",
    "Kept",
    "Line",
    "Posted",
    "Settled",
    "Side",
    "Verified",
    "Witnessed",
    "anchor",
    "arena_sides",
    "balance",
    "care_pot",
    "change_limit",
    "closed_day",
    "closed_through",
    "correct",
    "day_to_put_right",
    "follow_rules",
    "hold",
    "is_written",
    "issuing_account",
    "kept_under",
    "member_account",
    "member_accounts",
    "post",
    "post_agreed",
    "post_many",
    "pot_account",
    "put_right",
    "release",
    "reverse",
    "seal",
    "settle",
    "standing_for",
    "statement",
    "verify",
    "witness",
    "witness_rows",
]


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for: the tables are not there before the applications are."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
