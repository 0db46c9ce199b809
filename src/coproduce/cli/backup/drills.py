"""When a backup was last restored to see that it can be: a file of the data folder says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

#: After so long a backup nobody tried is a hope.
AFTER = timedelta(days=92)


def last() -> datetime | None:
    """When the last drill ended well."""
    return datetime.fromisoformat(_place().read_text(encoding="utf-8")) if _place().exists() else None


def note() -> None:
    """One ended well now."""
    _place().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _place().write_text(datetime.now(UTC).isoformat(timespec="seconds"), encoding="utf-8")


def is_due(now: datetime, begun: datetime | None) -> bool:
    """Whether nobody tried for so long, counted from when anything was `begun` here where nobody ever did."""
    since = last() or begun
    return since is not None and now - since > AFTER


def _place() -> Path:
    from django.conf import settings

    place: Path = settings.DATA / "drilled"
    return place
