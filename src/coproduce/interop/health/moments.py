"""A moment as somebody wrote it: to the minute, or only its day."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_DAY_ALONE = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """What can be meant lies between `first` and `last`, both included; of a full moment both are the same."""

    first: datetime
    last: datetime

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d}" if self.first != self.last else f"{self.first:%Y-%m-%d %H:%M}"


def moment(text: str, zone: ZoneInfo) -> Moment | None:
    """The moment a text names, in this time zone where it says none; None where it names no day.

    >>> london = ZoneInfo("Europe/London")
    >>> str(moment("2025-03-01 09:30", london)), str(moment("2025-07-01T09:30:00Z", london))
    ('2025-03-01 09:30', '2025-07-01 10:30')
    >>> str(moment("2025-03-01", london)), moment("2025-13-01", london), moment("1/3/2025", london)
    ('2025-03-01', None, None)
    """
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return None
    first = said.astimezone(zone) if said.tzinfo else said.replace(tzinfo=zone)
    if len(text) > _DAY_ALONE:
        return Moment(first, first)
    return Moment(first, datetime.combine(said + timedelta(days=1), time(), zone) - timedelta(seconds=1))
