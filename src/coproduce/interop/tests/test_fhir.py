"""A FHIR R4 bundle becomes a discharge, or is refused with the path of what is wrong; no diagnosis comes along."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from coproduce.interop.health.bundle import Bundle
from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import AskedTask, Discharge, Given
from coproduce.interop.health.shapes import CODES, faults_in
from coproduce.interop.sheets_reading import LARGEST_FILE
from coproduce.interop.tests.bundles import (
    GOOD,
    NOTHING,
    PATIENT,
    PLACES,
    RECEIVED,
    STAY,
    TASK,
    ZONE,
    and_also,
    bundle,
    read,
    refused,
    taken,
    without,
)

YES = Given("NHS 9000000009", "C1", datetime(2025, 2, 28, 9, tzinfo=UTC), "spoken")


def test_a_discharge() -> None:
    assert taken(GOOD) == Discharge(
        external_id="NHS 9000000009",
        full_name="Ann Mary Doe",
        preferred_name="Annie",
        phone="07700 900123",
        address="12 High St, London",
        postcode="SE6 4JH",
        language="Irish",
        discharge_at=datetime(2025, 3, 1, 9, 30, tzinfo=UTC),
        ward="Ward 4",
        visit_risk_notes="Steep stairs.\nA dog.",
        red_flag_text="Ring the ward if the wound is hot.",
        next_of_kin="Joe Doe, 020 7000 0000",
        consent_c1_at=datetime(2025, 2, 28, 16, tzinfo=UTC),
        task=AskedTask("t-17", "urn:uuid:s", PATIENT, "2025-03-01T10:00:00Z"),
    )


def test_no_diagnosis_is_read() -> None:
    """It stands in six places of the bundle, and in none of what comes of it; what was not looked into is counted."""
    assert json.dumps(GOOD).count("gallstones") == 6
    found = read(GOOD)
    assert "gallstones" not in repr(found)
    assert found.ignored_resources == (("Condition", 1), ("MedicationRequest", 1), ("Observation", 1))
    assert not {one.name for one in dataclasses.fields(Discharge)} & {"diagnosis", "reason", "condition", "procedure"}


def test_transactions_and_collections() -> None:
    for kind in ("transaction", "collection"):
        assert taken({**without("MessageHeader"), "type": kind}).full_name == "Ann Mary Doe"
    put = bundle(Bundle__type="transaction")
    put["entry"][0]["request"] = {"method": "DELETE", "url": "Patient/ann"}
    assert refused(put).field == "Bundle.entry[0].request.method"
    put["entry"][0] = {"request": {"method": "POST", "url": "Patient"}}  # an entry may hold nothing
    assert taken(put).full_name == "Ann Mary Doe"


def test_without_a_task_the_last_stay_counts() -> None:
    bare = {**without("MessageHeader", "Task", "ServiceRequest"), "type": "collection"}
    assert taken(bare).task is None
    before = bundle(Encounter__period__start="2024-02-20T09:00:00+05:00", Encounter__period__end="2024-02-21T09:00:00Z")
    stay = before["entry"][PLACES["Encounter"]] | {"fullUrl": "urn:uuid:e2"}
    for entries in ([stay, *bare["entry"]], [*bare["entry"], stay]):
        assert taken({**bare, "entry": entries}).discharge_at == datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    again = bundle(Encounter__status="in-progress", Encounter__period={"start": "2025-03-01T10:00:00Z"})
    back = again["entry"][PLACES["Encounter"]] | {"fullUrl": "urn:uuid:e3"}
    assert refused({**bare, "entry": [*bare["entry"], back]}).code == "NOT_ASKED"  # back in hospital
    back["resource"]["status"] = "cancelled"
    assert taken({**bare, "entry": [*bare["entry"], back]}).ward == "Ward 4"
    del stay["resource"]["period"]
    assert taken({**bare, "entry": [*bare["entry"], stay]}).ward == "Ward 4"


def test_the_request_says_which_stay() -> None:
    later = bundle(Encounter__period__start="2025-03-01T09:40:00Z", Encounter__period__end="2025-03-01T10:00:00Z")
    said = {**GOOD, "entry": [*GOOD["entry"], later["entry"][PLACES["Encounter"]] | {"fullUrl": "urn:uuid:e2"}]}
    assert taken(said).discharge_at == datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    said = {**said, "entry": [one for one in said["entry"] if one["fullUrl"] not in (TASK,)]}
    assert taken(said).discharge_at == datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    del (other := bundle(ServiceRequest__encounter=NOTHING))["entry"][PLACES["Task"]]
    assert taken(other).red_flag_text == "Ring the ward if the wound is hot."


def test_other_words_for_the_same() -> None:
    assert taken(bundle(Patient__name=[{"text": "Ann Doe"}])).full_name == "Ann Doe"
    assert taken(bundle(Patient__name=[{"use": "usual", "family": "Doe"}])).preferred_name == ""
    assert taken(bundle(Patient__communication=[{"language": {"text": "Welsh"}}])).language == "Welsh"
    bare = bundle(
        Patient__contact=NOTHING,
        Patient__telecom=NOTHING,
        Patient__address=[{"text": "Flat 3"}],
        Patient__communication=NOTHING,
        Encounter__location=NOTHING,
        ServiceRequest__note=NOTHING,
    )
    found = taken(bare)
    assert (found.phone, found.address, found.language, found.ward, found.next_of_kin) == ("", "Flat 3", "", "", "")
    assert taken(bundle(Patient__contact__0__relationship=[{"text": "friend"}])).next_of_kin == ""
    moved = [{"line": ["1 Low St"], "period": {"end": "2019-01-01"}}, {"line": ["12 High St"]}]
    assert taken(bundle(Patient__address=moved)).address == "12 High St"


def test_who_they_are_to_the_hospital() -> None:
    nhs = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "943 476 5919"}
    tax = {"type": {"coding": [{"code": "SS"}]}, "value": "999"}
    own = {"type": {"coding": [{"code": "MR"}]}, "value": "W-17"}

    def known_by(*identifiers: Any) -> str:
        return taken(bundle(Patient__identifier=list(identifiers))).external_id

    assert [known_by(tax, nhs, own), known_by(tax, nhs), known_by(tax, {"value": "X"}), known_by(tax)] == [
        "W-17", "NHS 9434765919", "X", "ann",
    ]  # fmt: skip
    assert known_by({**nhs, "value": "9434765918", "use": "old"}, own) == "W-17"


def test_the_nhs_number_is_kept_under_c5_alone() -> None:
    link = Given("9000000009", "C5", YES.given_at, "paper")
    assert taken(GOOD, (YES,)).nhs_number == ""
    found = taken(GOOD, (YES, link))
    assert (found.nhs_number, found.consents) == ("9000000009", (YES, link))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"Encounter__class": NOTHING}, "Encounter.class"),
        ({"Patient__birthDate": "1941-13-45"}, "Patient.birthDate"),
        ({"Patient__birthDate": "1941-02-30"}, "Patient.birthDate"),
        ({"Patient__birthDay": "1941-05-06"}, "Patient.birthDay"),
        ({"Encounter__hospitalization__disposition": "home"}, "Encounter.hospitalization.disposition"),
        ({"Encounter__status": "banana"}, "Encounter.status"),
        ({"Encounter__status": 7}, "Encounter.status"),
        ({"Encounter__class": [{"code": "IMP"}]}, "Encounter.class"),
        ({"Encounter__period__end": "2025-03-01T09:30:00"}, "Encounter.period.end"),
        ({"Encounter__period__end": "2025-02-30T09:30:00Z"}, "Encounter.period.end"),
        ({"MessageHeader__source__endpoint": NOTHING}, "MessageHeader.source.endpoint"),
        ({"MessageHeader__source__endpoint": "a b"}, "MessageHeader.source.endpoint"),
        ({"MessageHeader__response": {"code": "ok"}}, "MessageHeader.response"),
        ({"Patient__deceasedBoolean": "true"}, "Patient.deceasedBoolean"),
        ({"Patient__telecom__2__rank": True}, "Patient.telecom[2].rank"),
        ({"Patient__telecom__2__rank": 0}, "Patient.telecom[2].rank"),
        ({"Patient__name__0__given": "Ann"}, "Patient.name[0].given"),
        ({"Patient__name__0__given": []}, "Patient.name[0].given"),
        ({"Patient__name__0__given__1": " "}, "Patient.name[0].given[1]"),
        ({"Patient__name__0": {}}, "Patient.name[0]"),
        ({"Patient__modifierExtension": [{"url": "urn:x"}]}, "Patient.modifierExtension"),
        ({"Task__implicitRules": "urn:x"}, "Task.implicitRules"),
        ({"Task__status": "done"}, "Task.status"),
        ({"ServiceRequest__intent": "wish"}, "ServiceRequest.intent"),
        ({"Consent__category": NOTHING}, "Consent.category"),
        ({"Patient___height": {}}, "Patient._height"),
        ({"Patient__\ud800": 1}, "Patient.?"),
        ({"ServiceRequest__patientInstruction": "a\ud800"}, "ServiceRequest.patientInstruction"),
        ({"ServiceRequest__note__0__text": "a\u0000"}, "ServiceRequest.note[0].text"),
    ],
)  # fmt: skip
def test_what_is_no_r4_is_named_by_its_path(changes: dict[str, Any], path: str) -> None:
    fault = refused(bundle(**changes))
    kind, _, rest = path.partition(".")
    assert (fault.code, fault.field) == ("NOT_R4", f"Bundle.entry[{PLACES[kind]}].resource.{rest}")


def test_no_more_faults_than_somebody_reads() -> None:
    """Nor are more looked for: fifty in one list, in one object, or in two resources."""
    many = bundle(Patient__name=[{"nick": "A"} for _ in range(50)])
    assert len(read(many).faults) == 20
    names = many["entry"][PLACES["Patient"]]["resource"]["name"]
    assert len(faults_in({"name": names}, "Patient", "")) == 20
    assert len(faults_in({f"x{number}": 1 for number in range(50)}, "Patient", "")) == 20
    many["entry"].append({"resource": many["entry"][PLACES["Patient"]]["resource"] | {"id": "ben"}})
    assert len(Bundle(many).not_r4()) == 20
    assert len(read({"resourceType": "Bundle", "type": "message", "entry": [{"x": 1}] * 50}).faults) == 20


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"Task__for__reference": "urn:uuid:nobody"}, "NO_REFERENCE", "Task.for.reference"),
        ({"Task__for": {"display": "Ann"}}, "NO_REFERENCE", "Task.for.reference"),
        ({"Task__for": NOTHING}, "NO_REFERENCE", "Task.for.reference"),
        ({"Task__for__reference": STAY}, "NO_REFERENCE", "Task.for.reference"),
        ({"Task__focus__reference": "urn:uuid:d"}, "NO_REFERENCE", "Task.focus.reference"),
        ({"ServiceRequest__subject__reference": "Patient/ben"}, "NO_REFERENCE", "ServiceRequest.subject.reference"),
        ({"ServiceRequest__encounter__reference": "#e"}, "NO_REFERENCE", "ServiceRequest.encounter.reference"),
        ({"Encounter__subject": NOTHING}, "NO_REFERENCE", "Encounter.subject.reference"),
        ({"Consent__patient__reference": "urn:uuid:x"}, "NO_REFERENCE", "Consent.patient.reference"),
        ({"Task__status": "completed"}, "NOT_ASKED", "Task.status"),
        ({"Task__intent": "plan"}, "NOT_ASKED", "Task.intent"),
        ({"Task__code": {"coding": [{"code": "abort"}]}}, "NOT_ASKED", "Task.code"),
        ({"ServiceRequest__status": "revoked"}, "NOT_ASKED", "ServiceRequest.status"),
        ({"ServiceRequest__doNotPerform": True}, "NOT_ASKED", "ServiceRequest.doNotPerform"),
        ({"ServiceRequest__code": NOTHING}, "NOT_ASKED", "ServiceRequest.code"),
        ({"ServiceRequest__category": NOTHING}, "NOT_ASKED", "ServiceRequest.category"),
        ({"Encounter__status": "in-progress"}, "NOT_ASKED", "Encounter.status"),
        ({"Encounter__class__code": "AMB"}, "NO_STAY", "Encounter.class.code"),
        ({"Encounter__period__end": NOTHING}, "MISSING", "Encounter.period.end"),
        ({"Encounter__period__start": NOTHING}, "MISSING", "Encounter.period.start"),
        ({"Encounter__period": NOTHING}, "MISSING", "Encounter.period.start"),
        ({"Encounter__period__start": "2025-03-02T09:00:00Z"}, "IN_FUTURE", "Encounter.period.start"),
        ({"Encounter__period__start": "2025-03-01T09:30:00Z"}, "BEFORE_ADMISSION", "Encounter.period.end"),
        ({"Encounter__period__end": "2025-03-01T10:31:00Z"}, "IN_FUTURE", "Encounter.period.end"),
        ({"Encounter__period__end": "2025-03"}, "NO_MOMENT", "Encounter.period.end"),
        ({"Encounter__hospitalization__dischargeDisposition": {"text": "home"}}, "NOT_HOME",
         "Encounter.hospitalization.dischargeDisposition"),
        ({"Encounter__hospitalization__dischargeDisposition__coding__0__code": "snf"}, "NOT_HOME",
         "Encounter.hospitalization.dischargeDisposition"),
        ({"Encounter__hospitalization__dischargeDisposition__coding__0__code": "exp"}, "DIED",
         "Encounter.hospitalization.dischargeDisposition"),
        ({"Patient__deceasedBoolean": True}, "DIED", "Patient.deceasedBoolean"),
        ({"Patient__deceasedDateTime": "2025"}, "DIED", "Patient.deceasedDateTime"),
        ({"Patient__active": False}, "NO_RECORD", "Patient.active"),
        ({"Patient__link": [{"other": {}, "type": "replaced-by"}]}, "NO_RECORD", "Patient.link"),
        ({"Patient__identifier__0__value": "9434765918"}, "NO_NHS_NUMBER", "Patient.identifier[0].value"),
        ({"Patient__name": NOTHING}, "MISSING", "Patient.name"),
        ({"Patient__name__0__family": "D" * 200}, "TOO_LONG", "Patient.name"),
        ({"Consent__status": "rejected"}, "NO_CONSENT", "Consent"),
        ({"Consent__status": "inactive"}, "NO_CONSENT", "Consent"),
        ({"Consent__provision": {"type": "deny"}}, "NO_CONSENT", "Consent"),
        ({"Consent__provision": {"period": {"end": "2025-02-28"}}}, "NO_CONSENT", "Consent"),
        ({"Consent__policy": NOTHING}, "NO_CONSENT", "Consent.policy"),
        ({"Consent__dateTime": NOTHING, "Task__authoredOn": NOTHING}, "NO_CONSENT", "Consent.dateTime"),
        ({"MessageHeader__eventCoding__code": "admit"}, "NO_DISCHARGE", "MessageHeader.eventCoding.code"),
    ],
)  # fmt: skip
def test_what_r4_allows_and_we_cannot_take(changes: dict[str, Any], code: str, path: str) -> None:
    fault = refused(bundle(**changes))
    kind, *rest = path.split(".", 1)
    assert (fault.code, fault.field) == (code, ".".join([f"Bundle.entry[{PLACES[kind]}].resource", *rest]))
    assert fault.reason
    assert fault.remedy


def test_a_reference_by_type_and_id() -> None:
    assert taken(bundle(Task__for__reference="Patient/ann")).full_name == "Ann Mary Doe"
    assert refused(bundle(Task__for=NOTHING)).reason == "It is missing."
    assert refused(bundle(Task__for__reference="Patient/ben")).reason == "It points at nothing in this bundle."


def test_what_is_just_so_is_taken() -> None:
    """Home at the very moment of receipt, and a yes that holds until then."""
    assert taken(bundle(Encounter__period__end="2025-03-01T10:30:00Z")).discharge_at == RECEIVED
    assert taken(bundle(Consent__provision={"period": {"end": "2025-03-01T10:30:00Z"}})).full_name == "Ann Mary Doe"


def test_both_times_are_named() -> None:
    assert refused(bundle(Encounter__period__start="2025-03-01T10:00:00Z")).reason == (
        "They went home 2025-03-01 09:30 and came in 2025-03-01 10:00: not before."
    )
    assert refused(bundle(Encounter__period__end="2025-03-01T11:00:00Z")).reason == (
        "It says 2025-03-01 11:00, and was received 2025-03-01 10:30: that is still to come."
    )


def test_without_consent_nothing_is_kept() -> None:
    """Whatever else is wrong with a person, want of consent is said first, and nothing of theirs is repeated."""
    silent = [
        without("Consent"),
        bundle(Consent__status="proposed"),
        bundle(Consent__status="entered-in-error"),
        bundle(Consent__scope={"coding": [{"code": "research"}]}),
    ]
    for said in silent:
        fault = refused(said)
        assert (fault.code, fault.field) == ("NO_CONSENT", "Consent")
        assert "Ann" not in repr(fault)
        assert taken(said, (YES,)).consent_c1_at == YES.given_at
    dead = bundle(Patient__deceasedBoolean=True, Consent__status="draft")
    assert (refused(dead).code, refused(dead, (YES,)).code) == ("NO_CONSENT", "DIED")


def test_a_no_in_the_bundle_stands_whatever_a_file_says() -> None:
    assert refused(bundle(Consent__status="rejected"), (YES,)).code == "NO_CONSENT"
    both = bundle()
    both["entry"].append({"fullUrl": "urn:uuid:c2", "resource": {**both["entry"][PLACES["Consent"]]["resource"]}})
    assert taken(both).consent_c1_at == datetime(2025, 2, 28, 16, tzinfo=UTC)
    both["entry"][-1]["resource"]["status"] = "inactive"
    assert refused(both).code == "NO_CONSENT"


def test_a_consent_without_its_moment_was_given_before_the_task() -> None:
    assert taken(bundle(Consent__dateTime=NOTHING)).consent_c1_at == datetime(2025, 3, 1, 10, tzinfo=UTC)
    ruled = bundle(Consent__policy=NOTHING, Consent__policyRule={"text": "opt in"})
    assert taken(ruled).full_name == "Ann Mary Doe"


def test_where_nobody_says_where_they_go_a_coordinator_asks() -> None:
    assert taken(bundle(Encounter__hospitalization=NOTHING)).full_name == "Ann Mary Doe"
    nubc = {"coding": [{"system": "http://www.nubc.org/patient-discharge", "code": "01"}]}
    assert taken(bundle(Encounter__hospitalization__dischargeDisposition=nubc)).full_name == "Ann Mary Doe"


@pytest.mark.parametrize(
    ("said", "code", "path"),
    [
        (without("Patient"), "NO_PATIENT", "Bundle.entry"),
        (and_also({"resource": {"resourceType": "Patient"}}), "TOO_MANY", "Bundle.entry[9].resource"),
        (and_also({"resource": {"status": "?"}}), "NOT_R4", "Bundle.entry[9].resource"),
        (and_also({"resource": ["Patient"]}), "NOT_R4", "Bundle.entry[9].resource"),
        (and_also(GOOD["entry"][8]), "TWICE", "Bundle.entry[9]"),
        (without("MessageHeader"), "NO_HEADER", "Bundle.entry[0]"),
        ({**GOOD, "entry": GOOD["entry"][::-1]}, "NO_HEADER", "Bundle.entry[0]"),
        (without("Task", "ServiceRequest", "Encounter"), "NO_STAY", "Bundle.entry"),
        ({**GOOD, "type": "searchset"}, "NOT_R4", "Bundle.type"),
        ({**GOOD, "entry": []}, "NOT_R4", "Bundle.entry"),
        ({"resourceType": "Patient"}, "NO_BUNDLE", ""),
        ([GOOD], "NO_BUNDLE", ""),
    ],
)  # fmt: skip
def test_what_is_no_bundle_of_one_person(said: Any, code: str, path: str) -> None:
    fault = refused(said)
    assert (fault.code, fault.field) == (code, path)


def test_two_requests_for_company() -> None:
    said = {**without("Task"), "entry": [*without("Task")["entry"]]}
    said["entry"].append(GOOD["entry"][PLACES["ServiceRequest"]] | {"fullUrl": "urn:uuid:s2"})
    assert refused(said).code == "TOO_MANY"
    said["entry"][-1] = bundle(ServiceRequest__category=NOTHING)["entry"][PLACES["ServiceRequest"]]
    said["entry"][-1]["fullUrl"] = "urn:uuid:s2"
    assert taken(said).red_flag_text == "Ring the ward if the wound is hot."


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{}", b"null", b'{"resourceType": NaN}', b"\xff\xfe", b"[" * 200_000, b'{"a":' + b"9" * 5000 + b"}"],
)
def test_what_is_no_json_at_all(content: bytes) -> None:
    found = read_discharges(content, "bundle.json", RECEIVED, ZONE)
    assert (found.rows, found.faults[0].code in ("NO_JSON", "NO_BUNDLE")) == ((), True)


def test_a_bundle_is_known_by_how_it_begins_and_is_never_too_large() -> None:
    content = b"\xef\xbb\xbf " + json.dumps(GOOD).encode()
    assert read_discharges(content, "discharge", RECEIVED, ZONE).rows
    large = b"{" + b" " * LARGEST_FILE
    assert read_discharges(large, "bundle.json", RECEIVED, ZONE).faults[0].code == "TOO_LARGE"
    assert read_discharges(large[:-1], "bundle.json", RECEIVED, ZONE).faults[0].code == "NO_JSON"


def test_every_status_of_r4_is_known() -> None:
    """A status R4 knows is never an error of writing; any but the one we act on is refused in its own words."""
    for kind, name, of in (
        ("Encounter", "status", "EncounterStatus"),
        ("Task", "status", "TaskStatus"),
        ("ServiceRequest", "status", "RequestStatus"),
    ):
        codes = {status: read(bundle(**{f"{kind}__{name}": status})).faults for status in CODES[of]}
        assert sum(not faults for faults in codes.values()) == 1
        assert {fault.code for faults in codes.values() for fault in faults} == {"NOT_ASKED"}
