"""How long a sign-in lasts, and which word may stand beside a card: decided without a database."""

import unicodedata
from datetime import date

from coproduce.core.refusal import Refusal

#: Days without a page after which a device is signed out, and days after which it is in any case.
IDLE_DAYS, LONGEST_DAYS = 14, 90

#: Roles that see or change what is others': they are asked for a second step.
STAFF = frozenset({"broker", "treasurer", "safeguarding lead", "link worker"})

#: Letters and figures a word has at least; a card is needed beside it, so that nobody can only guess.
SHORTEST_WORD = 4

#: Words that are nobody's own.
TOO_EASY = frozenset({"word", "password", "passwort", "secret", "card", "hello", "welcome", "qwerty", "coproduce"})

#: Wrong words after which a card works no more.
TRIES = 5


def folded(word: str) -> str:
    """A word as it is compared: capitals, spaces, accents and dashes make no difference.

    >>> folded(" Blue  Kettle "), folded("bluekettle"), folded("Blåe-Kettle")
    ('bluekettle', 'bluekettle', 'blaekettle')
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def may_choose_word(word: str, name: str) -> Refusal | None:
    """None when this can be somebody's word, else what to mend.

    >>> may_choose_word("blue kettle", "Ana Hall") is None
    True
    >>> may_choose_word("ana", "Ana Hall").code, may_choose_word("1234", "Ana Hall").code
    ('TOO_SHORT', 'TOO_EASY')
    """
    plain = folded(word)
    if len(plain) < SHORTEST_WORD:
        return Refusal(
            "TOO_SHORT", "Choose a word of %(least)s letters or more.", "word", {"least": str(SHORTEST_WORD)}
        )
    if len(word) > 80:
        return Refusal("TOO_LONG", "Choose a shorter word.", "word")
    is_a_name = plain in folded(name) or any(folded(part) == plain for part in name.split())
    if is_a_name or plain in TOO_EASY or len(set(plain)) < 3 or plain in "01234567890" or plain in "abcdefghijklmnop":
        return Refusal("TOO_EASY", "Others would guess this. Choose something only you would say.", "word")
    return None


def may_need_from(day: str) -> Refusal | None:
    """None for a day, or none at all.

    >>> may_need_from("2027-01-31") is None, may_need_from("") is None, may_need_from("soon").code
    (True, True, 'BAD_DAY')
    """
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        return Refusal("BAD_DAY", "Write the day like 2027-01-31, or leave it empty.", "second_step_from")
    return None


def words_of(agent: str) -> str:
    """A browser as its owner knows it again, from what it says of itself.

    >>> words_of("Mozilla/5.0 (Android 14; Mobile; rv:124.0) Gecko/124.0 Firefox/124.0")
    'Firefox · Android'
    >>> words_of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605 Version/17.4 Safari/604.1")
    'Safari · iPhone'
    >>> words_of("")
    ''
    """
    browsers = ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")
    machines = (
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )  # fmt: skip
    found = (next((name for sign, name in known if sign in agent), "") for known in (browsers, machines))
    return " · ".join(filter(None, found))
