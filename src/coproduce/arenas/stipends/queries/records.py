"""What is known of a child, read in one place: the last version of each period, and what followed of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.arenas.stipends.rules import Appeal, Decision, Period, Record, Rules, Step, ladder_step
from coproduce.community.base import clock
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import rules_of


@dataclass(frozen=True, slots=True)
class Here:
    """A community, its programme and its day."""

    community: Community
    rules: Rules
    today: date


def here(community_id: int) -> Here:
    return here_in(Community.objects.get(pk=community_id))


def here_in(community: Community) -> Here:
    """The same, where the community was read already."""
    today = clock.today(community.time_zone)
    return Here(community, rules_of(community.pk, "stipends", today), today)


#: Who did something about a period.
WHO = ("told_by", "supporter", "answered_by", "ended_by")


def standing_rows(children: Iterable[int], *with_whom: str) -> dict[int, list[Attendance]]:
    """The row that counts of each period, by child, the first period first. A sheet typed in once is not there yet."""
    rows = Attendance.objects.filter(child__in=list(children)).exclude(known_on=None)
    rows = rows.select_related(*with_whom) if with_whom else rows
    last: dict[tuple[int, date], Attendance] = {}
    for row in rows.order_by("child", "until_on", "version"):
        last[row.child_id, row.until_on] = row
    found: dict[int, list[Attendance]] = defaultdict(list)
    for (child, _), row in last.items():
        found[child].append(row)
    return found


def record_of(child: Child, rows: Iterable[Attendance]) -> Record:
    """A child's record as rules take it: a period is named by its last day."""
    rows = list(rows)
    return Record(
        child.born_on,
        tuple(Period(row.outcome, row.until_on, row.told_on) for row in rows),  # type: ignore[arg-type]
        tuple(Appeal(row.until_on, row.appealed_on, row.answered_on, row.is_upheld) for row in rows if row.appealed_on),
        tuple(
            Decision(row.until_on, row.ended_on, str(row.ended_by_id), row.ended_why, bool(row.ends))
            for row in rows
            if row.ended_on
        ),
    )


def standing(record: Record, place: Here) -> Step:
    """Where a child stands today."""
    return ladder_step(record.periods, place.rules, place.today, appeals=record.appeals, decisions=record.decisions)
