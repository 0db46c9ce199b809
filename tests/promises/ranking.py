"""Whether what somebody reads puts people in an order, counts their days in a row, or breaks a small group down.

What is read are pages, answers of the API and tables, as a walk through the site finds them: (address, status, bytes).
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from tests.fixtures.towns import Town

Visited = Iterable[tuple[str, int, bytes]]

#: Words of a ranking or a streak, in what is shown, and in names of columns, fields and heads.
WORDS = re.compile(
    r"\b(leader ?boards?|rank(s|ed|ing|ings)?|high ?scores?|top (ten|\d+)|most active|streaks?|level up|points earned|"
    r"(days?|weeks?) (running|in a row)|first place|runner.?up|medals?|badges earned)\b",
    re.IGNORECASE,
)

#: Sentences that say there is none.
DENIED = re.compile(r"nobody is (named or )?ranked|are not ranked|no ranking of people", re.IGNORECASE)

#: So many people in an order are a ranking; fewer may be so by chance.
FEWEST = 4

ROW = re.compile(r"<tr\b.*?</tr>|<li\b.*?</li>", re.DOTALL)
CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.DOTALL)
LIST = re.compile(r"<ol\b.*?</ol>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SHARE = re.compile(r"\b(\d+) of (\d+)\b")
NUMBER = re.compile(r"[−-]?\d+([.,]\d+)?")


def ranked(visited: Visited, town: Town) -> list[str]:
    """Where people of this town stand in an order of what they did, or a word says so."""
    names = [f"{name} {town.canary}" for name in town.agents]
    return [f"{address}: {why}" for address, status, body in visited if status == 200 for why in _why(body, names)]


def _why(body: bytes, names: Sequence[str]) -> Iterator[str]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if text.lstrip()[:1] in "{[":
        yield from _of_answer(json.loads(text), names)
    elif "<html" in text:
        shown = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
        if said := said_of_ranks(TAG.sub(" ", shown)):
            yield f"says “{said[0]}”"
        for listed in LIST.findall(shown):
            if sum(name in listed for name in names) >= FEWEST:
                yield "numbers people"
        yield from _in_order(
            [[TAG.sub(" ", cell).strip() for cell in CELL.findall(row)] for row in ROW.findall(shown)], names
        )
    elif "," in text.partition("\n")[0]:
        yield from _in_order(list(csv.reader(io.StringIO(text)))[1:], names)


def said_of_ranks(words: str) -> re.Match[str] | None:
    """The word of a ranking or a streak in these, where they do not say that there is none."""
    return WORDS.search(DENIED.sub("", words))


def _of_answer(said: Any, names: Sequence[str]) -> Iterator[str]:
    if isinstance(said, dict):
        for key, value in said.items():
            if WORDS.search(key.replace("_", " ")):
                yield f"has “{key}”"
            yield from _of_answer(value, names)
    elif isinstance(said, list):
        rows = [one for one in said if isinstance(one, dict)]
        keys = list(rows[0]) if rows else []
        yield from _in_order([[str(one.get(key, "")) for key in keys] for one in rows], names)
        for one in said:
            yield from _of_answer(one, names)


def _in_order(rows: Sequence[Sequence[str]], names: Sequence[str]) -> Iterator[str]:
    """People one below the other, from much to little of something, and by nothing else."""
    people = [row for row in rows if any(name in cell for cell in row for name in names)]
    wide = min(map(len, people), default=0)
    columns = [[row[place] for row in people] for place in range(wide)]
    if len({next(name for name in names if any(name in cell for cell in row)) for row in people}) < FEWEST:
        return
    texts = [column for column in columns if not all(NUMBER.match(cell) for cell in column)]
    if any(list(column) in (sorted(column), sorted(column, reverse=True)) and len(set(column)) > 2 for column in texts):
        return
    for column in columns:
        found = [NUMBER.match(cell) for cell in column]
        if all(found):
            numbers = [float(one[0].replace(",", ".").replace("−", "-")) for one in found if one]
            if len(set(numbers)) > 2 and all(a >= b for a, b in pairwise(numbers)):
                yield "puts people in an order"


def broken_down(visited: Visited, people: frozenset[str]) -> list[str]:
    """Where a share or a number of `people` tells of 1 to 7: of those counted, or of the others."""
    return [f"{address}: {why}" for address, status, body in visited if status == 200 for why in _told(body, people)]


def _told(body: bytes, people: frozenset[str]) -> Iterator[str]:
    if body[:1] in (b"{", b"["):
        yield from _few(json.loads(body), people)
        return
    text = body.decode("utf-8-sig")
    if "<html" in text:
        pairs = SHARE.findall(TAG.sub(" ", text))
    else:
        cells = [[cell for cell in row if cell.isdecimal()] for row in csv.reader(io.StringIO(text))]
        pairs = [(row[0], row[1]) for row in cells if len(row) == 2]
    yield from _small((int(k), int(n)) for k, n in pairs)


def _small(pairs: Iterable[tuple[int, int]]) -> Iterator[str]:
    for k, n in pairs:
        if any(0 < number < 8 for number in (k, n - k)):
            yield f"{k} of {n}"


def _few(said: Any, people: frozenset[str]) -> Iterator[str]:
    if isinstance(said, dict):
        k, n = said.get("k"), said.get("n")
        if isinstance(k, int) and isinstance(n, int):
            yield from _small([(k, n)])
        for key, value in said.items():
            if key in people and isinstance(value, int) and not isinstance(value, bool) and 0 < value < 8:
                yield f"{key} is {value}"
            yield from _few(value, people)
    elif isinstance(said, list):
        for one in said:
            yield from _few(one, people)
