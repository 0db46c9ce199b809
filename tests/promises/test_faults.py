"""When the disk is full, the database gone or the clock wrong: what is asked is refused, and nothing is half there."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.exchange.models import Contribution
from coproduce.community.ledger.models import Entry
from tests.fixtures.browser import Serving, said_to, until
from tests.fixtures.towns import NOON, Town, build
from tests.journeys.mouths import plain

pytestmark = [pytest.mark.django_db(databases=[]), pytest.mark.promise("Refused and never corrupt")]


def asked(town: Town, request_id: UUID) -> Any:
    """An hour and a half written down by the API, whatever becomes of it."""
    client = Client(raise_request_exception=False)
    return client.post(
        f"/api/{town.slug}/timebank/record-for",
        json.dumps(plain(town.help(words="We talked " * 20))),
        "application/json",
        headers={"Authorization": f"Bearer {town.key('Cleo')}", "Idempotency-Key": str(request_id)},
    )


@contextmanager
def full() -> Iterator[None]:
    """No room for one more page. On PostgreSQL a statement that writes fails as it does then."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            [pages] = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            yield
            cursor.execute("PRAGMA max_page_count = 4294967294")
        return
    with connection.cursor() as cursor:
        cursor.execute(NO_ROOM)
        yield
        cursor.execute("DROP TRIGGER no_room ON ledger_posting; DROP FUNCTION no_room()")


NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER no_room BEFORE INSERT ON ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION no_room()"""


def test_a_full_disk_refuses_and_loses_nothing(committed: str) -> None:
    with clock.at(NOON):
        town = build("alder", "kanari")
        assert town.key("Cleo")
        before, statuses, ids = Entry.objects.count(), [], [uuid4() for _ in range(40)]
        with full():
            statuses += [asked(town, request_id).status_code for request_id in ids]
        assert 500 in statuses
        written = Entry.objects.count() - before
        assert written == statuses.count(201) < len(ids)
        assert ledger.verify()
        again = [asked(town, request_id).status_code for request_id in ids]
    assert [(200 if first == 201 else 201) for first in statuses] == again, "sent again, each stands once"
    assert Entry.objects.count() - before == len(ids) == Contribution.objects.count() - 1
    assert ledger.verify()


def test_a_database_that_is_gone_for_a_while(committed: str, tmp_path: Path) -> None:
    """A page says that it cannot now; once it is back, the same request is done."""
    with clock.at(NOON):
        town = build("alder", "kanari")
        assert town.key("Cleo")
        request_id, name = uuid4(), connection.settings_dict["NAME"]
        connection.close()
        elsewhere = str(tmp_path / "nowhere" / "gone.sqlite3") if connection.vendor == "sqlite" else "gone"
        connection.settings_dict["NAME"] = elsewhere
        lost, page = asked(town, request_id), Client(raise_request_exception=False).get("/alder/")
        ready = Client().get("/health/ready/")
        connection.close()
        connection.settings_dict["NAME"] = name
        assert (lost.status_code, page.status_code, ready.status_code) == (500, 500, 503)
        assert lost.json()["code"] == "OUR_FAULT"
        assert "not half recorded" in page.content.decode()
        assert asked(town, request_id).status_code == 201
        assert ledger.verify()


def test_a_clock_that_jumps_back_an_hour(committed: str) -> None:
    """The order of the books is that of their numbers: a wrong clock moves no balance and loses no receipt."""
    with clock.at(NOON):
        town = build("alder", "kanari")
        request_id = uuid4()
        assert asked(town, request_id).status_code == 201
    with clock.at(NOON - timedelta(hours=1)):
        assert asked(town, request_id).status_code == 200
        assert asked(town, uuid4()).status_code == 201
        assert ledger.verify()


@pytest.mark.browser
@pytest.mark.long
def test_a_stop_in_the_middle_of_work_loses_no_answer(tmp_path: Path) -> None:
    """Everything that was answered stands, and what was not is there once or not at all."""
    data, told = tmp_path / "site", []
    with Serving(data, "--town-size", "0", "--town-days", "1") as address:
        key = said_to(data, "token", "--as", "cleo@wenbrook.example", "--community", "wenbrook").split()[-1]

        def need(number: int) -> None:
            body = {"name": f"Chess {number}", "words": [f"chess{number}"]}
            headers = {
                "Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": str(uuid4()),
            }  # fmt: skip
            sent = Request(f"{address}/api/wenbrook/exchange/add-category", json.dumps(body).encode(), headers)  # noqa: S310 - our own site
            try:
                with urlopen(sent, timeout=20) as answer:  # noqa: S310 - the same
                    told.append((number, answer.status))
            except (URLError, OSError):
                return

        def many(first: int) -> None:
            for number in range(first, first + 60):
                need(number)

        threads = [threading.Thread(target=many, args=(first,)) for first in (0, 100, 200, 300)]
        for thread in threads:
            thread.start()
        until(lambda: len(told) > 20, 60, "Nothing was answered")
    for thread in threads:
        thread.join(60)
    assert 20 < len(told) < 240
    with closing(sqlite3.connect(data / "coproduce.sqlite3")) as there:
        stands = [name for (name,) in there.execute("SELECT name FROM exchange_category WHERE name LIKE 'Chess %'")]
    assert all(stands.count(f"Chess {number}") == 1 for number, _ in told)
    assert len(stands) == len(set(stands))
