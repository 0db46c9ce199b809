"""The how-to's own examples are taken: what a hospital copies from there works."""

import re
from datetime import UTC, datetime
from pathlib import Path

from coproduce.interop.health.consents import read_consents
from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import COLUMNS, Discharge

PAGE = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "what-a-hospital-sends.md"
RECEIVED = datetime(2025, 3, 1, 10, 30, tzinfo=UTC)


def examples() -> list[bytes]:
    """The blocks of the page, in their order: a list, a bundle, consents."""
    return [one.encode() for one in re.findall(r"```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)]


def taken(content: bytes, name: str) -> Discharge:
    found = read_discharges(content, name, RECEIVED, "Europe/London")
    assert not found.faults
    return found.rows[0]


def test_the_list_and_the_bundle_are_of_one_person() -> None:
    listed, bundle, consents = examples()
    assert tuple(listed.decode().splitlines()[0].split(",")) == COLUMNS
    one, other = taken(listed, "list.csv"), taken(bundle, "bundle.json")
    for name in ("external_id", "full_name", "phone", "address", "postcode", "discharge_at", "red_flag_text"):
        assert getattr(one, name) == getattr(other, name), name
    given = read_consents(consents, RECEIVED, "Europe/London")
    assert not given.faults
    assert [(yes.external_id, yes.scope) for yes in given.given] == [("W4-17", "C1"), ("W4-17", "C3")]
