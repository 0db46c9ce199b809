"""How soon the first page is there, and how much memory the program rests in: python -m tests.bench.start

Cold starts install everything into an empty folder, so they need the network.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.fixtures.browser import _free_port

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_COPIED = shutil.ignore_patterns(".venv", ".git", "var", ".*_cache", "__pycache__")


def first_page(folder: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds from typing `up` to the first page, and the kilobytes it rests in (sum of PSS)."""
    port = _free_port()
    began = time.perf_counter()
    program = subprocess.Popen(
        [sys.executable, folder / "coproduce", "up", "--port", str(port)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
            break
        except OSError:
            time.sleep(0.02)
    took = time.perf_counter() - began
    time.sleep(5)
    group = [
        int(line.split()[0])
        for line in subprocess.run(
            ["ps", "-eo", "pid,pgid"], capture_output=True, text=True, check=True
        ).stdout.splitlines()[1:]
        if line.split()[1] == str(program.pid)
    ]
    rests_in = sum(_pss(pid) for pid in group)
    program.terminate()
    program.wait()
    return took, rests_in


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> None:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COPRODUCE", "DJANGO", "DATABASE", "PYTHON"))
    }
    without_uv = {
        **clean,
        "PATH": os.pathsep.join(
            folder for folder in clean["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()
        ),
    }
    for name, environment in (("pip", without_uv), ("uv", clean)):
        if name == "uv" and shutil.which("uv") is None:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "coproduce"
            shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
            cold, _ = first_page(folder, environment)
            warm = [first_page(folder, environment) for _ in range(3)]
            quick, slow = min(took for took, _ in warm), max(took for took, _ in warm)
            rests_in = max(kilobytes for _, kilobytes in warm) / 1024
            print(f"{name}: cold {cold:.1f} s, warm {quick:.1f}-{slow:.1f} s, rests in {rests_in:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
