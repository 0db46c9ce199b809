"""How often a pound goes round nearby before it leaves: the local multiplier in three rounds, with its interval.

Source: New Economics Foundation, The Money Trail (LM3): what comes in, what of it is spent nearby, and what those who
got it spend nearby in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coproduce.arenas.market.rules.faults import MarketError
from coproduce.core.stats import bootstrap

Number = int | float | str | Decimal | Fraction

#: Fewer answers than this say nothing of a share.
FEWEST_ANSWERS = 8


def lm3(r1: Number, local_share_2: Number, local_share_3: Number) -> float:
    """(R1 + R2 + R3) / R1 = 1 + s₂ + s₂·s₃: what a pound that came in is worth nearby, from 1 to 3.

    MarketError where nothing came in, or a share is not between 0 and 1.

    >>> lm3(100_000, 0.6, 0.4)
    1.84
    >>> lm3(1, 0, 0), lm3(1, 1, 1)
    (1.0, 3.0)
    """
    came, two, three = (_exact(name, said) for name, said in
                        (("r1", r1), ("local_share_2", local_share_2), ("local_share_3", local_share_3)))  # fmt: skip
    if came <= 0:
        raise MarketError("NOT_POSITIVE", "r1", f"r1: {r1}. Write what came in, more than nothing.")
    for name, share in (("local_share_2", two), ("local_share_3", three)):
        if not 0 <= share <= 1:
            raise MarketError("NOT_A_SHARE", name, f"{name}: {share}. Write a part of one, from 0 to 1.")
    return float((came + came * two + came * two * three) / came)


@dataclass(frozen=True, slots=True)
class Taker:
    """A stall: what it took, what of that it spent at stalls here, and of 100 spent elsewhere, how many nearby."""

    took_minor: int
    spent_here_minor: int
    near_of_100: int


@dataclass(frozen=True, slots=True)
class Multiplier:
    """LM3 with its interval, the two shares, and how many stalls and members answered."""

    lm3: float
    low: float
    high: float
    share_2: float
    share_3: float
    stalls: int
    members: int


def went_round(stalls: Sequence[Taker], members_near_of_100: Sequence[int]) -> Multiplier | None:
    """LM3 of a market: the second round from the books and stalls' answers for the rest, the third from members'.

    Stalls count by what they took. Both shares are drawn again from those who answered, and the ends are those of both
    at once, so that the interval is rather too wide than too narrow. None with fewer than eight answers of either.

    >>> even = went_round([Taker(1_000, 0, 60)] * 8, [40] * 8)
    >>> even.lm3, even.low, even.high
    (1.84, 1.84, 1.84)
    """
    told = [one for one in stalls if one.took_minor > 0]
    if min(len(told), len(members_near_of_100)) < FEWEST_ANSWERS:
        return None
    near = [(float(one.took_minor), float(_near(one))) for one in told]
    two = bootstrap(near, lambda rows: float((rows[:, 0] * rows[:, 1]).sum() / rows[:, 0].sum()))
    three = bootstrap([answer / 100 for answer in members_near_of_100])
    came = sum(one.took_minor for one in told)
    at, low, high = (
        lm3(came, *(round(min(1.0, max(0.0, share)), 9) for share in shares))
        for shares in ((two.estimate, three.estimate), (two.low, three.low), (two.high, three.high))
    )
    return Multiplier(at, low, high, two.estimate, three.estimate, len(told), len(members_near_of_100))


def _near(one: Taker) -> Fraction:
    """The part of what a stall took that it spent nearby."""
    here = min(one.spent_here_minor, one.took_minor)
    return (here + (one.took_minor - here) * Fraction(one.near_of_100, 100)) / one.took_minor


def _exact(name: str, said: Number) -> Fraction:
    try:
        return Fraction(str(said))
    except (ValueError, ZeroDivisionError):
        raise MarketError("NOT_A_NUMBER", name, f"{name}: {said!r} is no number.") from None
