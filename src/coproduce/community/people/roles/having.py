"""How a member comes to have other roles than before: whoever changes the same record meanwhile is told."""

from collections.abc import Iterable

from coproduce.community.people.models import Membership


def have(whose: Membership, roles: Iterable[str]) -> None:
    """They have these roles from now on."""
    whose.roles = sorted(set(roles))
    whose.version += 1
    whose.save(update_fields=["roles", "version"])
