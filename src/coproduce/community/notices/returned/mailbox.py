"""The mailbox reports come to, where one is named in the settings: read, and emptied of what was understood."""

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import unquote, urlsplit

from coproduce.community.notices.returned.marking import LONGEST, take_in

log = logging.getLogger(__name__)

#: Letters of one look; the rest come in the next.
MOST_LETTERS = 100

#: Seconds after which a server that says nothing is left alone.
PATIENCE = 30


def empty(address: str, now: datetime) -> int:
    """Take in what is new in the mailbox `imaps://name:password@host/folder`; how many reports were ours.

    Those are deleted there; anything else is left, marked as seen.
    """
    found = 0
    with _opened(address) as mailbox:
        for number in mailbox.search(None, "UNSEEN")[1][0].split()[:MOST_LETTERS]:
            letter = mailbox.fetch(number, f"(BODY[]<0.{LONGEST}>)")[1][0]
            if isinstance(letter, tuple) and take_in(letter[1], now):
                mailbox.store(number, "+FLAGS", r"(\Deleted)")
                found += 1
        mailbox.expunge()
    if found:
        log.info("Letters came back: %s.", found)
    return found


@contextmanager
def _opened(address: str) -> Iterator[imaplib.IMAP4]:
    said = urlsplit(address)
    if said.scheme == "imaps":
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(said.hostname or "", said.port or 993, timeout=PATIENCE)
    elif said.scheme == "imap" and said.hostname in ("localhost", "127.0.0.1"):
        mailbox = imaplib.IMAP4(said.hostname, said.port or 143, timeout=PATIENCE)
    else:
        raise ValueError("COPRODUCE_RETURNED_MAILBOX begins with imaps://; imap:// only leads to this machine.")
    with mailbox:
        mailbox.login(unquote(said.username or ""), unquote(said.password or ""))
        mailbox.select(said.path.strip("/") or "INBOX")
        yield mailbox
