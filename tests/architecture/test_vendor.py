"""What others made and this project carries is listed, and is what it was."""

import hashlib
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LISTED = tomllib.loads((ROOT / "vendor.toml").read_text(encoding="utf-8"))["file"]

#: Kinds of file nobody here writes by hand.
CARRIED = {".woff2", ".woff", ".ttf", ".min.js", ".wasm"}


def test_each_file_is_what_it_was() -> None:
    for file in LISTED:
        assert hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest() == file["sha256"], file["path"]
        assert file["version"] and file["licence"] and file["source"].startswith("https://")


def test_nothing_is_carried_unlisted() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    carried = {name for name in tracked if Path(name).suffix in CARRIED}
    assert carried <= {file["path"] for file in LISTED}
