"""The key that signs sessions: made once, kept beside the database, readable by nobody else."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept_in(folder: Path) -> str:
    """The key of the installation whose data lie in `folder`; made on first use."""
    kept = folder / "secret.key"
    if not kept.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(kept)
    return kept.read_text(encoding="ascii").strip()


def _make(kept: Path) -> None:
    """Written whole under another name first: two processes that start together agree on one key."""
    handle, draft = tempfile.mkstemp(dir=kept.parent)  # readable by its owner only
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    with suppress(FileExistsError):
        os.link(draft, kept)
    os.unlink(draft)
