"""For how long something may be put right, and from how much on it takes two. Decided without a database."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from coproduce.community.base.wire import unit
from coproduce.core.journal import Entry
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal

#: What `source_ref` of the two halves of putting right begins with, so that each is found from the other.
INSTEAD_OF, PUT_RIGHT_BY = "instead of ", "put right by "


def named_in(source_ref: str, mark: str) -> UUID | None:
    """The entry one half of putting right names as the other.

    >>> named_in("instead of 00000000-0000-0000-0000-000000000007", INSTEAD_OF).int
    7
    >>> named_in("list 7", INSTEAD_OF) is None
    True
    """
    if not source_ref.startswith(mark):
        return None
    try:
        return UUID(source_ref.removeprefix(mark))
    except ValueError:  # a list from elsewhere may say anything
        return None


def in_time(recorded_on: date, asked_on: date, days: int | None) -> Refusal | None:
    """None while what was written down on a day may still be put right; with no `days` it always may.

    >>> in_time(date(2026, 11, 1), date(2026, 11, 15), 14) is None
    True
    >>> in_time(date(2026, 11, 1), date(2026, 11, 16), 14).code
    'TOO_LATE'
    """
    if days is None or (asked_on - recorded_on).days <= days:
        return None
    return Refusal(
        "TOO_LATE",
        "This was written down on %(day)s, and here things are put right for %(days)s days. Write down what is missing "
        "as something new, or ask your treasurer for more days.",
        "of",
        {"day": recorded_on.isoformat(), "days": str(days)},
    )


def takes_two(entry: Entry, two_from: Mapping[str, int]) -> Quantity | None:
    """From how much on it takes two, when this entry is as large in one of its units; None when one is enough."""
    moved: dict[str, int] = {}
    for posting in entry.postings:
        code = posting.amount.unit.code
        moved[code] = moved.get(code, 0) + max(posting.amount.minor, 0)
    return next((unit(code)(bound) for code, bound in two_from.items() if moved.get(code, 0) >= bound), None)


def needs_second(bound: Quantity) -> Refusal:
    """What to say to one person alone."""
    return Refusal(
        "NEEDS_SECOND",
        "From %(bound)s on it takes two here. Ask to have it taken back: somebody else at the desk looks at it, "
        "and then you write down what is right.",
        "of",
        {"bound": str(bound)},
    )
