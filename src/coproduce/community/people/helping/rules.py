"""Who may be a trusted helper, and in what they may not speak for whom they help: rules without a database."""

from collections.abc import Collection
from datetime import date

from coproduce.community.base.actor import Actor
from coproduce.core.refusal import Refusal

LONGEST_WHAT = 120

OTHER_SIDE = Refusal(
    "OTHER_SIDE", "You are the other side of this: whoever you help says it themselves, or the desk does it for them."
)


def other_side(actor: Actor, agents: Collection[int]) -> Refusal | None:
    """None unless a helper is about to speak for somebody in a matter in which they are the other side themselves.

    >>> other_side(Actor(1, 2, None, helped_by=3), {2, 4}) is None
    True
    >>> other_side(Actor(1, 2, None, helped_by=3), {2, 3}).code
    'OTHER_SIDE'
    """
    return OTHER_SIDE if actor.helped_by is not None and actor.helped_by in agents else None


def still_helps(until_on: date | None, is_ward: bool, is_minor: bool, today: date) -> bool:
    """Whether somebody may do things for another today: named until a day that has not gone by, or as their guardian.

    `until_on` is None where they were not named.

    >>> still_helps(date(2026, 11, 17), False, False, date(2026, 11, 17))
    True
    >>> still_helps(date(2026, 11, 16), True, False, date(2026, 11, 17)), still_helps(None, True, True, date.max)
    (False, True)
    """
    return (until_on is not None and until_on >= today) or (is_ward and is_minor)
