"""A secret address, and what a calendar on a telephone reads there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.exchange.calendars import actions as calendars
from coproduce.community.exchange.calendars.feed import feed
from coproduce.community.exchange.models import CalendarAddress
from coproduce.community.exchange.tests.planning import LONDON, code, opened, signed, wall
from coproduce.community.people.models import Agent

pytestmark = pytest.mark.django_db


def events(town: Town, who: str) -> dict[str, Any]:
    agent = Agent.objects.get(public_id=town.agents[who])
    read = icalendar.Calendar.from_ical(feed(town.community, agent, "https://help.example"))
    return {str(event["UID"]): event for event in read.walk("VEVENT")}


def test_a_calendar_says_what_one_said(town: Town) -> None:
    row = opened(town, repeats="weekly", until_on=date(2026, 11, 28))
    place = signed(town, "Ana", row)
    [event] = events(town, "Ana").values()
    assert event["UID"] == f"{place}@coproduce"
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert (event["STATUS"], event["SEQUENCE"], event["LOCATION"]) == ("CONFIRMED", 0, f"Back door {town.canary}")
    do("exchange.cancel_occasion", town.actor("Cleo"), occasion=row.public_id, reason="Rain")
    [event] = events(town, "Ana").values()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert len(events(town, "Cleo")) == 2  # what she organises
    assert events(town, "Ben") == {}


def test_a_place_given_up_arrives_as_cancelled_and_tells_no_place(town: Town) -> None:
    row = opened(town)
    place = signed(town, "Ana", row)
    do("exchange.cancel_sign_up", town.actor("Ana"), sign_up=place)
    [event] = events(town, "Ana").values()
    assert (event["STATUS"], event["SEQUENCE"], event["LOCATION"]) == ("CANCELLED", 1, f"Lane {town.canary}")


def test_summer_time_in_a_calendar(town: Town) -> None:
    opened(
        town,
        starts_at=wall(2027, 3, 27, 10),
        ends_at=wall(2027, 3, 27, 12),
        repeats="weekly",
        until_on=date(2027, 4, 3),
    )
    starts = [event.decoded("dtstart") for event in events(town, "Cleo").values()]
    assert [start.hour for start in starts] == [10, 10]
    assert [start.astimezone(UTC).hour for start in starts] == [10, 9]
    agent = Agent.objects.get(public_id=town.agents["Cleo"])
    assert b"BEGIN:VTIMEZONE" in feed(town.community, agent, "")


def test_agreed_dates_stand_in_the_calendar(town: Town) -> None:
    begun = do(
        "exchange.propose",
        town.actor("Ana"),
        need=town.needs[0],
        starts_at=datetime(2026, 11, 20, tzinfo=LONDON),
        place="Door",
    )
    assert isinstance(begun, Done)
    [event] = events(town, "Ana").values()
    assert (event["STATUS"], "LOCATION" in event, event.decoded("dtstart")) == ("TENTATIVE", False, date(2026, 11, 20))
    assert events(town, "Ben") == {}
    with clock.at(NOON + timedelta(minutes=1)):
        do("exchange.agree", town.actor("Ben"), agreement=begun.value.agreement)
    [event] = events(town, "Ben").values()
    assert (event["STATUS"], event["LOCATION"], event["SEQUENCE"]) == ("CONFIRMED", "Door", 60)
    assert "Ana" not in str(event.to_ical())
    with clock.at(NOON + timedelta(minutes=2)):
        do("exchange.call_off", town.actor("Ana"), agreement=begun.value.agreement)
    [event] = events(town, "Ben").values()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 120)


def test_a_secret_address(towns: tuple[Town, Town]) -> None:
    """exchange.make_calendar_address, exchange.revoke_calendar_address"""
    one, other = towns
    ana, make, revoke = one.actor("Ana"), "exchange.make_calendar_address", "exchange.revoke_calendar_address"
    assert code(do(make, ana, whose=one.agents["Ben"])) == "NOT_FOUND"
    assert code(do(revoke, ana, whose=one.agents["Ben"])) == "NOT_FOUND"
    assert code(do(make, one.actor("Cleo"), whose=other.agents["Ben"])) == "NOT_FOUND"
    do(make, ana)
    [(agent, address)] = calendars.own_addresses(ana)
    assert address is not None
    token = calendars.token_of(address.request_id)
    assert calendars.opened_by(one.community.pk, token) == agent
    assert calendars.opened_by(other.community.pk, token) is None
    assert calendars.opened_by(one.community.pk, token[:-1]) is None
    assert token not in str(list(CalendarAddress.objects.values()))
    do(make, ana)
    assert calendars.opened_by(one.community.pk, token) is None
    do(revoke, ana)
    assert calendars.own_addresses(ana) == [(agent, None)]


def _address(town: Town, who: str) -> str:
    [(_agent, address), *_groups] = calendars.own_addresses(town.actor(who))
    assert address is not None
    return f"/{town.slug}/exchange/calendar/{calendars.token_of(address.request_id)}.ics"


@pytest.mark.promise("A calendar address can be stopped, and opens nothing else")
def test_a_calendar_is_read_at_its_address_without_a_sign_in(towns: tuple[Town, Town]) -> None:
    town, other = towns
    signed(town, "Ana", opened(town))
    do("exchange.make_calendar_address", town.actor("Ana"))
    address, anybody = _address(town, "Ana"), Client()
    with CaptureQueriesContext(connection) as asked:
        answer = anybody.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "private" in answer["Cache-Control"] and len(asked) <= 8 and not anybody.session.keys()
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["URL"]).startswith(f"http://testserver/{town.slug}/exchange/occasions/")
    assert anybody.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    for wrong in (
        address[:-5] + ("b.ics" if address[-5] == "a" else "a.ics"),
        address.replace(town.slug, other.slug, 1),
    ):
        assert anybody.get(wrong).status_code == 404
    assert anybody.get(f"/{town.slug}/exchange/mine/").status_code == 302  # it opens nothing else
    do("exchange.revoke_calendar_address", town.actor("Ana"))
    assert anybody.get(address).status_code == 404


def test_the_page_makes_an_address_and_lets_it_stop(town: Town) -> None:
    client, page = signed_in(town, "Ana"), f"/{town.slug}/exchange/calendar/"
    said = {"whose": str(town.agents["Ana"]), "request_id": str(uuid4())}
    for _ in range(2):  # a double tap makes one
        assert client.post(page, said | {"what": "make"}).status_code in (302, 303)
    assert CalendarAddress.objects.count() == 1
    assert "The address is made." in client.get(page).content.decode()
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(page).content.decode()
    assert f"http://testserver{_address(town, 'Ana')}" in shown and len(asked) <= 8
    client.post(page, said | {"what": "revoke", "request_id": str(uuid4())})
    assert ".ics" not in client.get(page).content.decode()
    client.post(page, said | {"what": "make", "whose": str(town.agents["Ben"]), "request_id": str(uuid4())})
    assert not CalendarAddress.objects.filter(revoked_at=None).exists()


def test_whoever_organises_and_comes_has_one_line(town: Town) -> None:
    row = opened(town, "Ana")
    assert list(events(town, "Ana")) == [f"{row.public_id}@coproduce"]
    place = signed(town, "Ana", row)
    assert list(events(town, "Ana")) == [f"{place}@coproduce"]


def test_a_groups_address_stops_when_somebody_who_knew_it_leaves(town: Town) -> None:
    formed = do(
        "people.form_group", town.actor("Cleo"), kind="household", name="The Lane",
        members=(town.agents["Ana"], town.agents["Ben"]),
    )  # fmt: skip
    assert isinstance(formed, Done), formed
    [_me, (group, _none)] = calendars.own_addresses(town.actor("Ana"))
    do("exchange.make_calendar_address", town.actor("Ana"), whose=group.public_id)
    assert CalendarAddress.objects.filter(agent=group, revoked_at=None).exists()
    left = do("people.leave", town.actor("Ana"), member=town.agents["Ana"])
    assert isinstance(left, Done), left
    assert not CalendarAddress.objects.filter(agent=group, revoked_at=None).exists()
