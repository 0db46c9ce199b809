"""What may stand on paper anybody can pick up: a first name, a part of town, words that give nobody away. Pure."""

import re

#: Six figures or more in a row, however they are set apart, are a telephone number or might be one.
NUMBER = re.compile(r"(?:\d[ ().\-/]{0,2}){6,}")
E_MAIL = re.compile(r"\S+@\S+")

#: Words that end, or begin, the name of a street; those of a second meaning only with a capital.
STREET = (
    r"(?:street|road|rd|lane|avenue|ave|close|drive|crescent|terrace|gardens|mews|boulevard|rue|calle|via"
    r"|stra(?:ß|ss)e)"
)
OFTEN_STREET = r"(?:St|Court|Grove|Hill|Way|Place|Park|Row|Square|Walk|Green|Rise|View|Estate|House)"

#: A house and its street: "12 Mill Lane", "Flat 3, Elm Court", "12, rue du Moulin", "Hauptstraße 12".
HOUSE = re.compile(
    rf"\b\d{{1,4}}[A-Za-z]?,?\s+(?:[^\W\d][\w'’.-]*\s+){{0,2}}(?:(?i:{STREET})|[A-Z][\w'’.-]*\s+{OFTEN_STREET})\b"
    rf"|(?i:\b\w*{STREET}\s+(?:\w+\s+){{0,3}}\d{{1,4}}\b(?!\s*(?:hours?|minutes?|times?)\b))"
)

#: A postcode: "GL5 1AB", "1017 AB", "48149", "02139-4307".
POSTCODE = re.compile(r"(?i:\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)|\b\d{4}\s?[A-Z]{2}\b|\b\d{5}(?:-\d{4})?\b")


def first_name(name: str) -> str:
    """What somebody is called across a fence.

    >>> first_name("Ana Maria Lopes")
    'Ana'
    """
    return name.partition(" ")[0]


def gives_away(words: str, name: str) -> bool:
    """Whether these words hold a number, an address or more than the first name of whoever says them.

    A house with its street, a postcode and an e-mail address are seen; an address told in other words is not.

    >>> gives_away("Ring me on 01632 960-101", "Ana Lopes"), gives_away("Jam by Mrs Lopes", "Ana Lopes")
    (True, True)
    >>> gives_away("Two hours on a Tuesday, from 10 to 12", "Ana Lopes")
    False
    >>> gives_away("The hedge at 12 Mill Lane", "Ana Lopes"), gives_away("The hedge in Mill Lane", "Ana Lopes")
    (True, False)
    """
    others = {part.casefold() for part in name.split()[1:] if len(part) > 1}
    said = set(re.findall(r"\w+", words.casefold()))
    return any(mark.search(words) for mark in (NUMBER, E_MAIL, HOUSE, POSTCODE)) or bool(others & said)


def words_for_print(words: str, kind: str, name: str) -> str:
    """The words as they were said, or only the kind of help where they would give somebody away.

    >>> words_for_print("Jam by Mrs Lopes", "Cooking", "Ana Lopes")
    'Cooking'
    """
    return kind if gives_away(words, name) else words
