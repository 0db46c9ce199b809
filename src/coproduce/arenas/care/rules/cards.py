"""The card a ward hands over: ten characters that say nothing, the last of which catches what was misread.

Nine are drawn at random from 31 that are not taken for each other (no 0 or O, no 1 or I, no U); the last makes a
weighted sum of all ten come out even modulo 31. As 31 is a prime and no weight is a multiple of it, every single
character misread and every two neighbours swapped are noticed.
"""

from coproduce.core.refusal import Refusal

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH = 10
#: How many numbers there are, so that guessing one of a thousand open cards takes ten thousand million tries.
NUMBERS = len(ALPHABET) ** (LENGTH - 1)

UNREADABLE = Refusal(
    "NOT_A_CARD", "That is not the number of a card. It has ten letters and numbers, like %(like)s. Look again.",
    "card", {"like": "7KQ4M-29XDC"},
)  # fmt: skip


def card(number: int) -> str:
    """The card of this number, from 0 to NUMBERS − 1. ValueError for one that is outside.

    >>> card(0), len(card(NUMBERS - 1))
    ('2222222222', 10)
    """
    if not 0 <= number < NUMBERS:
        raise ValueError(f"A card has a number from 0 to {NUMBERS - 1}: {number!r}.")
    characters = []
    for _ in range(LENGTH - 1):
        number, at = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[at])
    body = "".join(reversed(characters))
    return body + ALPHABET[-_sum(body) % len(ALPHABET)]


def read_card(said: str) -> str | Refusal:
    """The number as it stands on the card, however it was typed: spaces, dashes and small letters do no harm.

    >>> read_card(" 22222-2222 2 ")
    '2222222222'
    >>> read_card("22222-22223").code
    'NOT_A_CARD'
    """
    typed = "".join(one for one in said.upper() if one not in " -\u2010\u2011\u2013\u00a0")
    if len(typed) != LENGTH or set(typed) - set(ALPHABET):
        return UNREADABLE
    weighted = (_sum(typed[:-1]) + ALPHABET.index(typed[-1])) % len(ALPHABET)
    return typed if weighted == 0 else UNREADABLE


def as_printed(number: str) -> str:
    """In two groups of five, as it is read out.

    >>> as_printed("2222222222")
    '22222-22222'
    """
    return f"{number[:5]}-{number[5:]}"


def _sum(body: str) -> int:
    """Weighted from the end, so that the last before the check counts twice, the one before it three times."""
    return sum(weight * ALPHABET.index(one) for weight, one in enumerate(reversed(body), start=2))
