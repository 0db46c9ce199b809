"""By what a community puts right, and what of it takes two to change. Decided without a database."""

from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal

#: Longest a community may choose: ten years.
MOST_DAYS = 3650

LONGEST_REASON = 200


def may_set_undoing(days: int | None, two_from: Quantity | None) -> Refusal | None:
    """None when a community can put right by this."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        return Refusal(
            "OUT_OF_RANGE",
            "Choose between one and %(most)s days, or none for any time.",
            "days",
            {"most": str(MOST_DAYS)},
        )
    if two_from is not None and (two_from.unit != HOURS or two_from.minor <= 0):
        return Refusal("NOT_POSITIVE", "Say from how many hours on: one minute or more.", "two_from")
    return None


def loosens(bound: int | None, wanted: int | None) -> bool:
    """Whether one person alone could do more by the bound that is wanted: it is higher than the one set, or none.

    >>> loosens(480, 600), loosens(480, None), loosens(480, 60), loosens(None, 600)
    (True, True, False, False)
    """
    return bound is not None and (wanted is None or wanted > bound)
