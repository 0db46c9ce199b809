"""Elections about a budget, in the format of Pabulib: what a town voted, to be counted again by anybody.

A file has three parts, META, PROJECTS and VOTES, each a heading and rows with `;` between. What we do not know is kept
and written again. Source: Faliszewski, Flis, Peters, Pierczynski, Skowron, Stolicki, Szufa and Talmon, Participatory
Budgeting: Data, Tools, and Analysis (2023), and pabulib.org.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

#: A larger file is no election of one town.
LARGEST_FILE = 200 * 1024 * 1024

#: The parts of a file in their order, and what each row of theirs has.
PARTS: Mapping[str, tuple[str, ...]] = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}

#: Keys of META by which it is counted: of two that differ nobody knows which.
SAID_ONCE = ("budget", "rule", "vote_type")

#: What an amount is written like. With an exponent, ten letters could ask for a number that fills the memory.
AMOUNT = re.compile(r"\d{1,15}(\.\d{1,6})?", re.ASCII)

Row = Mapping[str, str]


class PabulibError(ValueError):
    """The file cannot be read; the sentence names the line, and what to do."""


@dataclass(frozen=True, slots=True)
class Election:
    """What was voted on and how: rows by their headings, in the order of the file."""

    meta: Mapping[str, str]
    projects: tuple[Row, ...]
    votes: tuple[Row, ...]

    @property
    def budget(self) -> Decimal:
        """What may be spent."""
        return Decimal(self.meta["budget"])

    @property
    def costs(self) -> dict[str, Decimal]:
        """Each project's cost by its id."""
        return {row["project_id"]: Decimal(row["cost"]) for row in self.projects}

    @property
    def ballots(self) -> dict[str, tuple[str, ...]]:
        """The projects each voter named, by the voter's number in the file."""
        return {row["voter_id"]: named(row["vote"]) for row in self.votes}

    @property
    def selected(self) -> frozenset[str] | None:
        """What the town chose; None where the file does not say."""
        if not any("selected" in row for row in self.projects):
            return None
        return frozenset(row["project_id"] for row in self.projects if row.get("selected") == "1")


def named(vote: str) -> tuple[str, ...]:
    """The ids that a vote lists."""
    return tuple(one.strip() for one in vote.split(",") if one.strip())


def read_pabulib(content: bytes) -> Election:
    """An election from the bytes of a `.pb` file. Raises PabulibError, which names the line and what to mend."""
    parts = parts_of(content)
    meta = {row["key"]: row["value"] for _, row in parts["META"]}
    if "budget" not in meta:
        raise PabulibError("META has no budget. Add a line: budget;AMOUNT.")
    once([(line, row) for line, row in parts["META"] if row["key"] in SAID_ONCE], "key")
    _amount(meta["budget"], next(line for line, row in parts["META"] if row["key"] == "budget"), "budget")
    for line, row in parts["PROJECTS"]:
        _amount(row["cost"], line, "cost")
    once(parts["PROJECTS"], "project_id")
    once(parts["VOTES"], "voter_id")
    known = {row["project_id"] for _, row in parts["PROJECTS"]}
    for line, row in parts["VOTES"]:
        names = named(row["vote"])
        # Whoever gave points may have given them one by one: some towns write a project once for each.
        if not row.get("points") and (twice := next((one for one in names if names.count(one) > 1), None)):
            raise PabulibError(f"Line {line}, vote: project {twice} is named twice. Name it once.")
        for one in names:
            if one not in known:
                raise PabulibError(f"Line {line}, vote: project {one} is not among the projects. Look at its number.")
    return Election(meta, *(tuple(row for _, row in parts[part]) for part in ("PROJECTS", "VOTES")))


def write_pabulib(election: Election) -> bytes:
    """The file of an election: what was read comes out again, row by row."""
    rows = [{"key": key, "value": value} for key, value in election.meta.items()]
    return written({"META": rows, "PROJECTS": election.projects, "VOTES": election.votes})


def written(parts: Mapping[str, Iterable[Row]], wanted: Mapping[str, tuple[str, ...]] = PARTS) -> bytes:
    """Rows as the file of their parts, those headings first that each has to have."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\n")
    for part, given in parts.items():
        these = list(given)
        headings = list(dict.fromkeys([*wanted[part], *(heading for row in these for heading in row)]))
        write.writerow([part])
        write.writerow(headings)
        write.writerows([_one_kind_of_line(row.get(heading, "")) for heading in headings] for row in these)
    return out.getvalue().encode()


def _one_kind_of_line(cell: str) -> str:
    """A line ends in one way: a bare return would stand without quotes, and end the row for whoever reads it."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def parts_of(
    content: bytes, wanted: Mapping[str, tuple[str, ...]] = PARTS, needed: Iterable[str] | None = None
) -> dict[str, list[tuple[int, Row]]]:
    """The rows of each part, with the line each stands on; all of `wanted` have to be there, unless it says which.

    Raises PabulibError where it is no such file.
    """
    if len(content) > LARGEST_FILE:
        raise PabulibError("The file is larger than 200 MB. Bring one election at a time.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PabulibError("The file is not in UTF-8. Save it so, and bring it again.") from None
    found = _parts(text, wanted)
    for part in wanted if needed is None else needed:
        if part not in found:
            raise PabulibError(f"There is no part {part}. A file has {', '.join(wanted)}.")
    return found


def _parts(text: str, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, list[tuple[int, Row]]]:
    found: dict[str, list[tuple[int, Row]]] = {}
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    part, headings = "", list[str]()
    try:
        for cells in lines:
            line, first = lines.line_num, cells[0].strip() if cells else ""
            if not any(cell.strip() for cell in cells):
                continue
            if first.upper() in wanted and not any(cell.strip() for cell in cells[1:]):
                part, headings = first.upper(), []
                found[part] = []
            elif not part:
                raise PabulibError(f"Line {line}: an election begins with META. Is this a Pabulib file?")
            elif not headings and not (part == "META" and _is_a_pair(cells)):
                headings = _headings(cells, part, line, wanted[part])
            else:
                headings = headings or list(wanted[part])
                found[part].append((line, _row(cells, headings, line)))
    except csv.Error as wrong:
        raise PabulibError(f"Line {lines.line_num} cannot be read: {wrong}.") from None
    return found


def _is_a_pair(cells: Sequence[str]) -> bool:
    """Whether this is a key and its value already: META has but these two, and some towns leave out their headings."""
    return len(cells) == 2 and cells[0].strip() != "key" and all(cell.strip() for cell in cells)


def _headings(cells: Sequence[str], part: str, line: int, wanted: Iterable[str]) -> list[str]:
    headings = [cell.strip() for cell in cells]
    for one in wanted:
        if one not in headings:
            raise PabulibError(f"Line {line}: {part} has no column {one}. Add it to the headings.")
    return headings


def _row(cells: Sequence[str], headings: Sequence[str], line: int) -> Row:
    """One row by its headings; cells that are missing at its end are empty."""
    if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
        raise PabulibError(f"Line {line} has more cells than headings. Put words with ; in them in quotes.")
    return {heading: cells[place].strip() if place < len(cells) else "" for place, heading in enumerate(headings)}


def _amount(given: str, line: int, column: str) -> None:
    if not AMOUNT.fullmatch(given):
        raise PabulibError(f"Line {line}, {column}: {given or 'nothing'} is no amount. Write it like 1200.50.")


def once(rows: Iterable[tuple[int, Row]], column: str) -> None:
    """Raises PabulibError where two rows have the same in this column."""
    seen: dict[str, int] = {}
    for line, row in rows:
        first = seen.setdefault(row[column], line)
        if first != line:
            raise PabulibError(f"Line {line}, {column}: {row[column]} stands on line {first} too. Give it its own.")
