"""What is read: the family's own record first, what waits at the desk, a school’s list, and whether all are alike."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.stipends.actions.registers import Mark
from coproduce.arenas.stipends.imports import LISTINGS
from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.queries.figures import figures
from coproduce.arenas.stipends.queries.mine import record
from coproduce.arenas.stipends.queries.waiting import waiting
from coproduce.arenas.stipends.tests.school import MET, MISSED, SPRING, SUMMER, child, done, family, register, told
from coproduce.community.base import bringing, clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 10)


def test_a_mother_reads_her_own_record_and_nobody_elses(town: Town) -> None:
    family(town)
    child(town, "7")
    attendance = register(town, DAY, "7", SPRING, MISSED)
    told(town, DAY, attendance)
    with clock.at(datetime(2026, 4, 12, tzinfo=UTC)):
        own = record(town.actor("Ana"))
        assert own is not None
        [one] = own.children
        assert (one.step.name, one.step.effect, one.step.answer_by) == ("Warning", None, date(2026, 4, 24))
        assert not AuditRow.objects.filter(verb="stipends.read_record").exists()
        assert record(town.actor("Ben")) is None
        assert record(town.actor("Ben"), town.agents["Ana"]) is None
        assert record(town.actor("Cleo"), town.agents["Ana"]) is not None
    assert AuditRow.objects.filter(verb="stipends.read_record").count() == 1


def test_what_waits_at_the_desk(town: Town) -> None:
    family(town)
    child(town, "7")
    first = register(town, DAY, "7", SPRING, MISSED)
    assert waiting(town.actor("Ana")) is None

    def waits(on: date) -> tuple[int, int, int]:
        with clock.at(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
            found = waiting(town.actor("Dee"))
        assert found is not None
        return len(found.to_tell), len(found.to_answer), len(found.to_decide)

    assert waits(DAY) == (1, 0, 0)
    told(town, DAY, first)
    assert waits(DAY) == (0, 0, 0)
    done(DAY, "appeal", town, "Ana", attendance=first, words="The bus did not come")
    assert waits(DAY) == (0, 1, 0)
    done(DAY, "decide_appeal", town, "Dee", attendance=first, is_upheld=False, words="It did.")
    assert waits(DAY) == (0, 0, 0)
    register(town, date(2026, 6, 10), "7", SUMMER, MISSED)
    assert waits(date(2026, 6, 10)) == (1, 0, 0)
    register(town, date(2026, 8, 10), "7", (date(2026, 6, 1), date(2026, 7, 31)), MET)
    assert waits(date(2026, 8, 10)) == (0, 0, 0), "all is well again, and nobody is told of what was before"


def test_registers_from_a_schools_list(town: Town) -> None:
    """Good lines are taken, each bad one is named; the same list again changes nothing."""
    family(town)
    child(town, "7")
    child(town, "8")
    lines = (
        "number,from,until,held,present,absent,excused,why_excused",
        "7,2026-02-01,2026-03-31,40,38,2,,",
        "8,2026-02-01,2026-03-31,40,20,18,2,illness",
        "9,2026-02-01,2026-03-31,40,20,20,,",
        "7,2026-03-01,2026-04-30,40,40,,,",
        "8,2026-04-01,2026-05-31,40,41,,,",
        "8,2026-04-01,2026-05-31,40,38,,2,",
        "8,2026-04-01,,40,38,,,",
        "8,2026-04-01,2027-05-31,40,38,,,",
        "7,2026-02-01,2026-03-31,40,20,20,,",
        '7,2026-04-01,2026-05-31,"40,0",38,2,,',
    )
    sheet = read_sheet("\n".join(lines).encode())
    with clock.at(datetime(2026, 6, 10, 12, tzinfo=UTC)):
        found = sort_rows(sheet, guess(sheet, "school", LISTINGS), bringing.setting_in(town.community))
        assert [(row.row, row.field) for row in found.bad] == [
            (4, "number"), (5, "from_on"), (6, "present"), (7, "why_excused"), (8, "until_on"), (9, "until_on"),
            (10, "number"), (11, "held"),
        ]  # fmt: skip
        for added, known in ((2, 0), (0, 2)):
            taken = LISTINGS[0].send(town.actor("Cleo"), found.good, uuid4())
            assert isinstance(taken, Done), taken
            assert (taken.value.added, taken.value.known) == (added, known)
        refused = LISTINGS[0].send(town.actor("Ana"), found.good, uuid4())
        assert getattr(refused, "code", "") == "NOT_ALLOWED"
    assert sorted(Attendance.objects.values_list("child__number", "outcome")) == [("7", "met"), ("8", "breach")]


def test_whether_steps_fall_on_all_alike(town: Town) -> None:
    family(town)
    for number in range(20):
        child(town, str(number), sex="girl" if number % 2 else "boy")
        attendance = register(town, DAY, str(number), SPRING, MISSED if number < 10 else MET)
        if number < 10:
            told(town, DAY, attendance)
    whole, masked = (figures(town.actor(who), DAY) for who in ("Cleo", "Ben"))
    assert whole is not None and masked is not None
    assert whole.total.told is not None and (whole.total.told.k, whole.total.told.n) == (10, 20)
    assert [(line.labels, line.told and line.told.k) for line in whole.sexes] == [(("boy",), 5), (("girl",), 5)]
    assert [(line.children, line.told) for line in masked.sexes] == [(10, None), (10, None)]
    assert masked.total.told is not None and masked.total.told.low < 0.5 < masked.total.told.high


def test_by_script(town: Town) -> None:
    family(town)
    child(town, "7")
    register(town, DAY, "7", SPRING, MET)
    register(town, date(2026, 6, 10), "7", SUMMER, MISSED)

    def get(who: str, where: str) -> tuple[int, object]:
        key = {"Authorization": f"Bearer {town.key(who)}"}
        answer = Client().get(f"/api/{town.slug}/stipends/{where}", headers=key)
        return answer.status_code, answer.json() if answer.status_code == 200 and "money" not in where else None

    status, said = get("Ana", "record")
    assert status == 200
    assert [period["outcome"] for period in said["children"][0]["periods"]] == ["breach", "met"]  # type: ignore[index]
    assert said["children"][0]["running"] is None  # type: ignore[index]
    done(TODAY, "take_lesson", town, "Cleo", school="Mill Lane School", class_name="", on=TODAY,
         marks=(Mark("7", "absent"),))  # fmt: skip
    running = get("Ana", "record")[1]["children"][0]["running"]  # type: ignore[index]
    assert (running["held"], running["missed_on"], running["outcome"]) == (1, [TODAY.isoformat()], "")
    assert get("Ben", "record")[0] == get("Ana", "waiting")[0] == 404
    status, said = get("Cleo", "waiting")
    assert len(said["to_tell"]) == 1  # type: ignore[index]
    assert get("Rae", "figures")[0] == 200
    payroll = done(date(2026, 7, 1), "freeze_payroll", town, "Cleo", month_on=date(2026, 7, 1)).payroll
    assert get("Tom", f"payrolls/{payroll}/mobile-money")[0] == 404, "not before it is approved"
    done(date(2026, 7, 1), "approve_payroll", town, "Tom", payroll=payroll)
    assert get("Tom", f"payrolls/{payroll}/mobile-money")[0] == 200
    assert get("Ana", f"payrolls/{payroll}/mobile-money")[0] == 404
