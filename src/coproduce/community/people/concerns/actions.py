"""The verbs of worries: anybody says what worries them, and safeguarding leads see to it until two of them agree.

Whom it is about is told nothing by any of them, and nobody's letter says what it is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.concerns.queries import readers, visible_to
from coproduce.community.people.concerns.rules import (
    IT_IS_CLOSED,
    LONGEST,
    may_agree_it_is_over,
    may_say_it_is_over,
    may_stay_open,
)
from coproduce.community.people.models import SOMEBODY, Agent, Concern, ConcernNote
from coproduce.community.people.queries import brokers
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_WORRY = Refusal("NOT_FOUND", "There is no such worry here.", "concern")

WRITTEN = "A worry was written down. Read it when you can."
NOBODY_READS = "Something for the safeguarding lead was written down, and nobody can read it. Name two of them now."
ARRIVED = "What you told us has arrived where it belongs."
WAITS = "A worry waits for a second safeguarding lead."
CLOSED = "What you told us was seen to. If there is more, tell us again."


@dataclass(frozen=True, slots=True)
class Raised:
    """Which worry, and how many safeguarding leads were told of it."""

    concern: UUID
    told: int


@dataclass(frozen=True, slots=True)
class Worry:
    """Which worry, and where it stands now: open, closing, closed."""

    concern: UUID
    state: str


@action("people.raise_concern", receipt=Raised)
def raise_concern(
    actor: Actor, *, words: str, about: UUID | None = None, for_: UUID | None = None, request_id: UUID
) -> Done[Raised] | Refusal:
    """Say what worries you: about a member, a family, a group, or nobody in particular. They are told nothing.

    It goes to the safeguarding leads, and nobody else reads it, not even whoever wrote it down. `for_` is for whom the
    desk writes it down.
    """
    here = Agent.objects.filter(community_id=actor.community_id, merged_into=None).exclude(name=SOMEBODY)
    whom, who = _named(here, about), _named(here, for_) if for_ else the_one(here.filter(pk=actor.agent_id or 0))
    if who is None or (about is not None and whom is None):
        return Refusal("NOT_FOUND", "There is nobody of that name here.", "about" if who else "for_")
    if not policy.may(actor, "people.raise_concern", policy.towards(actor, who.pk)):
        return NOT_ALLOWED
    if fault := may_say(words, "words", LONGEST, "Say in your own words what worries you."):
        return fault
    made = Concern.objects.create(
        community_id=actor.community_id, about=whom, raised_by=who, words=words.strip(), raised_at=clock.now()
    )
    told = readers(actor, whom.pk if whom else None)
    notices = [_to(lead, WRITTEN, who) for lead in told]
    notices += [Notice(one, NOBODY_READS, urgent=True) for one in brokers(actor.community_id) if not told]
    return Done(Raised(made.public_id, len(told)), (*notices, Notice(who.pk, ARRIVED)))


@action("people.note_concern", receipt=Worry)
def note_concern(actor: Actor, *, concern: UUID, words: str, request_id: UUID) -> Done[Worry] | Refusal:
    """Write down what was done about a worry. What stands is never changed."""
    found = _found(actor, concern)
    if found is None:
        return NO_WORRY
    if found.state == Concern.CLOSED:
        return IT_IS_CLOSED
    if fault := _note(actor, found, words, "Say in a few words what was done."):
        return fault
    return Done(Worry(concern, found.state))


@action("people.propose_closing", receipt=Worry)
def propose_closing(actor: Actor, *, concern: UUID, words: str, request_id: UUID) -> Done[Worry] | Refusal:
    """Say that a worry is over, and why. It is closed when another safeguarding lead agrees."""
    found = _found(actor, concern)
    if found is None:
        return NO_WORRY
    fault = may_say_it_is_over(found.state) or _note(actor, found, words, "Say why it is over.")
    if fault:
        return fault
    _now(found, Concern.CLOSING, closing_by_id=actor.agent_id)
    others = [one for one in readers(actor, found.about_id) if one != actor.agent_id]
    return Done(Worry(concern, found.state), tuple(_to(one, WAITS, found) for one in others))


@action("people.close_concern", receipt=Worry)
def close_concern(actor: Actor, *, concern: UUID, request_id: UUID) -> Done[Worry] | Refusal:
    """Agree that a worry is over: another safeguarding lead than the one who said so. Whoever told it hears it."""
    found = _found(actor, concern)
    if found is None:
        return NO_WORRY
    if fault := may_agree_it_is_over(found.state, found.closing_by_id, actor.agent_id):
        return fault
    _now(found, Concern.CLOSED, closed_by_id=actor.agent_id, closed_at=clock.now())
    return Done(Worry(concern, found.state), tuple(_to_who_told(found)))


@action("people.keep_concern_open", receipt=Worry)
def keep_concern_open(actor: Actor, *, concern: UUID, words: str, request_id: UUID) -> Done[Worry] | Refusal:
    """Say that a worry is not over yet, and why, while it waits for a second one to agree."""
    found = _found(actor, concern)
    if found is None:
        return NO_WORRY
    fault = may_stay_open(found.state) or _note(actor, found, words, "Say why it is not over yet.")
    if fault:
        return fault
    _now(found, Concern.OPEN, closing_by_id=None)
    return Done(Worry(concern, found.state))


def make_concerns_one(keep: Agent, gone: Agent) -> None:
    """Two records of one person became one: worries about them, by them, and what one of them said is over."""
    Concern.objects.filter(about=gone).update(about=keep)
    Concern.objects.filter(raised_by=gone).update(raised_by=keep)
    Concern.objects.filter(closing_by=gone).exclude(state=Concern.CLOSED).update(closing_by=keep)


def _named(here: QuerySet[Agent], public_id: UUID | None) -> Agent | None:
    return the_one(here.filter(public_id=public_id)) if public_id else None


def _found(actor: Actor, concern: UUID) -> Concern | None:
    return the_one(visible_to(actor).select_for_update(of=("self",)).filter(public_id=concern))


def _note(actor: Actor, found: Concern, words: str, missing: str) -> Refusal | None:
    if fault := may_say(words, "words", LONGEST, missing):
        return fault
    ConcernNote.objects.create(concern=found, by_id=actor.agent_id or 0, at=clock.now(), words=words.strip())
    return None


def _now(found: Concern, state: str, **more: object) -> None:
    found.state = state
    for name, value in more.items():
        setattr(found, name, value)
    found.save(update_fields=["state", *more])


def _to(lead: int, template: str, of: Agent | Concern) -> Notice:
    """Where to read it is said, never what it is about: a letter may be opened by somebody else."""
    return Notice(lead, template, urgent=True, link=f"/{of.community.slug}/people/safety/")


def _to_who_told(found: Concern) -> Iterator[Notice]:
    if found.raised_by_id is not None:
        yield Notice(found.raised_by_id, CLOSED)
