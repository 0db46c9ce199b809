"""What the door asks, and who knocked, for scripts; `people/api.py` gives them their addresses."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema

from coproduce.community.people.models import JoinQuestion, Membership


class DoorQuestion(Schema):
    """A question of the community's own. `kind` is short, long, yes or no, or one of its `choices`."""

    id: UUID
    words: str
    hint: str
    kind: str
    choices: list[str]
    is_required: bool


class DoorQuestions(Schema):
    items: list[DoorQuestion]
    count: int
    next: int | None


class DoorAnswer(Schema):
    """What somebody answered, beside the question in the words they read."""

    question: UUID
    asked: str
    words: str


class WhoKnows(Schema):
    """Somebody who knows them, and what they said once the desk heard them."""

    id: UUID
    name: str
    reach: str
    heard_on: date | None
    words: str


class Applicant(Schema):
    """Somebody who would like to join. `adult_on` is the day they will be of age, where they are not."""

    id: UUID
    name: str
    applied_on: date | None
    words: str
    phone: str
    email: str
    neighbourhood: str
    adult_on: date | None
    guardian: str
    references: list[WhoKnows]
    answers: list[DoorAnswer]


class Applicants(Schema):
    items: list[Applicant]
    count: int
    next: int | None


def question(row: JoinQuestion) -> dict[str, Any]:
    """One question, as a script reads it."""
    return {
        "id": row.public_id, "words": row.words, "hint": row.hint, "kind": row.kind, "choices": row.choices,
        "is_required": row.is_required,
    }  # fmt: skip


def applicant(row: Membership) -> dict[str, Any]:
    """One of `queries.applicants`, as a script reads it."""
    return {
        "id": row.agent.public_id,
        "name": row.agent.name,
        "applied_on": row.applied_on,
        "words": row.applied_words,
        "phone": row.phone,
        "email": row.shared_email,
        "neighbourhood": row.neighbourhood.name if row.neighbourhood else "",
        "adult_on": row.adult_on,
        "guardian": row.guardian_name or "",  # type: ignore[attr-defined]
        "references": [
            {"id": one.public_id, "name": one.name, "reach": one.reach, "heard_on": one.heard_on, "words": one.words}
            for one in row.references.all()
        ],
        "answers": [
            {"question": one.question.public_id, "asked": one.asked, "words": one.words}
            for one in row.join_answers.all()
        ],
    }
