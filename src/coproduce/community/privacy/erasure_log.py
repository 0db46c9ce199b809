"""Who was forgotten, outside the database: so that a copy of an earlier day brings nobody back.

A file of the data folder that is only added to: the number of the community and of the agent, and when. It names
nobody. Backups carry it along, and a restored one adds what it carried to what is here.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from coproduce.community.base.models import AuditRow

#: What the file is called.
NAME = "erasures"


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
    folder: Path = settings.DATA
    return folder / NAME


def lines() -> list[str]:
    """Every line, as it stands."""
    return place().read_text(encoding="utf-8").split("\n")[:-1] if place().exists() else []


def add(some: Iterable[str]) -> None:
    """Write lines that are not there yet, and see them on the disk."""
    new = [line for line in dict.fromkeys(some) if line not in set(lines())]
    if not new:
        return
    place().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place().open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in new)
        file.flush()
        os.fsync(file.fileno())
    place().chmod(0o600)


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
