"""A backup that only opens with a passphrase: encrypted piece by piece, so that no file is in memory whole.

The key comes of the passphrase and the file's own salt, by scrypt. Each piece is sealed by AES-256-GCM with its place
and whether it is the last one: what was changed, moved or cut off does not open. Without the passphrase nobody opens
it, whoever made it or wrote this program.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coproduce.cli.saying import fail

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: How a locked backup begins, and the ending of its name.
BEGINS, ENDING = b"coproduce locked backup 1\n", ".locked"

#: What one piece holds before it is sealed, and what the seal adds.
PIECE, SEAL = 1 << 20, 16

#: Letters below which a passphrase is guessed.
SHORTEST = 12

SALT, FROM_ENVIRONMENT = 16, "COPRODUCE_BACKUP_PASSPHRASE"


def to_lock(file: Path | None = None, *, asks: bool = False) -> str:
    """The passphrase a new backup is locked with: of the file, else asked for, else of the environment; or none."""
    if file is None and asks:
        words = str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True))
    else:
        words = _read(file)
    if (words and len(words) < SHORTEST) or (file and not words):
        fail(f"The passphrase is shorter than {SHORTEST} letters: take four or five words nobody guesses.")
    return words


def lock(plain: Path, to: Path, words: str) -> None:
    """Write `plain` to `to`, locked."""
    salt = os.urandom(SALT)
    with plain.open("rb") as source, to.open("wb") as target:
        to.chmod(0o600)
        target.write(BEGINS + salt)
        sealing, number, piece = _key(words, salt), 0, source.read(PIECE)
        while True:
            following = source.read(PIECE)
            target.write(sealing.encrypt(_place(number, is_last=not following), piece, BEGINS))
            if not following:
                break
            number, piece = number + 1, following
        target.flush()
        os.fsync(target.fileno())


def is_locked(file: Path) -> bool:
    """Whether it takes a passphrase to open this."""
    with file.open("rb") as opened:
        return opened.read(len(BEGINS)) == BEGINS


@contextmanager
def opened(file: Path, passphrase_file: Path | None = None) -> Iterator[Path]:
    """The backup to be read: itself, or unlocked in a scratch place that is gone afterwards.

    Ends with a sentence when the passphrase is another or the file is not whole, before anybody reads any of it.
    """
    if not is_locked(file):
        yield file
        return
    words = _read(passphrase_file) or str(typer.prompt(f"Passphrase of {file.name}", hide_input=True))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / file.name.removesuffix(ENDING)
        _unlock(file, plain, words)
        yield plain


def _unlock(file: Path, to: Path, words: str) -> None:
    from cryptography.exceptions import InvalidTag

    with file.open("rb") as source, to.open("wb") as target:
        source.seek(len(BEGINS))
        sealing, number, piece = _key(words, source.read(SALT)), 0, source.read(PIECE + SEAL)
        while True:
            following = source.read(PIECE + SEAL)
            try:
                target.write(sealing.decrypt(_place(number, is_last=not following), piece, BEGINS))
            except InvalidTag:
                if number == 0:
                    fail(f"{file} does not open with this passphrase, or was cut or changed. Nothing was written.")
                fail(f"{file} was cut or changed: it opens, and then is not what was written. Nothing was written.")
            if not following:
                return
            number, piece = number + 1, following


def _key(words: str, salt: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.scrypt(words.encode(), salt=salt, n=1 << 17, r=8, p=1, maxmem=1 << 28, dklen=32))


def _place(number: int, *, is_last: bool) -> bytes:
    """Twelve bytes no other piece under this key has: a key is of one file, for its salt is."""
    return number.to_bytes(11) + bytes([is_last])


def _read(file: Path | None) -> str:
    """The first line of the file, or what the environment says."""
    if file is None:
        return os.environ.get(FROM_ENVIRONMENT, "").strip()
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as fault:
        fail(f"The passphrase in {file} cannot be read ({type(fault).__name__}).")
