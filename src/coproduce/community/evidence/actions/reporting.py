"""What a report says in words, and whether anybody may read the sums of a community."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.citing import may_change
from coproduce.community.base.done import Done
from coproduce.community.evidence.models import OpenFigures, ReportPart
from coproduce.community.evidence.rules.fair import AREAS, read_areas
from coproduce.community.evidence.rules.money import read_rates
from coproduce.community.evidence.rules.report import LONGEST, RATES, WRITTEN
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Said:
    """Under which heading something was said."""

    part: str


#: Tables that are kept beside the words, and what reads each before it is kept.
READ_BY: Mapping[str, Callable[[str], object]] = {RATES: read_rates, AREAS: read_areas}


@dataclass(frozen=True, slots=True)
class Opened:
    """Whether anybody may read the sums now, and by which decision."""

    is_open: bool
    decision: UUID | None = None


@action("evidence.open_figures", receipt=Opened)
def open_figures(
    actor: Actor, *, is_open: bool, decision: UUID | None = None, request_id: UUID
) -> Done[Opened] | Refusal:
    """Let anybody read the sums of this community, without signing in, or no more; no few are in them either way.

    `decision` is by which members said so, where what is set here changes by decision alone.
    """
    if fault := may_change(actor, decision):
        return fault
    OpenFigures.objects.create(
        community_id=actor.community_id, is_open=is_open, decision=decision, set_by=myself(actor), made_at=clock.now()
    )
    return Done(Opened(is_open, decision))


@action("evidence.say_in_report", receipt=Said)
def say_in_report(actor: Actor, *, part: str, words: str, request_id: UUID) -> Done[Said] | Refusal:
    """Say one part of the report: `designed`, `harms`, `costs`, `stories`, `change`; or a table: `rates`, `areas`.

    Rates are a line each, refused without a price year or a source; areas are the head area,decile and a line for each
    part of town. The latest stands.
    """
    if part not in (*WRITTEN, *READ_BY):
        return Refusal("NOT_FOUND", "Choose one of the parts that are written in words.", "part")
    if fault := may_say(words.strip(), "words", LONGEST, "Write what there is to say; “nothing” is an answer."):
        return fault
    if part in READ_BY and isinstance(read := READ_BY[part](words), Refusal):
        return read
    ReportPart.objects.create(
        community_id=actor.community_id, kind=part, words=words.strip(), said_by=myself(actor), made_at=clock.now()
    )
    return Done(Said(part))
