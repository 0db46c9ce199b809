"""A FHIR R4 bundle about somebody who goes home: message, transaction or collection, one person each.

Looked into are MessageHeader, Patient, Encounter, Consent, ServiceRequest and Task, and of these only what a visit
needs; every other resource is counted and left shut. Somebody is taken when the bundle says: an inpatient stay that is
over, going home, alive, and a consent to be contacted, in itself or in a file beside it. A Task and its ServiceRequest
may ask for the visit; then they say which stay is meant, else it is the last.

Codes, needed elements and references are checked here, on plain JSON: a library that models all of R4 opens every
resource to check it, takes twenty times longer for the record of a life, and lets a status be any word. Our tests
hear it as a second opinion.
"""

from dataclasses import replace

from coproduce.interop.health import patient as patients, visit
from coproduce.interop.health.agreed import consented_in
from coproduce.interop.health.bundle import Bundle, opened, refuse
from coproduce.interop.health.judging import consented, to_discharge
from coproduce.interop.health.said import Discharge, FaultError, Read, Receipt
from coproduce.interop.health.shapes import MOST_FAULTS, faults_in


def read_bundle(content: bytes, receipt: Receipt) -> Read:
    """The discharge a bundle announces, or its faults, at most twenty, each with its path. Never raises."""
    bundle = None
    try:
        said = opened(content)
        faults = tuple(faults_in(said, "Bundle", "Bundle")[:MOST_FAULTS])
        if not faults:
            bundle = Bundle(said)
            faults = tuple(bundle.not_r4()[:MOST_FAULTS])
        rows = () if faults or bundle is None else (_discharge(bundle, receipt),)
    except FaultError as error:
        rows, faults = (), (error.fault,)
    return Read(rows, faults, ignored_resources=tuple(sorted(bundle.ignored.items())) if bundle else ())


def _discharge(bundle: Bundle, receipt: Receipt) -> Discharge:
    """Raises FaultError with the path of what is wrong; for want of consent before anything about the person."""
    if bundle.kind == "message":
        _must_announce(bundle)
    patient = bundle.only("Patient")
    if patient is None:
        refuse("NO_PATIENT", "Bundle.entry", "There is no Patient in it.", "Send the Patient in the same bundle.")
    task = visit.task_in(bundle)
    request = visit.request_in(bundle, task)
    stay = visit.stay_in(bundle, request, receipt.zone)
    numbered = patients.numbered_as(patient)
    said = patients.said_of(patient.body, numbered, receipt) | visit.said_of(stay, request)
    said["consent_c1_at"] = consented_in(bundle, task, receipt)
    where = {
        **{name: patient.at(element) for name, element in patients.ELEMENTS.items()},
        "ward": stay.at("location"),
        "discharge_at": stay.at("period.end"),
        "admitted": stay.at("period.start"),
        "visit_risk_notes": request.at("note") if request else "",
        "red_flag_text": request.at("patientInstruction") if request else "",
        "consent_c1_at": "Consent",
    }
    try:
        consented(said, receipt, numbered)
        patients.must_live(patient)
        visit.must_go_home(stay)
        return to_discharge(
            said, receipt, admitted=stay.body["period"]["start"], numbered=numbered,
            task=visit.asked_with(task) if task else None,
        )  # fmt: skip
    except FaultError as error:
        raise FaultError(replace(error.fault, field=where.get(error.fault.field, error.fault.field))) from None


def _must_announce(bundle: Bundle) -> None:
    header = bundle.only("MessageHeader")
    if header is None or header.path != "Bundle.entry[0].resource":
        refuse("NO_HEADER", "Bundle.entry[0]", "A message begins with its MessageHeader.", "Send it first.")
    if header.body.get("eventCoding", {}).get("code") != "discharge":
        refuse("NO_DISCHARGE", header.at("eventCoding.code"), "It announces no discharge.", "Send discharges only.")
