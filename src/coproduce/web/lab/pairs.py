"""Who helped whom in a week of the model, which knows only how much each gave and received."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Pair:
    """How many quarter-hours one gave another; people are places."""

    giver: int
    receiver: int
    quarters: int


@dataclass(frozen=True, slots=True)
class Met:
    """The pairs of a week, and what somebody gave and received with nobody else there; it waits for the next week."""

    pairs: tuple[Pair, ...]
    gave: Mapping[int, int]
    got: Mapping[int, int]


def meet(gave: Mapping[int, int], got: Mapping[int, int], chance: Random) -> Met:
    """Pairs by chance, so that everybody gives and receives exactly so much, and nobody themselves.

    Whoever gave and received as much as all the others together is met first: left for later, only they would remain.
    With equal sums a remainder is there only where one person gave and received more than all the others.

    >>> meet({0: 4, 1: 2}, {0: 2, 2: 4}, Random(1)).pairs
    (Pair(giver=0, receiver=2, quarters=4), Pair(giver=1, receiver=0, quarters=2))
    >>> meet({0: 4}, {0: 4}, Random(1))
    Met(pairs=(), gave={0: 4}, got={0: 4})
    """
    gave, got = ({who: much for who, much in side.items() if much} for side in (gave, got))
    pairs: list[Pair] = []
    while True:
        total = min(sum(gave.values()), sum(got.values()))
        weight = {who: gave.get(who, 0) + got.get(who, 0) for who in {*gave, *got}}
        tight = {who for who, both in weight.items() if both >= total}
        could = [(one, other) for one in gave for other in got if one != other and tight <= {one, other}]
        could = could or [(one, other) for one in gave for other in got if one != other]
        if not could:
            return Met(tuple(pairs), gave, got)
        one, other = chance.choice(could)
        slack = total - max((both for who, both in weight.items() if who not in (one, other)), default=0)
        much = max(1, min(gave[one], got[other], slack))
        pairs.append(Pair(one, other, much))
        for side, who in ((gave, one), (got, other)):
            side[who] -= much
            if not side[who]:
                del side[who]
