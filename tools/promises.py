"""Write PROMISES.md from the tests that keep them: `./coproduce run -- python tools/promises.py`."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEAD = """# Promises

What is kept today, each with the tests that would fail. Made by `tools/promises.py` from the tests' own marks; a marked
test that is skipped fails the suite.

| promise | kept by |
|---|---|
"""


def kept() -> dict[str, list[str]]:
    """Each promise, and the tests marked with it."""
    found: dict[str, list[str]] = {}
    for path in sorted([*ROOT.glob("src/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for mark in getattr(node, "decorator_list", []):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
                    place = path.relative_to(ROOT).as_posix()
                    found.setdefault(ast.literal_eval(mark.args[0]), []).append(f"[`{node.name}`]({place})")  # type: ignore[attr-defined]
    return found


def page() -> str:
    """PROMISES.md as it should be."""
    return HEAD + "".join(f"| {promise} | {' · '.join(tests)} |\n" for promise, tests in sorted(kept().items()))


if __name__ == "__main__":
    (ROOT / "PROMISES.md").write_text(page(), encoding="utf-8")
    sys.exit(0)
