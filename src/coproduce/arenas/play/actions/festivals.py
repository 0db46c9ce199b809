"""The verbs of an idea: said, liked by others, allowed by a guardian, how it will be, and a picture of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coproduce.arenas.play.models import Festival
from coproduce.arenas.play.queries.festivals import backers, begins_at
from coproduce.arenas.play.queries.here import is_minor, members, rules_of, speaker
from coproduce.arenas.play.queries.pictures import may_all_be_seen
from coproduce.arenas.play.rules import AGREED, CANCELLED, DONE, IDEA, ON, Idea, stands, waits_for
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.held import save_change
from coproduce.community.people.guarding.queries import is_guardian
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Guardian
from coproduce.community.people.uploads import files
from coproduce.community.people.uploads.actions import keep
from coproduce.community.people.uploads.rules import THING
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_FESTIVAL = Refusal("NOT_FOUND", "There is no such festival here. Look for it in the list.", "festival")
NO_YES = Refusal(
    "NO_YES", "Somebody on it has not said yes to pictures, or no guardian has for them. Ask them first.", "on_it"
)
OVER = Refusal("WRONG_STATE", "It is over. Look at how it stands now.", "festival")
NO_IDEA = Refusal("WRONG_STATE", "This is no idea any more. Look at how it stands now.", "festival")
CALLED = "Say what it is called."


@dataclass(frozen=True, slots=True)
class FestivalKept:
    """Which festival or challenge it is, and how it stands."""

    festival: UUID
    state: str


@action("play.propose_festival", receipt=FestivalKept)
def propose_festival(
    actor: Actor,
    *,
    name: str,
    kind: str = Festival.FESTIVAL,
    words: str = "",
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[FestivalKept] | Refusal:
    """Say what one would like to do with everybody: a festival, or a challenge. Others say yes, and then it is agreed.

    Whoever is not of age may too: their guardians are told, and one of them says yes before anything is agreed.
    """
    who = speaker(actor, "play.propose_festival", for_)
    if isinstance(who, Refusal):
        return who
    if fault := may_say(name, "name", 80, CALLED) or may_say(words, "words", 1000):
        return fault
    if kind not in dict(Festival.KINDS):
        return Refusal("UNKNOWN_KIND", "It is a festival or a challenge: choose one.", "kind")
    row = Festival.objects.create(
        community=who.community, organiser=who.agent, kind=kind, name=name.strip(), words=words.strip(),
        said_at=clock.now(),
    )  # fmt: skip
    told: list[Notice] = []
    if who.is_minor(clock.today(who.community.time_zone)):
        said = {"name": who.agent.name, "what": row.name}
        told = [
            Notice(one, "%(name)s would like to organise %(what)s. Look at it, and say whether they may.", said,
                   link=link(row))
            for one in Guardian.objects.filter(ward=who.agent, ended_on=None).values_list("guardian", flat=True)
        ]  # fmt: skip
    return Done(_receipt(row), tuple(told))


@action("play.keep_festival", receipt=FestivalKept)
def keep_festival(
    actor: Actor,
    *,
    festival: UUID,
    name: str,
    words: str = "",
    kit: str = "",
    quiet: str = "",
    access: str = "",
    rain: str = "",
    request_id: UUID,
) -> Done[FestivalKept] | Refusal:
    """Say what whoever comes wants to know: what to bring, where it is quiet, how one gets in, and what if it rains."""
    row = organised(actor, "play.keep_festival", festival)
    if isinstance(row, Refusal):
        return row
    if row.state in (DONE, CANCELLED):
        return OVER
    said = {"words": words, "kit": kit, "quiet": quiet, "access": access, "rain": rain}
    fault = may_say(name, "name", 80, CALLED) or may_say(words, "words", 1000)
    for field, text in said.items():
        fault = fault or may_say(text, field, 1000 if field == "words" else 500)
    if fault:
        return fault
    called, before = row.name, _how(row)
    row.name = name.strip()
    for field, text in said.items():
        setattr(row, field, text.strip())
    row.save(update_fields=["name", *said])
    if (called, before) != (row.name, _how(row)):
        _say_anew(row, called)
    return Done(_receipt(row))


@action("play.back_festival", receipt=FestivalKept)
def back_festival(
    actor: Actor, *, festival: UUID, is_off: bool = False, for_: UUID | None = None, request_id: UUID
) -> Done[FestivalKept] | Refusal:
    """Say yes to an idea of somebody else's; enough say so, and it is agreed. With `is_off` one says it no more."""
    who = speaker(actor, "play.back_festival", for_)
    if isinstance(who, Refusal):
        return who
    row = found(actor, festival)
    if row is None:
        return NO_FESTIVAL
    if row.state != IDEA:
        return NO_IDEA
    if row.organiser_id == who.agent_id:
        return Refusal("OWN_IDEA", "This is your own idea: others say yes to it.", "festival")
    if fault := may_meet(who.agent_id, row.organiser_id, "group"):
        return Refusal(fault.code, fault.template, "festival")
    row.backed_by = sorted({*row.backed_by, who.agent_id} - ({who.agent_id} if is_off else set()))
    agreed = _agreed_by_now(row, "backed_by")
    return Done(_receipt(row), agreed)


@action("play.allow_festival", receipt=FestivalKept)
def allow_festival(actor: Actor, *, festival: UUID, request_id: UUID) -> Done[FestivalKept] | Refusal:
    """A guardian says yes to a festival their ward would organise, and stands by at each part of it."""
    row = found(actor, festival)
    if row is None or not is_guardian(actor, row.organiser_id) or not policy.may(actor, "play.allow_festival", "own"):
        return NO_FESTIVAL
    if row.state != IDEA:
        return NO_IDEA
    row.guardian_id = actor.agent_id
    words = "You may organise %(what)s: your guardian said yes and stands by."
    told = Notice(row.organiser_id, words, {"what": row.name}, link=link(row))
    agreed = _agreed_by_now(row, "guardian")
    return Done(_receipt(row), (told, *agreed))


@action("play.show_picture", receipt=FestivalKept)
def show_picture(
    actor: Actor,
    *,
    festival: UUID,
    picture: str = "",
    on_it: tuple[UUID, ...] = (),
    is_off: bool = False,
    request_id: UUID,
) -> Done[FestivalKept] | Refusal:
    """Show a picture of it to members, in the place of the one before; with `is_off` there is none any more.

    `picture` is a JPEG or a PNG, in base64; `on_it` is everybody who can be seen on it. Each said yes to that before,
    and a guardian for who is not of age; it is shown while every yes stands.
    """
    row = organised(actor, "play.show_picture", festival)
    if isinstance(row, Refusal):
        return row
    before = row.picture
    if is_off:
        row.picture, row.shown_on_it = None, []
    else:
        if stands(row.state, begins_at(row), clock.now()) not in (ON, DONE):
            return Refusal("NOT_YET", "It has not begun yet: pictures of it come afterwards.", "festival")
        people = members(actor, on_it, "on_it")
        if isinstance(people, Refusal):
            return people
        if not may_all_be_seen([one.pk for one in people], clock.today(row.community.time_zone)):
            return NO_YES
        kept = keep(actor, row.organiser, THING, picture)
        if isinstance(kept, Refusal):
            return kept
        row.picture, row.shown_on_it = kept, [one.pk for one in people]
    row.save(update_fields=["picture", "shown_on_it"])
    files.remove([before] if before else [])
    return Done(_receipt(row))


def _how(row: Festival) -> tuple[str, ...]:
    """What stands in calendars of how it is."""
    return (row.quiet, row.access, row.rain, row.kit)


def _say_anew(row: Festival, called: str) -> None:
    """Parts that are still to come are called so too, and calendars know that something of them is new."""
    to_come = Occasion.objects.select_for_update().filter(public_id__in=row.parts, cancelled_at=None, entry=None)
    for part in to_come.filter(starts_at__gt=clock.now()).order_by("pk"):
        if part.words.startswith(f"{called}: "):
            part.words = f"{row.name}{part.words.removeprefix(called)}"
        save_change(part, "words")


def organised(actor: Actor, verb: str, festival: UUID) -> Festival | Refusal:
    """The festival, locked, when the actor may see to it: their own, or at the desk any here."""
    row = found(actor, festival)
    if row is None or not policy.may(actor, verb, policy.towards(actor, row.organiser_id)):
        return NO_FESTIVAL
    return row


def found(actor: Actor, festival: UUID) -> Festival | None:
    """One festival of the community, locked."""
    rows: Any = Festival.objects.select_for_update(of=("self",)).select_related("community", "organiser", "picture")
    return the_one(rows.filter(community_id=actor.community_id, public_id=festival))


def link(row: Festival) -> str:
    """The address of a festival."""
    return f"/{row.community.slug}/play/festivals/{row.public_id}/"


def _agreed_by_now(row: Festival, *changed: str) -> tuple[Notice, ...]:
    """Keep what changed; once nothing is waited for it is agreed, and whoever thought of it is told."""
    idea = Idea(len(backers(row)), is_minor(row.organiser), row.guardian_id is not None)
    told: tuple[Notice, ...] = ()
    if not waits_for(idea, rules_of(row.community)):
        row.state = AGREED
        told = (
            Notice(
                row.organiser_id, "It is agreed: %(what)s. Now plan what happens.", {"what": row.name}, link=link(row)
            ),
        )
    row.save(update_fields=["state", *changed])
    return told


def _receipt(row: Festival) -> FestivalKept:
    return FestivalKept(row.public_id, row.state)
