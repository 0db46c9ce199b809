"""Where the real studies lie, beside the project, for whoever has them."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "data"


def real(name: str) -> Path:
    """The file, or the test is skipped and says which one it wants."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"shared data file is absent: {name}")
    return path
