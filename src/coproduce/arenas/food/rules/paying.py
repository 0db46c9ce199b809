"""What a box costs, by solidarity bands, and what is credited when less comes than was paid for.

The price of a cycle is frozen at its close. A credit is the difference of what was charged and what is due, so that
nothing is rounded twice and charge and credits add up to what was received.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from coproduce.arenas.food.rules.faults import FoodError
from coproduce.core.arena import told_as
from coproduce.core.obligation import half_up

#: What everybody pays who says nothing else, in hundredths.
WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Frozen:
    """A product's price at the close: smallest coins for so many of its unit (a piece, 1000 g)."""

    price_minor: int
    per: int = 1


class Note(NamedTuple):
    """A credit note: for which cycle, to whom, for what, how much less came, and smallest coins back."""

    cycle: str
    member: str
    product: str
    less: int
    minor: int


def charge(amount: int, price: Frozen | Mapping[str, Any], band_percent: int = WHOLE_PERCENT) -> int:
    """Smallest coins for so much of a product in a band, half up.

    >>> charge(750, Frozen(320, per=1000)), charge(2, Frozen(250), band_percent=80)
    (240, 400)
    """
    price = told_as(Frozen, price)
    if amount < 0 or price.price_minor < 0 or price.per < 1 or band_percent < 0:
        raise FoodError("NEGATIVE", "amount", f"{amount} at {price.price_minor} for {price.per}: look again.")
    return half_up(Fraction(amount * price.price_minor * band_percent, price.per * WHOLE_PERCENT))


def credit_notes(
    cycle: str,
    charged: Mapping[tuple[str, str], int],
    received: Mapping[tuple[str, str], int],
    prices: Mapping[str, Frozen],
    bands: Mapping[str, int] | None = None,
) -> tuple[Note, ...]:
    """For each member and product of which less came than was charged: a note of the difference, named by its cycle.

    Amounts by (member, product); what is not among the received did not come. Whoever got more pays no more by this.

    >>> credit_notes("week 21", {("Ana", "leek"): 5, ("Ben", "leek"): 2}, {("Ana", "leek"): 3, ("Ben", "leek"): 2},
    ...              {"leek": Frozen(120)})
    (Note(cycle='week 21', member='Ana', product='leek', less=2, minor=240),)
    """
    notes = []
    for (member, product), amount in sorted(charged.items()):
        came = received.get((member, product), 0)
        if came < amount:
            band, price = (bands or {}).get(member, WHOLE_PERCENT), prices[product]
            back = charge(amount, price, band) - charge(came, price, band)
            notes.append(Note(cycle, member, product, amount - came, back))
    return tuple(notes)
