"""Whom to invite first, on a community's own ties: five ways side by side, and nobody named.

Which way reaches most is what a desk can use, and each way is said so that it can be followed by hand. Who stands
where is not told: people are not ranked here.
"""

from dataclasses import dataclass
from datetime import date

from coproduce.community.base.actor import Actor
from coproduce.community.exchange.weekly.queries import own_ties
from coproduce.core.stats import Suppression
from coproduce.economy import from_edges, seed_people
from coproduce.economy.comparing import StudyError
from coproduce.economy.seeding import HOW, SAYS, How


@dataclass(frozen=True, slots=True)
class Reach:
    """One way of choosing, and how many take part in the end, with the 95 % interval; None is too few to be shown."""

    how: How
    says: str
    reached: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Inviting:
    """`count` invited of the `tied` members who have ties among `members`, `pairs` of whom helped by agreement."""

    count: int
    members: int
    tied: int
    pairs: int
    ways: tuple[Reach, ...]


def whom_to_invite(actor: Actor, today: date, count: int, *, chance: float, seed: int) -> Inviting | None:
    """How many each way reaches where a tie brings somebody along with this `chance`; None for who may not read ties.

    The friends are those of whoever reads it, where they have ties themselves. StudyError where nobody is tied yet;
    ValueError for a count or chance that cannot be.
    """
    own = own_ties(actor, today)
    if own is None:
        return None
    if not own.pairs:
        raise StudyError("Nobody here has helped another by a thread of their own yet: there are no ties to go by.")
    network = from_edges(own.members, own.pairs)
    hub = own.mine if own.mine is not None and network.degrees()[own.mine] else None
    rule = Suppression(0) if own.is_whole else Suppression()
    ways = []
    for how in HOW:
        found = seed_people(network, count, chance=chance, seed=seed, how=how, broker=hub).expected
        few = rule.hide(round(found.low)) is None
        reached = (None, None, None) if few else (found.mean, found.low, found.high)
        ways.append(Reach(how, SAYS[how], *reached))
    return Inviting(count, own.members, own.tied, len(own.pairs), tuple(ways))
