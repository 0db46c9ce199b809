"""What stands around the sides: processes that are told what to do, pgbench, the disk, and a folder for peers."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Told:
    """A process that answers one line for each line it is sent."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
        )
        self.ready = self._answer()

    def __call__(self, name: str, count: int, commit: str = "on") -> Any:
        assert self.process.stdin
        self.process.stdin.write(json.dumps([name, count, commit]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended with {self.process.wait()}")
        return json.loads(line)

    def close(self) -> None:
        """It goes on until there is nothing more to read."""
        self.process.communicate()


class Pgbench:
    """PostgreSQL's own bench: TPC-B, or a script, prepared, with so many clients."""

    def __init__(self, programs: Path, host: str, database: str) -> None:
        self.command = [str(programs / "pgbench"), "-n", "-M", "prepared", "-h", host, "-U", "coproduce"]
        self.database = database

    def fill(self, scale: int) -> None:
        """TPC-B's tables."""
        subprocess.run([*self.command[:1], "-i", "-q", "-s", str(scale), *self.command[4:], self.database],
                       check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip

    def __call__(self, clients: int, count: int, *more: str, commit: str = "on") -> Any:
        each = max(count // clients, 1)
        done = subprocess.run(
            [*self.command, "-c", str(clients), "-j", "2", "-t", str(each), *more, self.database],
            check=True, capture_output=True, text=True,
            env={**os.environ, "PGOPTIONS": f"-c synchronous_commit={commit}"},
        )  # fmt: skip
        rate = float(re.findall(r"tps = ([\d.]+)", done.stdout)[-1])
        return {"took": each * clients / rate, "count": each * clients}


def script(folder: Path, community: int, first: int, members: int) -> str:
    """A file for pgbench: the function that `post` calls, between any two accounts."""
    hashed = "decode(repeat('ab', 32), 'hex')"
    path = folder / "post.pgbench"
    path.write_text(
        f"\\set giver random(0, {members - 1})\n\\set receiver (:giver + random(1, {members - 1})) % {members}\n"
        f"SELECT balances FROM ledger_post_one({community}, gen_random_uuid(), {hashed}, 'exchange', 'company', 1,"
        f" NULL, '2026-04-01', now(), 'timebank', 'bench', '', {hashed}, '', '',"
        f" ARRAY[{first} + :giver, {first} + :receiver], ARRAY['hour', 'hour'], ARRAY[60, -60]);\n"
    )
    return str(path)


def flushes(folder: Path, count: int = 300) -> float:
    """How often a second this disk says that 8 kB are there for good."""
    with (folder / "flushed").open("wb", buffering=0) as file:
        began = time.perf_counter()
        for _ in range(count):
            file.write(bytes(8192))
            file.seek(0)
            os.fsync(file.fileno())
        return count / (time.perf_counter() - began)


def peers(folder: Path) -> Path:
    """The Python of a folder that holds what `requirements.txt` names; made when it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return python
