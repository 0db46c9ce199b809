"""Members' shares: taken at what they cost, given back at what was paid for them and never more, up to a cap.

A share is no claim on what the co-operative has become worth, and carries no vote: a member has one, with one share or
with many.
"""

from collections.abc import Mapping
from typing import Any

from coproduce.arenas.market.rules.sets import Rules
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal


def may_take(held_minor: int, shares: int, rules: Rules | Mapping[str, Any]) -> int | Refusal:
    """What so many more shares cost, in pence; or why they may not be taken.

    >>> capped = Rules(share_minor=100, most_shares_minor=100_000)
    >>> may_take(0, 25, capped), may_take(99_900, 2, capped).code
    (2500, 'SHARE_CAP')
    """
    rules = told_as(Rules, rules)
    if shares < 1:
        return Refusal("NOT_POSITIVE", "Write how many shares: one or more.", "shares")
    cost = shares * rules.share_minor
    if held_minor + cost > rules.most_shares_minor:
        left = max(0, (rules.most_shares_minor - held_minor) // rules.share_minor)
        return Refusal(
            "SHARE_CAP", "No member may have so many: %(left)s more are left for them.", "shares", {"left": str(left)}
        )
    return cost


def may_give_back(held_minor: int, amount_minor: int) -> Refusal | None:
    """None when so much of what was paid for shares can be paid back. What comes back is what was paid in.

    >>> may_give_back(2_500, 2_500) is None, may_give_back(2_500, 2_501).code
    (True, 'NO_SHARES')
    """
    if amount_minor <= 0:
        return Refusal("NOT_POSITIVE", "Write how much is paid back: more than nothing.", "amount")
    if amount_minor > held_minor:
        return Refusal(
            "NO_SHARES", "They have less in shares. What comes back is what was paid, and no more.", "amount"
        )
    return None
