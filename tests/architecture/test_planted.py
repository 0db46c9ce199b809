"""Faults planted in the rules of every arena are caught by its own tests."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from coproduce.arenas import ARENAS
from coproduce.community.base.rooms import arenas
from tests.architecture.planted import unnoticed
from tests.sample import IS_LONG

SOURCE = Path(__file__).resolve().parent.parent.parent / "src"

#: Whose kernels are compiled loops: they are held to their plain references bit for bit, and planting says no more.
COMPILED = ("energy",)


def proofs_of(module: str) -> list[str]:
    """The test modules of an arena that speak of these rules; how people act is proved by other things than rules."""
    slug = module.split(".")[2]
    found = sorted((SOURCE / "coproduce" / "arenas" / slug / "tests").glob("test_*.py"))
    found = [path for path in found if path.stem != "test_behaviour"]
    return [f"coproduce.arenas.{slug}.tests.{path.stem}" for path in found if f"from {module} " in path.read_text()]


def modules_of(slug: str) -> list[str]:
    """An arena's rules, and where they are a folder each of its files; and its kernels, but those of COMPILED."""
    rules = SOURCE / "coproduce" / "arenas" / slug / "rules"
    inside = sorted(path.stem for path in rules.glob("[a-z]*.py"))
    inside += [] if slug in COMPILED else sorted(f"kernels.{path.stem}" for path in rules.glob("kernels/[a-z]*.py"))
    return [f"coproduce.arenas.{slug}.rules", *(f"coproduce.arenas.{slug}.rules.{one}" for one in inside)]


@pytest.mark.parametrize("module", [module for slug in ARENAS for module in modules_of(slug)])
def test_every_planted_fault_is_caught(module: str) -> None:
    slug = module.split(".")[2]
    assert next(arena.rules for arena in arenas() if arena.slug == slug) == f"coproduce.arenas.{slug}.rules"
    assert unnoticed(importlib.import_module(module), proofs_of(module), days=1 if IS_LONG else 28) == []


def test_a_rule_that_is_not_proved_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loose_rules.py").write_text(
        "def may(hours):\n    return hours <= 12\n\n\ndef big(n):\n    return 1 if n else 0\n\n\n"
        "def larger(a, b):\n    return a if a > b else b  # either way: the same number\n"
    )
    proof = (
        "from loose_rules import big, larger, may\n\n\ndef test_it():\n    assert may(11) and not may(13)\n"
        "    assert big(1)\n    assert larger(2, 1) == larger(1, 2) == 2\n"
    )
    (tmp_path / "test_loose.py").write_text(proof)
    monkeypatch.syspath_prepend(str(tmp_path))
    rules: ModuleType = importlib.import_module("loose_rules")
    assert unnoticed(rules, ["test_loose"]) == ["line 2: border moved"]


def test_a_fault_that_never_ends_is_noticed_by_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One goes round for ever, one asks for more memory than it may have. The rules stand afterwards as they did."""
    (tmp_path / "round_rules.py").write_text(
        "def down(n):\n    while n:\n        if n:\n            n -= 1\n    return n\n\n\n"
        "def has_room(n):\n    return bool(bytearray(3 << 30 if n > 8 else n))\n"
    )
    (tmp_path / "test_round.py").write_text(
        "from round_rules import down, has_room\n\n\ndef test_it():\n    assert down(3) == 0\n    assert has_room(3)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    rules: ModuleType = importlib.import_module("round_rules")
    assert unnoticed(rules, ["test_round"]) == ["line 9: never", "line 9: border moved"]
    assert sys.modules["round_rules"] is rules
    assert rules.down(3) == 0
