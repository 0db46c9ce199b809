"""The verbs of the net: asking to be rung, taking that back, and noting that somebody was heard from, or was not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.queries import apart_from, member_for, myself
from coproduce.community.trust.models import Rhythm, Silence
from coproduce.community.trust.queries.net import LEAD, desk_for, names_of
from coproduce.community.trust.rules import may_keep, next_step
from coproduce.core.refusal import Refusal

ASKED_DESK = "Nobody has heard from %(name)s for longer than they wished, and their circle could not say. Please ring."

#: Who is asked after the circle, and so may note what came of it.
AT_DESK = frozenset({"broker", LEAD})

#: Whether they asked or not is told to nobody who would not ring them.
NO_RHYTHM = Refusal("NOT_FOUND", "There is nobody here of whom you could note that.", "member")


@dataclass(frozen=True, slots=True)
class Kept:
    """Whose it is, and after how many days silence is noticed; 0 is never."""

    member: UUID
    days: int


@dataclass(frozen=True, slots=True)
class Noted:
    """About whom it is, and what comes next: a word of `rules.STEPS`, or nothing."""

    member: UUID
    next: str = ""


@action("trust.keep_rhythm", receipt=Kept)
def keep_rhythm(actor: Actor, *, days: int, for_: UUID | None = None, request_id: UUID) -> Done[Kept] | Refusal:
    """Ask to be rung when nobody has heard from one for more than so many days; or change after how many.

    `for_` is for whom the desk writes it down, who said so themselves.
    """
    whose = member_for(actor, "trust.keep_rhythm", for_ or myself(actor).public_id)
    if whose is None:
        return NOBODY
    if fault := may_keep(days):
        return fault
    Rhythm.objects.update_or_create(
        agent=whose.agent,
        defaults={"days": days, "written_by": myself(actor)},
        create_defaults={
            "days": days, "written_by": myself(actor), "community": whose.community,
            "since_on": clock.today(whose.community.time_zone),
        },
    )  # fmt: skip
    return Done(Kept(whose.agent.public_id, days))


@action("trust.end_rhythm", receipt=Kept)
def end_rhythm(actor: Actor, *, for_: UUID | None = None, request_id: UUID) -> Done[Kept] | Refusal:
    """Take it back, at once. Nothing that was noted with it is kept.

    `for_` is for whom the desk writes it down.
    """
    whose = member_for(actor, "trust.end_rhythm", for_ or myself(actor).public_id)
    if whose is None:
        return NOBODY
    Rhythm.objects.filter(agent=whose.agent).delete()
    return Done(Kept(whose.agent.public_id, 0))


@action("trust.note_heard", receipt=Noted)
def note_heard(
    actor: Actor,
    *,
    member: UUID,
    how: str = Rhythm.RANG,
    came: str = Silence.FINE,
    heard_on: date | None = None,
    request_id: UUID,
) -> Done[Noted] | Refusal:
    """Note that one heard from somebody who asked to be rung, or, of oneself, that all is well.

    `how`: rang, visited, met or said so; `came`: whether they were glad of it, or it was fine without.
    """
    rhythm = _to_note(actor, "note_heard", member)
    if rhythm is None:
        return NO_RHYTHM
    today = clock.today(rhythm.community.time_zone)
    on = heard_on or today
    if on > today:
        return Refusal("WRONG_DAY", "That day is still to come.", "heard_on")
    is_me = rhythm.agent_id == actor.agent_id
    if how not in dict(Rhythm.HOW) or (how == Rhythm.SAID_SO and not is_me):
        return Refusal("UNKNOWN_WAY", "Say whether you rang, visited or met them.", "how")
    if came not in dict(Silence.CAME):
        return Refusal("UNKNOWN_ANSWER", "Say whether they were glad of it, or it was fine without.", "came")
    if rhythm.heard_on is None or on >= rhythm.heard_on:
        rhythm.heard_on, rhythm.heard_by = on, myself(actor)
        rhythm.heard_how = Rhythm.SAID_SO if is_me else how
        rhythm.save(update_fields=["heard_on", "heard_by", "heard_how"])
    Silence.objects.filter(rhythm=rhythm, over_on=None, circle_on__lte=on).update(over_on=on, came=came)
    return Done(Noted(rhythm.agent.public_id))


@action("trust.note_unreached", receipt=Noted)
def note_unreached(actor: Actor, *, member: UUID, request_id: UUID) -> Done[Noted] | Refusal:
    """Note that one tried and did not reach somebody of whom nobody has heard. The desk is asked, if it is not yet."""
    rhythm = _to_note(actor, "note_unreached", member)
    open_one = rhythm and Silence.objects.select_for_update().filter(rhythm=rhythm, over_on=None).first()
    if rhythm is None or not open_one or rhythm.agent_id == actor.agent_id:
        return NO_RHYTHM
    open_one.tries += 1
    open_one.tried_at = clock.now()
    told: tuple[Notice, ...] = ()
    if open_one.desk_on is None:
        open_one.desk_on = clock.today(rhythm.community.time_zone)
        told = ask_desk(rhythm)
    open_one.save(update_fields=["tries", "tried_at", "desk_on"])
    return Done(Noted(rhythm.agent.public_id, next_step(open_one.tries)), told)


def ask_desk(rhythm: Rhythm) -> tuple[Notice, ...]:
    """The desk is asked to ring."""
    link = page_of(rhythm)
    desk = desk_for(rhythm.community_id, rhythm.agent_id)
    return tuple(Notice(one, ASKED_DESK, {"name": rhythm.agent.name}, urgent=True, link=link) for one in desk)


def page_of(rhythm: Rhythm) -> str:
    """Where it is noted that somebody was heard from."""
    return f"/{rhythm.community.slug}/trust/heard/{rhythm.agent.public_id}/"


def _to_note(actor: Actor, verb: str, member: UUID) -> Rhythm | None:
    """The rhythm of somebody of whom the actor may note something: their own, one of their circle's, or at the desk."""
    rows = Rhythm.objects.select_for_update(of=("self",)).select_related("agent", "community")
    rhythm = rows.filter(community_id=actor.community_id, agent__public_id=member).first()
    return rhythm if rhythm and may_note(actor, verb, rhythm) else None


def may_note(actor: Actor, verb: str, rhythm: Rhythm) -> bool:
    """Whether it is the actor's to note that they heard from this one, or did not."""
    if not policy.may(actor, f"trust.{verb}", policy.towards(actor, rhythm.agent_id)):
        return False
    if rhythm.agent_id == actor.agent_id:
        return True
    if actor.roles & AT_DESK:
        return not apart_from(actor).filter(pk=rhythm.agent_id).exists()
    return names_of(rhythm.agent_id).filter(one=actor.agent_id).exists()
