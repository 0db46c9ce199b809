"""The verb of a repair café: what was brought, what was wrong with it, and what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.actions.thanking import thank
from coproduce.arenas.play.models import Repair
from coproduce.arenas.play.queries.here import members, speaker
from coproduce.arenas.play.rules import Repair as Told, may_write_down
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Occasion
from coproduce.community.people.meet import may_meet
from coproduce.core.quantity import KG, Quantity
from coproduce.core.refusal import Refusal

NO_WEIGHT = Refusal("UNIT_MISMATCH", "Write about what it weighs, like 1.2 kg.", "weight")


@dataclass(frozen=True, slots=True)
class RepairWritten:
    """Which record it is, and the entry with the thanks, where somebody of here was helped."""

    repair: UUID
    entry: UUID | None


@action("play.write_repair", receipt=RepairWritten)
def write_repair(
    actor: Actor,
    *,
    item: str,
    problem: str,
    status: str,
    on: date | None = None,
    category: str = "",
    brand: str = "",
    year: int | None = None,
    barrier: str = "",
    weight: Quantity | None = None,
    brought_by: UUID | None = None,
    occasion: UUID | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[RepairWritten] | Refusal:
    """Write down what one looked at: its fault and what came of it, as the Open Repair Data Standard has it.

    `brought_by` is whose it is, where they are a member: they may be asked one day to mend. Nothing of anybody stands
    in what is handed on.
    """
    who = speaker(actor, "play.write_repair", for_)
    if isinstance(who, Refusal):
        return who
    if weight is not None and weight.unit != KG:
        return NO_WEIGHT
    today = clock.today(who.community.time_zone)
    told = Told(
        item, problem, status, on or today, category, brand, year, barrier, weight.minor if weight is not None else None
    )
    if fault := may_write_down(told, today):
        return fault
    place = None
    if occasion is not None:
        here = Occasion.objects.filter(community_id=actor.community_id, arena=ARENA.slug)
        place = the_one(here.filter(public_id=occasion))
        if place is None:
            return Refusal("NOT_FOUND", "There is no such occasion here. Look for it in the list.", "occasion")
    owner = None
    if brought_by is not None:
        owners = members(actor, (brought_by,), "brought_by")
        if isinstance(owners, Refusal):
            return owners
        [owner] = owners
        if fault := may_meet(who.agent_id, owner.pk, "record"):
            return Refusal(fault.code, fault.template, "brought_by")
    entry = None
    if owner is not None and owner.pk != who.agent_id:
        thanked = thank(actor, [who.agent], owner, on=told.on, request_id=request_id)
        if isinstance(thanked, Refusal):
            return thanked
        entry = thanked
    row = Repair.objects.create(
        community=who.community, occasion=place, mender=who.agent, brought_by=owner, item=item.strip(),
        category=category, brand=brand.strip(), year=year, problem=problem.strip(), status=status, barrier=barrier,
        grams=told.grams, on=told.on, entry=entry,
    )  # fmt: skip
    words = "%(name)s wrote down what came of your %(what)s."
    said = (Notice(owner.pk, words, {"name": who.agent.name, "what": row.item}),) if entry and owner else ()
    return Done(RepairWritten(row.public_id, entry), said)
