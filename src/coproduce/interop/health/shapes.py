"""How FHIR R4 writes the few resources we read: their elements, how often each stands, and the codes R4 knows.

An element of type `?` is known and not looked into: what it holds is none of our business, a diagnosis above all.
One of type `no` changes what everything beside it means, in a way not known here, so that nothing is taken. Every
other name is an error of whoever wrote the bundle. Source: HL7 FHIR 4.0.1, hl7.org/fhir/R4.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from coproduce.interop.health.said import NO_LETTERS, Fault, shown

_ELEMENT = "id ?, extension ?*"
_BACKBONE = f"{_ELEMENT}, modifierExtension no"
_RESOURCE = "id id, meta ?, implicitRules no, language code"
_DOMAIN = f"{_RESOURCE}, text ?, contained ?*, extension ?*, modifierExtension no"

#: Each type as `name type`, ending in `!` where it must stand and in `*` where it is a list.
_WRITTEN = {
    "Bundle": f"""{_RESOURCE}, identifier ?, type BundleType!, timestamp instant, total ?, link ?*, signature ?,
        entry Entry!*""",
    "Entry": f"{_BACKBONE}, link ?*, fullUrl uri, resource ?, search ?, request Request, response ?",
    "Request": f"{_BACKBONE}, method Method!, url uri!, ifNoneMatch ?, ifModifiedSince ?, ifMatch ?, ifNoneExist ?",
    "MessageHeader": f"""{_DOMAIN}, eventCoding Coding, eventUri uri, destination ?*, sender ?, enterer ?, author ?,
        source Source!, responsible ?, reason ?, response no, focus Reference*, definition ?""",
    "Source": f"{_BACKBONE}, name string, software string, version string, contact ?, endpoint uri!",
    "Patient": f"""{_DOMAIN}, identifier Identifier*, active boolean, name HumanName*, telecom ContactPoint*,
        gender Gender, birthDate date, deceasedBoolean boolean, deceasedDateTime dateTime, address Address*,
        maritalStatus ?, multipleBirthBoolean ?, multipleBirthInteger ?, photo ?*, contact Contact*,
        communication Communication*, generalPractitioner ?*, managingOrganization ?, link Link*""",
    "Contact": f"""{_BACKBONE}, relationship CodeableConcept*, name HumanName, telecom ContactPoint*, address ?,
        gender Gender, organization ?, period Period""",
    "Communication": f"{_BACKBONE}, language CodeableConcept!, preferred boolean",
    "Link": f"{_BACKBONE}, other ?!, type LinkType!",
    "Encounter": f"""{_DOMAIN}, identifier ?*, status EncounterStatus!, statusHistory ?*, class Coding!,
        classHistory ?*, type ?*, serviceType ?, priority ?, subject Reference, episodeOfCare ?*, basedOn ?*,
        participant ?*, appointment ?*, period Period, length ?, reasonCode ?*, reasonReference ?*, diagnosis ?*,
        account ?*, hospitalization Hospitalization, location Location*, serviceProvider ?, partOf ?""",
    "Hospitalization": f"""{_BACKBONE}, preAdmissionIdentifier ?, origin ?, admitSource ?, reAdmission ?,
        dietPreference ?*, specialCourtesy ?*, specialArrangement ?*, destination ?,
        dischargeDisposition CodeableConcept""",
    "Location": f"{_BACKBONE}, location Reference!, status LocationStatus, physicalType ?, period Period",
    "Consent": f"""{_DOMAIN}, identifier ?*, status ConsentStatus!, scope CodeableConcept!, category CodeableConcept!*,
        patient Reference, dateTime dateTime, performer ?*, organization ?*, sourceAttachment ?, sourceReference ?,
        policy Policy*, policyRule CodeableConcept, verification ?*, provision Provision""",
    "Policy": f"{_BACKBONE}, authority uri, uri uri",
    "Provision": f"""{_BACKBONE}, type ProvisionType, period Period, actor ?*, action ?*, securityLabel ?*, purpose ?*,
        class ?*, code ?*, dataPeriod ?, data ?*, provision ?*""",
    "ServiceRequest": f"""{_DOMAIN}, identifier ?*, instantiatesCanonical ?*, instantiatesUri ?*, basedOn ?*,
        replaces ?*, requisition ?, status RequestStatus!, intent RequestIntent!, category CodeableConcept*,
        priority Priority, doNotPerform boolean, code CodeableConcept, orderDetail ?*, quantityQuantity ?,
        quantityRatio ?, quantityRange ?, subject Reference!, encounter Reference, occurrenceDateTime dateTime,
        occurrencePeriod Period, occurrenceTiming ?, asNeededBoolean ?, asNeededCodeableConcept ?,
        authoredOn dateTime, requester ?, performerType ?, performer ?*, locationCode ?*, locationReference ?*,
        reasonCode ?*, reasonReference ?*, insurance ?*, supportingInfo ?*, specimen ?*, bodySite ?*,
        note Annotation*, patientInstruction string, relevantHistory ?*""",
    "Task": f"""{_DOMAIN}, identifier ?*, instantiatesCanonical ?, instantiatesUri ?, basedOn ?*, groupIdentifier ?,
        partOf ?*, status TaskStatus!, statusReason CodeableConcept, businessStatus ?, intent TaskIntent!,
        priority Priority, code CodeableConcept, description ?, focus Reference, for Reference, encounter Reference,
        executionPeriod ?, authoredOn dateTime, lastModified dateTime, requester ?, performerType ?*, owner ?,
        location ?, reasonCode ?, reasonReference ?, insurance ?*, note ?*, relevantHistory ?*, restriction ?,
        input ?*, output Output*""",
    "Output": f"{_BACKBONE}, type CodeableConcept!, valueString string, valueDateTime dateTime",
    "Identifier": f"""{_ELEMENT}, use IdentifierUse, type CodeableConcept, system uri, value string, period Period,
        assigner ?""",
    "HumanName": f"""{_ELEMENT}, use NameUse, text string, family string, given string*, prefix string*, suffix string*,
        period Period""",
    "ContactPoint": f"{_ELEMENT}, system PointSystem, value string, use PointUse, rank rank, period Period",
    "Address": f"""{_ELEMENT}, use AddressUse, type AddressType, text string, line string*, city string,
        district string, state string, postalCode string, country string, period Period""",
    "CodeableConcept": f"{_ELEMENT}, coding Coding*, text string",
    "Coding": f"{_ELEMENT}, system uri, version string, code code, display string, userSelected boolean",
    "Period": f"{_ELEMENT}, start dateTime, end dateTime",
    "Reference": f"{_ELEMENT}, reference string, type uri, identifier ?, display string",
    "Annotation": f"{_ELEMENT}, authorReference ?, authorString string, time dateTime, text string!",
}

_REQUEST_INTENTS = "proposal plan order original-order reflex-order filler-order instance-order option"

#: What R4 lets a code be, or we take of it: of bundles the three kinds somebody may be announced in.
CODES = {
    kind: frozenset(codes.split())
    for kind, codes in {
        "BundleType": "message transaction collection",
        "Method": "POST PUT",
        "Gender": "male female other unknown",
        "LinkType": "replaced-by replaces refer seealso",
        "EncounterStatus": "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown",
        "LocationStatus": "planned active reserved completed",
        "ConsentStatus": "draft proposed active rejected inactive entered-in-error",
        "ProvisionType": "deny permit",
        "RequestStatus": "draft active on-hold revoked completed entered-in-error unknown",
        "RequestIntent": f"directive {_REQUEST_INTENTS}",
        "Priority": "routine urgent asap stat",
        "TaskStatus": "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed "
        "entered-in-error",
        "TaskIntent": f"unknown {_REQUEST_INTENTS}",
        "IdentifierUse": "usual official temp secondary old",
        "NameUse": "usual official temp nickname anonymous old maiden",
        "PointSystem": "phone fax email pager url sms other",
        "PointUse": "home work temp old mobile",
        "AddressUse": "home work temp old billing",
        "AddressType": "postal physical both",
    }.items()
}

_DAY = r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_TIME = r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"

_PATTERNS = {
    kind: re.compile(pattern, re.ASCII)
    for kind, pattern in {
        "string": r"(?s:.*\S.*)",
        "code": r"[^\s]+(?: [^\s]+)*",
        "id": r"[A-Za-z0-9.-]{1,64}",
        "uri": r"\S+",
        "date": _DAY,
        "dateTime": f"{_DAY}|[12]\\d{{3}}-\\d\\d-\\d\\d{_TIME}",
        "instant": rf"[12]\d{{3}}-\d\d-\d\d{_TIME}",
    }.items()
}
_FULL_DAY = 10

#: More than this nobody reads; whoever mends these sends it again.
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a type: of which type itself, whether it is a list, and whether it must stand."""

    kind: str
    is_list: bool
    is_needed: bool


def _elements(written: str) -> dict[str, Element]:
    named = (one.split() for one in written.split(","))
    return {name: Element(kind.rstrip("!*"), kind.endswith("*"), "!" in kind) for name, kind in named}


ELEMENTS = {kind: _elements(written) for kind, written in _WRITTEN.items()}
_NEEDED = {kind: [name for name, one in known.items() if one.is_needed] for kind, known in ELEMENTS.items()}


def faults_in(value: object, kind: str, path: str) -> list[Fault]:
    """What R4 does not allow in a value of this type, each with its path, the first twenty or so."""
    return _below(path, _faults(value, kind))


def _faults(value: object, kind: str) -> list[Fault]:
    """Paths are put together on the way back from a fault: nearly all values have none."""
    if kind in ELEMENTS:
        return _of_object(value, kind)
    return [Fault("NOT_R4", "", *wrong)] if (wrong := _wrong(value, kind)) else []


def _wrong(value: object, kind: str) -> tuple[str, str] | None:
    """What is wrong with something plain, and what to do."""
    if kind == "no":
        return "It changes what stands beside it in a way not known here.", "Send it without."
    if kind == "boolean":
        return None if isinstance(value, bool) else ("It must be true or false.", "Write it without quotation marks.")
    if kind == "rank":
        is_rank = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return None if is_rank else ("It must be a whole number from 1.", "Write 1 for the first.")
    if not isinstance(value, str):
        return "It must be text.", "Write it in quotation marks."
    if NO_LETTERS.search(value):
        return "It holds what is no letter.", "Type it again."
    if kind in CODES:
        if value in CODES[kind]:
            return None
        return f"“{shown(value)}” is none of the codes for it.", f"Use one of {', '.join(sorted(CODES[kind]))}."
    if not _PATTERNS[kind].fullmatch(value) or not _is_in_the_calendar(value, kind):
        return f"It is no {kind} as FHIR R4 writes one.", "Look at its letters."
    return None


def _of_object(value: object, kind: str) -> list[Fault]:
    if not isinstance(value, dict) or not value:
        return [Fault("NOT_R4", "", f"It must be one {kind}.", "Write it as R4 does, not as R5.")]
    known = ELEMENTS[kind]
    found: list[Fault] = []
    for name, held in value.items():
        element = known.get(name)
        if element is not None:
            if element.kind != "?" or element.is_list:
                found += _below(f".{name}", _of_element(held, element))
        elif not _is_beside_the_elements(name, known):
            found.append(Fault("NOT_R4", f".{shown(name)}", "R4 knows no such element.", "Leave it out."))
        if len(found) >= MOST_FAULTS:
            return found
    missing = (name for name in _NEEDED[kind] if name not in value)
    return found + [Fault("NOT_R4", f".{name}", "It is missing.", f"A {kind} needs it.") for name in missing]


def _of_element(held: object, element: Element) -> list[Fault]:
    if not element.is_list:
        return _faults(held, element.kind)
    if not isinstance(held, list) or not held:
        return [Fault("NOT_R4", "", "It must be a list with something in it.", "Write it as R4 does.")]
    found: list[Fault] = []
    for place, one in enumerate(held if element.kind != "?" else ()):
        if faults := _faults(one, element.kind):
            found += _below(f"[{place}]", faults)
            if len(found) >= MOST_FAULTS:
                break
    return found


def _is_beside_the_elements(name: str, known: Mapping[str, Element]) -> bool:
    """What may stand in an object without being an element: its own type, and extensions of something plain."""
    return (name == "resourceType" and "implicitRules" in known) or (name[:1] == "_" and name[1:] in known)


def _below(path: str, faults: list[Fault]) -> list[Fault]:
    return [replace(fault, field=path + fault.field) for fault in faults] if faults else faults


def _is_in_the_calendar(value: str, kind: str) -> bool:
    if kind not in ("date", "dateTime", "instant") or len(value) < _FULL_DAY:
        return True
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
