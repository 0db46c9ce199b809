"""Letters that lie in the outbox folder of a place without a mail server: those that name somebody go with them."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from coproduce.community.privacy.marks import Marks


def remove(marks: Marks) -> None:
    """Every letter to them, and every letter that names them."""
    folder = Path(settings.DATA) / "outbox"
    for file in sorted(folder.glob("*")) if marks.words else ():
        if marks.are_in(_read(file.read_bytes())):
            file.unlink()


def _read(written: bytes) -> str:
    """What a letter says: to whom, about what, and its text, however it was coded. A file may hold several."""
    said = [written.decode("utf-8", "replace")]
    for one in written.split(b"-" * 79):
        letter = message_from_bytes(one.lstrip(), EmailMessage, policy=policy.default)
        said += [str(value) for value in letter.values()]
        said += [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join(said)
