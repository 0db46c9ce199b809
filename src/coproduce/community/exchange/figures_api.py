"""What every arena that shows figures answers a script: shares with their interval, and paid beside unpaid hours."""

from ninja import Schema


class Share(Schema):
    """`k` of `n`, with the 95 % interval."""

    k: int
    n: int
    share: float | None
    low: float | None
    high: float | None


class PaidPart(Schema):
    """Who gave and was paid how many minutes; null is not shown."""

    who: list[str]
    people: int | None
    given_minutes: int | None
    paid_minutes: int | None


class PaidLine(Schema):
    """Months; `elsewhere_minutes` were paid for the whole community."""

    months: list[str]
    parts: list[PaidPart]
    everybody: PaidPart
    elsewhere_minutes: int


class PaidAndUnpaid(Schema):
    """Given hours by sex beside paid hours, by month and in the whole year."""

    year: int
    is_demo: bool
    total: PaidLine
    months: list[PaidLine]
