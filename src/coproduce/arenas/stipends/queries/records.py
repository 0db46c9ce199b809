"""What is known of a child, read in one place: the last version of each period, and what followed of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.arenas.stipends.rules import Appeal, Decision, Period, Record, Rules, Step, stands
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.community.base import clock
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import Book, book_of
from coproduce.core.ladder import passed_over


@dataclass(frozen=True, slots=True)
class Here:
    """A community, its programmes by the day they count from, and its day."""

    community: Community
    book: Book
    today: date

    @property
    def rules(self) -> Rules:
        """What counts today."""
        return self.rules_on(self.today)

    def rules_on(self, day: date) -> Rules:
        """What counted on that day: what is new changes no months before it."""
        rules: Rules = self.book.rules("stipends", day)
        return rules


def here(community_id: int) -> Here:
    return here_in(Community.objects.get(pk=community_id))


def here_in(community: Community) -> Here:
    """The same, where the community was read already."""
    return Here(community, book_of(community.pk), clock.today(community.time_zone))


#: Who did something about a period.
WHO = ("told_by", "supporter", "answered_by", "ended_by", "again_by")


def standing_rows(children: Iterable[int]) -> dict[int, list[Attendance]]:
    """The row that counts of each period, by child, the first period first. What does not count yet is not there."""
    return _last(Attendance.objects.filter(child__in=list(children)).exclude(known_on=None).order_by(*IN_ORDER))


def standing_and_running(children: Iterable[int]) -> tuple[dict[int, list[Attendance]], dict[int, Attendance]]:
    """The same with whoever did something about it; and the lessons of months that are not whole yet, by child."""
    rows = Attendance.objects.filter(child__in=list(children)).select_related(*WHO).order_by(*IN_ORDER)
    running = {row.child_id: row for row in rows if row.known_on is None and row.source == Attendance.CLASS}
    return _last(row for row in rows if row.known_on), running


IN_ORDER = ("child", "until_on", "version")


def _last(rows: Iterable[Attendance]) -> dict[int, list[Attendance]]:
    last = {(row.child_id, row.until_on): row for row in rows}
    found: dict[int, list[Attendance]] = defaultdict(list)
    for (child, _), row in last.items():
        found[child].append(row)
    return found


def open_rows(rows: Iterable[Attendance]) -> list[Attendance]:
    """Those something may follow from: none of the time in which a child's part had ended, and none that came too late
    to be told before a later one was.
    """
    rows = list(rows)
    late = passed_over((_period(row) for row in rows), (row.until_on for row in rows if row.is_upheld))
    found, is_ended, again_on = [], False, date.min
    for row in rows:
        if not is_ended and row.until_on >= again_on and row.until_on not in late:
            found.append(row)
        if row.ends:
            is_ended, again_on = row.again_on is None, row.again_on or again_on
    return found


def record_of(child: Child, rows: Iterable[Attendance]) -> Record:
    """A child's record as rules take it: a period is named by its last day."""
    rows = list(rows)
    return Record(
        child.born_on,
        tuple(_period(row) for row in rows),
        tuple(Appeal(row.until_on, row.appealed_on, row.answered_on, row.is_upheld) for row in rows if row.appealed_on),
        tuple(one for row in rows for one in _decisions(row)),
        {row.until_on: years_on(child.born_on, row.from_on) for row in rows},
    )


def _period(row: Attendance) -> Period:
    return Period(row.outcome, row.until_on, row.told_on)  # type: ignore[arg-type]


def _decisions(row: Attendance) -> Iterator[Decision]:
    if row.ended_on:
        yield Decision(row.until_on, row.ended_on, str(row.ended_by_id), row.ended_why, bool(row.ends))
    if row.again_on:
        yield Decision(row.until_on, row.again_on, str(row.again_by_id), row.again_why, False)


def standing(record: Record, place: Here, of: date | None = None) -> Step:
    """Where a child stands today, on the steps of its age today, or of that day."""
    return stands(record, place.rules, place.today, of)
