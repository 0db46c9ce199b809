"""Running commands the way a shell does, in this process or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from coproduce.cli import build


def coproduce(*words: object) -> Result:
    """A command in this process, on the test's own database."""
    said = [str(word) for word in words]
    return CliRunner().invoke(build(said), said)


def alone(data: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own, on the SQLite database of a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COPRODUCE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "coproduce", *map(str, words)],
        env={**environment, "COPRODUCE_DATA": str(data), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
