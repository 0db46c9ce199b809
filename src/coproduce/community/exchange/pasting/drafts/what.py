"""Which kind of help words name: the words nearest to the asking or offering first."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from coproduce.community.exchange.categories.kinds import Found, Kind, found_in
from coproduce.community.exchange.pasting.drafts.found import Why

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_BETWEEN = re.compile(r"[\s,/&+]*(?:and|or|plus|&|/|,)\s*(?:(?:do|a|an|the|my|your|some|bit|of|help|with)\s+)*", re.I)


class Category(NamedTuple):
    """The code of a kind, and the words that name it."""

    code: str
    phrase: str


def what(words: str, start: int, end: int, subject: str, kinds: Sequence[Kind]) -> Category | Why:
    """The kind named after the asking at `start` to `end`, else in its sentence, in the message, in the subject.

    >>> from coproduce.community.exchange.categories.kinds import SHIPPED
    >>> what("Could anyone walk my dog?", 0, 12, "", SHIPPED)
    Category(code='animals.dogs', phrase='walk my dog')
    """
    sentence = next((one for one in _SENTENCE.finditer(words) if one.start() <= start < one.end()), None)
    first, last = sentence.span() if sentence else (0, len(words))
    for part in (words[end:last], words[first:last], words, subject):
        found = found_in(part, kinds)
        if not found:
            continue
        best = min(found, key=lambda one: (-one.length, not one.kind.parent, one.start))
        if other := _joined(part, best, found):
            return _either(best, other)
        if best.kind.parent:
            return Category(best.kind.code, part[best.start : best.end])
        return _narrowed(best, part, words, kinds)
    return Why("No kind of help is named in it.")


def _either(one: Found, other: Found) -> Why:
    return Why("It may be “%(one)s” or “%(other)s”.", {"one": one.kind.name, "other": other.kind.name})


def _joined(part: str, best: Found, found: Sequence[Found]) -> Found | None:
    """Another kind that stands beside the best one with nothing but "and" between."""
    for one in found:
        if one.kind.code.split(".")[0] == best.kind.code.split(".")[0] or not one.kind.parent:
            continue
        first, last = sorted((one, best), key=lambda each: each.start)
        if _BETWEEN.fullmatch(part[first.end : last.start]):
            return one
    return None


def _narrowed(top: Found, part: str, words: str, kinds: Sequence[Kind]) -> Category | Why:
    """The one narrower kind that the whole message names; the wide one when it names none; else not sure."""
    children = {one.kind: one for one in found_in(words, kinds) if one.kind.parent}
    if not children:
        return Category(top.kind.code, part[top.start : top.end])
    own = [one for one in children.values() if one.kind.parent == top.kind.code]
    if len(own) == 1:
        return Category(own[0].kind.code, words[own[0].start : own[0].end])
    other = own[0] if own else next(iter(children.values()))
    return _either(top, other)
