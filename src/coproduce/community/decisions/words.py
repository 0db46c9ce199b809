"""A decision in the words of whoever reads it."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext

from coproduce.community.decisions.models import Decision


def answer_in_words(answer: str) -> str:
    """Yes and no in the reader's language; anything else as it was written down."""
    return {"yes": gettext("Yes"), "no": gettext("No")}.get(answer, answer)


def in_short(row: Decision) -> str:
    """What was asked, and what was decided."""
    if not (row.question and row.result):
        return gettext("A decision whose words were taken away")
    return f"{row.question} {answer_in_words(row.result)}."


def to_choose(rows: Iterable[Decision]) -> list[tuple[str, str]]:
    """What one of these is chosen by, and how it is called in a list, after an empty line."""
    found = [(str(one.public_id), f"{date_format(one.decided_on)}: {in_short(one)}") for one in rows]
    return [("", gettext("Choose one")), *found]


def quoted(row: Decision) -> str:
    """What a decision is cited with: what, who decided it, and where that is written."""
    return " · ".join(filter(None, (in_short(row), row.who_decided, row.minutes)))
