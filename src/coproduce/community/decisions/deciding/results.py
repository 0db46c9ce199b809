"""What a question came to, read from the file that anybody counts again."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction

from coproduce.community.decisions.models import Proposal
from coproduce.community.decisions.words import answer_in_words
from coproduce.core.quantity import unit_of_money
from coproduce.interop.result_files import ResultFile, read_result


@dataclass(frozen=True, slots=True)
class Line:
    """An option: what it is called, what it costs, what it came to, and whether it was chosen."""

    name: str
    cost: str
    count: str
    is_chosen: bool
    each_pays: str = ""


def file_of(row: Proposal) -> ResultFile | None:
    """What was counted; None before it was."""
    return read_result(row.record.encode()) if row.record else None


def is_shown(row: Proposal, said: ResultFile | None) -> bool:
    """Whether the file is for everybody: answers under one's name are, ballots once enough were cast, or none."""
    if said is None:
        return False
    return row.way == "consent" or not said.ballots or len(said.ballots) >= row.shown_from


def is_told_by_all(row: Proposal, said: ResultFile | None) -> bool:
    """Whether everybody knows how each voted, for all ballots of a secret vote say the same."""
    if said is None or row.way == "consent":
        return False
    return bool(said.ballots) and all(one == said.ballots[0] for one in said.ballots)


def is_sealed(row: Proposal) -> bool:
    """Whether the file is the one whose seal stands in the decision, where one came of it and its words stand."""
    if row.decision is None or not row.decision.minutes:
        return True
    return hashlib.sha256(row.record.encode()).hexdigest() in row.decision.minutes.replace(" ", "")


def lines_of(row: Proposal, said: ResultFile | None) -> list[Line]:
    """Each option in the order of the question; once it is counted, with what it came to."""
    lines = []
    for one in row.options:
        column = said.columns.get(one["id"], {}) if said else {}
        pays = column.get("each_pays", "")
        lines.append(
            Line(
                answer_in_words(str(one["name"])),
                _money(row, one["cost_minor"]) if "cost_minor" in one else "",
                column.get("count") or column.get("votes") or "",
                column.get("selected") == "1",
                _money(row, _minor(row, pays)) if pays else "",
            )
        )
    return lines


def _money(row: Proposal, minor: int) -> str:
    return str(unit_of_money(row.unit)(minor))


def _minor(row: Proposal, pays: str) -> int:
    """A part of money in smallest coins, the last one rounded up: nobody pays more than is said."""
    return -int(-Fraction(pays) * unit_of_money(row.unit).minor_per_major // 1)
