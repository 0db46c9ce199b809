"""Who worked on something, out of what `git log --numstat` prints: a text, and nothing is fetched from anywhere.

Whoever is named as co-author worked on it as well. A merge moves what others wrote, and counts for nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from coproduce.interop.making.faults import Fault, ManifestError

LARGEST = 20 * 1024 * 1024

_COMMIT = re.compile(r"commit ([0-9a-f]{7,64})\b.*")
_PERSON = re.compile(r"\s*(?:Author|Co-authored-by):\s*([^<\n]{1,200}?)\s*<([^<>\n]{0,254})>\s*", re.IGNORECASE)
_DATE = re.compile(r"(?:Author)?Date:\s+(.+)")
_LINES = re.compile(r"(\d+|-)\t(\d+|-)\t(.+)")
_FORMS = ("%a %b %d %H:%M:%S %Y %z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%a, %d %b %Y %H:%M:%S %z")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the history names them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its id, who made it (the author first), when, in what words, and how many lines of which files."""

    id: str
    people: tuple[Person, ...]
    at: datetime
    words: str
    added: int
    removed: int
    files: tuple[str, ...]


def read_history(text: str) -> tuple[Change, ...]:
    """Every change, the oldest first. ManifestError with the line where it is not what git prints.

    >>> log = '''commit 0f3a9c1
    ... Author: Ana Lima <ana@example.org>
    ... Date:   Mon Nov 16 12:00:00 2026 +0000
    ...
    ...     A longer leg
    ...
    ...     Co-authored-by: Ben Okafor <ben@example.org>
    ...
    ... 3\\t1\\tleg.scad'''
    >>> one = read_history(log)[0]
    >>> [person.name for person in one.people], one.words, one.added, one.files
    (['Ana Lima', 'Ben Okafor'], 'A longer leg', 3, ('leg.scad',))
    """
    if len(text) > LARGEST:
        raise ManifestError(Fault("The history is longer than 20 MB. Bring it year by year: git log --since, --until."))
    found = tuple(_changes(text.splitlines()))
    ids = [one.id for one in found]
    if not found:
        raise ManifestError(Fault("There is no change in it. Bring what “git log --numstat” prints."))
    if len(set(ids)) < len(ids):
        raise ManifestError(Fault("One change stands in it twice: bring each once."))
    return tuple(sorted(found, key=lambda one: (one.at, one.id)))


def _changes(lines: list[str]) -> Iterator[Change]:
    starts = [place for place, line in enumerate(lines) if _COMMIT.fullmatch(line)]
    if starts and any(line.strip() for line in lines[: starts[0]]):
        raise ManifestError(Fault("A change begins with “commit” and its id.", "commit", 1))
    for start, end in pairwise([*starts, len(lines)]):
        is_merge = any(line.startswith("Merge:") for line in lines[start:end])
        if not is_merge:
            yield _change(lines, start, end)


def _change(lines: list[str], start: int, end: int) -> Change:
    head = _COMMIT.fullmatch(lines[start])
    people: list[Person] = []
    at: datetime | None = None
    words, added, removed, files = "", 0, 0, []
    for place in range(start + 1, end):
        line = lines[place]
        if person := _PERSON.fullmatch(line):
            people.append(Person(person[1], person[2].lower()))
        elif said := _DATE.fullmatch(line):
            at = _moment(said[1].strip(), place + 1)
        elif counted := _LINES.fullmatch(line):
            # A dash stands for what is no text, as a picture.
            added += int(counted[1]) if counted[1] != "-" else 0
            removed += int(counted[2]) if counted[2] != "-" else 0
            files.append(counted[3])
        elif line.startswith("    ") and line.strip() and not words:
            words = line.strip()
    if not people or at is None:
        raise ManifestError(Fault("A change says who made it and when: Author and Date are missing.", line=start + 1))
    return Change(head[1] if head else "", tuple(dict.fromkeys(people)), at, words, added, removed, tuple(files))


def _moment(said: str, line: int) -> datetime:
    for form in _FORMS:
        try:
            return datetime.strptime(said, form).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise ManifestError(Fault(f"“{said[:40]}” is no moment as git writes it.", "Date", line))
