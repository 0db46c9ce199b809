"""From a paste to its messages: a chat, e-mails, or a list of who said what."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from coproduce.community.exchange.pasting.drafts import chats, e_mails
from coproduce.community.exchange.pasting.drafts.message import LABEL, Message
from coproduce.community.exchange.pasting.drafts.whose import People, is_contact

#: Words that stand before a colon and are nobody's name.
_NOBODY = re.compile(
    r"wanted|needed|required|offer(?:s|ed|ing)?|free|going|urgent|note|nb|ps|re|fwd?|subject|please|reminder|update|info"
    r"|time|date|place|where|when|what|who|why|how|tel|mobile|email|ring|call|text|edit|help|hi|hello|https?|needs?|request",
    re.IGNORECASE,
)


def messages(text: str, people: People, today: date) -> Iterator[Message]:
    """Every message of the paste, in its order."""
    lines = text.split("\n")
    heads = [chats.head(line) for line in lines]
    if any(heads):
        return chats.messages(lines, heads, today)
    lines = e_mails.unwrapped(lines)
    if e_mails.has_headers(lines):
        return e_mails.messages(lines, today)
    return _list(e_mails.without_quotes(lines), people, today)


def _list(lines: Sequence[str], people: People, today: date) -> Iterator[Message]:
    """`Ben: …`, line by line; lines without a label belong to the one before, until an empty line."""
    who: str | None = None
    said: list[str] = []
    for line in lines:
        label = LABEL.match(line)
        begins = bool(label and _is_speaker(label["label"], people))
        # A letter without headers has empty lines in it: only a labelled list ends at one.
        if (begins or (who is not None and not line.strip())) and "".join(said).strip():
            yield Message(who, today, "\n".join(said))
            who, said = None, []
        if label and begins:
            who, said = label["label"].strip(" ~"), [label["words"]]
        elif line.strip() or said:
            said.append(line)
    if "".join(said).strip():
        yield Message(who, today, "\n".join(said))


def _is_speaker(label: str, people: People) -> bool:
    label = label.strip(" ~")
    words = label.split()
    if people.is_name(label) or is_contact(label):
        return True
    return (
        0 < len(words) <= 3
        and all(word[0].isupper() or (word[0].isalpha() and not word.isascii()) for word in words)
        and not any(_NOBODY.fullmatch(word.strip(".")) for word in words)
    )
