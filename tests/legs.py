"""The whole suite, leg by leg: everything on SQLite, then every test of the database again on PostgreSQL.

./coproduce test [--long] [--day 2026-11-24] [words for pytest]

Without `--long`, what takes longest is looked at by sample, another one each day: `--day` takes that day's again.
"""

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgresql  # noqa: E402 - found from wherever this is run
from tests.chromium import WHERE_TO_GET_IT, chromium  # noqa: E402

#: pytest's way to say that it found no test to run: fine when somebody asked for a few.
NOTHING_CHOSEN = 5


def main(words: list[str]) -> int:
    """Run both legs; the exit code of the first that failed."""
    asked, words = _asked(words)
    os.environ |= {"COPRODUCE_DAY": str(asked.day), "COPRODUCE_LONG": "1" if asked.long else ""}
    if not asked.long:
        print(f"By sample: ./coproduce test --day {asked.day} takes the same again, --long everything.", flush=True)
    if chromium() is None:
        print(f"No Chromium here: the browser's tests are left out. {WHERE_TO_GET_IT}", flush=True)
    first = leg("SQLite", words, {"DATABASE_URL": ""})
    second = on_postgresql(words)
    return first or second


def _asked(words: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """What is for us, and what is for pytest."""
    ours = argparse.ArgumentParser("./coproduce test", add_help=False, allow_abbrev=False)
    ours.add_argument("--long", action="store_true")
    ours.add_argument("--day", type=date.fromisoformat, default=date.today())  # noqa: DTZ011 - any day will do
    return ours.parse_known_args(words)


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
    """One database's tests, by two processes. Compiled once: both legs read it, and every program a test starts."""
    print(f"\n— {name}", flush=True)
    seed = date.fromisoformat(os.environ["COPRODUCE_DAY"]).toordinal()
    # File by file in the order they are found in: tests/ holds the long ones, so it comes first in pyproject.toml.
    shared = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", f"--hypothesis-seed={seed}"]
    command = [sys.executable, "-m", "pytest", "-q", "-rfEs", *shared, *words]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(command, cwd=ROOT, env={**inherited, **environment}, check=False).returncode
    return 0 if code == NOTHING_CHOSEN else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
