"""A bench on SQLite, then on PostgreSQL where there is one: each in a process and on a database of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

from tests import postgresql


def run_on_both(module: str, measure: Callable[..., None], *sizes: int) -> None:
    """Call `measure` with the sizes asked for on the command line, once in a process for each database."""
    asked = (*(int(word) for word in sys.argv[1:]), *sizes[len(sys.argv) - 1 :])
    if "BENCH_HERE" in os.environ:
        measure(*asked)
        return
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BENCH_HERE": "1", "COPRODUCE_DATA": data, "COPRODUCE_SECRET": "bench"}
        environment |= {"DJANGO_SETTINGS_MODULE": "coproduce.web.settings"}
        command = [sys.executable, "-m", module, *map(str, asked)]
        subprocess.run(command, check=True, env={**environment, "DATABASE_URL": ""})
        if programs := postgresql.binaries():
            with postgresql.server(programs) as url:
                subprocess.run(command, check=True, env={**environment, "DATABASE_URL": url})
