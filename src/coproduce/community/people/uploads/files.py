"""Where pictures lie: a folder in the data folder, each under a name of its own that says nothing.

A file is there before its row and gone after it, so that a row never lacks its file. While a backup copies them
nothing is thrown away: what is left behind then goes with the next look through the folder.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from coproduce.community.people.models import Upload

NAME = re.compile(r"[0-9a-f]{32}")

#: A file without a row may be of somebody who is just handing it in.
PATIENCE = timedelta(hours=1)


def folder() -> Path:
    place: Path = settings.DATA / "uploads"
    return place


def place_of(name: str) -> Path:
    """Where a picture of this name lies. ValueError for what is none of our names."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a picture")
    return folder() / name


def keep(content: bytes) -> str:
    """Write a file that is whole or not there, and answer its name."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    put(folder(), name, content)
    return name


def put(where: Path, name: str, content: bytes) -> None:
    part = where / f".{name}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(where / name)


def remove(rows: Iterable[Upload]) -> None:
    """Take rows away, and their files once it is certain that the rows are gone."""
    rows = list(rows)
    Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(partial(throw_away, [row.name for row in rows]))


def throw_away(names: Iterable[str]) -> None:
    """Delete these files; while a backup is made they are left to `sweep`."""
    with _alone(fcntl.LOCK_SH | fcntl.LOCK_NB) as is_free:
        for name in names if is_free else ():
            place_of(name).unlink(missing_ok=True)


def sweep(now: datetime) -> int:
    """Delete files no row names any more, an hour after; answers how many."""
    if not folder().is_dir():
        return 0
    before = (now - PATIENCE).timestamp()
    old = {one.name.strip(".").removesuffix(".part"): one for one in folder().iterdir() if one.stat().st_mtime < before}
    known = set(Upload.objects.values_list("name", flat=True))
    lost = [path for name, path in old.items() if name not in known and path.name != LOCK]
    with _alone(fcntl.LOCK_SH | fcntl.LOCK_NB) as is_free:
        for path in lost if is_free else ():
            path.unlink(missing_ok=True)
    return len(lost)


@contextmanager
def copying() -> Iterator[None]:
    """While this holds no picture is thrown away: for a backup."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(fcntl.LOCK_EX):
        yield


def faults() -> list[str]:
    """What does not agree between rows and files: for the proof of a copy."""
    found = []
    for name, sha256 in Upload.objects.values_list("name", "sha256"):
        if not place_of(name).is_file():
            found.append(f"the picture {name} is missing")
        elif hashlib.sha256(place_of(name).read_bytes()).hexdigest() != sha256:
            found.append(f"the picture {name} is not as it was")
    return found


LOCK = ".lock"


@contextmanager
def _alone(how: int) -> Iterator[bool]:
    """Hold the folder; answers whether it could be had."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / LOCK).open("w") as file:
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            yield False
            return
        yield True
