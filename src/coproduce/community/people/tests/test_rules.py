"""What a community and a member must have, decided without a database."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from coproduce.community.people.rules import Area, NewMember, is_public_id, may_draw, may_live_in, may_open, may_welcome

BORN = {"slug": "wenbrook", "name": "Wenbrook", "time_zone": "Europe/London", "language": "en-gb", "currency": "GBP"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"slug": "Wen"}, "BAD_SLUG"),
        ({"slug": ""}, "BAD_SLUG"),
        ({"slug": "api"}, "BAD_SLUG"),
        ({"slug": "a" * 41}, "BAD_SLUG"),
        ({"name": " "}, "MISSING"),
        ({"name": "n" * 81}, "TOO_LONG"),
        ({"time_zone": ""}, "UNKNOWN_TIME_ZONE"),
        ({"time_zone": "London"}, "UNKNOWN_TIME_ZONE"),
        ({"language": "english"}, "UNKNOWN_LANGUAGE"),
        ({"currency": "£"}, "UNKNOWN_CURRENCY"),
    ],
)
def test_opening(wrong: dict[str, str], code: str) -> None:
    assert may_open(**BORN) is None
    refused = may_open(**{**BORN, **wrong})
    assert refused is not None
    assert (refused.code, refused.field) == (code, next(iter(wrong)))


ANA = NewMember("Ana", "ana@x.org", "01632 960 101", "Mill Lane", ("member",), ("bread",))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "MISSING"),
        ({"name": "n" * 121}, "TOO_LONG"),
        ({"name": "A\x00"}, "BAD_LETTER"),
        ({"email": "ana"}, "BAD_EMAIL"),
        ({"email": "a\x00na@x.org"}, "BAD_EMAIL"),
        ({"source_ref": "r" * 121}, "TOO_LONG"),
        ({"email": f"{'a' * 250}@x.org"}, "BAD_EMAIL"),
        ({"phone": "ring me"}, "BAD_PHONE"),
        ({"roles": ("queen",)}, "UNKNOWN_ROLE"),
        ({"strengths": ("",)}, "MISSING"),
        ({"strengths": ("s" * 201,)}, "TOO_LONG"),
    ],
)
def test_welcoming(change: dict[str, Any], code: str) -> None:
    assert may_welcome(ANA, ["member"]) is None
    assert may_welcome(NewMember("Ana"), ["member"]) is None
    refused = may_welcome(replace(ANA, **change), ["member"])
    assert refused is not None
    assert (refused.code, refused.field) == (code, next(iter(change)))


def test_living_somewhere() -> None:
    assert may_live_in(ANA, {"Mill Lane"}) is None
    assert may_live_in(replace(ANA, neighbourhood=""), set()) is None
    refused = may_live_in(ANA, set())
    assert refused is not None
    assert "none yet" in refused.sentence


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_there"),
    [("51.7", "-2.2", True), ("-90", "180", True), ("90.1", "0", False), ("0", "-180.5", False)],
)
def test_drawing(latitude: str, longitude: str, is_there: bool) -> None:
    assert (may_draw(Area("Lane", Decimal(latitude), Decimal(longitude))) is None) is is_there
    assert may_draw(Area(" ", Decimal(0), Decimal(0))) is not None


def test_a_public_id() -> None:
    assert is_public_id("00000000-0000-0000-0000-000000000001")
    assert not is_public_id("1")
