"""From a message to a draft, or to plain text with the reason why there is none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from coproduce.community.exchange.categories.kinds import Kind
from coproduce.community.exchange.pasting.drafts import deeds
from coproduce.community.exchange.pasting.drafts.found import Draft, Known, Plain, Why
from coproduce.community.exchange.pasting.drafts.letters import shortened, without_contacts
from coproduce.community.exchange.pasting.drafts.message import SYSTEM, Message
from coproduce.community.exchange.pasting.drafts.what import what
from coproduce.community.exchange.pasting.drafts.when import when
from coproduce.community.exchange.pasting.drafts.whose import People, only
from coproduce.community.exchange.pasting.drafts.wishes import no_wish, side_of

#: A message longer than this is too long to be sure of.
LONGEST_MESSAGE = 1_500

_ASKS = "“%(said)s” asks, and “%(what)s” says what."
_OFFERS = "“%(said)s” offers, and “%(what)s” says what."
_SYSTEM = Why("This is a line of the chat program.")
_EMPTY = Why("Nothing is said in it.")
_TOO_LONG = Why("It is too long to be sure what it asks.")

_LEFT_OUT = re.compile(
    r"<?(?:image|video|audio|sticker|media|document|gif) omitted>?|<attached: .{1,80}>|this message was deleted\.?"
    r"|you deleted this message\.?|<?(?:medien|media|médias|multimedia) (?:ausgeschlossen|weggelaten|omis|omitido)>?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:--|(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|all good|all the) (?:wishes|regards|thanks|best)"
    r"|best|regards|yours(?: sincerely| faithfully| truly)?|cheers|thanks(?: so much| very much| again)?|thank you|love"
    r"|lots of love|take care|sent from my .{1,40}|get outlook .{1,40}|sent from outlook .{1,40})[,.!x ]*)$",
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


def judge(message: Message, people: People, kinds: Sequence[Kind], speaker: Known | None) -> Draft | Plain:
    """What one message comes to."""
    words, signed = _cleaned(message, people)
    kept = without_contacts(words)
    if words.startswith(SYSTEM):
        return Plain(kept.lstrip(SYSTEM), _SYSTEM, message.said_on)
    ids = _whose(message, words, signed, people, speaker)
    label = (message.who or signed).strip()
    draft = _draft(message, kept, only(ids), people, kinds)
    if isinstance(draft, Why):
        return Plain(kept, draft, message.said_on, only(ids), label, tuple(sorted(ids)))
    return replace(draft, label=label, maybe=tuple(sorted(ids)))


def _draft(message: Message, kept: str, member: str | None, people: People, kinds: Sequence[Kind]) -> Draft | Why:
    """Help that was given, a need or an offer; else why it is none of them."""
    if not kept or _LEFT_OUT.fullmatch(kept):
        return _EMPTY
    if len(kept) > LONGEST_MESSAGE:
        return _TOO_LONG
    if deed := deeds.read(kept, member, people, kinds, message.said_on):
        return Draft(
            member, "done", deed.category, shortened(kept), message.said_on, deed.why, on_dates=(deed.done_on,),
            other=deed.other, gave=deed.gave, minutes=deed.minutes,
        )  # fmt: skip
    if reason := no_wish(kept):
        return reason
    side = side_of(kept)
    if isinstance(side, Why):
        return side
    category = what(kept, side.start, side.end, message.subject, kinds)
    if isinstance(category, Why):
        return category
    why = Why(_ASKS if side.kind == "need" else _OFFERS, {"said": side.phrase, "what": category.phrase})
    week, on_dates = when(kept, message.said_on)
    return Draft(
        member, side.kind, category.code, shortened(kept), message.said_on, why, week=week, on_dates=on_dates
    )  # fmt: skip


def _cleaned(message: Message, people: People) -> tuple[str, str]:
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


def _whose(message: Message, words: str, signed: str, people: People, speaker: Known | None) -> frozenset[str]:
    """All whose words these may be."""
    if message.who is not None:
        named = people.named(message.who)
        by_name = people.named(signed) if signed and "@" in message.who else frozenset()
        return by_name if len(named) != 1 and len(by_name) == 1 else named or by_name
    if signed:
        return people.named(signed)
    reached = people.reached(words)
    if reached or speaker:
        return frozenset({reached or (speaker.id if speaker else "")})
    return frozenset()
