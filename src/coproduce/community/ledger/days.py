"""Which lines of a statement are asked for: by the day something happened, or by the day it was written down."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

By = Literal["happened", "written"]


@dataclass(frozen=True, slots=True)
class Days:
    """From a day until another, both included; None is no bound. `zone` is where a day of writing begins and ends."""

    by: By
    first: date | None
    until: date | None
    zone: str

    def as_filter(self) -> dict[str, Any]:
        """What a posting's entry has to be.

        >>> Days("happened", date(2026, 10, 1), None, "Europe/London").as_filter()
        {'entry__effective_on__gte': datetime.date(2026, 10, 1)}
        """
        if self.by == "happened":
            said = {"entry__effective_on__gte": self.first, "entry__effective_on__lte": self.until}
        else:
            after = self.until + timedelta(days=1) if self.until and self.until < date.max else None
            said = {"entry__recorded_at__gte": self._begins(self.first), "entry__recorded_at__lt": self._begins(after)}
        return {name: bound for name, bound in said.items() if bound is not None}

    def _begins(self, day: date | None) -> Any:
        return day and datetime.combine(day, time.min, ZoneInfo(self.zone))
