"""A language nobody speaks, written from right to left: what is not marked for translation stands out in it.

`COPRODUCE_PSEUDO=1 ./coproduce up` shows the pages in it; a test reads every page
and fails on an English word.
"""

import re

from django.utils import translation

#: Latin letters as Arabic ones, so that a browser lays the line out from the right.
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابكدهفگحيجقلمنوپثرستعڤخظىز" * 2)

#: What stands in a sentence and is no word of it: places for values, marks of the page.
NOT_WORDS = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|&\w+;)")


def said(sentence: str) -> str:
    """A sentence in the language nobody speaks; its places for values stay.

    >>> said("Ring %(phone)s") == said("Ring ") + "%(phone)s"
    True
    """
    parts = NOT_WORDS.split(sentence)
    return "".join(part if place % 2 else part.translate(LETTERS) for place, part in enumerate(parts))


def speak() -> None:
    """From now on this process speaks it, to everybody."""
    tongue = translation._trans  # type: ignore[attr-defined]
    tongue.gettext = said
    tongue.ngettext = lambda one, many, number: said(one if number == 1 else many)
    tongue.pgettext = lambda context, sentence: said(sentence)
    tongue.npgettext = lambda context, one, many, number: said(one if number == 1 else many)
    tongue.get_language_bidi = lambda: True


def stop() -> None:
    """English again."""
    tongue = translation._trans  # type: ignore[attr-defined]
    for name in ("gettext", "ngettext", "pgettext", "npgettext", "get_language_bidi"):
        tongue.__dict__.pop(name, None)
