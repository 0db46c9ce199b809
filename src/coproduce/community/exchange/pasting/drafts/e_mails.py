"""E-mails with their headers: what was forwarded is a message, what was quoted in an answer is not.

Headers are known as mail programs write them in a few languages; the words below them are read in English only.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from email.utils import parseaddr

from coproduce.community.exchange.pasting.drafts.days import of_header
from coproduce.community.exchange.pasting.drafts.message import Message

_CALLED = {
    "from": "from von de van da",
    "to": "to an à aan para pour",
    "cc": "cc kopie",
    "subject": "subject betreff objet onderwerp asunto oggetto",
    "date": "date datum fecha data sent gesendet envoyé verzonden enviado",
    "reply-to": "reply-to",
}
_NAMES = {word: name for name, words in _CALLED.items() for word in words.split()}
_HEADER = re.compile(rf"^\*?({'|'.join(sorted(_NAMES, key=len, reverse=True))}) ?:\*? ?(.*)$", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:re|aw|antw|sv|rép|ref)\b ?:", re.IGNORECASE)

_QUOTE_BEGINS = re.compile(
    r"^(?:(?:on|am|le|op|el) .{4,200} (?:wrote|schrieb(?: .{1,80})?|a écrit|schreef(?: .{1,80})?|escribió) ?:"
    r"|-{2,}\s?(?:original|forwarded|ursprüngliche|weitergeleitete|message|mensaje|oorspronkelijk).*"
    r"|begin forwarded message:|_{10,})$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"forward|weitergeleitet|transf[ée]r|doorgestuurd|reenviado", re.IGNORECASE)


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines with "On Friday, Cleo Marsh" and "<cleo@…> wrote:" on one, as mail programs break them."""
    whole: list[str] = []
    for line in lines:
        if whole and line.rstrip().endswith("wrote:") and re.match(r"^>? ?On .{4,150}$", whole[-1]):
            whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
        else:
            whole.append(line)
    return whole


def has_headers(lines: Sequence[str]) -> bool:
    """Whether an e-mail begins somewhere in these lines."""
    return any(_begins(lines, number) and _name(line)[0] == "from" for number, line in enumerate(lines)) or any(
        line[:5].lower() == "from:" for line in lines
    )


def without_quotes(lines: Sequence[str]) -> list[str]:
    """A letter without headers as its writer wrote it: nothing quoted, nothing below "On Friday Cleo wrote:"."""
    end = next((number for number, line in enumerate(lines) if _QUOTE_BEGINS.match(line.strip())), len(lines))
    return [line for line in lines[:end] if not line.lstrip().startswith(">")]


def messages(lines: Sequence[str], today: date) -> Iterator[Message]:
    """Each block of headers with a sender begins a message; what was quoted is dropped."""
    headers: dict[str, str] = {}
    body: list[str] = []
    in_headers, is_over, was_forwarded = False, False, False
    for number, line in enumerate(lines):
        name, value = _name(line)
        if name and (in_headers or _begins(lines, number)):
            if not in_headers:
                if is_over and not was_forwarded and _ANSWER.match(headers.get("subject", "")):
                    continue  # the letter that was answered
                if headers.get("from"):
                    yield _message(headers, body, today)
                headers, body, is_over, was_forwarded = {}, [], False, False
            in_headers = True
            headers[name] = value
            continue
        in_headers = in_headers and not line.strip()
        if not is_over and _QUOTE_BEGINS.match(line.strip()):
            is_over, was_forwarded = True, bool(_FORWARDED.search(line))
        if not is_over and not line.lstrip().startswith(">"):
            body.append(line)
    if headers.get("from") or "".join(body).strip():
        yield _message(headers, body, today)


def _name(line: str) -> tuple[str, str]:
    """Our name for the header that stands in this line, and what it says."""
    found = _HEADER.match(line)
    return (_NAMES[found[1].casefold()], found[2].strip(" *")) if found else ("", "")


def _begins(lines: Sequence[str], number: int) -> bool:
    """Whether headers begin in this line: a word that could be something else needs another header below it."""
    name, _ = _name(lines[number])
    if name not in ("from", "date", "subject", "to"):
        return False
    word = lines[number].lstrip("*").partition(":")[0].strip().casefold()
    if word in ("from", "date", "subject", "to"):
        return True
    return number + 1 < len(lines) and bool(_name(lines[number + 1])[0])


def _message(headers: dict[str, str], body: list[str], today: date) -> Message:
    sender = headers.get("from", "").replace("[mailto:", "<").replace("]", ">")
    name, address = parseaddr(sender)
    if not name and "@" not in address:
        name, address = sender, ""
    said_on = of_header(headers.get("date", ""), today)
    return Message(f"{name} {address}".strip() or None, said_on, "\n".join(body), headers.get("subject", ""))
