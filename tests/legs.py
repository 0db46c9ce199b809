"""The whole suite, leg by leg: everything on SQLite, then every test of the database again on PostgreSQL.

./coproduce test [--long] [words for pytest]
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgresql  # noqa: E402 - found from wherever this is run
from tests.chromium import WHERE_TO_GET_IT, chromium  # noqa: E402

#: pytest's way to say that it found no test to run: fine when somebody asked for a few.
NOTHING_CHOSEN = 5


def main(words: list[str]) -> int:
    """Run both legs; the exit code of the first that failed."""
    if "--long" in words:
        words.remove("--long")
        os.environ["COPRODUCE_LONG"] = "1"
    if chromium() is None:
        print(f"No Chromium here: the browser's tests are left out. {WHERE_TO_GET_IT}", flush=True)
    first = leg("SQLite", words, {"DATABASE_URL": ""})
    second = on_postgresql(words)
    return first or second


def on_postgresql(words: list[str]) -> int:
    """The tests that touch a database, again."""
    words = ["-m", "django_db and not browser", *words]
    if url := os.environ.get("DATABASE_URL"):
        return leg("PostgreSQL", words, {"DATABASE_URL": url})
    programs = postgresql.binaries()
    if programs is None:
        print("No PostgreSQL here: its leg is left out. On Debian: sudo apt install postgresql", flush=True)
        return 0
    with postgresql.server(programs) as url:
        return leg("PostgreSQL", words, {"DATABASE_URL": url})


def leg(name: str, words: list[str], environment: dict[str, str]) -> int:
    print(f"\n— {name}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-n", "2", "--dist", "loadfile", *words]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode
    return 0 if code == NOTHING_CHOSEN else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
