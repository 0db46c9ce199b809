"""The verb of wishes: what somebody wants to learn, in their own words and on their own scale."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from coproduce.arenas.learning import ARENA
from coproduce.arenas.learning.actions.whose import for_whom, topic_named
from coproduce.arenas.learning.models import Aim
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.actions import need
from coproduce.community.exchange.models import Need
from coproduce.community.exchange.rules import USUAL, Intention
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: A scale of one's own goes so far, and begins with 0.
HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """The need that stands on the list now, so that somebody may come forward."""

    need: UUID


@action("learning.want", receipt=Wanted)
def want(
    actor: Actor,
    *,
    topic: UUID,
    goal: str,
    lowest: str = "",
    highest: str = "",
    now: int | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[Wanted] | Refusal:
    """Say what one wants to learn, in one's own words: it stands among what would help. Said again, it is changed.

    `lowest` and `highest` are what 0 and 10 on one's own scale are, and `now` is where one stands.
    """
    who = for_whom(actor, "learning.want", for_)
    if isinstance(who, Refusal):
        return who
    about = topic_named(actor, topic)
    if isinstance(about, Refusal):
        return about
    fault = (
        may_say(goal, "goal", 300, "Say in your own words what you want to learn.")
        or may_say(lowest, "lowest", 60)
        or may_say(highest, "highest", 60)
        or on_scale(now, "now")
    )
    if fault:
        return fault
    today = clock.today(who.community.time_zone)
    aim = Aim.objects.select_for_update(of=("self",)).filter(agent=who, topic=about).first() or Aim(
        agent=who, topic=about
    )
    if aim.need_id:
        Need.objects.filter(pk=aim.need_id, state__in=(Need.OPEN, Need.PAUSED)).update(state=Need.WITHDRAWN)
    said = Intention(str(who.public_id), about.category.name, goal, today, until_on=today + USUAL)
    listed = need(actor, needs=(said,), request_id=uuid5(request_id, "learning.want"))
    if isinstance(listed, Refusal):
        return listed
    (public_id,) = listed.value.ids
    Need.objects.filter(public_id=public_id).update(arena=ARENA.slug)
    aim.need = Need.objects.get(public_id=public_id)
    aim.goal, aim.lowest, aim.highest = goal.strip(), lowest.strip(), highest.strip()
    aim.first = now if aim.first is None else aim.first
    aim.now = aim.now if now is None else now
    aim.save()
    return Done(Wanted(public_id))


def on_scale(said: int | None, field: str) -> Refusal | None:
    """None when this stands on somebody's own scale, or nothing was said."""
    if said is None or 0 <= said <= HIGHEST:
        return None
    return Refusal("NOT_ON_SCALE", "Choose a number from 0 to %(most)s.", field, {"most": str(HIGHEST)})
