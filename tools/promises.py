"""Write PROMISES.md from the tests that keep them: `./coproduce run -- python tools/promises.py`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEAD = """# Promises

What is kept today, each with the tests that would fail. Made by `tools/promises.py` from the tests' own marks; a marked
test that is skipped fails the suite.

| promise | kept by |
|---|---|
"""


TEN = """
## What keeps it from becoming a market

| | invariant | held by | looked at by |
|---|---|---|---|
"""


def marked(name: str) -> Iterator[tuple[ast.Call, str]]:
    """Each mark of this name, and the test it stands on."""
    for path in sorted([*ROOT.glob("src/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for mark in getattr(node, "decorator_list", []):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == f"pytest.mark.{name}":
                    yield mark, f"[`{node.name}`]({path.relative_to(ROOT).as_posix()})"  # type: ignore[attr-defined]


def kept() -> dict[str, list[str]]:
    """Each promise, and the tests marked with it."""
    found: dict[str, list[str]] = {}
    for mark, test in marked("promise"):
        found.setdefault(ast.literal_eval(mark.args[0]), []).append(test)
    return found


def invariants() -> list[tuple[int, str, str, str]]:
    """The ten: number, name, what holds it, and the test."""
    return sorted(
        (*map(ast.literal_eval, mark.args), ast.literal_eval(mark.keywords[0].value), test)
        for mark, test in marked("invariant")
    )


def page() -> str:
    """PROMISES.md as it should be."""
    promises = "".join(f"| {promise} | {' · '.join(tests)} |\n" for promise, tests in sorted(kept().items()))
    ten = "".join(f"| {number} | {name} | {by} | {test} |\n" for number, name, by, test in invariants())
    return HEAD + promises + TEN + ten


if __name__ == "__main__":
    (ROOT / "PROMISES.md").write_text(page(), encoding="utf-8")
    sys.exit(0)
