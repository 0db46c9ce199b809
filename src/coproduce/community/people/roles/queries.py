"""Which roles are given by hand, which come of themselves, and which see what is others'."""

from functools import cache

from coproduce.community.base.rooms import arenas
from coproduce.community.people.joining.becoming import known_roles
from coproduce.community.people.models import Community
from coproduce.community.people.roles.rules import MEMBER
from coproduce.community.people.signing_in.rules import STAFF
from coproduce.community.people.vouching.queries import needs_desk


def given_by_hand(community: Community) -> frozenset[str]:
    """Roles that somebody is given here: not a member's own, nor those that a verb of an arena gives."""
    return known_roles(community) - {MEMBER} - earned()


@cache
def earned() -> frozenset[str]:
    """Roles that come of what was done before, by a verb of their arena, and never by hand."""
    return frozenset(role for arena in arenas() for role in (*arena.earned, *arena.looked_after))


@cache
def opens_nothing() -> frozenset[str]:
    """Roles with which nobody sees anything of others that a member does not."""
    return frozenset({MEMBER, *(role for arena in arenas() for role in arena.looked_after)})


@cache
def staff() -> frozenset[str]:
    """Roles that see what is others', those of arenas too: whoever has one shows twice who they are."""
    return STAFF | {role for arena in arenas() for role in arena.roles if needs_desk(role)}
