"""What a copy of an earlier day must be told when it is restored, kept outside the database: lines that name nobody.

Each room that has such a file says so in an `outside.py` of its own, as `FILE`. A file is only added to. Backups carry
all of them along, and a restored one adds what it carried to what is here.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from coproduce.community.base import rooms


@dataclass(frozen=True, slots=True)
class Lines:
    """One file of the data folder, by its name."""

    name: str

    def place(self) -> Path:
        """Where it lies."""
        folder: Path = settings.DATA
        return folder / self.name

    def lines(self) -> list[str]:
        """Every line, as it stands."""
        return self.place().read_text(encoding="utf-8").split("\n")[:-1] if self.place().exists() else []

    def add(self, some: Iterable[str]) -> None:
        """Write lines that are not there yet, and see them on the disk."""
        new = [line for line in dict.fromkeys(some) if line not in set(self.lines())]
        if not new:
            return
        self.place().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.place().open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in new)
            file.flush()
            os.fsync(file.fileno())
        self.place().chmod(0o600)


def files() -> Iterator[Lines]:
    """The file of each room that has one, from the ground up."""
    return (module.FILE for module in rooms.with_file("outside"))


def said() -> dict[str, list[str]]:
    """All that stands in them, by the name of the file: what a backup carries."""
    return {file.name: file.lines() for file in files()}


def take_in(carried: Mapping[str, Iterable[str]]) -> None:
    """Add what a backup carried to what is here."""
    for file in files():
        file.add(carried.get(file.name, ()))
