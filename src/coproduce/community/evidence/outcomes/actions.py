"""Taking down how things are with somebody who said yes to being asked; and a scale that a site brings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.evidence.consents import OUTCOMES
from coproduce.community.evidence.models import Outcome, SiteMeasure
from coproduce.community.evidence.outcomes.measures import SHIPPED
from coproduce.community.evidence.outcomes.queries import measure_called
from coproduce.community.evidence.outcomes.rules import (
    PAGE,
    PAPER,
    PHONE,
    Answered,
    fault_of,
    may_be_asked,
    read_measure,
)
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import member_for, myself
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    """The number that somebody gave to one question."""

    item: str
    number: int


@dataclass(frozen=True, slots=True)
class TakenDown:
    """Of whom something was taken down, and about what; never what."""

    member: UUID
    measure: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Which scale stands, and whether its licence lets anybody be asked."""

    measure: str
    is_on: bool


@action("evidence.answer", receipt=TakenDown)
def answer(
    actor: Actor,
    *,
    member: UUID,
    measure: str,
    answers: tuple[Answer, ...] = (),
    goal: str = "",
    is_refused: bool = False,
    channel: str = PAGE,
    asked_on: date | None = None,
    request_id: UUID,
) -> Done[TakenDown] | Refusal:
    """Answer one measure of oneself, or say that one would rather not; the desk takes it down, on `paper` or `phone`.

    Only of somebody who said yes to being asked, and only as the measure's licence allows. What is left out is
    missing. Said again on the same day, the later stands. A helper writes down what they are told, as a helper.
    """
    whose = member_for(actor, "evidence.answer", member, (Membership.ACTIVE, Membership.PAUSED), held=True)
    if whose is None:
        return NOBODY
    if not consents_to(whose.agent_id, OUTCOMES):
        return Refusal("NOT_AGREED", "They have not said yes to being asked how things are.", "member")
    found = measure_called(actor.community_id, measure)
    if found is None:
        return Refusal("NOT_FOUND", "Nothing like that is asked here.", "measure")
    is_own = whose.agent_id == actor.agent_id
    if channel not in ((PAGE,) if is_own else (PAPER, PHONE)):
        choices = PAGE if is_own else f"{PAPER}, {PHONE}"
        return Refusal("WRONG_CHANNEL", "Say how it was said: %(choices)s.", "channel", {"choices": choices})
    today = clock.today(whose.community.time_zone)
    on = asked_on or today
    if on > today or on < whose.joined_on:
        return Refusal("WRONG_DAY", "Choose a day from when they joined to today.", "asked_on")
    said = Answered({one.item: one.number for one in answers}, goal.strip(), is_refused)
    if fault := may_be_asked(found, channel, on) or fault_of(found, said):
        return fault
    Outcome.objects.update_or_create(
        community_id=actor.community_id, agent_id=whose.agent_id, measure=found.slug, asked_on=on,
        defaults={
            "version": found.version, "licence_ref": found.licence_ref, "channel": channel, "is_refused": is_refused,
            "answers": dict(said.answers), "goal": said.goal, "made_at": clock.now(),
            "taken_by": None if actor.hand == whose.agent_id else actor.hand,
        },
    )  # fmt: skip
    return Done(TakenDown(member, found.slug))


@action("evidence.bring_measure", receipt=Kept)
def bring_measure(actor: Actor, *, text: str, request_id: UUID) -> Done[Kept] | Refusal:
    """Bring a scale that is somebody's, as a file with its licence. Without the licence's number it is switched off.

    Nobody is asked in a way that the licence does not name. Brought again under its name, the later file stands.
    """
    found = read_measure(text)
    if isinstance(found, Refusal):
        return found
    if found.slug in {one.slug for one in SHIPPED}:
        return Refusal("TAKEN", "A measure of that name is here already: call it otherwise.", "text")
    SiteMeasure.objects.create(
        community_id=actor.community_id, slug=found.slug, text=text, brought_by=myself(actor), made_at=clock.now()
    )
    return Done(Kept(found.slug, bool(found.licence_ref.strip())))
