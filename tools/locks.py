"""Write the lock files again from pyproject.toml: `./coproduce run -- python tools/locks.py [--upgrade]`.

They hold for Linux and macOS and every Python from 3.11 on, name wheels by
their hashes and no index, so any mirror serves. Versions stay as they are
unless `--upgrade` is among the words; the developers' lock follows the first.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COMPILE = (
    "uv",
    "pip",
    "compile",
    "pyproject.toml",
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--only-binary",
    ":all:",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
)

LOCKS = (
    ("requirements.lock", ("--extra", "web", "--group", "build")),
    ("requirements-dev.lock", ("--extra", "web", "--group", "build", "--group", "dev", "-c", "requirements.lock")),
    ("requirements-fast.lock", ("--extra", "web", "--extra", "fast", "--group", "build", "-c", "requirements.lock")),
    ("requirements-oracles.lock", ("--group", "oracles", "-c", "requirements-dev.lock")),
)


def main(words: list[str]) -> int:
    """Write all of them; answers the exit code of the first that fails."""
    for lock, asked in LOCKS:
        print(f"Writing {lock} …", flush=True)
        done = subprocess.run([*COMPILE, *asked, *words, "-o", lock], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
