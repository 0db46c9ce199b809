"""What made-up people know of lanes on an evening: how far each is, who agreed and paid, turns, and blocked pipes."""

from coproduce.arenas.works.behaviour import Digging, Lanes, Plot
from coproduce.arenas.works.behaviour.words import decision
from coproduce.arenas.works.models import Blockage, Lane
from coproduce.arenas.works.queries.dues import Books, books, stands
from coproduce.arenas.works.queries.here import Here, here_in, houses_of, lanes_of
from coproduce.arenas.works.queries.upkeep import turns
from coproduce.community.decisions.models import Decision
from coproduce.community.people.models import Community


def seen(place: Community) -> Lanes:
    """All of it, in the order it came about."""
    now, rows = here_in(place), list(lanes_of(place.pk).order_by("pk"))
    kept = books(place.pk, now.money)
    trunks = {row.name: row.public_id for row in rows if row.is_trunk}
    return Lanes(trunks, {row.name: _lane(row, now, kept) for row in rows if not row.is_trunk}, place.currency)


def _lane(row: Lane, now: Here, kept: Books) -> Digging:
    houses = houses_of(row)
    found = stands(row, houses, kept, now.today)
    decided = Decision.objects.filter(community_id=row.community_id, question=decision(row.name)["question"])
    due = [one.due.due_on for one in turns(row, houses, now) if one.taken is None and one.due.due_on <= now.today]
    blocked = list(Blockage.objects.filter(lane=row).select_related("reporter").order_by("pk"))
    return Digging(
        row.public_id, row.leader.public_id,
        tuple(
            Plot(one.house.public_id, one.house.agent.public_id if one.house.agent else None,
                 one.house.agreed_on is not None or (row.due_on != [] and not one.share), one.behind)
            for one in found.rows
        ),
        decided.values_list("public_id", flat=True).first(), row.elected_id is not None, bool(row.ground),
        row.pipe_mm is not None, row.due_on != [], found.fund_left, row.started_on, row.inspected_on, row.used_on,
        tuple(due),
        tuple((one.public_id, one.reporter.public_id) for one in blocked if one.cleared_on is None),
        tuple((one.public_id, one.reporter.public_id) for one in blocked
              if one.cleared_on and not one.thanks and one.cleared_by_id != one.reporter_id),
    )  # fmt: skip
