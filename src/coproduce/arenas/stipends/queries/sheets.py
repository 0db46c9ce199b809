"""A school's sheet of a period: its children by class, and what was typed in of each."""

from dataclasses import dataclass
from datetime import date

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One child's line; `typed` is what one typed in and nobody again. Whoever types again does not see it."""

    child: Child
    typed: Attendance | None
    is_known: bool


def classes(actor: Actor) -> list[tuple[str, str]]:
    """Each school and class children go to, by name."""
    if not policy.may(actor, "stipends.key_sheet"):
        return []
    rows = Child.objects.filter(community_id=actor.community_id).exclude(name="")
    return list(rows.order_by("school", "class_name").values_list("school", "class_name").distinct())


def sheet(actor: Actor, school: str, class_name: str, until_on: date) -> list[Line] | None:
    """The lines of a class for the period that ends on that day, by name. That it was read is written down."""
    if not policy.may(actor, "stipends.key_sheet"):
        return None
    rows = Child.objects.filter(community_id=actor.community_id, school=school, class_name=class_name)
    children = list(rows.exclude(name="").select_related("family").order_by("name", "pk"))
    audit.reading(actor, "stipends.read_record", (child.family.agent_id for child in children), "sheet")
    last: dict[int, Attendance] = {}
    for row in Attendance.objects.filter(child__in=children, until_on=until_on).order_by("version"):
        last[row.child_id] = row
    return [
        Line(child, row if row and row.known_on is None else None, bool(row and row.known_on))
        for child in children
        for row in [last.get(child.pk)]
    ]
