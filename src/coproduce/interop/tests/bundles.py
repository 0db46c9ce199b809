"""A discharge as a hospital announces it, made up: the smallest useful bundle, and ways to spoil it."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import Discharge, Fault, Given, Read

RECEIVED = datetime(2025, 3, 1, 10, 30, tzinfo=UTC)
ZONE = "Europe/London"

PATIENT, STAY, CONSENT, REQUEST, TASK = "urn:uuid:p", "urn:uuid:e", "urn:uuid:c", "urn:uuid:s", "urn:uuid:t"

GOOD: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "message",
    "timestamp": "2025-03-01T10:30:00Z",
    "entry": [
        {
            "fullUrl": "urn:uuid:h",
            "resource": {
                "resourceType": "MessageHeader",
                "eventCoding": {"system": "urn:events", "code": "discharge"},
                "source": {"name": "PAS", "endpoint": "https://hospital.example/fhir"},
                "focus": [{"reference": TASK}],
            },
        },
        {
            "fullUrl": PATIENT,
            "resource": {
                "resourceType": "Patient",
                "id": "ann",
                "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9000000009"}],
                "name": [
                    {"use": "official", "family": "Doe", "given": ["Ann", "Mary"], "prefix": ["Mrs"]},
                    {"use": "nickname", "text": "Annie"},
                ],
                "telecom": [
                    {"system": "email", "value": "ann@home.example"},
                    {"system": "phone", "value": "020 7123 4567", "use": "home"},
                    {"system": "phone", "value": "07700 900123", "use": "mobile", "rank": 1},
                ],
                "gender": "female",
                "birthDate": "1941-05-06",
                "_birthDate": {"extension": [{"url": "urn:time", "valueTime": "11:00:00"}]},
                "deceasedBoolean": False,
                "address": [
                    {"use": "old", "line": ["1 Low St"], "postalCode": "SE1 1AA"},
                    {"use": "home", "line": ["12 High St"], "city": "London", "postalCode": "SE6 4JH"},
                ],
                "contact": [
                    {
                        "relationship": [{"coding": [{"code": "N"}]}],
                        "name": {"given": ["Joe"], "family": "Doe"},
                        "telecom": [{"system": "phone", "value": "020 7000 0000"}],
                    }
                ],
                "communication": [
                    {"language": {"coding": [{"code": "en"}]}},
                    {"language": {"coding": [{"code": "ga", "display": "Irish"}]}, "preferred": True},
                ],
            },
        },
        {
            "fullUrl": STAY,
            "resource": {
                "resourceType": "Encounter",
                "status": "finished",
                "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
                "subject": {"reference": PATIENT},
                "period": {"start": "2025-02-20T09:00:00Z", "end": "2025-03-01T09:30:00Z"},
                "reasonCode": [{"text": "gallstones"}],
                "diagnosis": [{"condition": {"reference": "urn:uuid:d"}}],
                "location": [{"location": {"display": "Ward 4"}, "status": "completed"}],
                "hospitalization": {"dischargeDisposition": {"coding": [{"code": "home"}]}},
            },
        },
        {
            "fullUrl": CONSENT,
            "resource": {
                "resourceType": "Consent",
                "status": "active",
                "scope": {"coding": [{"code": "patient-privacy"}]},
                "category": [{"coding": [{"code": "59284-0"}]}],
                "patient": {"reference": PATIENT},
                "dateTime": "2025-02-28T16:00:00Z",
                "policy": [{"uri": "https://wenbrook.example/wording/c1-3"}],
            },
        },
        {
            "fullUrl": REQUEST,
            "resource": {
                "resourceType": "ServiceRequest",
                "status": "active",
                "intent": "order",
                "category": [{"coding": [{"code": "social-connection"}]}],
                "code": {"text": "A visit at home"},
                "subject": {"reference": PATIENT},
                "encounter": {"reference": STAY},
                "occurrencePeriod": {"start": "2025-03-01", "end": "2025-03-04"},
                "reasonCode": [{"text": "gallstones"}],
                "supportingInfo": [{"reference": "urn:uuid:d"}],
                "note": [{"text": "Steep stairs."}, {"text": "A dog."}],
                "patientInstruction": "Ring the ward if the wound is hot.",
            },
        },
        {
            "fullUrl": TASK,
            "resource": {
                "resourceType": "Task",
                "id": "t-17",
                "status": "requested",
                "intent": "order",
                "code": {"coding": [{"code": "fulfill"}]},
                "focus": {"reference": REQUEST},
                "for": {"reference": PATIENT},
                "authoredOn": "2025-03-01T10:00:00Z",
                "reasonCode": {"text": "gallstones"},
            },
        },
        {
            "fullUrl": "urn:uuid:d",
            "resource": {"resourceType": "Condition", "code": {"text": "gallstones"}, "note": "no R4 at all"},
        },
        {"fullUrl": "urn:uuid:o", "resource": {"resourceType": "Observation", "valueString": "gallstones"}},
        {"fullUrl": "urn:uuid:m", "resource": {"resourceType": "MedicationRequest", "status": "gallstones"}},
    ],
}

#: On which place of the bundle each stands.
PLACES = {one["resource"]["resourceType"]: place for place, one in enumerate(GOOD["entry"])}

NOTHING = object()


def bundle(**changes: Any) -> dict[str, Any]:
    """The good bundle with changes by place and path: `Encounter__period__end="…"`; NOTHING takes away."""
    made = copy.deepcopy(GOOD)
    for path, value in changes.items():
        kind, *names = path.split("__")
        held: Any = made if kind == "Bundle" else made["entry"][PLACES[kind]]["resource"]
        *way, last = [int(name) if name.isdigit() else name for name in names]
        for name in way:
            held = held[name]
        if value is NOTHING:
            del held[last]
        else:
            held[last] = value
    return made


def without(*kinds: str) -> dict[str, Any]:
    """The good bundle without these resources."""
    return {**GOOD, "entry": [one for one in GOOD["entry"] if one["resource"]["resourceType"] not in kinds]}


def and_also(*entries: dict[str, Any]) -> dict[str, Any]:
    """The good bundle with these entries behind its own."""
    return {**GOOD, "entry": [*GOOD["entry"], *entries]}


def read(said: Any, consents: tuple[Given, ...] = ()) -> Read:
    return read_discharges(json.dumps(said).encode(), "bundle.json", RECEIVED, ZONE, consents)


def taken(said: Any, consents: tuple[Given, ...] = ()) -> Discharge:
    """The discharge of a bundle that has no fault."""
    found = read(said, consents)
    assert not found.faults, found.faults
    return found.rows[0]


def refused(said: Any, consents: tuple[Given, ...] = ()) -> Fault:
    """The one fault of a bundle that is refused."""
    found = read(said, consents)
    assert (found.rows, len(found.faults)) == ((), 1), found
    return found.faults[0]
