"""`./coproduce test`: the whole suite, as two runs of pytest beside each other.

One runs everything, with SQLite; the other what needs a database again, with
PostgreSQL. Each prints its own closing line. Words that are not `--long` go to
pytest as they are.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from postgres import CannotServe, server

ROOT = Path(__file__).resolve().parent.parent

#: What pytest answers when it was asked for nothing that this run has.
NO_TESTS = 5


def main(words: list[str]) -> int:
    """Run both; answers the first exit code that is not 0."""
    with ExitStack() as stack:
        first = _pytest(words, {"DATABASE_URL": ""}, None)
        stack.callback(_end, first)
        try:
            address = stack.enter_context(server())
        except CannotServe as fault:
            code = first.wait()
            print(f"The tests were not run on PostgreSQL. {fault}", flush=True)
            return code or 1
        said = stack.enter_context(tempfile.TemporaryFile())
        second = _pytest(["-m", "database", *words], {"DATABASE_URL": address}, said)
        stack.callback(_end, second)
        codes = [first.wait(), second.wait()]
        print("\nThe same on PostgreSQL:", flush=True)
        said.seek(0)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
    if set(codes) == {0, NO_TESTS}:  # a word chose tests that need no database
        return 0
    return next((code for code in codes if code), 0)


def _pytest(words: list[str], differs: dict[str, str], said: IO[bytes] | None) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, **differs}
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *_workers(), *words], cwd=ROOT, env=environment, stdout=said,
        stderr=subprocess.STDOUT if said else None,
    )


def _workers() -> list[str]:
    """Two runs share the cores; on two cores one process each is quickest, for each makes its own database."""
    each = (os.cpu_count() or 1) // 2
    return ["-n", str(each)] if each > 1 else []


def _end(run: "subprocess.Popen[bytes]") -> None:
    """Let pytest clear up by itself, and not wait for ever."""
    if run.poll() is None:
        run.terminate()
        try:
            run.wait(timeout=10)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
