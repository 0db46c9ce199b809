"""Ways, mornings and waits."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from coproduce.community.notices.rules import MORNING, WAYS, may_choose, morning_of, wait_after, way_to


def test_a_way_always_reaches_somebody() -> None:
    for chosen, has_email, has_phone in product(("", *WAYS), (True, False), (True, False)):
        way = way_to(chosen, has_email=has_email, has_phone=has_phone)
        assert way != "email" or has_email
        assert way != "phone" or has_phone
        assert way != "none" or chosen == "none"


@pytest.mark.parametrize(
    ("kind", "has_email", "has_phone", "code"),
    [
        ("email", True, False, None),
        ("email", False, True, "NO_ADDRESS"),
        ("phone", False, True, None),
        ("phone", True, False, "NO_NUMBER"),
        ("paper", False, False, None),
        ("none", False, False, None),
        ("pigeon", True, True, "UNKNOWN_WAY"),
    ],
)
def test_who_may_choose_what(kind: str, has_email: bool, has_phone: bool, code: str | None) -> None:
    fault = may_choose(kind, has_email=has_email, has_phone=has_phone)
    assert (fault.code if fault else None) == code


@pytest.mark.parametrize(
    "zone", ["Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
def test_every_local_day_has_one_morning(zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    mornings = {}
    for hour in range(24 * 366):
        moment = start + timedelta(hours=hour)
        day = moment.astimezone(ZoneInfo(zone)).date()
        assert mornings.setdefault(day, morning_of(moment, zone)) == morning_of(moment, zone)
    assert all(morning.astimezone(ZoneInfo(zone)).time() == MORNING for morning in mornings.values())
    assert len(set(mornings.values())) == len(mornings)


def test_waits_grow() -> None:
    waits = [wait_after(tries) for tries in range(1, 6)]
    assert waits == sorted(set(waits))
