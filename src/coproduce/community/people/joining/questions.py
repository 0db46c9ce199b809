"""A community's own questions at its door: asked, changed, put in order, retired; and what applicants answered."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.people.joining.rules import MOST_QUESTIONS, Answer, may_answer, may_ask
from coproduce.community.people.models import Community, JoinAnswer, JoinQuestion, Membership
from coproduce.core.refusal import Refusal

NO_QUESTION = Refusal("NOT_FOUND", "There is no such question here.", "question")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which question it is."""

    question: UUID


def questions_of(community_id: int) -> QuerySet[JoinQuestion]:
    """What this community asks at its door, in its order."""
    return JoinQuestion.objects.filter(community_id=community_id, retired_on=None).order_by("position", "pk")


@action("people.write_question", receipt=Asked)
def write_question(
    actor: Actor,
    *,
    words: str,
    kind: str,
    hint: str = "",
    choices: tuple[str, ...] = (),
    is_required: bool = False,
    place: int | None = None,
    question: UUID | None = None,
    request_id: UUID,
) -> Done[Asked] | Refusal:
    """Ask something of whoever would like to join, or change a `question`; `place` is which one it is, from 1.

    An answer that was given keeps the words it answered.
    """
    choices = tuple(one.strip() for one in choices)
    if fault := may_ask(words, hint, kind, choices, place):
        return fault
    Community.objects.select_for_update().get(pk=actor.community_id)
    asked = list(questions_of(actor.community_id))
    if question is None and len(asked) >= MOST_QUESTIONS:
        return Refusal(
            "TOO_MANY", "Ask %(most)s questions at most. Retire one first.", "words", {"most": str(MOST_QUESTIONS)}
        )
    row = next((one for one in asked if one.public_id == question), None)
    if row is None and question is not None:
        return NO_QUESTION
    if row is None:
        row = JoinQuestion(community_id=actor.community_id)
        asked.append(row)
    row.words, row.hint, row.kind, row.choices = words.strip(), hint.strip(), kind, list(choices)
    row.is_required = is_required
    if place is not None:
        asked.remove(row)
        asked.insert(place - 1, row)
    for position, one in enumerate(asked, start=1):
        one.position = position
        one.save()
    return Done(Asked(row.public_id))


@action("people.retire_question", receipt=Asked)
def retire_question(actor: Actor, *, question: UUID, request_id: UUID) -> Done[Asked] | Refusal:
    """Ask something no more. What was answered stays with whoever answered it."""
    row = questions_of(actor.community_id).select_for_update().filter(public_id=question).first()
    if row is None:
        return NO_QUESTION
    row.retired_on = clock.today(row.community.time_zone)
    row.save(update_fields=["retired_on"])
    return Done(Asked(question))


def may_answer_all(community_id: int, answers: tuple[Answer, ...]) -> Refusal | None:
    """None when every question that needs an answer has one, and each answer fits; else the first that does not."""
    said = {one.question: one.words for one in answers}
    asked = list(questions_of(community_id))
    if set(said) - {one.public_id for one in asked}:
        return Refusal("NOT_FOUND", "One of these questions is asked no more. Open the page again.", "answers")
    return next(
        filter(None, (
            may_answer(one.words, one.kind, one.choices, one.is_required, said.get(one.public_id, "")) for one in asked
        )),
        None,
    )  # fmt: skip


def keep(membership: Membership, answers: tuple[Answer, ...]) -> None:
    """What an applicant answered, beside the words they read. Of one question, what was said first stands."""
    said = {one.question: one.words.strip() for one in answers if one.words.strip()}
    JoinAnswer.objects.bulk_create(
        (
            JoinAnswer(membership=membership, question=one, asked=one.words, words=said[one.public_id])
            for one in questions_of(membership.community_id).filter(public_id__in=said)
        ),
        ignore_conflicts=True,
    )


def move(application: Membership, before: Membership) -> None:
    """What somebody answered now stands under the record of theirs that was here before."""
    asked = application.join_answers.values_list("question", flat=True)
    before.join_answers.filter(question__in=list(asked)).delete()
    application.join_answers.update(membership=before)
