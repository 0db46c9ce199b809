"""Copies made because something is about to change, and how a copy is locked."""

from pathlib import Path

from coproduce.cli.backup import copies, passphrase


def make_before_migrating() -> Path:
    """A backup made because the database is about to change."""
    return _made("before-migration")


def make_before_leaving() -> Path:
    """A backup of the demo, made because somebody begins with a community of their own."""
    return _made("demo")


def _made(why: str) -> Path:
    words = passphrase.to_lock()
    made, part = copies.name(why, passphrase.ENDING if words else ""), copies.name(why, ".part")
    copies.make(part)
    return lock(part, made, words)


def lock(plain: Path, to: Path, words: str) -> Path:
    """Put a copy where it is to lie, locked where there is a passphrase; the open one is gone then."""
    if words:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        locked = to.with_name(f"{to.name}.part")
        passphrase.lock(plain, locked, words)
        plain.unlink()
        plain = locked
    return plain.replace(to)
