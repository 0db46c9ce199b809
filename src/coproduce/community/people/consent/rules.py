"""What somebody can say yes to, who may say it for whom, and what may be written: decided without a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

PAGE, SPOKEN, PAPER = CHANNELS = ("page", "spoken", "paper")

#: Letters of one wording, and of a note.
LONGEST_WORDS, LONGEST_NOTE = 20000, 300

#: The scope that ends only with the membership.
AGREEMENT = "agreement"

#: How whoever writes a yes down stands to whose it is.
By = Literal["oneself", "guardian", "desk"]


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing somebody may say yes to: its code, what it is called, and the words a community starts with.

    It runs out after `lasts_days`, where that is said.
    """

    code: str
    title: str | Promise
    words: str | Promise
    lasts_days: int | None = None


NOT_OF_AGE = Refusal("NOT_OF_AGE", "A guardian says yes for whoever is not of age. Ask the desk.", "given_by")


def may_consent(
    by: By, channel: str, note: str, *, is_minor: bool, has_guardians_word: bool, is_for_another: bool
) -> Refusal | None:
    """None when this yes can be written down, else what to mend.

    `has_guardians_word` where a guardian says it, `is_for_another` where anybody but they themselves does.

    >>> says = {"is_minor": False, "has_guardians_word": False, "is_for_another": False}
    >>> may_consent("oneself", "page", "", **says) is None
    True
    >>> may_consent("oneself", "paper", "", **says).code
    'WRONG_CHANNEL'
    >>> may_consent("oneself", "page", "", **{**says, "is_minor": True}).code
    'NOT_OF_AGE'
    """
    if channel not in ((SPOKEN, PAPER) if by == "desk" else (PAGE,)):
        choices = "spoken, paper" if by == "desk" else "page"
        return Refusal("WRONG_CHANNEL", "Say how it was said: %(choices)s.", "channel", {"choices": choices})
    if is_minor and not has_guardians_word:
        return NOT_OF_AGE
    why = "" if has_guardians_word or not is_for_another else "Say why somebody else says yes for them."
    return may_say(note, "note", LONGEST_NOTE, why)


def may_write(words: str, from_on: date, today: date, latest_from: date | None) -> Refusal | None:
    """None when a wording may stand from this day on: never before today, nor before the one that stands or waits.

    >>> may_write("We keep your name.", date(2026, 11, 17), date(2026, 11, 17), None) is None
    True
    >>> may_write("We keep your name.", date(2026, 11, 16), date(2026, 11, 17), None).code
    'TOO_EARLY'
    """
    if from_on < max(today, latest_from or today):
        sentence = "Choose a day from %(day)s on: what was said before stays as it was said."
        day = max(today, latest_from or today)
        return Refusal("TOO_EARLY", sentence, "from_on", {"day": day.isoformat()})
    return may_say(words, "words", LONGEST_WORDS, "Write what members read.")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a list or a paragraph of a wording."""

    kind: Literal["heading", "list", "paragraph"]
    lines: tuple[str, ...]


def blocks(words: str) -> Iterator[Block]:
    """A wording as it is shown: empty lines set it apart, `# ` begins a heading, `- ` each line of a list.

    >>> [block.kind for block in blocks("# What we keep\\n\\nLittle:\\n\\n- your name\\n- your hours")]
    ['heading', 'paragraph', 'list']
    """
    for part in words.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if lines[0].startswith("# "):
            yield Block("heading", (lines[0][2:].strip(),))
            lines = lines[1:]
        if lines and all(line.startswith("- ") for line in lines):
            yield Block("list", tuple(line[2:].strip() for line in lines))
        elif lines:
            yield Block("paragraph", (" ".join(lines),))
