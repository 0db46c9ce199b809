"""Who was forgotten, outside the database: so that a copy of an earlier day brings nobody back.

A file of the data folder that is only added to (`base/outside.py`): the number of the community and of the agent, and
when. It names nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from coproduce.community.base.models import AuditRow
from coproduce.community.privacy.outside import FILE


@dataclass(frozen=True, slots=True)
class Forgotten:
    """One line: somebody who was forgotten."""

    community: int
    agent: UUID
    at: datetime

    def line(self) -> str:
        return f"{self.community} {self.agent} {self.at.isoformat()}"


def place() -> Path:
    """Where it lies."""
    return FILE.place()


def lines() -> list[str]:
    """Every line, as it stands."""
    return FILE.lines()


def add(some: Iterable[str]) -> None:
    """Write lines that are not there yet, and see them on the disk."""
    FILE.add(some)


def complete() -> None:
    """Write lines that a program which was killed at the wrong moment left out: the record says who was forgotten."""
    known = {line.split()[1] for line in lines()}
    done = AuditRow.objects.filter(kind=AuditRow.DONE, verb="privacy.erase").order_by("pk")
    told = ((row.community_id, row.receipt or {}, row.recorded_at) for row in done)
    add(
        Forgotten(community, UUID(receipt["member"]), at).line()
        for community, receipt, at in told
        if receipt["state"] == "done" and receipt["member"] not in known
    )


def since(moment: datetime) -> Iterator[Forgotten]:
    """Who was forgotten at that moment or after it."""
    for line in lines():
        community, agent, at = line.split()
        if datetime.fromisoformat(at) >= moment:
            yield Forgotten(int(community), UUID(agent), datetime.fromisoformat(at))
