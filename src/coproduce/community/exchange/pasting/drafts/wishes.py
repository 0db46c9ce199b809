"""What a message wishes, by its own words: it asks, it offers, or it does neither."""

import re
from typing import Literal, NamedTuple

from coproduce.community.exchange.pasting.drafts.found import Why

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


class Side(NamedTuple):
    """Which of the two it is, and the words that say so, from letter `start` up to letter `end`."""

    kind: Literal["need", "offer"]
    phrase: str
    start: int
    end: int


def no_wish(words: str) -> Why | None:
    """Why these words are no wish at all, or None.

    >>> str(no_wish("Never mind, my sister came"))
    '“Never mind” says that it is settled.'
    """
    for pattern, sentence in (
        (_SETTLED, "“%(said)s” says that it is settled."),
        (_THANKS, "“%(said)s” is thanks."),
        (_JOKE, "“%(said)s” may be a joke."),
        (_SWAP, "“%(said)s” speaks of a bargain."),
        (_CANNOT, "“%(said)s” says no."),
        (_CHATTER, "“%(said)s” is conversation."),
    ):
        if found := pattern.search(words):
            return Why(sentence, {"said": found.group().strip()})
    return None


def side_of(words: str) -> Side | Why:
    """Whether it asks or offers; why that is not certain, if it does neither or both.

    >>> side_of("Could anyone water my plants?").kind, side_of("I can water plants").kind
    ('need', 'offer')
    """
    aimed = _IN_RETURN.sub(lambda found: " " * len(found.group()), words)
    need = _NEED_START.search(aimed) or _NEED.search(aimed)
    offer = _OFFER.search(aimed)
    if need and offer:
        said = {"need": need.group().strip(), "offer": offer.group().strip()}
        return Why("“%(need)s” asks and “%(offer)s” offers.", said)
    if need:
        return Side("need", need.group().strip(), *need.span())
    if offer:
        return Side("offer", offer.group().strip(), *offer.span())
    return Why("It neither asks for anything nor offers anything.")
