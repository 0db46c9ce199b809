"""Which licence a thing must carry that is made of things under several: SPDX names, over the whole tree.

A licence lets its work stand in a whole under some licences and not under others. The whole carries the one that asks
least among those all parts may stand under. What has no licence is all rights reserved, and stops it being shared.
This orders what the texts say and is no advice: the table below is what we know, and what it does not know it refuses.

Sources: SPDX License List; CERN-OHL-S-2.0 and -W-2.0, section 1.2 (compatible licences); the table of GNU licences of
gnu.org/licenses/gpl-faq.html#AllCompatibility (1 March 2023), and what its list of licences says of Apache, ECL, MPL,
CC BY and CC BY-SA; MPL-2.0, section 3.3; Creative Commons, compatible licences (BY-SA 4.0 into GPLv3, one way).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations

from coproduce.core.refusal import Refusal

#: Who asks how much: the lower, the less. What is open to all, what asks to be named, weak and strong reciprocity, and
#: then what is not open: no trade, no change.
_ASKS: Mapping[str, int] = {
    **dict.fromkeys(("0BSD", "CC0-1.0", "MIT-0", "Unlicense"), 0),
    **dict.fromkeys(("BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "ISC", "MIT", "Zlib", "CC-BY-3.0", "CC-BY-4.0"), 1),
    **dict.fromkeys(("Apache-2.0", "CERN-OHL-P-2.0", "ECL-2.0", "SHL-2.1"), 2),
    **dict.fromkeys(
        (
            "MPL-2.0",
            "LGPL-2.1-or-later",
            "LGPL-2.1-only",
            "LGPL-3.0-or-later",
            "LGPL-3.0-only",
            "CERN-OHL-1.1",
            "CERN-OHL-1.2",
            "CERN-OHL-W-2.0",
        ),
        3,
    ),
    **dict.fromkeys(("GPL-2.0-or-later", "GPL-2.0-only", "CC-BY-SA-3.0", "CC-BY-SA-4.0"), 4),
    **dict.fromkeys(("GPL-3.0-or-later", "GPL-3.0-only", "CERN-OHL-S-2.0", "TAPR-OHL-1.0"), 5),
    **dict.fromkeys(("AGPL-3.0-or-later", "AGPL-3.0-only"), 6),
    **dict.fromkeys(("CC-BY-NC-3.0", "CC-BY-NC-4.0"), 7),
    **dict.fromkeys(("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"), 8),
    **dict.fromkeys(("CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"), 9),
}

_OPEN = [name for name, asks in _ASKS.items() if asks <= 2]
_RECIPROCAL = [name for name, asks in _ASKS.items() if 3 <= asks <= 8]
_GPL_2 = frozenset(("GPL-2.0-only", "GPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later"))

_ANY_GPL = frozenset(name for name in _ASKS if "GPL" in name)

#: Where some may not stand whatever leads there: GPL 2 knows no terms on patents, and CC 3.0 is of no GPL. Only from
#: 4.0 on does whoever comes later keep to the last licence alone (BY-SA 4.0, section 2(a)(5)(B)).
_NEVER_UNDER: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("Apache-2.0", "ECL-2.0", "CERN-OHL-P-2.0", "SHL-2.1"), _GPL_2),
    "CC-BY-3.0": _ANY_GPL | {"MPL-2.0"},
    "CC-BY-SA-3.0": _ANY_GPL,
}

#: What each may stand in directly, beside itself; the rest follows.
_INTO: Mapping[str, tuple[str, ...]] = {
    **{
        name: tuple(other for other in (*_OPEN, *_RECIPROCAL) if _ASKS[other] >= _ASKS[name] and other != name)
        for name in _OPEN
    },
    "MPL-2.0": ("LGPL-2.1-or-later", "LGPL-3.0-or-later", "GPL-2.0-or-later", "GPL-3.0-or-later", "AGPL-3.0-or-later"),
    "LGPL-2.1-or-later": ("LGPL-2.1-only", "LGPL-3.0-or-later", "GPL-2.0-or-later"),
    "LGPL-2.1-only": ("GPL-2.0-only", "GPL-2.0-or-later"),
    "LGPL-3.0-or-later": ("LGPL-3.0-only", "GPL-3.0-or-later"),
    "LGPL-3.0-only": ("GPL-3.0-only",),
    "GPL-2.0-or-later": ("GPL-2.0-only", "GPL-3.0-or-later"),
    "GPL-3.0-or-later": ("GPL-3.0-only", "AGPL-3.0-or-later"),
    "GPL-3.0-only": ("AGPL-3.0-only",),
    "AGPL-3.0-or-later": ("AGPL-3.0-only",),
    "CC-BY-SA-3.0": ("CC-BY-SA-4.0",),
    "CC-BY-SA-4.0": ("GPL-3.0-only",),
    "CC-BY-NC-3.0": ("CC-BY-NC-4.0", "CC-BY-NC-SA-3.0"),
    "CC-BY-NC-4.0": ("CC-BY-NC-SA-4.0",),
    "CC-BY-NC-SA-3.0": ("CC-BY-NC-SA-4.0",),
    "CERN-OHL-1.1": ("CERN-OHL-1.2", "CERN-OHL-W-2.0", "CERN-OHL-S-2.0"),
    "CERN-OHL-1.2": ("CERN-OHL-W-2.0", "CERN-OHL-S-2.0"),
    "CERN-OHL-W-2.0": ("CERN-OHL-S-2.0",),
}  # fmt: skip

#: What people write and what SPDX calls it now.
_OLD_NAMES: Mapping[str, str] = {
    **{f"{name}-{number}": f"{name}-{number}-only" for name, number in (
        ("GPL", "2.0"), ("GPL", "3.0"), ("LGPL", "2.1"), ("LGPL", "3.0"), ("AGPL", "3.0"),
    )},
    **{f"{name}-{number}+": f"{name}-{number}-or-later" for name, number in (
        ("GPL", "2.0"), ("GPL", "3.0"), ("LGPL", "2.1"), ("LGPL", "3.0"), ("AGPL", "3.0"),
    )},
    "CERN-OHL-P": "CERN-OHL-P-2.0", "CERN-OHL-W": "CERN-OHL-W-2.0", "CERN-OHL-S": "CERN-OHL-S-2.0",
}  # fmt: skip

_BY_LETTERS = {name.lower(): name for name in _ASKS} | {old.lower(): new for old, new in _OLD_NAMES.items()}
_NONE = ("", "none", "noassertion", "all rights reserved")
_LONGEST = 400
_MOST_CHOICES = 64


def named(licence: str) -> str | Refusal:
    """The name SPDX has for one licence, whatever its letters' size; else what to mend.

    >>> named("gpl-3.0+"), named("MIT")
    ('GPL-3.0-or-later', 'MIT')
    >>> named("CERN-OHL-S-2.1").sentence
    'We do not know the licence “CERN-OHL-S-2.1”. Did you mean CERN-OHL-S-2.0? Write its SPDX name.'
    """
    said = licence.strip()
    if said.lower() in _NONE:
        return Refusal(
            "NO_LICENCE",
            "Without a licence all rights are reserved, and nobody may share it: ask whoever made it to choose one.",
            "licence",
        )
    found = _BY_LETTERS.get(said.lower())
    if found:
        return found
    near = get_close_matches(said[:_LONGEST].lower(), _BY_LETTERS, 1, 0.6)
    if near:
        return Refusal(
            "UNKNOWN_LICENCE",
            "We do not know the licence “%(given)s”. Did you mean %(near)s? Write its SPDX name.",
            "licence",
            {"given": said, "near": _BY_LETTERS[near[0]]},
        )
    return Refusal(
        "UNKNOWN_LICENCE",
        "We do not know the licence “%(given)s”. Write its SPDX name, as spdx.org/licenses has it.",
        "licence",
        {"given": said[:80]},
    )


def compatible(licences: str | Iterable[str | None] | Mapping[str, str | None]) -> str | Refusal:
    """The licence of a whole with parts under these, by part or in any order; else why there is none, and of which two.

    An expression may stand for one: `MIT OR Apache-2.0` is whichever will do, `A AND B` is both. None is no licence.

    >>> compatible({"frame": "CERN-OHL-P-2.0", "hub": "CERN-OHL-S-2.0"})
    'CERN-OHL-S-2.0'
    >>> compatible(["MIT", "CC0-1.0"]), compatible(["GPL-2.0-or-later", "Apache-2.0"])
    ('MIT', 'GPL-3.0-or-later')
    >>> compatible(["GPL-3.0-only", "CERN-OHL-S-2.0"]).sentence.partition(":")[0]
    'What is under CERN-OHL-S-2.0 and what is under GPL-3.0-only cannot stand in one thing'
    >>> compatible({"frame": "MIT", "hub": ""}).code
    'NO_LICENCE'
    """
    told = (
        licences.values() if isinstance(licences, Mapping) else (licences,) if isinstance(licences, str) else licences
    )
    of = dict.fromkeys(one or "" for one in told)
    if not of:
        return named("")
    choices: list[frozenset[str]] = [frozenset()]
    for licence in of:
        read = _read(licence)
        if isinstance(read, Refusal):
            return read
        choices = list(dict.fromkeys(one | other for one in choices for other in read))
        if len(choices) > _MOST_CHOICES:
            return Refusal("TOO_MANY_CHOICES", "There are too many licences to choose from: choose one for each part.")
    wholes = [(whole, choice) for choice in choices if (whole := _whole(choice)) is not None]
    if not wholes:
        return _why_not(min(choices, key=sorted))
    return min((_preferred(whole, choice), whole) for whole, choice in wholes)[1]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a licence asks of a whole it is part of, and of which parts it is; one we do not know asks nothing known."""

    licence: str
    asks: str
    parts: tuple[str, ...]


def reasons(licences: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why a whole carries the licence it does: what each licence in it asks, whoever asks most first.

    >>> [(one.licence, one.parts) for one in reasons({"frame": "MIT", "hub": "CERN-OHL-S-2.0", "rim": "MIT"})]
    [('CERN-OHL-S-2.0', ('hub',)), ('MIT', ('frame', 'rim'))]
    >>> reasons({"hub": ""})[0].asks
    'all rights are reserved'
    """
    of: dict[str, list[str]] = {}
    for part, licence in licences.items():
        one = named(licence)
        of.setdefault(licence.strip() if isinstance(one, Refusal) else one, []).append(part)
    ordered = sorted(of, key=lambda one: (-_ASKS.get(one, len(_SAYS) if not one else -1), one))
    return tuple(Reason(one, _says(one), tuple(of[one])) for one in ordered)


#: What each step of `_ASKS` means, in words.
_SAYS = (
    "asks nothing",
    "asks to be named",
    "asks to be named, and that nobody sues over patents",
    "asks that changes of it stay open",
    "asks that the whole is shared alike",
    "asks that the whole is shared alike, with all that is needed to make it",
    "asks that the whole is shared alike, with whoever uses it over a network too",
    "asks that nobody sells it",
    "asks that nobody sells it, and that the whole is shared alike",
    "asks that nobody changes it",
)


def _says(licence: str) -> str:
    if licence in _ASKS:
        return _SAYS[_ASKS[licence]]
    return "is met as it says" if licence else "all rights are reserved"


def _whole(parts: frozenset[str]) -> str | None:
    """The licence that asks least of all that every part may stand under, one of theirs where there is one."""
    under = frozenset.intersection(*(_UNDER[one] for one in parts))
    return min(under, key=lambda one: _preferred(one, parts), default=None)


def _preferred(one: str, parts: frozenset[str]) -> tuple[bool, int, bool, str]:
    """Whoever says "or later" keeps that; a licence nobody named is taken only where none of theirs will do."""
    return one not in parts, _ASKS[one], one.endswith("-only"), one


def _why_not(parts: frozenset[str]) -> Refusal:
    """The first two that clash. Wherever there is no whole there are two such: a test looks at every three."""
    known = sorted(parts, key=lambda one: (_ASKS[one], one))
    one, other = next(pair for pair in combinations(known, 2) if _whole(frozenset(pair)) is None)
    return Refusal(
        "LICENCES_CLASH",
        "What is under %(one)s and what is under %(other)s cannot stand in one thing: leave one of them out, or ask "
        "who made it for another licence.",
        "licence",
        {"one": one, "other": other},
    )


def _reach(name: str) -> frozenset[str]:
    found, left = {name}, [name]
    while left:
        for other in _INTO.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return frozenset(found) - _NEVER_UNDER.get(name, frozenset())


#: Under what each may stand, all steps taken.
_UNDER: Mapping[str, frozenset[str]] = {name: _reach(name) for name in _ASKS}

_WORD = re.compile(r"\(|\)|[^\s()]+")


def _read(expression: str) -> list[frozenset[str]] | Refusal:
    """An expression as the ways to meet it, each a set of licences. AND binds closer than OR, as SPDX says."""
    words = _WORD.findall(expression) if len(expression) <= _LONGEST else [expression]
    if not any(word.upper() in ("AND", "OR", "(", ")") for word in words):
        one = named(expression)
        return one if isinstance(one, Refusal) else [frozenset((one,))]
    return _Reader(words, expression).read()


class _Reader:
    """Reads words one after another; what does not follow the grammar is refused whole."""

    def __init__(self, words: list[str], expression: str) -> None:
        self.words, self.at, self.expression = words, 0, expression

    def read(self) -> list[frozenset[str]] | Refusal:
        found = self._either()
        if isinstance(found, Refusal):
            return found
        return found if self.at == len(self.words) else self._wrong()

    def _either(self) -> list[frozenset[str]] | Refusal:
        found = self._both()
        while not isinstance(found, Refusal) and self._took("OR"):
            more = self._both()
            if isinstance(more, Refusal):
                return more
            found = [*found, *more]
        return found

    def _both(self) -> list[frozenset[str]] | Refusal:
        found = self._one()
        while not isinstance(found, Refusal) and self._took("AND"):
            more = self._one()
            if isinstance(more, Refusal):
                return more
            found = [one | other for one in found for other in more]
        return found

    def _one(self) -> list[frozenset[str]] | Refusal:
        if self._took("("):
            found = self._either()
            return found if isinstance(found, Refusal) or self._took(")") else self._wrong()
        if self.at == len(self.words) or self.words[self.at].upper() in ("AND", "OR", ")"):
            return self._wrong()
        self.at += 1
        one = named(self.words[self.at - 1])
        return one if isinstance(one, Refusal) else [frozenset((one,))]

    def _took(self, word: str) -> bool:
        if self.at < len(self.words) and self.words[self.at].upper() == word:
            self.at += 1
            return True
        return False

    def _wrong(self) -> Refusal:
        return Refusal(
            "NOT_AN_EXPRESSION",
            "“%(given)s” does not say which licences: write names with AND or OR between them.",
            "licence",
            {"given": self.expression[:80]},
        )
