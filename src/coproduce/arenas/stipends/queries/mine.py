"""A family's own record first: each child and period, what followed, until when it can be answered, what was paid."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.stipends.models import Attendance, Child, Family, Payment
from coproduce.arenas.stipends.queries.records import Here, here, here_in, record_of, standing, standing_and_running
from coproduce.arenas.stipends.rules import Step
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Community


@dataclass(frozen=True, slots=True)
class ChildsRecord:
    """One child: its periods, the last first, where it stands, and the lessons of months that are not whole yet."""

    child: Child
    rows: tuple[Attendance, ...]
    step: Step
    running: Attendance | None


@dataclass(frozen=True, slots=True)
class FamilysRecord:
    """One family: its children, and what was paid, the last first."""

    family: Family
    children: tuple[ChildsRecord, ...]
    payments: tuple[Payment, ...]
    place: Here


def record(actor: Actor, family: UUID | None = None, community: Community | None = None) -> FamilysRecord | None:
    """One's own record, or for the desk that of a family; that the desk reads it is written down.

    A page hands in its `community`, read already.
    """
    whose = {"agent": actor.agent_id or 0} if family is None else {"agent__public_id": family}
    theirs = Child.objects.filter(
        community_id=actor.community_id, **{f"family__{name}": value for name, value in whose.items()}
    )
    children = list(theirs.select_related("family__agent").order_by("born_on", "pk"))
    rows = Family.objects.select_related("agent").filter(community_id=actor.community_id, **whose)
    found = children[0].family if children else the_one(rows)
    if found is None or not policy.may(actor, "stipends.read_record", policy.towards(actor, found.agent_id)):
        return None
    audit.reading(actor, "stipends.read_record", [found.agent_id], "page")
    place = here_in(community) if community else here(actor.community_id)
    periods, running = standing_and_running(child.pk for child in children)
    return FamilysRecord(
        found,
        tuple(_childs(child, periods.get(child.pk, []), running.get(child.pk), place) for child in children),
        tuple(Payment.objects.filter(family=found).select_related("payroll").order_by("-for_month_on", "-pk")),
        place,
    )


def _childs(child: Child, rows: list[Attendance], running: Attendance | None, place: Here) -> ChildsRecord:
    for row in (*rows, *([running] if running else ())):
        row.child = child
    return ChildsRecord(child, tuple(reversed(rows)), standing(record_of(child, rows), place), running)
