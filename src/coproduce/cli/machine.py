"""What the machine itself should be for people's trust: room, a disk nobody can read who takes it away, a right clock.

Each looks and answers a sentence that says what to do, or nothing. What cannot be told on this machine is not guessed.
"""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

#: SQLite from this one on is what the program is tried with.
LEAST_SQLITE = (3, 37, 0)

#: Free bytes below which the next months may not fit.
LEAST_SPACE = 2 * 1024**3

#: Folders that something copies while it is written, by a name of theirs anywhere above.
SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "owncloud",
          "syncthing", "pcloud", "mega")  # fmt: skip

#: What such a program leaves in the folder it copies.
MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".sync_*.db", "._sync_*.db")

#: How far two clocks may be apart.
APART = timedelta(minutes=2)


def findings(data: Path, now: datetime, *, latest: datetime | None, server: datetime | None) -> Iterator[str]:
    """All that the machine should be told. `latest` is the last moment in the books, `server` the database's clock."""
    for sentence in (
        sqlite_fault(sqlite3.sqlite_version_info[:3]),
        space_fault(data, shutil.disk_usage(_there(data)).free),
        synced_fault(data),
        disk_fault(data, _layers(data)),
        clock_fault(now, latest=latest, server=server),
    ):
        if sentence:
            yield sentence


def sqlite_fault(version: tuple[int, ...]) -> str:
    """
    >>> sqlite_fault((3, 40, 1)), sqlite_fault((3, 31, 0)).partition(".")[0]
    ('', 'SQLite here is 3')
    """
    if version >= LEAST_SQLITE:
        return ""
    said, least = (".".join(map(str, each)) for each in (version, LEAST_SQLITE))
    return f"SQLite here is {said}. Install a Python that brings {least} or newer."


def space_fault(data: Path, free: int) -> str:
    """
    >>> space_fault(Path("var"), 3 * 1024**3), space_fault(Path("var"), 512 * 1024**2)
    ('', 'Only 512 MB are free where var lies. Make room: old files in its folder backups can go elsewhere.')
    """
    if free >= LEAST_SPACE:
        return ""
    return (
        f"Only {free // 1024**2} MB are free where {data} lies. "
        "Make room: old files in its folder backups can go elsewhere."
    )


def synced_fault(data: Path) -> str:
    """A folder that is copied elsewhere while it is written to loses rows, and takes people's words with it.

    >>> synced_fault(Path("/srv/cleo/Dropbox/var")).partition(".")[0]
    '/srv/cleo/Dropbox/var lies in a folder that is copied elsewhere (Dropbox)'
    """
    for above in (data, *data.parents):
        by_name = next((word for word in SYNCED if word in above.name.casefold()), None)
        by_mark = next((mark for mark in MARKS if by_name is None and _has(above, mark)), None)
        if by_name or by_mark:
            return (
                f"{data} lies in a folder that is copied elsewhere ({above.name}). A database copied while it runs "
                "loses rows: choose another folder with --data, and copy the folder backups instead."
            )
    return ""


def disk_fault(data: Path, layers: list[str] | None) -> str:
    """`layers` are the kinds of device the folder lies on, from the top; None where this machine does not say.

    >>> disk_fault(Path("var"), ["ext4", "crypt", "part", "disk"]), disk_fault(Path("var"), None)
    ('', '')
    """
    if layers is None or any("crypt" in layer.casefold() for layer in layers):
        return ""
    return (
        f"The disk {data} lies on is not encrypted: whoever takes the machine can read it. "
        "Encrypt the disk (docs/how-to/keep-it-running.md), and keep backups where nobody takes them."
    )


def clock_fault(now: datetime, *, latest: datetime | None, server: datetime | None) -> str:
    if latest and latest - now > APART:
        return f"The clock says {now:%Y-%m-%d %H:%M}, but the books go on to {latest:%Y-%m-%d %H:%M}. Set it right."
    if server and abs(server - now) > APART:
        return f"The clock here and the database's differ: {now:%H:%M:%S} and {server:%H:%M:%S}. Set both right."
    return ""


def _layers(data: Path) -> list[str] | None:
    """What `findmnt` and `lsblk` say the folder lies on; None where they are not there or do not know."""
    try:
        mount = _said("findmnt", "--json", "--output", "SOURCE,FSTYPE", "--target", str(_there(data)))["filesystems"][0]
        tree = _said("lsblk", "--json", "--inverse", "--output", "TYPE,FSTYPE", mount["source"])["blockdevices"]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, IndexError):
        return None
    layers = [mount["fstype"]]
    while tree:
        layers += [str(tree[0].get("type")), str(tree[0].get("fstype"))]
        tree = tree[0].get("children", [])
    return layers


def _said(*command: str) -> dict:  # type: ignore[type-arg]
    if (program := shutil.which(command[0])) is None:
        raise FileNotFoundError(command[0])
    asked = [program, *command[1:]]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 - no shell
    answer: dict = json.loads(done.stdout)  # type: ignore[type-arg]
    return answer


def _there(data: Path) -> Path:
    """The folder, or the nearest above it that is there already."""
    return next(place for place in (data, *data.parents) if place.exists())


def _has(folder: Path, mark: str) -> bool:
    try:
        return any(folder.glob(mark))
    except OSError:
        return False
