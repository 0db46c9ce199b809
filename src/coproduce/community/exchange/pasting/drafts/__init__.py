"""From a pasted chat or e-mail to drafts that a broker confirms one by one.

Whatever is not certain stays plain text, with the reason: a wrong draft costs
more than one typed by hand. Nothing is sent and nothing is kept; telephone
numbers and addresses are taken out of the words. English only for now: what is
said in another language stays plain. Pure: no Django here.
"""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from coproduce.community.exchange.categories.kinds import Kind
from coproduce.community.exchange.pasting.drafts.found import Draft, Known, Plain, Why
from coproduce.community.exchange.pasting.drafts.judging import LONGEST_MESSAGE, judge
from coproduce.community.exchange.pasting.drafts.letters import LONGEST_PASTE, plain_letters, telling_where
from coproduce.community.exchange.pasting.drafts.messages import messages
from coproduce.community.exchange.pasting.drafts.whose import People

__all__ = ("LONGEST_MESSAGE", "LONGEST_PASTE", "Draft", "Known", "Plain", "Why", "read_paste", "telling_where")


def read_paste(
    text: str,
    members: Sequence[Known],
    kinds: Sequence[Kind],
    *,
    today: date,
    speaker: Known | None = None,
    since: date | None = None,
    most: int | None = None,
) -> tuple[Draft | Plain, ...]:
    """One draft or one plain text for each message, in the order of the paste: those since a day, the first `most`.

    Reads exports and copies of WhatsApp, Signal and Telegram, lists like `Ben: …`, e-mails with their headers, and
    words without any of these, which are `speaker`'s. A day that is missing or still to come is `today`.

    >>> from coproduce.community.exchange.categories.kinds import SHIPPED
    >>> ben, day = Known("m1", "Ben Okoro"), date(2026, 11, 16)
    >>> found = read_paste("Ben: could anyone walk my dog? 07700 900123", [ben], SHIPPED, today=day)[0]
    >>> found.member, found.kind, found.category, found.words
    ('m1', 'need', 'animals.dogs', 'could anyone walk my dog?')
    >>> str(found.why)
    '“could anyone” asks, and “walk my dog” says what.'
    >>> str(read_paste("Ben: thanks all, sorted!", [ben], SHIPPED, today=day)[0].why)
    '“sorted” says that it is settled.'
    """
    people = People(members)
    found = (one for one in messages(plain_letters(text), people, today) if since is None or one.said_on >= since)
    return tuple(judge(message, people, kinds, speaker) for message in islice(found, most))
