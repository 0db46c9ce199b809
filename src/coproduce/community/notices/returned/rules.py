"""Reading a delivery status report (RFC 3464): which letter it is about, and whether trying again is of any use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message

#: Letters that came back for a while, after which nothing more is sent there; counted within so long.
MOST_TIMES, WITHIN = 3, timedelta(days=60)

#: What a letter says of itself to the mail servers it passes: its number, and the proof that we wrote it.
MARK = re.compile(r"letter-([0-9]{1,18})-([0-9a-f]{32})")

#: Where servers say to whom a report came, and what the letter they send back called itself.
SAID_IN = ("To", "Delivered-To", "X-Original-To", "Message-ID", "Return-Path")


@dataclass(frozen=True, slots=True)
class Report:
    """A letter that did not arrive. `is_lasting` where the address itself is at fault."""

    number: int
    proof: str
    is_lasting: bool


def mark_of(number: int, proof: str) -> str:
    """
    >>> MARK.fullmatch(mark_of(7, "0a" * 16)).groups() == ("7", "0a" * 16)
    True
    """
    return f"letter-{number}-{proof}"


def read(letter: Message) -> Report | None:
    """What a report says, or None for any other letter, and for one that says all is well or may yet be.

    Heads of letters are taken as they stand: nobody who writes a crooked one stops the reading of the others.
    """
    if letter.get_content_type() != "multipart/report" or letter.get_param("report-type") != "delivery-status":
        return None
    failed = [said for said in _about_recipients(letter) if _word(said, "Action") == "failed"]
    mark = next((found for words in _words(letter) if (found := MARK.search(words))), None)
    if len(failed) != 1 or mark is None:
        return None
    status = _word(failed[0], "Status")
    if not re.fullmatch(r"[45]\.[0-9]{1,3}\.[0-9]{1,3}", status):
        return None
    return Report(int(mark[1]), mark[2], status.startswith("5"))


def _about_recipients(letter: Message) -> Iterator[Message]:
    """The second and later parts of a delivery status: each of one of those it was for."""
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from part.get_payload()[1:]  # type: ignore[misc, index]


def _words(letter: Message) -> Iterator[str]:
    """Wherever the mark of the letter may stand: beside the report, and in the head of the letter it brings back."""
    for part in letter.walk():
        yield from (str(part[name]) for name in SAID_IN if part[name])
        if part.get_content_type() == "text/rfc822-headers":
            yield str(part.get_payload(decode=True), "ascii", "replace")  # type: ignore[arg-type]


def _word(part: Message, name: str) -> str:
    """The first word of a line, without the remarks after it."""
    return (str(part.get(name, "")).split() or [""])[0].casefold()
