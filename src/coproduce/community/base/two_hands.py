"""What comes on paper is typed in by two people, neither of whom sees what the other typed.

What both said alike counts. Until then each may type their own again, and a third hand is no second one.
"""

from collections.abc import Mapping
from typing import Any, Literal

from coproduce.core.refusal import Refusal

Hand = Literal["first", "second"]


def hand_of(who: int | None, first: int, second: int | None) -> Hand | Refusal:
    """Which of the two hands this is, where `first` and perhaps `second` have typed it before.

    >>> hand_of(7, 7, None), hand_of(8, 7, None), hand_of(8, 7, 8), hand_of(9, 7, 8).code
    ('first', 'second', 'second', 'TWO_HANDS')
    """
    if who == first:
        return "first"
    if second is None or who == second:
        return "second"
    return Refusal("TWO_HANDS", "Two others have typed this sheet. They look at it again together.", "sheet")


def differing(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[str, ...]:
    """At what the two differ, as far as either says anything.

    >>> differing({"present": 40, "absent": 2}, {"present": 39, "absent": 2})
    ('present',)
    """
    return tuple(one for one in dict.fromkeys([*first, *second]) if first.get(one) != second.get(one))
