"""The verbs of supply points: which meters belong, since when, until when, and with how much of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.energy.models import Point
from coproduce.arenas.energy.queries.here import OLDEST
from coproduce.arenas.energy.queries.months import OURS, belongings
from coproduce.arenas.energy.rules import may_belong
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Community, Membership
from coproduce.core.apportion import ONE
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_POINT = Refusal("NOT_FOUND", "There is no such supply point here. Look at the list.", "point")
KINDS = (Point.USES, Point.MAKES, Point.BOTH)
#: Watts of the largest fuse or plant that a neighbourhood has.
MOST_W = 10_000_000


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Which supply point it is, and whether it is new."""

    point: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class ShareChanged:
    """Which supply point, and how many parts per million of it belong to a community from that day on."""

    point: UUID
    from_on: date
    parts: int


@action("energy.enrol_point", receipt=Enrolled)
def enrol_point(
    actor: Actor,
    *,
    holder: UUID,
    name: str,
    number: str,
    kind: str = Point.USES,
    from_on: date,
    parts: int = ONE,
    fuse_w: int = 0,
    plant_w: int = 0,
    has_low_income: bool = False,
    is_named: bool = False,
    request_id: UUID,
) -> Done[Enrolled] | Refusal:
    """Write down a supply point by its meter's number: whose it is, and since when how much of it is shared here.

    `kind` is uses, makes or both; `parts` are of a million. Known already, its name, fuse and plant change, and nothing
    of what it shares.
    """
    if not policy.may(actor, "energy.enrol_point"):
        return NOT_ALLOWED
    here_now = Membership.objects.select_related("agent").filter(
        community_id=actor.community_id, agent__public_id=holder, state=Membership.ACTIVE
    )
    whose = the_one(here_now)
    if whose is None:
        return Refusal("NOT_FOUND", "There is no such member here. Welcome them first.", "holder")
    fault = (
        may_say(name, "name", 60, "Say which place it is: the school, Ana’s roof.")
        or may_say(number, "number", 40, "Write the number of the meter, as files say it.")
        or _may_be(kind, fuse_w, plant_w)
    )
    if fault:
        return fault
    said = {"name": name.strip(), "kind": kind, "fuse_w": fuse_w, "plant_w": plant_w,
            "has_low_income": has_low_income, "is_named": is_named}  # fmt: skip
    known = the_one(Point.objects.filter(community_id=actor.community_id, number=number.strip()))
    if known and known.agent_id != whose.agent_id:
        return Refusal("TWO_CLAIM", "This meter is somebody else’s here: ask both before it is changed.", "number")
    if known:
        Point.objects.filter(pk=known.pk).update(**said)
        return Done(Enrolled(known.public_id, False))
    first = _row(OURS, parts, from_on)
    made = Point(
        community_id=actor.community_id, agent=whose.agent, number=number.strip(), belongings=[first], **said
    )  # fmt: skip
    if fault := may_belong(belongings(made)):
        return fault
    made.save()
    told = {"name": made.name, "day": from_on.isoformat()}
    return Done(
        Enrolled(made.public_id, True),
        (Notice(whose.agent_id, "%(name)s shares energy with its neighbours from %(day)s on.", told),),
    )


@action("energy.change_share", receipt=ShareChanged)
def change_share(
    actor: Actor, *, point: UUID, from_on: date, parts: int, of: str = "", request_id: UUID
) -> Done[ShareChanged] | Refusal:
    """From a day on, so many parts of a million of a supply point are shared here, or in another community; 0 ends it.

    `of` is what the other community is called, and empty for here. On no day is more than the whole of it given away.
    Months that were settled change by their difference once they are closed again.
    """
    rows = Point.objects.select_for_update(of=("self",)).select_related("agent")
    row = the_one(rows.filter(community_id=actor.community_id, public_id=point))
    if row is None:
        return NO_POINT
    if not policy.may(actor, "energy.change_share", policy.towards(actor, row.agent_id)):
        return NOT_ALLOWED
    if fault := may_say(of, "of", 60):
        return fault
    if not policy.may(actor, "energy.change_share") and from_on < clock.today(
        Community.objects.get(pk=actor.community_id).time_zone
    ):
        return Refusal("IN_THE_PAST", "Choose today or a later day; the desk puts right what was before.", "from_on")
    if from_on < OLDEST:
        return Refusal("WRONG_DAY", "Nothing is shared of days so long ago.", "from_on")
    if not 0 <= parts <= ONE:
        return Refusal("BAD_SHARE", "Write 0 to 1000000 parts of a million.", "parts")
    row.belongings = from_day_on(row.belongings, of.strip(), parts, from_on)
    if fault := may_belong(belongings(row)):
        return fault
    row.save(update_fields=["belongings"])
    told = {"name": row.name, "day": from_on.isoformat()}
    words = "What %(name)s shares changes from %(day)s on." if parts else "%(name)s shares no more from %(day)s on."
    return Done(ShareChanged(point, from_on, parts), (Notice(row.agent_id, words, told),))


def from_day_on(rows: list[dict[str, Any]], of: str, parts: int, from_on: date) -> list[dict[str, Any]]:
    """The same with so many parts of one community from that day on: what stood for later days of it is gone."""
    kept = [dict(one) for one in rows if one["of"] != of or one["from_on"] < from_on.isoformat()]
    before = (from_on - timedelta(1)).isoformat()
    for one in kept:
        if one["of"] == of and (one["until_on"] is None or one["until_on"] > before):
            one["until_on"] = before
    return [*kept, _row(of, parts, from_on)] if parts else kept


def _row(of: str, parts: int, from_on: date) -> dict[str, Any]:
    return {"of": of, "parts": parts, "from_on": from_on.isoformat(), "until_on": None}


def _may_be(kind: str, fuse_w: int, plant_w: int) -> Refusal | None:
    if kind not in KINDS:
        return Refusal("UNKNOWN_KIND", "Choose one of uses, makes and both.", "kind")
    for name, watts in (("fuse_w", fuse_w), ("plant_w", plant_w)):
        if not 0 <= watts <= MOST_W:
            return Refusal("WRONG_NUMBER", "Write watts, or 0 where nobody knows.", name)
    return None
