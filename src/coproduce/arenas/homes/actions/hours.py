"""The verbs of hours: who worked when, on which home and for which family; and that it was so.

An hour counts once two have signed: who worked (somebody of the family, for a friend who is no member), and who led
that day. What was worked on another family's home then stands in the books as help, and is no debt of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid5

from django.db.models import Q

from coproduce.arenas.homes import ARENA, CREW_LEAD
from coproduce.arenas.homes.actions.families import NO_FAMILY, family_of
from coproduce.arenas.homes.models import Adult, Family, HomeHour
from coproduce.arenas.homes.policy import DESK, LEADS
from coproduce.arenas.homes.rules import LONGEST_DAY_MINUTES
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.recognition import Deed, recognise
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_HOURS = Refusal("NOT_FOUND", "There are no such hours here.", "hours")
NO_WORKER = Refusal("NOT_FOUND", "Choose who worked, or write the name of a friend.", "worker")
BUILDING = "Building homes"


@dataclass(frozen=True, slots=True)
class Written:
    """Which hours they are, how long, and whether they count for the family once signed."""

    hours: UUID
    minutes: int
    will_count: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """Which hours, and whether both have signed now."""

    hours: UUID
    is_whole: bool


@action("homes.write_hours", receipt=Written)
def write_hours(
    actor: Actor,
    *,
    family: UUID,
    on: date,
    begins: time,
    ends: time,
    kind: str,
    site: str = "",
    worker: UUID | None = None,
    friend: str = "",
    power_tools: bool = False,
    request_id: UUID,
) -> Done[Written] | Refusal:
    """Write down who worked from when to when on a day, on which home, and for which family it counts.

    Without a worker it is whoever writes; a friend who is no member stands there by name. Two shifts of one person
    never overlap. What was before the family was accepted stays written down and does not count.
    """
    whose = family_of(actor, family)
    if whose is None:
        return NO_FAMILY
    if worker and friend.strip():
        return Refusal("TWO_WORKERS", "Choose a member or write a friend's name: one of them worked.", "friend")
    who = None if friend.strip() else _worker(actor, worker)
    if not friend.strip() and who is None:
        return NO_WORKER
    ours = who.agent_id if who else (actor.agent_id or 0) if _is_of(whose, actor.agent_id, on) else 0
    if not policy.may(actor, "homes.write_hours", policy.towards(actor, ours)):
        return NOT_ALLOWED
    if fault := _may_write(whose, on, kind, site, friend):
        return fault
    if power_tools and (who is None or who.is_minor(on)):
        return Refusal("POWER_TOOLS", "Only members who are of age work with power tools.", "power_tools")
    first, last = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    if last <= first:
        return Refusal("WRONG_TIME", "Work ends after it begins: write each day by itself.", "ends")
    same = Q(agent=who.agent) if who else Q(agent=None, friend__iexact=friend.strip())
    that_day = list(HomeHour.objects.filter(same, family__community=whose.community, on=on).order_by("begins"))
    if fault := _fits(that_day, first, last):
        return fault
    row = HomeHour.objects.create(
        family=whose, agent=who.agent if who else None, friend=friend.strip(), on=on, begins=first, ends=last,
        kind=kind, site=site.strip(), written_by_id=actor.agent_id or 0,
    )  # fmt: skip
    return Done(Written(row.public_id, row.minutes, on >= whose.accepted_on), _to_sign(row, actor))


@action("homes.sign_hours", receipt=Signed)
def sign_hours(actor: Actor, *, hours: UUID, request_id: UUID) -> Done[Signed] | Refusal:
    """Sign that it was so: whoever worked, or the family for its friend; and another, who led that day.

    Once both have, it counts for the family; on another family's home it stands in the books too.
    """
    rows = HomeHour.objects.select_related("family__agent", "family__community", "agent")
    row = the_one(rows.filter(family__community_id=actor.community_id, public_id=hours))
    if row is None:
        return NO_HOURS
    is_worker = row.agent_id == actor.agent_id if row.agent_id else _is_of(row.family, actor.agent_id, row.on)
    if not policy.may(actor, "homes.sign_hours", policy.towards(actor, (actor.agent_id or 0) if is_worker else 0)):
        return NOT_ALLOWED
    side = "signed_by_id" if is_worker else "lead_signed_by_id"
    if not is_worker and not actor.roles & set(LEADS):
        return NOT_ALLOWED
    if getattr(row, side):
        return Refusal("ALREADY_SIGNED", "That is signed already.", "hours")
    setattr(row, side, actor.agent_id)
    row.save(update_fields=[side.removesuffix("_id")])
    if not (row.signed_by_id and row.lead_signed_by_id):
        return Done(Signed(hours, False))
    outcome = _recognised(actor, row, uuid5(request_id, "signed"))
    if isinstance(outcome, Refusal):
        return outcome
    words = "%(time)s on %(day)s are signed by both and count for your family."
    told = Notice(row.family.agent_id, words, {"time": str(HOURS(row.minutes)), "day": row.on.isoformat()})
    return Done(Signed(hours, True), (told, *outcome))


def _recognised(actor: Actor, row: HomeHour, entry_id: UUID) -> tuple[Notice, ...] | Refusal:
    """Help on the home of another family goes into the books; on one's own, or on no home, there is nobody to help."""
    of_home = Family.objects.select_related("agent").filter(community=row.family.community, home=row.site)
    receiver = row.site and row.agent and the_one(of_home)
    if not receiver or row.agent is None or receiver.agent_id == row.agent_id or _is_of(receiver, row.agent_id, row.on):
        return ()
    if fault := may_meet(row.agent_id or 0, receiver.agent_id, "record"):
        return fault
    category, _ = Category.objects.get_or_create(community=row.family.community, name=BUILDING)
    deed = Deed(
        ARENA.slug, {row.agent: row.minutes}, {receiver.agent: 1}, category, row.on, is_by_desk=_is_by_desk(row)
    )  # fmt: skip
    outcome = recognise(actor, deed, entry_id)
    if isinstance(outcome, Refusal):
        return outcome
    row.entry = outcome.entry
    row.save(update_fields=["entry"])
    return outcome.notices


def _is_by_desk(row: HomeHour) -> bool:
    """Whether somebody at the desk, who leads no crew, wrote it down for them or signed as who led."""
    others = Membership.objects.filter(agent__in=(row.written_by_id, row.lead_signed_by_id)).exclude(agent=row.agent)
    return any(set(one.roles) & set(DESK) and CREW_LEAD not in one.roles for one in others)


def _worker(actor: Actor, worker: UUID | None) -> Membership | None:
    which = {"agent": actor.agent_id or 0} if worker is None else {"agent__public_id": worker}
    here = Membership.objects.select_related("agent").filter(community_id=actor.community_id, state=Membership.ACTIVE)
    return the_one(here.filter(**which))


def _is_of(family: Family, agent: int | None, on: date) -> bool:
    """Whether somebody is of a family: who speaks for it, or one of its adults that day."""
    theirs = Adult.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on, family=family, agent=agent or 0
    )
    return agent == family.agent_id or theirs.exists()


def _may_write(family: Family, on: date, kind: str, site: str, friend: str) -> Refusal | None:
    if on > clock.today(family.community.time_zone):
        return Refusal("IN_THE_FUTURE", "Work is written down once done: this day is still to come.", "on")
    if kind not in dict(HomeHour.KINDS):
        return Refusal("UNKNOWN_WORD", "Choose what kind of work it was.", "kind")
    closed = ledger.closed_day(on, ledger.closed_through(family.community_id), "on")
    return closed or may_say(site, "site", 80) or may_say(friend, "friend", 120)


def _fits(that_day: Sequence[HomeHour], begins: int, ends: int) -> Refusal | None:
    """Nobody works two shifts at once, or longer than a day has hours for it."""
    for one in that_day:
        if one.begins < ends and begins < one.ends:
            said = {"from": _clock(one.begins), "until": _clock(one.ends), "site": one.site or one.kind}
            words = "They worked from %(from)s to %(until)s already (%(site)s): an hour counts once."
            return Refusal("OVERLAPS", words, "begins", said)
    if sum(one.minutes for one in that_day) + ends - begins > LONGEST_DAY_MINUTES:
        return Refusal("TOO_LONG", "That is more than 16 hours in a day: look again.", "ends")
    return None


def _to_sign(row: HomeHour, actor: Actor) -> tuple[Notice, ...]:
    """Whoever worked is asked to sign what somebody else wrote down."""
    if row.agent_id is None or row.agent_id == actor.agent_id:
        return ()
    said = {"time": str(HOURS(row.minutes)), "day": row.on.isoformat()}
    return (Notice(row.agent_id, "%(time)s on %(day)s are written down for you. Sign if it was so.", said),)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
