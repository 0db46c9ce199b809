"""A statement by either of its two dates: when something happened, and when it was written down."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def late(town: Town) -> Town:
    """Ana gave Ben two hours yesterday; an hour and a quarter of long ago was written down beside it."""
    said = town.help(time=HOURS(75), done_on=LONG_AGO, words="The old fence")
    assert not isinstance(do("timebank.record_for", town.actor("Cleo"), **said), Refusal)
    return town


def written_on() -> str:
    """The real day it is where the town is: that is when its lines are written."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo('Europe/London')):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("", ["The old fence", "We talked"]),
        (f"first={LONG_AGO}&until={LONG_AGO}", ["The old fence"]),
        (f"by=happened&first={LONG_AGO + timedelta(days=1)}", ["We talked"]),
        (f"until={LONG_AGO - timedelta(days=1)}", []),
        ("by=written&first=TODAY&until=TODAY", ["The old fence", "We talked"]),
        (f"by=written&until={LONG_AGO}", []),
        ("first=someday", ["The old fence", "We talked"]),
    ],
)
def test_by_either_date_on_the_page_and_in_the_file(late: Town, asked: str, lines: list[str]) -> None:
    asked = asked.replace("TODAY", written_on())
    ana = signed_in(late, "Ana")
    text = ana.get(f"/alder/ledger/?{asked}").content.decode()
    file = ana.get(f"/alder/ledger/?as=csv&{asked}").content.decode()
    paper = ana.get(f"/alder/ledger/?as=paper&{asked}").content.decode()
    for words in ("The old fence", "We talked"):
        assert [words in said for said in (text, file, paper)] == [words in lines] * 3
    assert ("Nothing on these days." in text) is (not lines)


def test_the_file_says_both_days(late: Town) -> None:
    row = signed_in(late, "Ana").get("/alder/ledger/?as=csv").content.decode().splitlines()[1]
    assert row == f"{LONG_AGO},Ben kanari,company kanari,The old fence,75,0,{written_on()},"


def test_a_script_asks_by_either_date(late: Town) -> None:
    def minutes(asked: str) -> Any:
        key = {"Authorization": f"Bearer {late.key('Ana')}"}
        answer = Client().get(f"/api/alder/ledger/statement?{asked}", headers=key)
        assert answer.status_code == 200, answer.content
        return [line["minutes"] for line in answer.json()["items"]]

    assert minutes("") == [75, 120]
    assert minutes(f"until={LONG_AGO}") == [75]
    assert minutes(f"by=written&until={LONG_AGO}") == []
    assert minutes(f"by=written&first={written_on()}&until=9999-12-31") == [75, 120]
