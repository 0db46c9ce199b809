"""The verb of what somebody can make with."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.making.models import Machine
from coproduce.arenas.making.queries.here import speaker
from coproduce.arenas.making.rules import UNKNOWN, WAYS, MakingError, positive, process, read_box
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class MachineKept:
    """Which machine; None once it is taken off the list. `process` is the one name of what it does."""

    machine: UUID | None
    process: str


@action("making.keep_machine", receipt=MachineKept)
def keep_machine(
    actor: Actor,
    *,
    name: str,
    does: str,
    materials: str = "",
    size: str = "",
    tolerance: str = "",
    lays: str = "tilted",
    free: Quantity | None = None,
    is_here: bool = True,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[MachineKept] | Refusal:
    """Say what one can make with: what it does, of which materials, how large a thing and how fine, in mm.

    No materials is any, no size is no limit, as with a needle. `lays` is the boldest way a thing is laid in it:
    straight, turned or tilted. `free` is how long one makes things for others in a week; nothing is not said. The same
    name again changes it; not `is_here` takes it off the list.
    """
    who = speaker(actor, "making.keep_machine", for_)
    if isinstance(who, Refusal):
        return who
    fault = may_say(name, "name", 80, "Say what it is, like “Lathe”.") or may_say(materials, "materials", 200)
    if fault:
        return fault
    known = process(does)
    if known == UNKNOWN:
        return Refusal("UNKNOWN_PROCESS", "We have no name for “%(given)s” yet: choose the nearest, like sawing.",
                       "does", {"given": does[:40].replace("%", "")})  # fmt: skip
    try:
        box = read_box(size)
    except MakingError as wrong:
        return Refusal(wrong.code, "Write the size in mm, like 400 x 300 x 200.", "size")
    if lays not in WAYS:
        return Refusal("NOT_A_WAY", "A thing is laid straight, turned or tilted: choose one.", "lays")
    if tolerance.strip():
        try:
            positive(tolerance, "tolerance_mm")
        except MakingError as wrong:
            return Refusal(wrong.code, "Write how fine it works in mm, like 0.2.", "tolerance")
    if free is not None and (free.unit != HOURS or not 0 <= free.minor <= 7 * 24 * 60):
        return Refusal("NOT_A_WEEK", "Write how long it is in a week, like 3 h.", "free")
    row = Machine.objects.filter(agent=who, name=name.strip())
    if not is_here:
        row.delete()
        return Done(MachineKept(None, known))
    said = {"process": known, "materials": materials.strip(), "size": " x ".join(map(str, box)) if box else "",
            "tolerance": tolerance.strip(), "lays": lays, "free_minutes": free.minor if free else None}  # fmt: skip
    kept, _ = Machine.objects.update_or_create(agent=who, name=name.strip(), defaults=said)
    return Done(MachineKept(kept.public_id, known))
