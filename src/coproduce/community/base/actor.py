"""Who is acting, as plain ids: handed to every verb instead of a request or an account."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Via = Literal["web", "api", "cli", "import", "task", "sim"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One member of one community, acting now.

    `agent_id` is whose deed it is in this community, `person_id` who they are in all of them; both None for the
    operator of the installation and for tasks. `helped_by` is the agent of the trusted helper who does it for them,
    None where they do it themselves: what is theirs, what is kept and what others are told follows `agent_id` as ever,
    so that a verb works for who is helped without knowing of it. Such an actor has a member's role alone, never the
    helper's own, and may do only what a policy names in `BY_HELPER`; the record keeps both.
    `arenas` are those their community has switched on. `signed_in_long_ago` is for a browser whose owner has not shown
    for a while who they are: it does nothing that matters most.
    """

    community_id: int
    agent_id: int | None
    person_id: int | None
    roles: frozenset[str] = frozenset()
    helped_by: int | None = None
    via: Via = "web"
    arenas: frozenset[str] = frozenset()
    signed_in_long_ago: bool = False

    @property
    def hand(self) -> int | None:
        """The agent who does it with their own hand."""
        return self.agent_id if self.helped_by is None else self.helped_by


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
