"""Keeping it running: is it well, which jobs went wrong, and what it writes down of itself."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.fixtures.towns import NOON, Town
from tests.journeys.mouths import signed_in
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.community.base import clock, schedule
from coproduce.community.base.models import Schedule
from coproduce.web import health, logs

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    done = CliRunner().invoke(build([]), list(words))
    return done.output


@pytest.fixture
def broken(town: Town) -> str:
    """A job that went wrong a minute ago."""
    return Schedule.objects.create(
        job="notices.break", due_at=NOON + timedelta(minutes=4), started_at=NOON, finished_at=NOON, attempts=1,
        trouble="ValueError in notices/jobs.py, line 7",
    ).job  # fmt: skip


def test_it_says_whether_it_is_well(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/health/").json() == {"well": True}
    late = client.get("/health/ready/")
    assert (late.status_code, late.json()["worker"]) == (503, False)
    Schedule.objects.create(job="notices.deliver", due_at=NOON, started_at=NOON)
    assert client.get("/health/ready/").json() == {"well": True, "database": True, "worker": True, "space": True}
    with clock.at(NOON + timedelta(hours=1)):
        assert client.get("/health/ready/").json()["worker"] is False
    monkeypatch.setattr(health, "LEAST_SPACE", 2**63)
    assert client.get("/health/ready/").json()["space"] is False
    assert client.post("/health/").status_code == 405


def test_whoever_keeps_it_running_tries_a_job_again(town: Town, broken: str) -> None:
    cleo = signed_in(town, "Cleo")
    assert cleo.get("/operations/").status_code == 404
    assert cleo.post(f"/operations/{broken}/again/").status_code == 404
    assert "now looks after the jobs" in run("operator", town.email("Cleo"))
    page = cleo.get("/operations/").content.decode()
    assert "One job did not finish" in page and broken in page
    assert town.canary not in page.partition("<main")[2].partition("</main")[0]
    with clock.at(NOON + timedelta(minutes=1)):
        assert cleo.post(f"/operations/{broken}/again/", follow=True).status_code == 200
        assert Schedule.objects.get(job=broken).due_at == clock.now()
    assert cleo.post("/operations/nothing/again/").status_code == 404
    assert "no longer" in run("operator", town.email("Cleo"), "--end")
    assert cleo.get("/operations/").status_code == 404
    assert "Nobody signs in" in run("operator", "nobody@there.example")


def test_the_same_by_command(town: Town, broken: str) -> None:
    assert "ValueError in notices/jobs.py" in run("jobs")
    with clock.at(NOON + timedelta(minutes=1)):
        run("jobs", "--again", broken)
        assert Schedule.objects.get(job=broken).due_at == clock.now()
    assert "There is no job" in run("jobs", "--again", "nothing")


def test_a_job_that_fails_says_where_and_quotes_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_: object) -> None:
        raise ValueError(f"Key (email)=({town.email('Ana')}) already exists.")

    monkeypatch.setitem(schedule._jobs, "notices.break", (timedelta(days=1), break_down))
    schedule.run_due(NOON)
    trouble = Schedule.objects.get(job="notices.break").trouble
    assert trouble.startswith("ValueError in ")
    assert "Key" not in trouble


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the program writes down, as something that collects lines reads it."""
    into, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(into)
    handler.setFormatter(logs.Json())
    root.addHandler(handler)
    logs.requests.setLevel(logging.INFO)
    yield into
    root.removeHandler(handler)
    logs.requests.setLevel(logging.NOTSET)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_each_request_has_a_line_that_names_nobody(town: Town, written: io.StringIO) -> None:
    ana = signed_in(town, "Ana")
    answer = ana.get(f"/alder/people/?q=Ben+{town.canary}")
    ana.get(f"/alder/people/{town.agents['Ben']}/nothing/")
    first, *_ = [line for line in lines(written) if line["says"] == "answered"]
    assert (first["page"], first["status"], first["method"]) == ("people", 200, "GET")
    assert first["request"] == answer["X-Request-ID"] and len(str(first["request"])) == 32
    assert town.canary not in written.getvalue()
    assert str(town.agents["Ben"]) not in written.getvalue()


def test_an_error_is_written_without_what_it_says(
    town: Town, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coproduce.community.people import pages

    monkeypatch.setattr(pages, "members", lambda *_: 1 // len(f"{town.canary}"[:0]))
    client = signed_in(town, "Ana")
    client.raise_request_exception = False
    assert client.get(f"/alder/people/?q={town.canary}").status_code == 500
    [trouble] = [line for line in lines(written) if line["level"] == "error"]
    assert str(trouble["trouble"]).startswith("ZeroDivisionError at ")
    assert "test_operations.py" in str(trouble["trouble"])
    assert town.canary not in written.getvalue()


def test_in_words_too(caplog: pytest.LogCaptureFixture) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Not there: %s", ("/alder/ana/",), None)
    assert logs.Plain().format(record) == "ERROR django.request: Not there: %s"
    ours = logging.LogRecord("coproduce.x", logging.ERROR, "", 1, "The job %s", ("a.b",), None)
    assert logs.Plain().format(ours) == "ERROR coproduce.x: The job a.b"


def test_a_database_that_is_gone_is_not_well(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> list[str]:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(health.sql_objects, "stale", gone)
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert connection.vendor in ("sqlite", "postgresql")
