"""Kinds of help, and the everyday words people use for them.

A community starts with `SHIPPED` and makes it its own. A name from somewhere
else ("Car share") and a sentence ("could anyone run me to the surgery?") find
their kind by these words alone: no model, no guess, the same answer each time.
English only for now. Pure: no Django, and only the shipped list is read.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of help. `parent` is the code of the kind above it, "" at the top; `words` are what people say.

    `activities` are what is done in it that the law of some place looks at.
    """

    code: str
    name: str
    parent: str = ""
    words: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a kind in a text, from letter `start` up to letter `end`; `length` counts its words."""

    kind: Kind
    length: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    stem: str
    start: int
    end: int


#: Words that say nothing about the kind of help.
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "your",
        "our",
        "his",
        "her",
        "its",
        "their",
        "me",
        "you",
        "us",
        "him",
        "them",
        "i",
        "we",
        "he",
        "she",
        "they",
        "some",
        "any",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "this",
        "that",
        "these",
        "those",
        "of",
        "to",
        "for",
        "with",
        "from",
        "at",
        "by",
        "and",
        "or",
        "as",
        "is",
        "are",
        "be",
        "bit",
        "please",
    ]
)

#: Words that belong to the word before them: nothing may stand between.
_CLINGING = frozenset(["in", "on", "up", "out", "off"])

_IRREGULAR = {
    "children": "child",
    "knives": "knif",
    "leaves": "leaf",
    "loaves": "loaf",
    "men": "man",
    "shelves": "shelf",
    "women": "woman",
}

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_VOWEL = re.compile("[aeiouy]")
_LONGEST_WORD = 40


def _read() -> Iterator[Kind]:
    listed = tomllib.loads(files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8"))
    for top in listed["kind"]:
        yield Kind(top["code"], top["name"], "", tuple(top["words"]))
        children: Mapping[str, Any] = top["children"]
        for code, child in children.items():
            yield Kind(
                f"{top['code']}.{code}",
                child["name"],
                top["code"],
                tuple(child["words"]),
                tuple(child.get("activities", ())),
            )


#: The kinds every new community starts with: each top kind, followed by its children.
SHIPPED: tuple[Kind, ...] = tuple(_read())


def match(text: str, kinds: Sequence[Kind]) -> Kind | None:
    """The kind these words mean most, or None when they mean none.

    >>> [match(name, SHIPPED).code for name in ("Car share", "Gardening", "dog walking", "Mowing the lawns")]
    ['transport.lift', 'garden', 'animals.dogs', 'garden.mowing']
    >>> match("Various", SHIPPED) is None
    True
    """
    found = ranked(text, kinds)
    return found[0] if found else None


def ranked(text: str, kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """Every kind these words may mean: its own name first, then the longest phrase, children before parents, by code.

    >>> [kind.code for kind in ranked("a lift to the vet for my cat", SHIPPED)]
    ['animals.vet', 'animals.feeding']
    """
    stems = tuple(token.stem for token in _tokens(text))
    named = [kind for kind in kinds if stems and tuple(token.stem for token in _tokens(kind.name)) == stems]
    best: dict[Kind, int] = {}
    for one in found_in(text, kinds):
        best[one.kind] = max(one.length, best.get(one.kind, 0))
    by_words = sorted(best, key=lambda kind: (-best[kind], not kind.parent, kind.code))
    return tuple(dict.fromkeys([*sorted(named, key=lambda kind: (not kind.parent, kind.code)), *by_words]))


def found_in(text: str, kinds: Sequence[Kind]) -> tuple[Found, ...]:
    """The phrases of these kinds in a text, in its order. A longer phrase hides a shorter one inside it.

    >>> [(one.kind.code, one.length) for one in found_in("a car seat, or a car", SHIPPED)]
    [('children.things', 2), ('transport.lift', 1)]
    """
    index = _index(tuple(kinds))
    tokens = _tokens(text)
    candidates = []
    for at, token in enumerate(tokens):
        for phrase, kind in index.get(token.stem, ()):
            last = _end_of(phrase, tokens, at)
            if last is not None:
                candidates.append((-len(phrase), at, not kind.parent, kind.code, last, kind))
    taken: set[int] = set()
    kept = []
    for minus_length, at, _, _, last, kind in sorted(candidates, key=lambda candidate: candidate[:4]):
        covered = range(at, last + 1)
        if taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(Found(kind, -minus_length, tokens[at].start, tokens[last].end))
    return tuple(sorted(kept, key=lambda one: one.start))


def _end_of(phrase: tuple[str, ...], tokens: Sequence[_Token], at: int) -> int | None:
    """Where the phrase that begins at `at` ends: each word next to the one before it, or with one other between."""
    for stem in phrase[1:]:
        ahead = 1 if stem in _CLINGING else 2
        for step in range(1, ahead + 1):
            if at + step < len(tokens) and tokens[at + step].stem == stem:
                at += step
                break
        else:
            return None
    return at


@lru_cache(maxsize=16)
def _index(kinds: tuple[Kind, ...]) -> dict[str, tuple[tuple[tuple[str, ...], Kind], ...]]:
    """Phrases with their kinds, by the stem they begin with."""
    index: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for kind in kinds:
        for phrase in dict.fromkeys(tuple(token.stem for token in _tokens(words)) for words in kind.words):
            if phrase:
                index.setdefault(phrase[0], []).append((phrase, kind))
    return {stem: tuple(phrases) for stem, phrases in index.items()}


def _tokens(text: str) -> list[_Token]:
    words = ((found.group().lower(), *found.span()) for found in _WORD.finditer(text))
    return [_Token(stem(word), start, end) for word, start, end in words if word not in _SMALL]


def stem(word: str) -> str:
    """A word without its plural, -ing, -ed or last -e, so that what people write meets what the list says.

    >>> [stem(word) for word in ("babies", "baking", "bake", "mopped", "boxes", "bus", "weed")]
    ['baby', 'bak', 'bak', 'mop', 'box', 'bus', 'weed']
    """
    word = word[:_LONGEST_WORD].replace("’", "'").removesuffix("'s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest) and not word.endswith("eed"):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "aeiouls"
            word = rest[:-1] if doubled else rest
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
