"""The verb with which a decision is written down, or one that was written down wrongly is put right."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.rules import YES_OR_NO, Decided, may_record
from coproduce.community.decisions.witnessed import DECISION
from coproduce.community.ledger import witness_rows
from coproduce.community.people.models import Community
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Recorded:
    """The decision that stands now."""

    id: UUID


@action("decisions.record", receipt=Recorded)
def record(
    actor: Actor,
    *,
    question: str,
    result: str,
    who_decided: str,
    minutes: str,
    decided_on: date,
    effective_on: date,
    options: tuple[str, ...] = YES_OR_NO,
    corrects: UUID | None = None,
    request_id: UUID,
) -> Done[Recorded] | Refusal:
    """Write down what was decided: the question, the answers there were (yes and no unless said), and which it was.

    `who_decided` says which meeting it was and how many were there, `minutes` where that is written; it holds from
    `effective_on`. With `corrects` it stands instead of a decision that was written down wrongly.
    """
    community = Community.objects.get(pk=actor.community_id)
    decided = Decided(
        question.strip(), result.strip(), who_decided.strip(), minutes.strip(), decided_on, effective_on,
        tuple(option.strip() for option in options) or YES_OR_NO,
    )  # fmt: skip
    if fault := may_record(decided, clock.today(community.time_zone)):
        return fault
    wrong = _to_put_right(community, corrects) if corrects else None
    if isinstance(wrong, Refusal):
        return wrong
    return Done(Recorded(write_down(actor, community, decided, wrong).public_id))


def write_down(actor: Actor, community: Community, decided: Decided, wrong: Decision | None = None) -> Decision:
    """The row of a decision, sealed with the books; `wrong` is what it stands instead of."""
    row = Decision(
        community=community,
        question=decided.question,
        options=list(decided.options),
        result=decided.result,
        who_decided=decided.who_decided,
        minutes=decided.minutes,
        decided_on=decided.decided_on,
        effective_on=decided.effective_on,
        recorded_by=myself(actor),
        recorded_at=clock.now(),
        corrects=wrong,
        salt=secrets.token_bytes(16),
    )
    row.words_commitment = DECISION.commits_to(row)
    row.save()
    witness_rows(DECISION, [row])
    return row


def _to_put_right(community: Community, public_id: UUID) -> Decision | Refusal:
    """The decision to put right, held, if it stands."""
    wrong = Decision.objects.select_for_update().filter(community=community, public_id=public_id).first()
    if wrong is None:
        return Refusal("NOT_FOUND", "There is no such decision here. Look at what is written down.", "corrects")
    if Decision.objects.filter(corrects=wrong).exists():
        return Refusal(
            "CHANGED_MEANWHILE",
            "That one was put right before. Look at what stands now, and put that right.",
            "corrects",
        )
    return wrong
