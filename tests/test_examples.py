"""Every example in a docstring of the pure rooms runs, and answers what it says."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "src"

PURE = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for pattern in (
        "coproduce/core/*.py",
        "coproduce/interop/*.py",
        "coproduce/interop/health/*.py",
        "coproduce/community/*/rules.py",
        "coproduce/community/*/ring.py",
        "coproduce/arenas/*/rules.py",
        "coproduce/arenas/*/behaviour.py",
        "coproduce/arenas/*/behaviour/*.py",
    )
    for path in ROOT.glob(pattern)
    if path.stem != "__init__"
)


@pytest.mark.parametrize("name", PURE)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in PURE) > 10
