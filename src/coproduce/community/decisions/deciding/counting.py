"""The verb that counts: what was voted becomes a file that anybody counts again, and where it decides, a decision."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.decisions.actions import write_down
from coproduce.community.decisions.deciding.asking import NOT_THERE, held
from coproduce.community.decisions.deciding.roll import on_the_roll, put_to_vote, tell
from coproduce.community.decisions.deciding.rules import LONGEST_MINUTES, as_ballot, taken_out
from coproduce.community.decisions.deciding.words import answers, minutes_of, result_in_words, who_decided
from coproduce.community.decisions.models import Box, Decision, Proposal, Sheet, Voice, Voter
from coproduce.community.decisions.rules import Decided
from coproduce.community.people.queries import myself
from coproduce.core.decide import DecideError, Outcome, Question, Response
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say
from coproduce.interop.result_files import ResultFile, write_result

#: Where the reason of an objection stood whose owner was forgotten: it goes on to count as one.
FORGOTTEN = "–"

COUNTED = "It is counted, and you can count it again: %(question)s"


@dataclass(frozen=True, slots=True)
class Counted:
    """Which question, how many took part of how many, why nothing is decided, or the decision that stands now.

    `vote` is the question by which it is decided now, where nobody could agree by consent.
    """

    id: UUID
    ballots: int
    voters: int
    why_not: str
    decision: UUID | None
    vote: UUID | None = None


@action("decisions.count", receipt=Counted)
def count(
    actor: Actor, *, proposal: UUID, minutes: str, effective_on: date | None = None, request_id: UUID
) -> Done[Counted] | Refusal:
    """Close a question and count it, from its last day on, or once everybody has voted. What it decides can be cited.

    `minutes` are what was said and done, without names; they stand in the result file, whose seal stands in the
    decision. It holds from `effective_on`, today unless said. Too few, or somebody objects, and nothing is decided;
    after the last round of consent it is put to a vote, where that was said beforehand.
    """
    row = held(actor, proposal, Proposal.OPEN)
    if row is None:
        return NOT_THERE
    today = clock.today(row.community.time_zone)
    if fault := _may_count(row, minutes, effective_on, today):
        return fault
    file = result_file(row, minutes.strip())
    try:
        counted = file.counted()
    except DecideError as wrong:
        return Refusal(wrong.code, str(wrong).replace("%", "%%"), "proposal")
    content = write_result(with_result(file, counted), counted)
    row.record, row.why_not = content.decode(), counted.why
    row.state, row.closed_on, row.closed_by = Proposal.CLOSED, today, myself(actor)
    if counted.chosen:
        row.decision = _decided(actor, row, counted, hashlib.sha256(content).hexdigest(), effective_on or today)
    row.save()
    Box.objects.filter(proposal=row).delete()
    decision = row.decision.public_id if row.decision else None
    receipt = Counted(row.public_id, counted.ballots, row.voters or 0, counted.why, decision)
    if counted.why != "vote":
        return Done(receipt, tell(row, on_the_roll(row), COUNTED))
    vote, told = put_to_vote(row, today)
    return Done(replace(receipt, vote=vote.public_id), told)


def result_file(row: Proposal, minutes: str = "") -> ResultFile:
    """What is to be counted: the question with everything that was voted, without a name."""
    question = question_of(row)
    names = {one["id"]: one["name"] for one in row.options}
    meta = {
        "community": row.community.name,
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "who_may_vote": row.role,
        "text": row.text,
        "minutes": minutes,
        **({"unit": row.unit, "currency": row.unit} if row.unit else {}),
        **({"note": "demo"} if row.community.is_demo else {}),
    }
    texts = (*row.earlier, row.text) if row.way == "consent" else ()
    ballots = _responses(row) if row.way == "consent" else _ballots(row)
    return ResultFile(question, row.question, names, ballots, (), texts=texts, meta=meta)


def with_result(file: ResultFile, counted: Outcome) -> ResultFile:
    """The same, saying what it came to."""
    return ResultFile(
        file.question, file.asked, file.names, file.ballots, counted.chosen, counted.why, file.texts, meta=file.meta
    )


def question_of(row: Proposal) -> Question:
    """What is asked, as it is counted: a budget in whole units of money, as its file has it."""
    ids = tuple(one["id"] for one in row.options)
    if row.way != "budget":
        return Question(row.way, row.voters or 0, row.quorum, ids, row.highest, rounds=row.rounds)  # type: ignore[arg-type]
    major = unit_of_money(row.unit).minor_per_major
    costs = {one["id"]: Decimal(one["cost_minor"]) / major for one in row.options}
    budget = Decimal(row.budget_minor or 0) / major
    return Question("budget", row.voters or 0, row.quorum, ids, costs=costs, budget=budget)


def _may_count(row: Proposal, minutes: str, effective_on: date | None, today: date) -> Refusal | None:
    if fault := may_say(minutes, "minutes", LONGEST_MINUTES, "Write what was said and done, without names."):
        return fault
    if effective_on is not None and effective_on < today:
        return Refusal("BEFORE_IT_WAS_DECIDED", "It holds from today, or a later day.", "effective_on")
    if today < row.closes_on and not _everybody_has(row):
        day = {"day": row.closes_on.isoformat()}
        return Refusal("STILL_OPEN", "People may answer until %(day)s. Count it then.", "proposal", day)
    sheets = list(Sheet.objects.filter(proposal=row).order_by("number"))
    if waiting := [str(one.number) for one in sheets if not one.is_alike]:
        words = "Two people have to type these sheets alike first: %(sheets)s."
        return Refusal("SHEETS_WAIT", words, "proposal", {"sheets": ", ".join(waiting)})
    if len(sheets) > row.papers:
        said = {"typed": str(len(sheets)), "given": str(row.papers)}
        return Refusal(
            "MORE_PAPERS",
            "%(typed)s sheets are typed in, and %(given)s were handed out. Find out why before it is counted.",
            "proposal",
            said,
        )
    return None


def _everybody_has(row: Proposal) -> bool:
    if row.way == "consent":
        return _answers(row).filter(round=row.round).count() >= (row.voters or 0)
    return not Voter.objects.filter(proposal=row, how="").exists()


def _answers(row: Proposal) -> QuerySet[Voice]:
    return Voice.objects.filter(proposal=row).exclude(kind=Voice.WORD)


def _responses(row: Proposal) -> list[list[Response]]:
    """What was answered in each round, without whose it is."""
    each: list[list[Response]] = [[] for _ in range(row.round)]
    for place, kind, words in _answers(row).order_by("kind", "words").values_list("round", "kind", "words"):
        said: Any = kind
        each[place - 1].append(Response(said, " ".join(words.split()) or (FORGOTTEN if kind == Voice.OBJECT else "")))
    return each


def _ballots(row: Proposal) -> list[object]:
    """What is in the box, and what two people typed alike; a spoilt sheet says nothing, and was cast."""
    box = Box.objects.filter(proposal=row).first()
    typed = Sheet.objects.filter(proposal=row).exclude(typed_again_by=None)
    marks = [*taken_out(box.ballots if box else []), *(tuple(one.first or ()) for one in typed)]
    return [as_ballot(row.way, one) for one in sorted(marks)]


def _decided(actor: Actor, row: Proposal, counted: Outcome, seal: str, effective_on: date) -> Decision:
    result = result_in_words(row, counted)
    today = row.closed_on or effective_on
    said = Decided(
        row.question, result, who_decided(row, counted), minutes_of(seal), today, effective_on, answers(row, result)
    )
    return write_down(actor, row.community, said)
