"""Exports and copies of chat programs: WhatsApp, Signal, Telegram, each line headed by a day, a time and a name."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from coproduce.community.exchange.pasting.drafts.days import of_figures
from coproduce.community.exchange.pasting.drafts.message import LABEL, SYSTEM, Message

_DAY = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})\.?(?:[./-](?P<c>\d{2,4}))?"
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?"

#: WhatsApp's export on one telephone and Signal's; WhatsApp's on the other; what is copied from its window; Telegram.
_HEADS = tuple(
    re.compile(head, re.IGNORECASE)
    for head in (
        rf"^\[{_DAY}(?:,| at)? {_TIME}\] (?P<rest>.*)$",
        rf"^{_DAY},? {_TIME} [-–] (?P<rest>.*)$",
        rf"^\[{_TIME}, {_DAY}\] (?P<rest>.*)$",
        rf"^(?P<rest>[^\[\]\n:]{{1,60}}), \[{_DAY},? {_TIME}\]:?$",
    )
)


class Head(NamedTuple):
    """The figures of the day, and what stands after it. `is_name` when that is the name alone."""

    a: int
    b: int
    c: int | None
    rest: str
    is_name: bool


def head(line: str) -> Head | None:
    """What a line of a chat begins with, or None for a line that goes on with the one before."""
    for number, pattern in enumerate(_HEADS):
        if found := pattern.match(line):
            c = found["c"]
            return Head(int(found["a"]), int(found["b"]), int(c) if c else None, found["rest"], number == 3)
    return None


def messages(lines: Sequence[str], heads: Sequence[Head | None], today: date) -> Iterator[Message]:
    """Each head begins a message. Months stand first where a day beyond twelve says so."""
    days = [one for one in heads if one]
    month_first = any(one.b > 12 for one in days) and not any(one.a > 12 for one in days)
    who, said_on, said = "", today, [""]
    for line, begins in zip(lines, heads, strict=True):
        if begins is None:
            said.append(line)
            continue
        if "".join(said).strip():
            yield Message(who or None, said_on, "\n".join(said).strip("\n"))
        said_on = of_figures(begins.a, begins.b, begins.c, today, month_first=month_first)
        label = LABEL.match(begins.rest)
        if begins.is_name:
            who, said = begins.rest.strip(" ~"), [""]
        elif label:
            who, said = label["label"].strip(" ~"), [label["words"]]
        else:
            who, said = "", [f"{SYSTEM}{begins.rest}"]
    if "".join(said).strip():
        yield Message(who or None, said_on, "\n".join(said).strip("\n"))
