"""A bench on SQLite, then on PostgreSQL where there is one: each in a process and on a database of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

from tests import postgresql


def run_on_both(module: str, measure: Callable[[int], None], size: int) -> None:
    """Call `measure` with the size asked for on the command line, once in a process for each database."""
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else size
    if "BENCH_HERE" in os.environ:
        measure(asked)
        return
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BENCH_HERE": "1", "COPRODUCE_DATA": data, "COPRODUCE_SECRET": "bench"}
        environment |= {"DJANGO_SETTINGS_MODULE": "coproduce.web.settings"}
        command = [sys.executable, "-m", module, str(asked)]
        subprocess.run(command, check=True, env={**environment, "DATABASE_URL": ""})
        if programs := postgresql.binaries():
            with postgresql.server(programs) as url:
                subprocess.run(command, check=True, env={**environment, "DATABASE_URL": url})
