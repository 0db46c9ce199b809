"""Supply points: since when and until when a meter belongs to a community, and with how much of it.

A meter may be of several communities, with no more than the whole of it together on any day. Who joins or leaves in the
middle of a month is reckoned with on their own days alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.core.apportion import ONE
from coproduce.core.arena import told_as
from coproduce.core.cycle import steps
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Belonging:
    """So many parts per million of a meter in a community, from its first day to its last, if it has one."""

    community: str
    parts: int
    from_on: date
    until_on: date | None = None

    def is_of(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def may_belong(all_of_it: Iterable[Belonging | Mapping[str, Any]]) -> Refusal | None:
    """None when no more than the whole of one meter is given away on any day, else what to mend.

    >>> half = Belonging("hill", 500_000, date(2026, 1, 1))
    >>> may_belong([half, Belonging("mill", 500_000, date(2026, 6, 1))]) is None
    True
    >>> print(may_belong([half, Belonging("mill", 500_001, date(2026, 6, 1))]))
    On 2026-06-01 more than all of this meter is given away: 1000001 parts per million. Lower a share, or let one end.
    """
    ours = [told_as(Belonging, one) for one in all_of_it]
    for one in ours:
        if not 0 < one.parts <= ONE:
            return Refusal(
                "BAD_SHARE", "A share is 1 to 1000000 parts per million, not %(parts)s.", "parts",
                {"parts": str(one.parts)},
            )  # fmt: skip
        if one.until_on and one.until_on < one.from_on:
            return Refusal("TURNED", "It ends before it begins.", "until_on")
    for day in sorted(one.from_on for one in ours):
        if (together := sum(one.parts for one in ours if one.is_of(day))) > ONE:
            return Refusal(
                "ABOVE_ONE",
                "On %(day)s more than all of this meter is given away: %(together)s parts per million. "
                "Lower a share, or let one end.",
                "parts",
                {"day": str(day), "together": str(together)},
            )
    return None


def own_part(
    wh: ArrayLike,
    all_of_it: Iterable[Belonging | Mapping[str, Any]],
    community: str,
    first_on: date,
    zone: str,
    step_minutes: int = 15,
) -> NDArray[np.int64]:
    """What of a meter's watt-hours, from midnight of that day on, belongs to one community: nothing on others' days.

    What all its communities have adds up to the whole in every interval where their parts do; in the order of their
    names.

    >>> mill = [Belonging("mill", 300_000, date(2026, 1, 2)), Belonging("hill", 700_000, date(2026, 1, 1))]
    >>> [own_part([5, 5, 5, 5], mill, name, date(2026, 1, 1), "UTC", 720).tolist() for name in ("hill", "mill")]
    [[3, 3, 3, 3], [0, 0, 2, 2]]
    """
    whole = np.asarray(wh, np.int64)
    ours = sorted((told_as(Belonging, one) for one in all_of_it), key=lambda one: one.community)
    part = np.zeros_like(whole)
    day, first = first_on, 0
    while (some := whole[first : (end := first + steps(day, zone, step_minutes))]).size:
        passed = 0
        for one in ours:
            if one.is_of(day):
                if one.community == community:
                    part[first:end] += some * (passed + one.parts) // ONE - some * passed // ONE
                passed += one.parts
        day, first = day + timedelta(1), end
    return part
