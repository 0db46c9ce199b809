"""Registers lesson by lesson: of whom nothing is said it is not known; they count once the months are whole."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.stipends.actions.registers import Mark
from coproduce.arenas.stipends.imports import LISTINGS
from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.tests.school import MET, MISSED, SUMMER, child, done, family, on, register, rows_of
from coproduce.community.base import bringing
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db

CLASS = {"school": "Mill Lane School", "class_name": "5b"}
#: Two months reported together in this town: May and June.
MAY, JUNE_ENDS, JULY = date(2026, 5, 4), date(2026, 6, 30), date(2026, 7, 1)


def refused(day: date, verb: str, town: Town, who: str, **said: Any) -> str:
    outcome = on(day, f"stipends.{verb}", town, who, **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    return outcome.code


def in_class(town: Town) -> None:
    family(town)
    for number in "78":
        child(town, number, class_name="5b")


def lesson(town: Town, day: date, marks: dict[str, Any], said_on: date | None = None, **more: Any) -> Any:
    said = tuple(Mark(number, *([how] if isinstance(how, str) else how)) for number, how in marks.items())
    return done(said_on or day, "take_lesson", town, "Cleo", **CLASS, on=day, marks=said, **more)


def counts(number: str) -> list[tuple[int, int, int, int, int, str]]:
    return [(row.held, row.present, row.absent, row.excused, row.unknown, row.outcome) for row in rows_of(number)]


def test_lessons_count_once_their_months_are_whole(town: Town) -> None:
    in_class(town)
    for day in range(4, 16):
        taken = lesson(town, date(2026, 5, day), {"7": "absent" if day < 14 else "present"})
        assert (taken.from_on, taken.until_on, taken.known, taken.unknown) == (date(2026, 5, 1), JUNE_ENDS, 1, 1)
    assert counts("7") == [(12, 2, 10, 0, 0, "")]
    assert counts("8") == [(12, 0, 0, 0, 12, "")], "of whom nobody says anything it is not known"
    close = {**CLASS, "until_on": JUNE_ENDS}
    assert refused(JUNE_ENDS, "close_lessons", town, "Cleo", **close) == "IN_THE_FUTURE"
    assert refused(JULY, "close_lessons", town, "Ana", **close) == "NOT_ALLOWED"
    assert done(JULY, "close_lessons", town, "Cleo", **close).children == 2
    assert refused(JULY, "close_lessons", town, "Cleo", **close) == "NOT_FOUND"
    assert [counts(number)[0][-1] for number in "78"] == ["breach", "unknown"]
    assert Outbox.objects.filter(template__contains="You read it first.").count() == 1, "her record comes first"


def test_a_lesson_said_again_is_put_right_and_after_they_are_whole_it_counts_at_once(town: Town) -> None:
    in_class(town)
    for day in range(4, 14):
        lesson(town, date(2026, 5, day), {"7": "absent", "8": "present"})
    lesson(town, MAY, {"7": ("excused", "A fever")}, said_on=date(2026, 5, 20))
    assert counts("7") == [(10, 0, 9, 1, 0, "")]
    assert rows_of("7")[0].why_excused == "A fever"
    done(JULY, "close_lessons", town, "Cleo", **CLASS, until_on=JUNE_ENDS)
    assert counts("7")[-1][-1] == "unknown", "nine lessons are too few to say anything"
    lesson(town, MAY, {"7": "absent"}, said_on=date(2026, 7, 9))
    assert [one[-1] for one in counts("7")] == ["unknown", "breach"]
    assert [row.version for row in rows_of("8")] == [1], "nothing was said of it, and nothing changes"
    lesson(town, MAY, {"7": "absent"}, said_on=date(2026, 7, 10))
    assert [row.version for row in rows_of("7")] == [1, 2]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"class_name": "5c"}, "NOT_FOUND"),
        ({"on": date(2026, 5, 5)}, "IN_THE_FUTURE"),
        ({"lesson": 0}, "WRONG_NUMBER"),
        ({"lesson": 13}, "WRONG_NUMBER"),
        ({"marks": (Mark("9", "present"),)}, "NO_CHILD"),
        ({"marks": (Mark("7", "present"), Mark(" 7", "absent"))}, "TWICE"),
        ({"marks": (Mark("7", "excused", " "),)}, "MISSING"),
    ],
)
def test_what_is_refused_of_a_lesson(town: Town, change: dict[str, Any], code: str) -> None:
    in_class(town)
    said = {**CLASS, "on": MAY, "marks": (Mark("7", "present"),), "lesson": 12}
    assert refused(MAY, "take_lesson", town, "Cleo", **{**said, **change}) == code
    assert refused(MAY, "take_lesson", town, "Ana", **said) == "NOT_ALLOWED"
    assert done(MAY, "take_lesson", town, "Cleo", **said).known == 1


def test_months_are_written_down_in_one_way(town: Town) -> None:
    """What came by list is put right by list; other months with some of these days stand in the way."""
    in_class(town)
    register(town, date(2026, 6, 10), "7", SUMMER, MISSED)
    assert refused(MAY, "take_lesson", town, "Cleo", **CLASS, on=MAY, marks=()) == "OVERLAPS"
    register(town, date(2026, 9, 10), "8", (date(2026, 7, 1), date(2026, 8, 31)), MET)
    assert (
        refused(date(2026, 9, 10), "take_lesson", town, "Cleo", **CLASS, on=date(2026, 8, 3), marks=()) == "OTHER_WAY"
    )
    said = {"number": "8", "from_on": date(2026, 9, 1), "until_on": date(2026, 10, 31)}
    lesson(town, date(2026, 9, 2), {})
    assert done(date(2026, 11, 2), "key_sheet", town, "Cleo", **said, **MET).version == 2
    assert (
        refused(date(2026, 11, 2), "take_lesson", town, "Cleo", **CLASS, on=date(2026, 9, 3), marks=()) == "OTHER_WAY"
    )


def test_lessons_from_a_schools_list(town: Town) -> None:
    in_class(town)
    lines = ("number,day,lesson,went,why", "7,2026-11-02,1,P,", "8,2026-11-02,1,a,", "7,2026-11-02,2,e,ill",
             "9,2026-11-02,1,p,", "7,2026-11-02,1,a,", "7,2026-11-03,1,e,", "7,2026-11-03,1,?,", "7,2027-11-03,1,p,",
             "7,2026-11-03,40,p,")  # fmt: skip
    sheet = read_sheet("\n".join(lines).encode())
    found = sort_rows(sheet, guess(sheet, "lessons", LISTINGS), bringing.setting_in(town.community))
    assert [(row.row, row.field) for row in found.bad] == [
        (5, "number"), (6, "number"), (7, "why"), (8, "went"), (9, "on"), (10, "lesson"),
    ]  # fmt: skip
    [listing] = [one for one in LISTINGS if one.name == "lessons"]
    for _again in range(2):
        taken = listing.send(town.actor("Cleo"), found.good, uuid4())
        assert isinstance(taken, Done), taken
        assert taken.value.lessons == 2
    assert counts("7") == [(2, 1, 0, 1, 0, "")]
    assert counts("8") == [(2, 0, 1, 0, 1, "")]
    assert getattr(listing.send(town.actor("Ana"), found.good, uuid4()), "code", "") == "NOT_ALLOWED"
    assert Attendance.objects.filter(known_on=None, until_on__gte=TODAY).count() == 2
