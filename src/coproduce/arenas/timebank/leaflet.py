"""What may stand on paper anybody can pick up: a first name, a part of town, words that give nobody away. Pure."""

import re

#: Six figures or more in a row, however they are set apart, are a telephone number or might be one.
NUMBER = re.compile(r"(?:\d[ ().\-/]{0,2}){6,}")
ADDRESS = re.compile(r"\S+@\S+")


def first_name(name: str) -> str:
    """What somebody is called across a fence.

    >>> first_name("Ana Maria Lopes")
    'Ana'
    """
    return name.partition(" ")[0]


def gives_away(words: str, name: str) -> bool:
    """Whether these words hold a number, an address or more than the first name of whoever says them.

    >>> gives_away("Ring me on 01632 960-101", "Ana Lopes"), gives_away("Jam by Mrs Lopes", "Ana Lopes")
    (True, True)
    >>> gives_away("Two hours on a Tuesday, from 10 to 12", "Ana Lopes")
    False
    """
    others = {part.casefold() for part in name.split()[1:] if len(part) > 1}
    said = set(re.findall(r"\w+", words.casefold()))
    return bool(NUMBER.search(words) or ADDRESS.search(words) or others & said)


def words_for_print(words: str, kind: str, name: str) -> str:
    """The words as they were said, or only the kind of help where they would give somebody away.

    >>> words_for_print("Jam by Mrs Lopes", "Cooking", "Ana Lopes")
    'Cooking'
    """
    return kind if gives_away(words, name) else words
