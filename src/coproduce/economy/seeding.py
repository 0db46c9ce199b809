"""Whom to invite first, so that word of mouth reaches most people: five ways of choosing, on the same luck.

Whoever takes part brings each tie along once, with a chance. Then what a draw of luck reaches is who hangs together by
the ties that would carry (“live edges”), and reach has diminishing returns: choosing one after another whoever adds
most comes within 1 − 1/e of the best choice on those draws (Nemhauser, Wolsey & Fisher 1978; Kempe, Kleinberg & Tardos
2003). Where several ties are needed before one is copied, that promise does not hold, and neighbourhoods do better.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.draws import uniform
from coproduce.economy.interval import Interval, interval
from coproduce.economy.network import Ties
from coproduce.economy.reach import Places, greedy, luck

How = Literal["random", "cluster", "central", "friends", "greedy"]
HOW: tuple[How, ...] = get_args(How)

#: What each way is in words.
SAYS: dict[How, str] = {
    "random": "whoever chance names",
    "cluster": "one neighbourhood: somebody chance names, their ties, and the ties of those",
    "central": "who has most ties",
    "friends": "the broker's own ties, and the ties of those",
    "greedy": "one after another whoever would add most",
}

#: Draws of luck that judge a choice.
DRAWS = 128
#: Draws that choose come after these, none of them a judge. People times draws to choose by, and how many at least and
#: at most: chosen by few, greedy finds who was lucky rather than who is well placed.
_CHOOSING, _CHOOSE, _FEWEST, _MOST = 1 << 20, 1 << 23, 128, 2048
#: A stream of chance of this module's own.
_ORDER = 5000


@dataclass(frozen=True, slots=True)
class Seeds:
    """`people`: places in the order of inviting. `reached[draw]`: how many take part in the end, the invited included.

    The draws are none of those the choice was made by, and the same for every way: take differences draw by draw.
    """

    how: How
    people: Places
    reached: NDArray[np.float64]

    @property
    def expected(self) -> Interval:
        """The people reached on average, with its 95 % interval over draws of luck; the network is taken as it is."""
        return interval(self.reached)

    def over(self, other: "Seeds") -> Interval:
        """How many more than another way, by the same luck."""
        return interval(self.reached - other.reached)


def _around(ties: Ties, names: Places, starts: Places, count: int) -> Places:
    """The first so many people met going outward from each start in turn, itself first; a person's ties by name."""
    met, order = np.zeros(ties.people, bool), list[int]()
    for start in starts.tolist():
        queue = [] if met[start] or len(order) >= count else [start]
        met[start] = True
        for person in queue:  # grows as it is gone through
            if len(order) + len(queue) >= count:
                break
            ends = ties.ends[ties.starts[person] : ties.starts[person + 1]]
            fresh = ends[~met[ends]]
            met[fresh] = True
            queue += fresh[np.argsort(names[fresh])].tolist()
        order += queue
    return np.array(order[:count], np.int64)


def seed_people(
    ties: Ties,
    count: int,
    *,
    chance: float,
    seed: int,
    how: How = "greedy",
    broker: int | None = None,
    draws: int = DRAWS,
    chosen_by: int | None = None,
    ids: Places | None = None,
) -> Seeds:
    """The `count` people to invite first, one way of `HOW`, and how many they reach.

    `chance`: that a tie brings somebody along. `broker`: the place of whose friends are asked, not asked themselves;
    who has most ties unless said. `draws` of luck judge; greedy is `chosen_by` others, 2,048 for four thousand people
    and down to 128 for many more, where it may do no better than who has most ties: the intervals say.
    ValueError for a count, chance, way or broker that cannot be.
    """
    size = ties.people
    if not 1 <= count <= size - (how == "friends"):
        raise ValueError(f"One invites at least one person, and no more than there are: {count} of {size}.")
    if how not in HOW:
        raise ValueError(f"“{how}” is not among {', '.join(HOW)}.")
    names = np.arange(size) if ids is None else np.asarray(ids, np.int64)
    judged = luck(ties, chance=chance, seed=seed, draws=draws, ids=names)
    by_lot = np.lexsort((names, uniform(names, seed, _ORDER)))
    by_ties = np.lexsort((names, -ties.degrees()))
    hub = int(by_ties[0]) if broker is None else broker
    if not 0 <= hub < size:
        raise ValueError(f"The broker's place is {hub}; places go from 0 to {size - 1}.")
    tried = min(max(_CHOOSE // size, _FEWEST), _MOST) if chosen_by is None else chosen_by
    ways: dict[How, Callable[[], Places]] = {
        "random": lambda: by_lot[:count],
        "cluster": lambda: _around(ties, names, by_lot, count),
        "central": lambda: by_ties[:count],
        "friends": lambda: _around(ties, names, np.concatenate([[hub], by_lot]), count + 1)[1:],
        "greedy": lambda: greedy(
            luck(ties, chance=chance, seed=seed, first=_CHOOSING, draws=tried, ids=names), count, names
        ),
    }
    people = ways[how]()
    return Seeds(how, people, judged.reached(people))
