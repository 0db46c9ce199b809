"""Jobs come due, run once, and are tried again when they fail."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from tests.fixtures.towns import NOON

from coproduce.community.base import schedule
from coproduce.community.base.models import Schedule
from coproduce.community.base.schedule import job, run_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two jobs of the test's own, and the names of those that ran."""
    monkeypatch.setattr(schedule, "_jobs", {})
    monkeypatch.setattr(schedule, "_wanted", {})
    monkeypatch.setattr(schedule.rooms, "with_file", lambda name: iter(()))
    ran: list[str] = []
    job("test.daily", DAY)(lambda now: ran.append("daily"))
    job("test.hourly", timedelta(hours=1))(lambda now: ran.append("hourly"))
    return ran


def test_due_once(ran: list[str]) -> None:
    assert run_due(NOON) == ["test.daily", "test.hourly"]
    assert run_due(NOON + timedelta(minutes=59)) == []
    assert run_due(NOON + timedelta(hours=1)) == ["test.hourly"]
    assert run_due(NOON + DAY) == ["test.daily", "test.hourly"]
    assert ran == ["daily", "hourly", "hourly", "daily", "hourly"]


def test_what_fails_is_tried_again_soon(ran: list[str], caplog: pytest.LogCaptureFixture) -> None:
    job("test.daily", DAY)(lambda now: 1 // 0)
    run_due(NOON)
    row = Schedule.objects.get(job="test.daily")
    assert row.trouble.startswith("ZeroDivisionError")
    assert "did not finish" in caplog.text
    assert row.due_at == NOON + timedelta(minutes=5)
    job("test.daily", DAY)(lambda now: None)
    assert run_due(NOON + timedelta(minutes=5)) == ["test.daily"]
    row.refresh_from_db()
    assert (row.trouble, row.attempts) == ("", 0)


def test_a_job_that_has_nothing_to_do_writes_nothing(ran: list[str]) -> None:
    waiting: list[str] = []
    job("test.often", timedelta(seconds=1), when=lambda: bool(waiting))(lambda now: ran.append(waiting.pop()))
    assert "test.often" not in run_due(NOON)
    assert not Schedule.objects.filter(job="test.often").exists()
    waiting.append("often")
    assert run_due(NOON + timedelta(seconds=5)) == ["test.often"]
    assert run_due(NOON + timedelta(seconds=10)) == []


def test_two_workers_do_it_once(ran: list[str]) -> None:
    run_due(NOON)
    seen_by_both = Schedule.objects.get(job="test.daily")
    assert schedule._claim("test.daily", NOON + DAY, seen_by_both)
    assert not schedule._claim("test.daily", NOON + DAY, seen_by_both)


def test_a_locked_database_means_wait(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**_: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(Schedule.objects, "get_or_create", locked)
        assert run_due(NOON) == []
    assert run_due(NOON) == ["test.daily", "test.hourly"]
