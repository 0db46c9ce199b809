"""The letters of a paste: one way of writing spaces and line ends, and what others should not read taken out."""

import re
import unicodedata

from coproduce.community.exchange.rules import LONGEST_WORDS

#: A paste is read up to here.
LONGEST_PASTE = 1_000_000

_UNSEEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def plain_letters(text: str) -> str:
    """One kind of line end, of space and of apostrophe; no marks of direction, which hide in copied names."""
    text = text[:LONGEST_PASTE].replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2028", "\n"))
    return unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")


E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
TELEPHONE = re.compile(r"(?<![\w+])(?:\+|\(?0)\d[\d ().-]{6,18}\d(?!\w)")
_CALL_ME = re.compile(
    r"(?:[,;(–-] ?)?\b(?:(?:please )?(?:ring|call|phone|text|e-?mail|whatsapp|contact|message)(?: me)?"
    r"|my (?:number|mobile|phone|e-?mail)(?: number)?(?: is)?|i'm|tel|mob|mobile|phone)(?: on| at)?:? ?\x1a\)?",
    re.IGNORECASE,
)


def without_contacts(words: str) -> str:
    """The words without telephone numbers and addresses, and without the "ring me on" before them."""
    words = TELEPHONE.sub("\x1a", E_MAIL.sub("\x1a", words))
    words = re.sub(r"[ \t]{1,99}", " ", _CALL_ME.sub("", words).replace("\x1a", ""))
    return re.sub(r" ([,.!?])", r"\1", "\n".join(line.strip(" ,;") for line in words.split("\n"))).strip()


_STREET = (
    r"street|st|road|rd|lane|avenue|ave|close|drive|way|row|terrace|gardens|court|crescent|place|square|hill|walk|mews"
    r"|grove|park|rise|view|yard|house|straße|strasse|straat|weg"
)
_DOOR = re.compile(
    rf"\b(?:(?:no|number|flat|house|apartment|apt)\.? ?\d{{1,4}}[a-z]?\b"
    rf"|\d{{1,4}}[a-z]?,? (?:[A-Z][\w'’-]{{1,20}} ){{1,3}}(?:{_STREET})\b"
    rf"|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b)",
    re.IGNORECASE,
)


def telling_where(words: str) -> str:
    """The number, address or door in words that others will read; "" when there is none to see.

    >>> [telling_where(said) for said in ("the fence at no. 14", "12 Fuller's Row please", "two boxes of clothes")]
    ['no. 14', "12 Fuller's Row", '']
    >>> telling_where("ring 07700 900123")
    '07700 900123'
    """
    found = TELEPHONE.search(words) or E_MAIL.search(words) or _DOOR.search(words)
    return found.group().strip() if found else ""


def shortened(words: str) -> str:
    """On one line, and no longer than a list holds: cut at a word, with a sign that it was."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_WORDS:
        return line
    return line[: LONGEST_WORDS - 1].rsplit(" ", 1)[0] + "…"
