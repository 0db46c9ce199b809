"""Five records of whole lives, from birth to the last claim, each with stays in hospital long ago.

The day each is read on, its reference day, is the day its last inpatient stay ended: "home for less than three days" is
true on no other day of theirs. Nobody in them said yes to anything.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.fixtures.shared import FOLDER

from coproduce.interop.health.consents import read_consents
from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import Discharge, Given, Read

FILES = sorted((FOLDER / "synthea_fhir_r4").glob("*.json"))
ZONE = "America/New_York"

pytestmark = pytest.mark.skipif(not FILES, reason="shared data folder is absent")


@cache
def life(file: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(file.read_bytes())["entry"]]


def reference_day(file: Path) -> datetime:
    """When the last inpatient stay ended."""
    return max(
        datetime.fromisoformat(one["period"]["end"])
        for one in life(file)
        if one["resourceType"] == "Encounter" and one["class"]["code"] == "IMP"
    )


def patient(file: Path) -> dict[str, Any]:
    return next(one for one in life(file) if one["resourceType"] == "Patient")


def read(file: Path, *consents: Given) -> Read:
    return read_discharges(file.read_bytes(), file.name, reference_day(file), ZONE, consents)


def everybody_said_yes(file: Path) -> tuple[Given, ...]:
    """A file of consents in which this person says yes to being contacted, aloud, on the day they leave."""
    number = next(one["value"] for one in patient(file)["identifier"] if one["system"].startswith("http://hospital."))
    lines = f"external_id,scope,given_at,channel\n{number},C1,{reference_day(file).isoformat()},spoken"
    found = read_consents(lines.encode(), reference_day(file), ZONE)
    assert not found.faults
    return found.given


def test_there_are_five() -> None:
    assert len(FILES) == 5


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split("_")[0])
def test_nobody_is_taken_who_did_not_say_yes(file: Path) -> None:
    found = read(file)
    assert (found.rows, [fault.code for fault in found.faults]) == ((), ["NO_CONSENT"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split("_")[0])
def test_with_their_yes_the_living_are_taken_and_the_dead_never(file: Path) -> None:
    found = read(file, *everybody_said_yes(file))
    if "deceasedDateTime" in patient(file):
        assert (found.rows, [fault.code for fault in found.faults]) == ((), ["DIED"])
        return
    assert not found.faults
    (row,) = found.rows
    assert isinstance(row, Discharge)
    assert row.discharge_at == row.consent_c1_at == reference_day(file)
    assert row.full_name == " ".join([*patient(file)["name"][0]["given"], patient(file)["name"][0]["family"]])
    assert row.phone == patient(file)["telecom"][0]["value"]


def test_one_of_the_five_died() -> None:
    assert sum("deceasedDateTime" in patient(file) for file in FILES) == 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split("_")[0])
def test_nothing_of_their_illness_or_their_other_numbers_is_read(file: Path) -> None:
    """No word the record codes an illness, a medicine or a finding with, and no number of a state's, comes along."""
    found = repr(read(file, *everybody_said_yes(file)).rows)
    shut = ("Condition", "Observation", "MedicationRequest", "Procedure", "CarePlan", "Immunization", "Encounter")
    said = {text for one in life(file) if one["resourceType"] in shut for text in texts(one.get("code", one))}
    said |= {
        one["value"] for one in patient(file)["identifier"] if "type" in one and "Medical" not in one["type"]["text"]
    }
    assert said
    assert not {text for text in said if text in found}


def texts(held: Any) -> set[str]:
    """The displays and free texts of a resource."""
    if isinstance(held, list):
        return {text for one in held for text in texts(one)}
    if not isinstance(held, dict):
        return set()
    own = {held[name] for name in ("display", "text") if isinstance(held.get(name), str) and len(held[name]) > 8}
    return own | {text for one in held.values() for text in texts(one)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split("_")[0])
def test_what_was_left_shut_is_counted(file: Path) -> None:
    counted = dict(read(file).ignored_resources)
    looked_into = {"Patient", "Encounter"}
    assert sum(counted.values()) == sum(one["resourceType"] not in looked_into for one in life(file))
    assert not looked_into & set(counted)
