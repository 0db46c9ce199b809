"""Who is acting, as plain ids: handed to every verb instead of a request or an account."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Via = Literal["web", "api", "cli", "import", "task", "sim"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One member of one community, acting now.

    `agent_id` is who they are in this community, `person_id` who they are in
    all of them; both None for the operator of the installation and for tasks.
    `acting_for` is the agent a trusted helper acts for; `arenas` are those
    their community has switched on. `signed_in_long_ago` is for a browser whose owner has not shown for a while who
    they are: it does nothing that matters most.
    """

    community_id: int
    agent_id: int | None
    person_id: int | None
    roles: frozenset[str] = frozenset()
    acting_for: int | None = None
    via: Via = "web"
    arenas: frozenset[str] = frozenset()
    signed_in_long_ago: bool = False


#: Rights over the installation, not over a community's content.
OPERATOR = "operator"


def operator(community_id: int = 0, via: Via = "cli") -> Actor:
    """Whoever runs the machine: opens communities, keeps backups, reads no content."""
    return Actor(community_id, None, None, frozenset({OPERATOR}), via=via)


def clockwork(community_id: int = 0) -> Actor:
    """The worker doing what is due; allowed nothing that a policy row does not name."""
    return Actor(community_id, None, None, frozenset({"clockwork"}), via="task")


def visitor(community_id: int, arenas: Collection[str] = ()) -> Actor:
    """Somebody at the public page of a community: they may knock, and read nothing of it."""
    return Actor(community_id, None, None, frozenset({"visitor"}), arenas=frozenset(arenas))
