"""What a report says in words: what was done and with whom, what went wrong, what it cost, what will change."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.evidence.models import ReportPart
from coproduce.community.evidence.rules.report import LONGEST, WRITTEN
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Said:
    """Under which heading something was said."""

    part: str


@action("evidence.say_in_report", receipt=Said)
def say_in_report(actor: Actor, *, part: str, words: str, request_id: UUID) -> Done[Said] | Refusal:
    """Say one part of the report in words: `designed`, `harms`, `costs`, `stories` or `change`. The latest stands."""
    if part not in WRITTEN:
        return Refusal("NOT_FOUND", "Choose one of the parts that are written in words.", "part")
    if fault := may_say(words.strip(), "words", LONGEST, "Write what there is to say; “nothing” is an answer."):
        return fault
    ReportPart.objects.create(
        community_id=actor.community_id, kind=part, words=words.strip(), said_by=myself(actor), made_at=clock.now()
    )
    return Done(Said(part))
