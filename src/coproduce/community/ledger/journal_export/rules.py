"""The journal as plain-text accounting, as `hledger` and its kin read it: decided without a database.

Format: hledger.org/hledger.html, “Journal format”. No text anybody wrote can begin a line or a comment of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from coproduce.core.quantity import Unit

#: Under which heading an account stands.
HEADINGS = {"member": "people", "pot": "pots", "issuing": "sources"}


def plain(text: str) -> str:
    """Words that stand on one line and are nothing but words.

    >>> plain("bread;\\ninclude /etc/passwd  | x:y")
    'bread, include /etc/passwd , x·y'
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.translate({ord(";"): ",", ord("|"): ",", ord(":"): "·"}).split())


def amount(minor: int, unit: Unit) -> str:
    """So many of a unit with its whole numbers exact: hours in minutes, all else in its printed unit.

    >>> from coproduce.core.quantity import HOURS, KG, unit_of_money
    >>> amount(-90, HOURS), amount(1500, KG), amount(-5, unit_of_money("GBP"))
    ('-90 min', '1.500 kg', '-0.05 GBP')
    """
    if unit.minor_per_major == 60:
        return f"{minor} min"
    places = len(str(unit.minor_per_major)) - 1
    whole, rest = divmod(abs(minor), unit.minor_per_major)
    number = f"{whole}.{rest:0{places}}" if places else str(whole)
    return f"{'-' if minor < 0 else ''}{number} {unit.code}"


def account(kind: str, name: str, number: int) -> str:
    """What an account is called there: by its number too, for two people may have one name.

    >>> account("member", "Ana  Lee", 7)
    'people:Ana Lee 7'
    """
    return f"{HEADINGS[kind]}:{plain(name)} {number}"


def as_text(title: str, entries: Iterable[Any], units: dict[str, Unit], *, seal: str = "") -> Iterator[str]:
    """The whole of it, line by line: a heading with the seal that stood, then a paragraph for each entry."""
    yield f"; {plain(title)}\n; Each entry adds up to nothing for each unit; what takes another back says which.\n"
    if seal:
        yield f"; The seal of the books: {seal}\n"
    for one in entries:
        took = f", takes-back:{one.reverses}" if one.reverses else ""
        yield f"\n{one.effective_on:%Y-%m-%d} * {one.kind}, {plain(one.category)}\n"
        yield f"    ; entry:{one.entry}, written:{one.recorded_at:%Y-%m-%d}, arena:{plain(one.arena)}{took}\n"
        for part in one.parts:
            yield f"    {account(part.kind, part.name, part.number)}  {amount(part.amount, units[part.unit])}\n"
