"""PROMISES.md says what the tests say."""

from pathlib import Path

from tools.promises import invariants, kept, page

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_page_is_what_the_tests_promise() -> None:
    assert (ROOT / "PROMISES.md").read_text(encoding="utf-8") == page(), "run tools/promises.py"
    assert len(kept()) > 15


def test_each_of_the_ten_is_looked_at() -> None:
    assert {number for number, *_ in invariants()} == set(range(1, 11))
