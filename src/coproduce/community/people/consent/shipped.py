"""The words every community starts with, as they are shipped: plain English, for after nine years of school."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


@cache
def shipped(scope: str) -> str:
    """The words of `words/<scope>.txt`; `{community}` in them is the name of whoever starts with them."""
    return (FOLDER / f"{scope}.txt").read_text(encoding="utf-8").strip()
