"""The verbs of whoever visits: they say what they would do, and the desk takes them on once nothing is missing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.care import VISITOR
from coproduce.arenas.care.actions.reviewing import still_planned, take_back_unfit
from coproduce.arenas.care.models import VisitorProfile
from coproduce.arenas.care.queries.chain import ended
from coproduce.arenas.care.queries.held import profile_of
from coproduce.arenas.care.queries.here import here
from coproduce.arenas.care.queries.visitors import known_of
from coproduce.arenas.care.rules import check_level, missing, stopped
from coproduce.arenas.care.rules.checks import PROHIBITED, activity
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import member_for
from coproduce.community.people.roles.having import have
from coproduce.core.refusal import Refusal
from coproduce.core.week import is_week
from coproduce.core.words import may_say

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
MISSING = "This is still to be done before their first visit: %(what)s."
STOPPED = Refusal(
    "STOPPED",
    "New visitors are stopped: harm came of visits, as was agreed before the start. Talk about it first.",
    "member",
)
MOST_AT_A_TIME, FARTHEST_KM = 8, 50


@dataclass(frozen=True, slots=True)
class Described:
    """Whose words they are, and which check what they do takes: none, or regulated."""

    member: UUID
    level: str


@dataclass(frozen=True, slots=True)
class TakenOn:
    """Who visits from now on."""

    member: UUID


@action("care.describe_visitor", receipt=Described)
def describe_visitor(
    actor: Actor,
    *,
    member: UUID,
    activities: tuple[str, ...],
    cap: int = 2,
    radius_km: int = 5,
    experience: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    week: int = 0,
    about: str = "",
    no_go: str = "",
    supervisor: UUID | None = None,
    shadowed_on: date | None = None,
    request_id: UUID,
) -> Done[Described] | Refusal:
    """Say what one would do as a visitor, how far and how many at a time, and what one went through, if one likes.

    The check follows from what is done; something new that takes a higher one waits for it, and visits that were
    planned and take it are called off. Whom they talk to
    (`supervisor`) and whom they went along with (`shadowed_on`) the desk writes down.
    """
    found = member_for(actor, "care.describe_visitor", member)
    if found is None:
        return NOBODY
    fault = (
        may_say(about, "about", 300) or may_say(no_go, "no_go", 300) or _may_do(activities)
        or next((may_say(one, "experience", 80) for one in (*experience, *languages)), None)
    )  # fmt: skip
    if fault:
        return fault
    if not (1 <= cap <= MOST_AT_A_TIME and 1 <= radius_km <= FARTHEST_KM and is_week(week)):
        return Refusal("TOO_MANY", "From one to eight people at a time, and no farther than 50 km.", "cap")
    seen: dict[str, object] = {}
    if supervisor is not None or shadowed_on is not None:
        if not policy.may(actor, "care.take_on_visitor"):
            return Refusal("NOT_ALLOWED", "The desk writes down whom you went along with.", "shadowed_on")
        fault_or_seen = _seen(found, supervisor, shadowed_on, here(found.community).today)
        if isinstance(fault_or_seen, Refusal):
            return fault_or_seen
        seen = fault_or_seen
    said = {
        "activities": sorted({activity(one) for one in activities}),
        "cap": cap,
        "radius_km": radius_km,
        "experience": _words(experience),
        "languages": _words(languages),
        "week": week,
        "about": about.strip(),
        "no_go": no_go.strip(),
    }
    VisitorProfile.objects.update_or_create(agent=found.agent, defaults={"community": found.community, **said, **seen})
    now = clock.now()
    told = take_back_unfit(still_planned(now, found.agent_id), now)
    return Done(Described(member, check_level(activities).level), tuple(told))


@action("care.take_on_visitor", receipt=TakenOn)
def take_on_visitor(actor: Actor, *, member: UUID, request_id: UUID) -> Done[TakenOn] | Refusal:
    """Take somebody on as a visitor: two good words, the check, the training, somebody to talk to, and one visit they
    went along with. Where harm stopped new visitors, nobody is taken on.
    """
    found = member_for(actor, "care.take_on_visitor", member, held=True)
    profile = profile_of(found.agent_id) if found else None
    if found is None or profile is None:
        return NOBODY
    place = here(found.community)
    if stopped(ended(found.community_id), place.rules):
        return STOPPED
    if left := missing(known_of([profile], place.today)[found.agent_id]):
        return Refusal("NOT_YET", MISSING, "member", {"what": ", ".join(left)})
    have(found, {*found.roles, VISITOR, "member"})
    return Done(
        TakenOn(member), (Notice(found.agent_id, "You are a visitor now. Thank you. You can say no to any visit."),)
    )


def _may_do(activities: tuple[str, ...]) -> Refusal | None:
    try:
        level = check_level(activities).level
    except ValueError as fault:
        return Refusal("UNKNOWN_ACTIVITY", "%(why)s", "activities", {"why": str(fault)})
    if level == PROHIBITED:
        return Refusal(
            "NOT_DONE_HERE", "Nobody here does that, whatever their check. Take it off the list.", "activities"
        )
    return None if activities else Refusal("MISSING", "Say at least one thing you would do.", "activities")


def _seen(
    found: Membership, supervisor: UUID | None, shadowed_on: date | None, today: date
) -> dict[str, object] | Refusal:
    """What the desk saw: whom they talk to, never themselves, and the day they went along."""
    if shadowed_on is not None and shadowed_on > today:
        return Refusal("IN_THE_FUTURE", "Write down that they went along once they have.", "shadowed_on")
    seen: dict[str, object] = {"shadowed_on": shadowed_on} if shadowed_on else {}
    if supervisor is not None:
        who = the_one(Agent.objects.filter(community=found.community, public_id=supervisor).exclude(pk=found.agent_id))
        if who is None:
            return Refusal("NOT_FOUND", "There is nobody of that name here.", "supervisor")
        seen["supervisor"] = who
    return seen


def _words(said: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in said if one.strip()))
