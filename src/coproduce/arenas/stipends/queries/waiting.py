"""What waits for somebody at the desk: who is not told yet, which answers wait, what a person decides."""

from dataclasses import dataclass

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.arenas.stipends.queries.records import here, record_of, standing, standing_rows
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """Periods by what is to be done, the first first."""

    to_tell: tuple[Attendance, ...]
    to_answer: tuple[Attendance, ...]
    to_decide: tuple[Attendance, ...]


def waiting(actor: Actor) -> Waiting | None:
    """All of it, for the desk alone; that it was read is written down for each family that stands there."""
    if not policy.may(actor, "stipends.read_record"):
        return None
    place = here(actor.community_id)
    missed = Child.objects.filter(community=place.community, attendances__outcome="breach").distinct()
    children = {child.pk: child for child in missed.select_related("family__agent")}
    to_tell, to_answer, to_decide = [], [], []
    for pk, rows in standing_rows(children).items():
        for row in rows:
            row.child = children[pk]
            if row.outcome == "breach" and row.told_on is None:
                to_tell.append(row)
            if row.appealed_on and row.answered_on is None:
                to_answer.append(row)
        if standing(record_of(children[pk], rows), place).is_proposed and rows[-1].told_on:
            to_decide.append(rows[-1])
    found = Waiting(
        *(tuple(sorted(of, key=lambda row: (row.until_on, row.pk))) for of in (to_tell, to_answer, to_decide))
    )
    about = {row.child.family.agent_id for of in (found.to_tell, found.to_answer, found.to_decide) for row in of}
    audit.reading(actor, "stipends.read_record", about, "list")
    return found
