"""What waits for somebody at the desk: registers that are missing, who is not told, which answers wait, who decides."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.arenas.stipends.queries.records import Here, here, here_in, open_rows, record_of, standing, standing_rows
from coproduce.arenas.stipends.rules import Step, share_asked
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Community


@dataclass(frozen=True, slots=True)
class Standing:
    """A period that was told, and where the child stands by it today."""

    row: Attendance
    step: Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """Periods by what is to be done, the first first; nobody is told of what was missed before all was well again.

    `missing` are children of whom the last period is not known; `told` can still be answered to, or takes effect soon;
    `typed_once` is a sheet nobody has typed in again.
    """

    to_tell: tuple[Attendance, ...]
    to_answer: tuple[Attendance, ...]
    to_decide: tuple[Attendance, ...]
    told: tuple[Standing, ...]
    missing: tuple[Child, ...]
    typed_once: tuple[Attendance, ...]
    last_until: date | None

    @property
    def is_nothing(self) -> bool:
        return not (self.to_tell or self.to_answer or self.to_decide or self.told or self.missing or self.typed_once)


def waiting(actor: Actor, community: Community | None = None) -> Waiting | None:
    """All of it, for the desk alone; that it was read is written down for each family that stands there."""
    if not policy.may(actor, "stipends.read_record"):
        return None
    place = here_in(community) if community else here(actor.community_id)
    everybody = Child.objects.filter(community=place.community).select_related("family__agent").order_by("name", "pk")
    children = {child.pk: child for child in everybody}
    found: dict[str, list[Attendance]] = defaultdict(list)
    told: list[Standing] = []
    known: dict[int, list[Attendance]] = standing_rows(children)
    for pk, rows in known.items():
        _sort(children[pk], rows, place, found, told)
    last_until = max((row.until_on for rows in known.values() for row in rows), default=None)
    said = Waiting(
        to_tell=tuple(sorted(found["to_tell"], key=_first)),
        to_answer=tuple(sorted(found["to_answer"], key=_first)),
        to_decide=tuple(sorted(found["to_decide"], key=_first)),
        told=tuple(sorted(told, key=lambda one: _first(one.row))),
        missing=tuple(_missing(children, known, last_until, place)),
        typed_once=tuple(_typed_once(children)),
        last_until=last_until,
    )
    rows_there = (*said.to_tell, *said.to_answer, *said.to_decide, *(one.row for one in said.told), *said.typed_once)
    about = {row.child.family.agent_id for row in rows_there} | {child.family.agent_id for child in said.missing}
    audit.reading(actor, "stipends.read_record", about, "list")
    return said


def period_at_desk(actor: Actor, attendance: UUID) -> Attendance | None:
    """One period in which school was missed, for the desk; that it was read is written down."""
    if not policy.may(actor, "stipends.read_record"):
        return None
    rows = Attendance.objects.select_related("child__family__agent", "supporter", "told_by")
    row = the_one(rows.filter(child__community_id=actor.community_id, public_id=attendance, outcome="breach"))
    if row is not None:
        audit.reading(actor, "stipends.read_record", [row.child.family.agent_id], "page")
    return row


def _first(row: Attendance) -> tuple[date, int]:
    return row.until_on, row.pk


def _sort(
    child: Child, rows: list[Attendance], place: Here, found: dict[str, list[Attendance]], told: list[Standing]
) -> None:
    for row in rows:
        row.child = child
        if row.appealed_on and row.answered_on is None:
            found["to_answer"].append(row)
    to_tell: list[Attendance] = []
    for row in open_rows(rows):
        if row.outcome == "met":
            to_tell.clear()
        elif row.outcome == "breach" and row.told_on is None:
            to_tell.append(row)
    found["to_tell"] += to_tell
    last = rows[-1]
    if not last.told_on:
        return
    step = standing(record_of(child, rows), place)
    if step.is_proposed:
        found["to_decide"].append(last)
    elif not last.appealed_on and (step.next_effect or (step.answer_by and step.answer_by >= place.today)):
        told.append(Standing(last, step))


def _missing(
    children: dict[int, Child], known: dict[int, list[Attendance]], last_until: date | None, place: Here
) -> list[Child]:
    """Of whom something is asked by their age, and whose register of the last period anybody sent is not there."""
    if last_until is None:
        return []
    there = {pk for pk, rows in known.items() if rows[-1].until_on == last_until}
    asked = (child for pk, child in children.items() if pk not in there)
    return [
        one
        for one in asked
        if share_asked(years_on(one.born_on, last_until), place.rules_on(last_until).bands) is not None
    ]


def _typed_once(children: dict[int, Child]) -> list[Attendance]:
    once = Attendance.objects.filter(child__in=children, known_on=None, source=Attendance.PAPER)
    rows = list(once.order_by("until_on", "pk"))
    for row in rows:
        row.child = children[row.child_id]
    return rows
