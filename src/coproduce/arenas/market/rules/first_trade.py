"""Is a first trade likelier where help came first? Counted from the books, by pairs of a member and a stall.

Up to a day, help had passed between the two or not; none of the pairs had traded. After it, how many traded for the
first time. Nobody chose by lot who is helped: people who help a lot may also buy a lot. So this is a crude comparison
(design letter C), however narrow its interval.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.core.stats import bootstrap

DESIGN = "C"

#: With fewer members in either group nothing is said of a difference.
FEWEST_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class Buyer:
    """One member: of their pairs with a stall, how many help had passed in, and traded since; and of the others."""

    helped: int
    helped_traded: int
    others: int
    others_traded: int


@dataclass(frozen=True, slots=True)
class FirstTrade:
    """Shares of pairs that traded first, with and without help before, their difference with its 95 % interval, and the
    ratio of the two (None where none of the others traded)."""

    pairs_helped: int
    traded_helped: int
    pairs_others: int
    traded_others: int
    difference: float
    low: float
    high: float
    ratio: float | None


def compared(buyers: Iterable[Buyer]) -> FirstTrade | None:
    """The comparison; None where too few members have a pair of either kind.

    A member's pairs hang together, so the interval comes from drawing whole members again. That stalls are the same for
    all is not in it.

    >>> few = [Buyer(1, 1, 9, 3)] * 20 + [Buyer(0, 0, 10, 1)] * 20
    >>> found = compared(few)
    >>> found.traded_helped, found.pairs_helped, round(found.difference, 3), found.low < found.difference < found.high
    (20, 20, 0.789, True)
    """
    rows = np.array([(one.helped, one.helped_traded, one.others, one.others_traded) for one in buyers], np.float64)
    if not len(rows) or min((rows[:, 0] > 0).sum(), (rows[:, 2] > 0).sum()) < FEWEST_MEMBERS:
        return None
    helped, traded, others, others_traded = (int(number) for number in rows.sum(axis=0))
    found = bootstrap(rows, _difference)
    with_help, without = traded / helped, others_traded / others
    return FirstTrade(
        helped, traded, others, others_traded, found.estimate, found.low, found.high,
        with_help / without if without else None,
    )  # fmt: skip


def _difference(rows: NDArray[np.float64]) -> float:
    helped, traded, others, others_traded = rows.sum(axis=0)
    return float(traded / max(helped, 1) - others_traded / max(others, 1))
