"""What was voted here, as a file that anybody counts again: the question, ballots without a name, the result.

A budget's is a Pabulib file with a few keys and columns more; any other question's has the same shape, with OPTIONS in
place of PROJECTS, and for consent ROUNDS with each text that was asked about. Ballots stand in the order of what they
say, which is the order of nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coproduce.core.decide import WAYS, Outcome, Question, Response, outcome
from coproduce.interop.pabulib import (
    Election,
    PabulibError,
    named,
    once,
    parts_of,
    read_pabulib,
    write_pabulib,
    written,
)

FORMAT = "coproduce/1"
RULE = "equalshares/add1"

PARTS: Mapping[str, tuple[str, ...]] = {
    "META": ("key", "value"),
    "OPTIONS": ("option_id", "name"),
    "VOTES": ("voter_id", "vote"),
}
ROUNDS = ("round", "text")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A question, what its options are called, the ballots, and what the file says came of it.

    `ballots` are as `outcome` takes them. `texts` is what was asked about in each round of consent, `columns` what the
    file says each option came to, and `meta` whatever else is to be known: the community, the days.
    """

    question: Question
    asked: str
    names: Mapping[str, str]
    ballots: Sequence[Any]
    chosen: tuple[str, ...]
    why: str = ""
    texts: tuple[str, ...] = ()
    columns: Mapping[str, Row] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)

    def counted(self) -> Outcome:
        """What the ballots come to, counted anew."""
        return outcome(self.question, self.ballots)

    def says_the_same(self, counted: Outcome) -> bool:
        """Whether the file says what the count says: what was chosen, and what each option came to on the way."""
        said = {name: {key: row.get(key, "") for key in own} for name, row, own in self._beside(counted)}
        ours = {name: own for name, _, own in self._beside(counted)}
        return (set(self.chosen), self.why, said) == (set(counted.chosen), counted.why, ours)

    def _beside(self, counted: Outcome) -> Iterator[tuple[str, Row, Row]]:
        """Each option with what stands in its row, and what ours would say."""
        for name, own in columns_of(self.question, counted).items():
            yield name, self.columns.get(name, {}), own


def columns_of(question: Question, counted: Outcome) -> dict[str, dict[str, str]]:
    """What each option came to, as it stands in its row; of a budget with the round it was paid in."""
    counts = dict(counted.counts)
    if question.way != "budget":
        return {
            one: {"count": str(counts.get(one, 0)), "selected": _flag(one, counted)} for one in question.options
        }  # fmt: skip
    paid = {one.project: (place, one) for place, one in enumerate(counted.shares.rounds if counted.shares else (), 1)}
    rows = {}
    for name in question.costs:
        place, one = paid.get(name, ("", None))
        rows[name] = {"votes": str(counts.get(name, 0)), "selected": _flag(name, counted), "round": str(place),
                      "each_pays": str(one.each_pays) if one else ""}  # fmt: skip
    return rows


def meta_of(content: bytes) -> Mapping[str, str]:
    """What the file says of itself, whatever else it has."""
    parts = dict.fromkeys(("PROJECTS", "OPTIONS", "ROUNDS", "VOTES"), ())
    return {
        row["key"]: row["value"] for _, row in parts_of(content, {"META": PARTS["META"], **parts}, ["META"])["META"]
    }


def is_result_file(meta: Mapping[str, str]) -> bool:
    """Whether it was written here, and not by another town's program."""
    return meta.get("format") == FORMAT


def write_result(file: ResultFile, counted: Outcome) -> bytes:
    """The file of a question that was counted. What is read from it is what was written."""
    ask = file.question
    meta = {
        "format": FORMAT,
        "description": file.asked,
        "way": ask.way,
        "voters": str(ask.voters),
        "quorum": str(ask.quorum),
        "num_votes": str(counted.ballots),
        "chosen": ",".join(counted.chosen),
        "why_not": counted.why,
        **file.meta,
    }
    if ask.way == "budget":
        return _as_pabulib(file, counted, meta)
    if ask.highest is not None:
        meta["highest"] = str(ask.highest)
    if ask.rounds is not None:
        meta["most_rounds"] = str(ask.rounds)
    columns = columns_of(ask, counted)
    options = [{"option_id": one, "name": file.names[one], **columns[one]} for one in ask.options]
    parts: dict[str, Iterable[Row]] = {"META": [{"key": key, "value": value} for key, value in meta.items()]}
    if ask.way == "consent":
        parts["ROUNDS"] = [{"round": str(place), "text": text} for place, text in enumerate(file.texts, 1)]
    parts |= {"OPTIONS": options, "VOTES": list(_votes(file))}
    return written(parts, {**PARTS, "ROUNDS": ROUNDS})


def read_result(content: bytes) -> ResultFile:
    """A file that was written here. Raises PabulibError, which names the line and what to mend."""
    meta = meta_of(content)
    if not is_result_file(meta):
        raise PabulibError("This file does not say format;coproduce/1. Is it one that was written here?")
    if meta.get("way") not in WAYS:
        raise PabulibError(f"META, way: {meta.get('way') or 'nothing'} is none of {', '.join(WAYS)}.")
    if meta["way"] == "budget":
        return _of_pabulib(read_pabulib(content), meta)
    wanted = {**PARTS, "ROUNDS": ROUNDS} if meta["way"] == "consent" else PARTS
    parts = parts_of(content, wanted)
    once(parts["OPTIONS"], "option_id")
    names = {row["option_id"]: row["name"] for _, row in parts["OPTIONS"]}
    highest = _whole(meta, "highest") if meta["way"] == "score" else None
    most = _whole(meta, "most_rounds") if "most_rounds" in meta else None
    question = Question(
        meta["way"], _whole(meta, "voters"), _whole(meta, "quorum"), tuple(names), highest, rounds=most,  # type: ignore[arg-type]
    )  # fmt: skip
    texts = tuple(row["text"] for _, row in parts.get("ROUNDS", ()))
    ballots = _ballots(question, parts["VOTES"], len(texts))
    columns = {row["option_id"]: row for _, row in parts["OPTIONS"]}
    return ResultFile(question, meta.get("description", ""), names, ballots, *_said(meta), texts, columns, meta)


def _as_pabulib(file: ResultFile, counted: Outcome, meta: Mapping[str, str]) -> bytes:
    """A budget's: each project with its votes, and the round in which it was paid, by how many and at most how much."""
    ask, columns = file.question, columns_of(file.question, counted)
    projects = [
        {"project_id": name, "cost": str(cost), "name": file.names[name], **columns[name]}
        for name, cost in ask.costs.items()
    ]
    own = {"budget": str(ask.budget), "num_projects": str(len(projects)), "vote_type": "approval", "rule": RULE,
           "step": str(ask.step)}  # fmt: skip
    return write_pabulib(Election({**meta, **own}, tuple(projects), tuple(_votes(file))))


def _of_pabulib(election: Election, meta: Mapping[str, str]) -> ResultFile:
    costs = election.costs
    question = Question(
        "budget", _whole(meta, "voters"), _whole(meta, "quorum"), tuple(costs), costs=costs,
        budget=election.budget, step=_amount(meta.get("step", "1")),
    )  # fmt: skip
    names = {row["project_id"]: row.get("name", "") for row in election.projects}
    columns = {row["project_id"]: row for row in election.projects}
    ballots = list(election.ballots.values())
    return ResultFile(
        question, meta.get("description", ""), names, ballots, *_said(meta), columns=columns, meta=meta
    )  # fmt: skip


def _votes(file: ResultFile) -> Iterator[Row]:
    """One row for each ballot, in the order of what they say."""
    way = file.question.way
    rows: list[dict[str, str]]
    if way == "consent":
        rows = sorted(
            ({"round": str(place), "vote": one.answer, "reason": one.reason}
             for place, each in enumerate(file.ballots, 1) for one in each),
            key=lambda row: (int(row["round"]), row["vote"], row["reason"]),
        )  # fmt: skip
    elif way == "score":
        given = sorted(sorted(ballot.items()) for ballot in file.ballots)
        rows = [
            {"vote": ",".join(name for name, _ in one), "points": ",".join(str(many) for _, many in one)}
            for one in given
        ]
    else:
        rows = [{"vote": ",".join(names)} for names in sorted(sorted(ballot) for ballot in file.ballots)]
    for place, row in enumerate(rows, 1):
        yield {"voter_id": str(place), **row}


def _ballots(question: Question, rows: Sequence[tuple[int, Row]], rounds: int) -> list[Any]:
    """The ballots as they are counted, or the line that cannot be."""
    once(rows, "voter_id")
    if question.way == "consent":
        each: list[list[Response]] = [[] for _ in range(rounds)]
        for line, row in rows:
            place = row.get("round", "")
            if not place.isdecimal() or not 1 <= int(place) <= rounds:
                raise PabulibError(f"Line {line}, round: {place or 'nothing'} is none of the {rounds} rounds.")
            each[int(place) - 1].append(Response(row["vote"], row.get("reason", "")))  # type: ignore[arg-type]
        return each
    found: list[Any] = []
    for line, row in rows:
        names = named(row["vote"])
        if strange := next((one for one in names if one not in question.options), None):
            raise PabulibError(f"Line {line}, vote: {strange} is not among the options. Look at its number.")
        found.append(_with_points(names, named(row.get("points", "")), line) if question.way == "score" else names)
    return found


def _with_points(names: tuple[str, ...], points: tuple[str, ...], line: int) -> dict[str, int]:
    if len(names) != len(points) or not all(one.isdecimal() for one in points):
        raise PabulibError(f"Line {line}, points: write whole points, one for each option of the vote.")
    return dict(zip(names, map(int, points), strict=True))


def _said(meta: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    return named(meta.get("chosen", "")), meta.get("why_not", "")


def _flag(name: str, counted: Outcome) -> str:
    return "1" if name in counted.chosen else "0"


def _whole(meta: Mapping[str, str], key: str) -> int:
    said = meta.get(key, "")
    if not said.isdecimal() or len(said) > 9:
        raise PabulibError(f"META, {key}: {said or 'nothing'} is no whole number.")
    return int(said)


def _amount(said: str) -> Fraction:
    try:
        return Fraction(Decimal(said))
    except ArithmeticError:
        raise PabulibError(f"META, step: {said} is no amount. Write it like 1 or 0.01.") from None
