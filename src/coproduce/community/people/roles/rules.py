"""Who gives whom a role, and who takes it back. Pure: who has which role comes in."""

from collections.abc import Collection

from coproduce.core.refusal import Refusal

MEMBER, LEAD = "member", "safeguarding lead"

#: Whoever looks at the books does not keep them.
KEEPS_APART = frozenset({frozenset({"auditor", "treasurer"}), frozenset({"auditor", "broker"})})

OWN_HAND = Refusal("OWN_HAND", "Somebody else gives and takes your roles: ask another one at the desk.", "member")


def may_give(
    role: str, has: Collection[str], known: Collection[str], *, is_self: bool, is_minor: bool
) -> Refusal | None:
    """None when this role may be given to somebody who has those, else why not. `known` are those given by hand here.

    >>> said = {"known": {"broker", "treasurer", "auditor", "safeguarding lead"}, "is_self": False, "is_minor": False}
    >>> may_give("broker", {"member"}, **said) is None
    True
    >>> may_give("queen", {"member"}, **said).code, may_give("auditor", {"member", "treasurer"}, **said).code
    ('UNKNOWN_ROLE', 'KEPT_APART')
    >>> may_give("broker", {"broker"}, **said).code, may_give("broker", {"member"}, **{**said, "is_self": True}).code
    ('ALREADY_SO', 'OWN_HAND')
    """
    if is_self:
        return OWN_HAND
    if role not in known:
        here = ", ".join(sorted(known))
        return Refusal("UNKNOWN_ROLE", "These roles are given here: %(here)s.", "role", {"here": here})
    if role in has:
        return Refusal("ALREADY_SO", "They are this already.", "role")
    if is_minor:
        return Refusal("NOT_OF_AGE", "They are not of age yet: they can have a role from then on.", "member")
    if any(frozenset({role, other}) in KEEPS_APART for other in has):
        return Refusal("KEPT_APART", "Whoever looks at the books does not keep them: choose somebody else.", "role")
    return None


def may_take(
    role: str, has: Collection[str], by: Collection[str], *, is_self: bool, is_vouched: bool
) -> Refusal | None:
    """None when somebody who has the roles `by` may take this one from somebody who has those, else why not.

    A safeguarding lead is taken off by another one alone, so that nobody who is being looked into takes off who looks.

    >>> said = {"is_self": False, "is_vouched": False}
    >>> may_take("treasurer", {"member", "treasurer"}, {"broker"}, **said) is None
    True
    >>> [may_take(role, {role}, by, **said).code for role, by in ((LEAD, {"broker"}), ("treasurer", {LEAD}))]
    ['ONLY_A_LEAD', 'NOT_ALLOWED']
    >>> may_take(LEAD, {LEAD}, {LEAD}, **said) is None, may_take("member", {"member"}, {"broker"}, **said).code
    (True, 'NOT_THEIRS')
    """
    if is_self:
        return OWN_HAND
    if role not in has or role == MEMBER:
        return Refusal("NOT_THEIRS", "Choose one of the roles they have here.", "role")
    if role == LEAD and LEAD not in by:
        return Refusal("ONLY_A_LEAD", "Only another safeguarding lead takes this back.", "role")
    if role != LEAD and "broker" not in by:
        return Refusal("NOT_ALLOWED", "The desk takes this back.", "role")
    if is_vouched:
        return Refusal(
            "IT_IS_VOUCHED", "Members vouch for them as this. Close vouching for it first, in the settings.", "role"
        )
    return None
