"""From a pasted chat or e-mail to drafts that a broker confirms one by one.

Whatever is not certain stays plain text, with the reason: a wrong draft costs
more than one typed by hand. Nothing is sent and nothing is kept; telephone
numbers and addresses are taken out of the words. English only for now. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr, parsedate_to_datetime
from typing import Literal, NamedTuple

from coproduce.community.exchange.kinds import Found, Kind, found_in
from coproduce.community.exchange.rules import LONGEST_WORDS

#: A paste is read up to here, and a message longer than the second number is too long to be sure of.
LONGEST_PASTE = 1_000_000
LONGEST_MESSAGE = 1_500


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the community: an id, the name shown here, and telephone numbers or e-mail addresses."""

    id: str
    name: str
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer or a need that somebody has to confirm. `member` is None when the name is not certain."""

    member: str | None
    kind: Literal["need", "offer"]
    category: str
    words: str
    said_on: date
    why: str


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that stay as they are, and why no draft was made of them."""

    words: str
    why: str


class _Message(NamedTuple):
    """`who` is the label it came with; None when it came with none, so that the speaker counts."""

    who: str | None
    said_on: date
    words: str
    subject: str = ""


def read_paste(
    text: str, members: Sequence[Known], kinds: Sequence[Kind], *, today: date, speaker: Known | None = None
) -> tuple[Draft | Plain, ...]:
    """One draft or one plain text for each message, in the order of the paste.

    Reads exports of WhatsApp, lists like `Ben: …`, e-mails with their headers,
    and words without any of these, which are `speaker`'s. A day that is missing
    or still to come is `today`.

    >>> from coproduce.community.exchange.kinds import SHIPPED
    >>> ben = Known("m1", "Ben Okoro")
    >>> read_paste("Ben: could anyone walk my dog? 07700 900123", [ben], SHIPPED, today=date(2026, 11, 16))[0]
    ... # doctest: +NORMALIZE_WHITESPACE
    Draft(member='m1', kind='need', category='animals.dogs', words='could anyone walk my dog?',
          said_on=datetime.date(2026, 11, 16), why='“could anyone” asks, and “walk my dog” says what.')
    >>> read_paste("Ben: thanks all, sorted!", [ben], SHIPPED, today=date(2026, 11, 16))[0].why
    '“sorted” says that it is settled.'
    """
    people = _People(members)
    return tuple(_read(message, people, kinds, speaker) for message in _messages(_plain_letters(text), people, today))


# Letters and lines ----------------------------------------------------------------------------------------------

_UNSEEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def _plain_letters(text: str) -> str:
    """One kind of line end, of space and of apostrophe; no marks of direction, which hide in copied names."""
    text = text[:LONGEST_PASTE].replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2028", "\n"))
    return unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")


_E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+|\(?0)\d[\d ().-]{6,18}\d(?!\w)")
_CALL_ME = re.compile(
    r"(?:[,;(–-] ?)?\b(?:(?:please )?(?:ring|call|phone|text|e-?mail|whatsapp|contact|message)(?: me)?"
    r"|my (?:number|mobile|phone|e-?mail)(?: number)?(?: is)?|i'm|tel|mob|mobile|phone)(?: on| at)?:? ?\x1a\)?",
    re.IGNORECASE,
)


def _without_contacts(words: str) -> str:
    """The words without telephone numbers and addresses, and without the "ring me on" before them."""
    words = _TELEPHONE.sub("\x1a", _E_MAIL.sub("\x1a", words))
    words = re.sub(r"[ \t]{1,99}", " ", _CALL_ME.sub("", words).replace("\x1a", ""))
    return re.sub(r" ([,.!?])", r"\1", "\n".join(line.strip(" ,;") for line in words.split("\n"))).strip()


# Who ------------------------------------------------------------------------------------------------------------


def _folded(name: str) -> tuple[str, ...]:
    """A name as words that compare: no accents, no titles, no dots."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name[:120]) if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", bare.casefold().replace("’", "'"))
    return tuple(word for word in words if word not in {"mr", "mrs", "ms", "miss", "dr", "mx"})


def _number(contact: str) -> str:
    """A telephone number by its last nine figures, which a country's code does not change."""
    figures = re.sub(r"\D", "", contact)
    return figures[-9:] if len(figures) >= 9 else ""


class _People:
    """Members by every way of writing a name that means only one of them."""

    def __init__(self, members: Sequence[Known]) -> None:
        exact: dict[tuple[str, ...], set[str]] = {}
        loose: dict[tuple[str, ...], set[str]] = {}
        self._contacts: dict[str, set[str]] = {}
        for member in members:
            words = _folded(member.name)
            if words:
                exact.setdefault(words, set()).add(member.id)
                for shape in self._shapes(member.name, words):
                    loose.setdefault(shape, set()).add(member.id)
            for contact in member.contacts:
                key = _number(contact) if "@" not in contact else contact.strip().casefold()
                if key:
                    self._contacts.setdefault(key, set()).add(member.id)
        self._exact, self._loose = exact, loose

    @staticmethod
    def _shapes(name: str, words: tuple[str, ...]) -> set[tuple[str, ...]]:
        """First name; first and last; initial and last; first and initial. `Jean-Paul` is one first name."""
        first = _folded(name.split()[0])
        last = words[-1:]
        if len(words) == len(first):
            return {first}
        return {first, (*first, *last), (first[0][0], *last), (*first, last[0][0]), (first[0][0], *words[1:])}

    def named(self, label: str) -> str | None:
        """The one member this label means: by name, telephone number or e-mail address."""
        if found := self.reached(label):
            return found
        words = _folded(_E_MAIL.sub("", label))
        ids = self._exact.get(words) or self._loose.get(words) or set()
        return next(iter(ids)) if len(ids) == 1 else None

    def is_name(self, label: str) -> bool:
        """Whether the label is a name here, be it of two members."""
        words = _folded(label)
        return words in self._exact or words in self._loose

    def reached(self, text: str) -> str | None:
        """The one member whose own number or address stands in the text."""
        keys = [found.group().casefold() for found in _E_MAIL.finditer(text)]
        keys += [_number(found.group()) for found in _TELEPHONE.finditer(text)]
        ids = {id for key in keys if key for id in self._contacts.get(key, ())}
        return next(iter(ids)) if len(ids) == 1 else None


# From a paste to messages ---------------------------------------------------------------------------------------

_DAY = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
_CHAT = re.compile(
    rf"^(?:\[{_DAY},? \d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?\]"
    rf"|{_DAY.replace('<', '<x')},? \d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)? [-–]) (?P<rest>.*)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?P<label>[^:\n]{1,60}): (?P<words>.*)$")
_HEADER = re.compile(r"^(from|to|cc|subject|date|sent|reply-to): ?(.*)$", re.IGNORECASE)
_SAID_OF_WORDS = frozenset(
    [
        "wanted",
        "needed",
        "required",
        "offered",
        "offering",
        "free",
        "going",
        "urgent",
        "note",
        "ps",
        "re",
        "fw",
        "fwd",
        "subject",
        "please",
        "reminder",
        "update",
        "info",
        "time",
        "date",
        "place",
        "where",
        "when",
        "what",
        "who",
        "why",
        "how",
        "tel",
        "mobile",
        "email",
        "ring",
        "call",
        "text",
        "edit",
        "help",
        "hi",
        "hello",
        "nb",
        "http",
        "https",
        "needs",
        "need",
        "offer",
        "offers",
        "request",
    ]
)


def _messages(text: str, people: _People, today: date) -> Iterator[_Message]:
    lines = text.split("\n")
    chats = [_CHAT.match(line) for line in lines]
    if any(chats):
        return _chat(lines, chats, today)
    if any(line[:5].lower() == "from:" for line in lines):
        return _e_mails(lines, today)
    return _list(lines, people, today)


def _chat(lines: Sequence[str], heads: Sequence[re.Match[str] | None], today: date) -> Iterator[_Message]:
    days = [_three(head) for head in heads if head]
    month_first = any(b > 12 for _, b, _ in days) and not any(a > 12 for a, _, _ in days)
    current: tuple[str, date, list[str]] | None = None
    for line, head in zip(lines, heads, strict=True):
        if not head:
            current = current or ("", today, [])
            current[2].append(line)
            continue
        if current and "".join(current[2]).strip():
            yield _Message(current[0] or None, current[1], "\n".join(current[2]))
        label = _LABEL.match(head["rest"])
        who = label["label"].strip(" ~") if label else ""
        day = _day(*_three(head), month_first, today)
        current = (who, day, [label["words"] if label else f"\x1d{head['rest']}"])
    if current and "".join(current[2]).strip():
        yield _Message(current[0] or None, current[1], "\n".join(current[2]))


def _three(head: re.Match[str]) -> tuple[int, int, int]:
    return int(head["a"] or head["xa"]), int(head["b"] or head["xb"]), int(head["c"] or head["xc"])


def _day(a: int, b: int, c: int, month_first: bool, today: date) -> date:
    if a > 31:
        tries = [(a, b, c)]
    else:
        year = c + 2000 if c < 100 else c
        tries = [(year, a, b)] if month_first else [(year, b, a)]
    for year, month, day in tries:
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        return min(read, today)
    return today


_QUOTE_BEGINS = re.compile(
    r"^(?:on .{4,200} wrote:|-{2,}\s?(?:original|forwarded) message.*|begin forwarded message:|_{10,})$", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"^(?:--|(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|all good|all the) (?:wishes|regards|thanks|best)"
    r"|best|regards|yours(?: sincerely| faithfully| truly)?|cheers|thanks(?: so much| very much| again)?|thank you|love"
    r"|lots of love|take care|sent from my .{1,40}|get outlook .{1,40})[,.!x ]*)$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening)|morning|evening|afternoon)"
    r"(?: (?:all|everyone|everybody|folks|there|both|lovely people|neighbours|friends|cleo|team|guys))?"
    r"[,.!:–-]* *\n?)+",
    re.IGNORECASE,
)
_GREETING_LINE = re.compile(
    r"^(?:hi|hiya|hello|hey|dear|good \w{1,10}|morning)\b[^\n.?!,]{0,40}(?:[,.!][ \n]|\n)", re.I
)


def _e_mails(lines: Sequence[str], today: date) -> Iterator[_Message]:
    """Each block of headers with a From begins a message; what was quoted and what stands below a name is dropped."""
    headers: dict[str, str] = {}
    body: list[str] = []
    in_headers, is_over = False, False
    for line in lines:
        head = _HEADER.match(line)
        if head and (in_headers or head[1].lower() in {"from", "date", "subject", "to"}) and not line.startswith(">"):
            if not in_headers:
                if headers.get("from"):
                    yield _e_mail(headers, body, today)
                headers, body, is_over = {}, [], False
            in_headers = True
            headers[head[1].lower()] = head[2].strip()
            continue
        in_headers = in_headers and not line.strip()
        is_over = is_over or bool(_QUOTE_BEGINS.match(line.strip()))
        if not is_over and not line.lstrip().startswith(">"):
            body.append(line)
    if headers.get("from") or "".join(body).strip():
        yield _e_mail(headers, body, today)


def _e_mail(headers: dict[str, str], body: list[str], today: date) -> _Message:
    try:
        said_on = min(parsedate_to_datetime(headers.get("date", headers.get("sent", ""))).date(), today)
    except (ValueError, TypeError, IndexError, OverflowError):
        said_on = today
    name, address = parseaddr(headers.get("from", ""))
    return _Message(f"{name} {address}".strip() or None, said_on, "\n".join(body), headers.get("subject", ""))


def _list(lines: Sequence[str], people: _People, today: date) -> Iterator[_Message]:
    """`Ben: …`, line by line; lines without a label belong to the one before, until an empty line."""
    who: str | None = None
    said: list[str] = []
    for line in lines:
        label = _LABEL.match(line)
        begins = bool(label and _is_speaker(label["label"], people))
        # A letter without headers has empty lines in it: only a labelled list ends at one.
        if (begins or (who is not None and not line.strip())) and "".join(said).strip():
            yield _Message(who, today, "\n".join(said))
            who, said = None, []
        if label and begins:
            who, said = label["label"].strip(" ~"), [label["words"]]
        elif line.strip() or said:
            said.append(line)
    if "".join(said).strip():
        yield _Message(who, today, "\n".join(said))


def _is_speaker(label: str, people: _People) -> bool:
    label = label.strip(" ~")
    words = label.split()
    if people.is_name(label) or _TELEPHONE.fullmatch(label) or _E_MAIL.fullmatch(label):
        return True
    return (
        0 < len(words) <= 3
        and all(word[0].isupper() or (word[0].isalpha() and not word.isascii()) for word in words)
        and not any(word.casefold().strip(".") in _SAID_OF_WORDS for word in words)
    )


# From a message to a draft --------------------------------------------------------------------------------------

_ANY = r"(?:anyone|anybody|any one|someone|somebody|any body|any of you|one of you)"
_NEED = re.compile(
    rf"\b(?:(?:could|can|would|might|will|does|do|is|has|are) {_ANY}(?: else| here| there| please)?\b"
    rf"|is there {_ANY}|are there any|any(?:one|body) (?:able|willing|free|available|around|going|know|got|have)\b"
    rf"|(?:i'm|i am|we're|we are|still) looking for|looking for (?:someone|somebody|anyone|a|some|help)\b"
    r"|i (?:really |do |also )?need\b|we (?:really |do )?need\b|in need of|i'm desperate for|desperate for"
    r"|i could (?:really )?(?:do with|use)\b|i (?:would|'d) (?:be )?(?:love|like|welcome|grateful|appreciate)"
    r"(?: it)? (?:if |for )?(?:someone|somebody|anyone|some help|some company|help|a hand|a lift)"
    rf"|i'd (?:be (?:so |very |really )?grateful|love|like|welcome|appreciate)(?: it)?(?: if| for)? (?:{_ANY}|some help"
    r"|some company|help|a hand|a lift)|please (?:could|can) (?:someone|somebody|anyone|anybody|you)"
    r"|could (?:i|we) (?:borrow|have|get|ask)\b|can (?:i|we) borrow|may i borrow|need to borrow"
    r"|(?:i|we) (?:want|would like) to borrow"
    r"|volunteers? (?:needed|wanted)|help (?:needed|wanted)|who(?:'s| is) (?:good (?:with|at)|able to|free to)"
    r"|who (?:can|could|would|knows how)|(?:wanted|needed|required):|any \w{3,20}s (?:about|around|out there)"
    r"|my (?:mum|mother|dad|father|husband|wife|son|daughter|gran|nan) needs)",
    re.IGNORECASE,
)
_NEED_START = re.compile(r"^(?:need|needed|wanted|wanting|seeking|looking for) (?!to know)", re.IGNORECASE)
_OFFER = re.compile(
    r"\b(?:(?:i'm|i am|we're|we are|i'd be|i would be|be|very|more than|always|am)? ?(?:happy|glad|willing|pleased) to"
    r"(?! hear| see| say| be )|i can(?!'t|not| not| no longer| never)\b"
    r"|i could(?!n't| not| do with| use| really| borrow| have| get| ask)\b"
    r"|(?:i'm|i am) free to|free to (?:collect|help|take|anyone|a good home|whoever)|going spare|(?:i'm|i am) able to"
    r"|(?:i'd|i would) (?:love|like) to (?:offer|teach|help|lend|give|share|host|run)"
    r"|(?:i|we|and) don't mind(?= \w{3,20}ing)"
    r"|if (?:anyone|anybody) (?:needs|wants|would like|fancies|is after)|if you (?:want|need|would like|fancy)"
    r"|(?:can|could) do an extra|(?:i'm|i am) offering|(?:offered|offering|free|to give away):?(?= a| an| my| some|:)"
    r"|to give away|(?:help yourself|help yourselves)|up for grabs|i(?:'ve| have) got .{1,60} to (?:lend|give|share))",
    re.IGNORECASE,
)
_IN_RETURN = re.compile(
    r"[^.!?\n]{0,120}\b(?:in return|in exchange|to say thank you|return the favour|pay back)\b[^.!?\n]{0,120}", re.I
)
_SETTLED = re.compile(
    r"\b(?:sorted(?! out)|all sorted|no longer need(?:ed)?|don't need|do not need|not needed"
    r"|found (?:someone|somebody|one)"
    r"|never ?mind|ignore (?:my|that|the)|all done|cancel(?:led|ling)?|(?:has|have|is|are) (?:now )?(?:gone|taken)"
    r"|already (?:got|found|have)|problem solved|panic over)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"^(?:many |huge |big |so many )?(?:thanks|thank you|thankyou|ta|cheers)\b(?! in advance)", re.I)
_JOKE = re.compile(r"[😂🤣😜😝🤪😹]|\b(?:lol|haha\w{0,20}|lmao|rofl|only joking|just kidding|jk)\b", re.IGNORECASE)
_SWAP = re.compile(r"\b(?:swap|barter|for sale|selling|sell|buy|buying|price|per hour|£ ?\d)\b", re.IGNORECASE)
_CANNOT = re.compile(r"\b(?:i'm afraid|sorry,? (?:but )?i can't|can't make|unable to)\b", re.IGNORECASE)
_CHATTER = re.compile(
    r"\b(?:any(?:one|body)|any of you) (?:else )?(?:see|seen|watch|watching|heard|hear|remember"
    r"|coming|think|up|noticed)\b"
    rf"|\b(?:does|do|did|has) {_ANY} (?:else )?(?:remember|think|watch|see|seen|heard|hear|agree|mind)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_BETWEEN = re.compile(r"[\s,/&+]*(?:and|or|plus|&|/|,)\s*(?:(?:do|a|an|the|my|your|some|bit|of|help|with)\s+)*", re.I)

_SYSTEM = "This is a line of the chat program."
_EMPTY = "Nothing is said in it."
_TOO_LONG = "It is too long to be sure what it asks."


def _read(message: _Message, people: _People, kinds: Sequence[Kind], speaker: Known | None) -> Draft | Plain:
    words, signed = _cleaned(message, people)
    kept = _without_contacts(words)
    if words.startswith("\x1d"):
        return Plain(kept.lstrip("\x1d"), _SYSTEM)
    if not kept or re.fullmatch(r"<?(?:image|video|audio|sticker|media|document|gif) omitted>?", kept, re.IGNORECASE):
        return Plain(kept, _EMPTY)
    if len(kept) > LONGEST_MESSAGE:
        return Plain(kept, _TOO_LONG)
    if reason := _no_wish(kept):
        return Plain(kept, reason)
    side = _side(kept)
    if isinstance(side, str):
        return Plain(kept, side)
    what = _what(kept, side, message.subject, kinds)
    if isinstance(what, str):
        return Plain(kept, what)
    category, phrase = what
    member = _member(message, words, signed, people, speaker)
    told = "asks" if side.kind == "need" else "offers"
    why = f"“{side.phrase}” {told}, and “{phrase}” says what."
    return Draft(member, side.kind, category, _short(kept), message.said_on, why)


def _cleaned(message: _Message, people: _People) -> tuple[str, str]:
    """The words without greeting and signature, and the name they are signed with."""
    lines = message.words.strip("\n ").split("\n")
    signed = ""
    for number, line in enumerate(lines):
        if number and _SIGNATURE.match(line.strip()):
            signed = next((rest.strip() for rest in lines[number + 1 :] if people.is_name(rest)), "")
            lines = lines[:number]
            break
    while len(lines) > 1 and (not lines[-1].strip() or people.is_name(lines[-1])):
        signed = signed or lines[-1].strip()
        lines.pop()
    words = "\n".join(line.strip() for line in lines).strip()
    if not signed and (end := re.search(r"[.!?] ([^.!?\n]{2,40})$", words[-60:])) and people.is_name(end[1]):
        signed = end[1]
        words = words[: -len(end[1])].strip()
    words = _GREETING_LINE.sub("", words, count=1) if message.subject or "\n" in words else words
    stripped = _GREETING.sub("", words, count=1).strip()
    return stripped or words, signed


def _no_wish(words: str) -> str:
    """Why these words are no wish at all, or ""."""
    for pattern, sentence in (
        (_SETTLED, "“{}” says that it is settled."),
        (_THANKS, "“{}” is thanks."),
        (_JOKE, "“{}” may be a joke."),
        (_SWAP, "“{}” speaks of a bargain."),
        (_CANNOT, "“{}” says no."),
        (_CHATTER, "“{}” is conversation."),
    ):
        if found := pattern.search(words):
            return sentence.format(found.group().strip())
    return ""


class _Side(NamedTuple):
    kind: Literal["need", "offer"]
    phrase: str
    start: int
    end: int


def _side(words: str) -> _Side | str:
    """Whether it asks or offers, by its own words; a sentence if neither or both."""
    aimed = _IN_RETURN.sub(lambda found: " " * len(found.group()), words)
    need = _NEED_START.search(aimed) or _NEED.search(aimed)
    offer = _OFFER.search(aimed)
    if need and offer:
        return f"“{need.group().strip()}” asks and “{offer.group().strip()}” offers."
    if need:
        return _Side("need", need.group().strip(), *need.span())
    if offer:
        return _Side("offer", offer.group().strip(), *offer.span())
    return "It neither asks for anything nor offers anything."


def _what(words: str, side: _Side, subject: str, kinds: Sequence[Kind]) -> tuple[str, str] | str:
    """The category and the words that say it: after the asking first, then sentence, message, subject."""
    sentence = next((one for one in _SENTENCE.finditer(words) if one.start() <= side.start < one.end()), None)
    start, end = sentence.span() if sentence else (0, len(words))
    for part in (words[side.end : end], words[start:end], words, subject):
        found = found_in(part, kinds)
        if not found:
            continue
        best = min(found, key=lambda one: (-one.length, not one.kind.parent, one.start))
        if other := _joined(part, best, found):
            return f"It may be “{best.kind.name}” or “{other.kind.name}”."
        if best.kind.parent:
            return best.kind.code, part[best.start : best.end]
        return _narrowed(best, part, words, kinds)
    return "No kind of help is named in it."


def _joined(part: str, best: Found, found: Sequence[Found]) -> Found | None:
    """Another kind that stands beside the best one with nothing but "and" between."""
    for one in found:
        if one.kind.code.split(".")[0] == best.kind.code.split(".")[0] or not one.kind.parent:
            continue
        first, last = sorted((one, best), key=lambda each: each.start)
        if _BETWEEN.fullmatch(part[first.end : last.start]):
            return one
    return None


def _narrowed(top: Found, part: str, words: str, kinds: Sequence[Kind]) -> tuple[str, str] | str:
    """The one narrower kind that the whole message names; the wide one when it names none; else not sure."""
    children = {one.kind: one for one in found_in(words, kinds) if one.kind.parent}
    if not children:
        return top.kind.code, part[top.start : top.end]
    own = [one for one in children.values() if one.kind.parent == top.kind.code]
    if len(own) == 1:
        return own[0].kind.code, words[own[0].start : own[0].end]
    other = own[0] if own else next(iter(children.values()))
    return f"It may be “{top.kind.name}” or “{other.kind.name}”."


def _member(message: _Message, words: str, signed: str, people: _People, speaker: Known | None) -> str | None:
    if message.who is not None:
        return people.named(message.who) or (people.named(signed) if signed and "@" in message.who else None)
    if signed:
        return people.named(signed)
    return people.reached(words) or (speaker.id if speaker else None)


def _short(words: str) -> str:
    """On one line, and no longer than a list holds: cut at a word, with a sign that it was."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_WORDS:
        return line
    return line[: LONGEST_WORDS - 1].rsplit(" ", 1)[0] + "…"
