"""How many members open a role for somebody by vouching, and what follows: rules without a database.

The threshold is Karrot's: half of those who are settled, and never more than three.
"""

from collections.abc import Collection, Mapping
from typing import Literal

from coproduce.core.refusal import Refusal

#: Never more than so many by the house's own rule.
MOST = 3

#: What a community may set instead.
MOST_FIXED = 50

#: Never opened by vouching: with these one reads what is others', holds the books or keeps people safe.
GIVEN_OTHERWISE = frozenset(
    {"member", "broker", "treasurer", "safeguarding lead", "commissioner", "researcher", "auditor"}
)


def threshold(here_a_day: int, fixed: int | None = None) -> int:
    """How many have to vouch, of so many active members who joined at least a day ago.

    Half of them, rounded down, at least one, at most three; or what the community set.

    >>> [threshold(number) for number in (0, 1, 2, 3, 4, 5, 6, 7, 100)]
    [1, 1, 1, 1, 2, 2, 3, 3, 3]
    >>> threshold(100, fixed=5)
    5
    """
    return fixed or max(1, min(MOST, here_a_day // 2))


def counted(givers: Mapping[int, bool], counts_former: bool) -> int:
    """How many vouch, by giver and whether they are a member still; those of former ones count where it is so set.

    >>> counted({1: True, 2: False}, counts_former=True), counted({1: True, 2: False}, counts_former=False)
    (2, 1)
    """
    return sum(1 for is_here in givers.values() if is_here or counts_former)


Follows = Literal["given", "asked", "taken", ""]


def follows(before: int, now: int, needed: int, holds: bool, needs_desk: bool) -> Follows:
    """What follows when so many vouch `now` for somebody who did or did not have the role by it.

    The role is given once and taken once; where the desk has a word in it, it is asked as the threshold is reached.

    >>> follows(1, 2, 2, holds=False, needs_desk=False), follows(2, 3, 2, holds=True, needs_desk=False)
    ('given', '')
    >>> follows(2, 1, 2, holds=True, needs_desk=False), follows(1, 0, 2, holds=False, needs_desk=False)
    ('taken', '')
    >>> follows(1, 2, 2, holds=False, needs_desk=True), follows(2, 3, 2, holds=False, needs_desk=True)
    ('asked', '')
    """
    if now < needed:
        return "taken" if holds else ""
    if holds:
        return ""
    if needs_desk:
        return "asked" if before < needed else ""
    return "given"


def may_vouch(giver: int, member: int, roles: Collection[str], giver_role: str, vouches: bool) -> Refusal | None:
    """None when `giver`, who has these roles and does or does not vouch already, may vouch for `member`.

    >>> may_vouch(1, 2, {"member"}, "", vouches=False) is None
    True
    >>> may_vouch(1, 1, {"member"}, "", vouches=False).code, may_vouch(1, 2, {"member"}, "", vouches=True).code
    ('OWN_VOUCH', 'ALREADY_VOUCHED')
    >>> may_vouch(1, 2, {"member"}, "link worker", vouches=False).code
    'NOT_ALLOWED'
    """
    if giver == member:
        return Refusal("OWN_VOUCH", "Nobody vouches for themselves.", "member")
    if vouches:
        return Refusal("ALREADY_VOUCHED", "You vouch for them already.", "member")
    if giver_role and giver_role not in roles:
        return Refusal("NOT_ALLOWED", "Only who is %(role)s vouches for this.", "role", {"role": giver_role})
    return None


def may_set(role: str, known: Collection[str], threshold: int | None, giver_role: str) -> Refusal | None:
    """None when a community may have its members vouch for this role, else what to mend.

    >>> may_set("link worker", {"member", "broker", "link worker"}, None, "") is None
    True
    >>> may_set("broker", {"member", "broker"}, None, "").code
    'UNKNOWN_ROLE'
    """
    open_to = sorted(set(known) - GIVEN_OTHERWISE)
    if role not in open_to:
        here = ", ".join(open_to)
        return Refusal("UNKNOWN_ROLE", "Members can vouch for these: %(here)s.", "role", {"here": here})
    if giver_role and giver_role not in known:
        return Refusal("UNKNOWN_ROLE", "There is no role called %(given)s here.", "giver_role", {"given": giver_role})
    if threshold is not None and not 1 <= threshold <= MOST_FIXED:
        return Refusal("OUT_OF_RANGE", "Choose from 1 to %(most)s.", "threshold", {"most": str(MOST_FIXED)})
    return None
