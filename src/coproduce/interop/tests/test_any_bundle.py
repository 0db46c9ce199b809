"""Whatever is done to a bundle, it is read or refused, breaks nothing, and lets nobody in who must not be."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import SCOPES, Given
from coproduce.interop.tests.bundles import GOOD, RECEIVED, ZONE, bundle, read

ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["IMP", "banana", "requested", "home", "urn:uuid:p", "2025", "2025-03-01T09:30:00Z", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "x", "reference"]), inner),
    max_leaves=5,
)  # fmt: skip

CALM = settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def ways(held: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a bundle, as the keys that lead to it."""
    items = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    return [way, *(deeper for key, inner in items for deeper in ways(inner, (*way, key)))]


WAYS = ways(GOOD)[1:]


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """A good bundle in which one to four places hold something else, are gone, or stand twice."""
    made = bundle()
    for way in draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=4)):
        held: Any = made
        try:
            for key in way[:-1]:
                held = held[key]
            how = draw(st.sampled_from(["other", "gone", "more"]))
            if how == "gone":
                del held[way[-1]]
            elif how == "more" and isinstance(held, list):
                held.append(held[way[-1]])
            elif how == "more":
                held[draw(st.sampled_from(["id", "x\ud800", "_status", "modifierExtension", "type"]))] = held[way[-1]]
            else:
                held[way[-1]] = draw(ODD)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier change took this place away
    return made


def resources(said: Any, kind: str) -> list[Any]:
    return [one["resource"] for one in said["entry"] if one.get("resource", {}).get("resourceType") == kind]


@CALM
@given(spoiled(), st.lists(st.sampled_from(SCOPES)))
def test_it_is_read_or_refused(said: dict[str, Any], scopes: list[str]) -> None:
    beside = [Given("NHS 9000000009", scope, datetime(2025, 2, 1, tzinfo=UTC), "paper") for scope in scopes]
    found = read(said, tuple(beside))
    assert bool(found.rows) != bool(found.faults)
    for fault in found.faults:
        assert fault.reason
        assert f"{fault.field} {fault.reason}".encode()  # halves of a letter cannot be written down
        assert "gallstones" not in fault.reason
    assert all(kind.encode() for kind, _ in found.ignored_resources)
    for row in found.rows:
        (patient,) = resources(said, "Patient")
        assert not patient.get("deceasedBoolean")
        assert "deceasedDateTime" not in patient
        assert resources(said, "Consent") or "C1" in scopes
        assert row.discharge_at <= RECEIVED
        assert row.consent_c1_at <= RECEIVED
        assert row.full_name
        assert row.external_id
        assert "C5" in scopes or not row.nhs_number
        assert "gallstones" not in repr(row)
        assert json.dumps(dataclasses.asdict(row), default=str, ensure_ascii=False).encode()


@CALM
@given(st.binary(max_size=200), st.sampled_from(["list.csv", "bundle.json", "list.xlsx", "x"]))
def test_any_bytes(content: bytes, name: str) -> None:
    for said in (content, b"{" + content, json.dumps(GOOD).encode()[: len(content) * 20] + content):
        assert not read_discharges(said, name, RECEIVED, ZONE).rows


@CALM
@given(ODD)
def test_any_json(said: Any) -> None:
    for held in (said, {"resourceType": "Bundle", "type": "collection", "entry": said}):
        assert read(held).faults
