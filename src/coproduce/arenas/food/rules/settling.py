"""What a cycle comes to: each member pays by their band for what they got, each producer has the price as it is.

What bands add or leave stands on the community's own account. Reckoned whole from what everybody got, so that
what is put right later is a difference and nothing else (`core.cycle`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from coproduce.arenas.food.rules.paying import WHOLE_PERCENT, Frozen, charge

#: The community's own account, in a key.
POT = "pot"


@dataclass(frozen=True, slots=True)
class Got:
    """So much of one line that a member got, whose it was, and the price and band frozen at the close."""

    member: int
    producer: int
    amount: int
    price: Frozen
    band_percent: int = WHOLE_PERCENT


def owed(lines: Iterable[Got], unit: str) -> dict[tuple[str, str], int]:
    """What each member's entry changes on each account: adds up to nothing, for each of them.

    A key is the member, a stroke and the account: theirs, a producer's, or the pot's; then the unit.

    >>> owed([Got(1, 7, 4, Frozen(250), 75)], "GBP")
    {('1/1', 'GBP'): -750, ('1/7', 'GBP'): 1000, ('1/pot', 'GBP'): -250}
    """
    amounts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        paid = charge(line.amount, line.price, line.band_percent)
        due = charge(line.amount, line.price)
        for account, minor in ((line.member, -paid), (line.producer, due), (POT, paid - due)):
            amounts[f"{line.member}/{account}", unit] += minor
    return {key: minor for key, minor in amounts.items() if minor}


def never_dearer(ordered: Frozen, instead: Frozen) -> Frozen:
    """The price of what stands in: its own, or that of what was ordered, whichever is less.

    >>> never_dearer(Frozen(250), Frozen(300)), never_dearer(Frozen(250), Frozen(300, per=2))
    (Frozen(price_minor=250, per=1), Frozen(price_minor=300, per=2))
    """
    return min((instead, ordered), key=lambda price: Fraction(price.price_minor, price.per))
