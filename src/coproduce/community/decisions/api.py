"""Decisions for scripts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router, Schema

from coproduce.community.decisions.deciding.queries import question, questions
from coproduce.community.decisions.deciding.results import file_of, is_shown
from coproduce.community.decisions.models import Decision, Proposal
from coproduce.community.decisions.queries import decisions
from coproduce.community.people.api import PageNumber, actor_of, paged

router = Router(tags=["decisions"])


class Decided(Schema):
    """A decision. One that was written down wrongly says by which it was put right; its words may be taken away when
    somebody whom they name asks to be forgotten."""

    id: UUID
    question: str
    options: list[str]
    result: str
    who_decided: str
    minutes: str
    decided_on: date
    effective_on: date
    recorded_by: str
    recorded_at: datetime
    corrects: UUID | None
    corrected_by: UUID | None


class EveryDecision(Schema):
    items: list[Decided]
    count: int
    next: int | None


@router.get("/decisions", response=EveryDecision, operation_id="decisions.read_decisions")
def listed(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """What was decided, the latest first; nothing for who may not read it."""
    return paged(decisions(actor_of(request, community), q), page, _decided)


class QuestionAsked(Schema):
    """A question put to members. Its options are ids with names, of a budget with costs in smallest coins."""

    id: UUID
    question: str
    text: str
    way: str
    options: list[dict[str, Any]]
    state: str
    opens_on: date
    closes_on: date
    review_on: date | None
    quorum: int
    role: str
    voters: int | None
    round: int
    rounds: int | None
    shown_from: int
    follows: UUID | None
    why_not: str
    decision: UUID | None


class EveryQuestion(Schema):
    items: list[QuestionAsked]
    count: int
    next: int | None


@router.get("/questions", response=EveryQuestion, operation_id="decisions.read_questions")
def asked(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What is asked of members and what came of it, what is open first; nothing for who may not read it."""
    return paged(questions(actor_of(request, community)), page, _asked)


@router.get("/questions/{proposal}/file", operation_id="decisions.read_result_file", response=str)
def result_file(request: HttpRequest, community: Path[str], proposal: Path[UUID]) -> HttpResponse:
    """The file of a question that was counted, to be counted again by `coproduce recount`; of ballots, once
    `shown_from` were cast."""
    row = question(actor_of(request, community), proposal)
    if row is None or not is_shown(row, file_of(row)):
        raise Http404
    return HttpResponse(row.record, content_type="text/plain; charset=utf-8")


def _asked(row: Proposal) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "question": row.question,
        "text": row.text,
        "way": row.way,
        "options": row.options,
        "state": row.state,
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "review_on": row.review_on,
        "quorum": row.quorum,
        "role": row.role,
        "voters": row.voters,
        "round": row.round,
        "rounds": row.rounds,
        "shown_from": row.shown_from,
        "follows": row.follows and row.follows.public_id,
        "why_not": row.why_not,
        "decision": row.decision and row.decision.public_id,
    }


def _decided(row: Decision) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "question": row.question,
        "options": row.options,
        "result": row.result,
        "who_decided": row.who_decided,
        "minutes": row.minutes,
        "decided_on": row.decided_on,
        "effective_on": row.effective_on,
        "recorded_by": row.recorded_by.name,
        "recorded_at": row.recorded_at,
        "corrects": row.corrects and row.corrects.public_id,
        "corrected_by": None if row.stands else row.corrected_by.public_id,
    }
