"""A library that models all of FHIR agrees with our tables of the few types we read; where it is missing, this skips.

It has no plain R4; R4B is the same in every resource that is read here.
"""

import importlib
import re
from typing import Any

import pytest

from coproduce.interop.health.shapes import CODES, ELEMENTS, faults_in
from coproduce.interop.tests.bundles import GOOD, NOTHING, PLACES, bundle

pytest.importorskip("fhir.resources")

#: Where a type of ours stands in the library, if it is not called the same there.
ELSEWHERE = {
    "Entry": "bundle.BundleEntry",
    "Request": "bundle.BundleEntryRequest",
    "Source": "messageheader.MessageHeaderSource",
    "Contact": "patient.PatientContact",
    "Communication": "patient.PatientCommunication",
    "Link": "patient.PatientLink",
    "Hospitalization": "encounter.EncounterHospitalization",
    "Location": "encounter.EncounterLocation",
    "Policy": "consent.ConsentPolicy",
    "Provision": "consent.ConsentProvision",
    "Output": "task.TaskOutput",
}


def model(kind: str) -> Any:
    module, _, name = ELSEWHERE.get(kind, f"{kind.lower()}.{kind}").rpartition(".")
    return getattr(importlib.import_module(f"fhir.resources.R4B.{module}"), name)


def theirs(kind: str) -> dict[str, tuple[bool, bool]]:
    """Each element of a type as the library has it: whether it is a list, and whether it must stand."""
    found = {}
    for name, one in model(kind).model_fields.items():
        said = one.json_schema_extra or {}
        if not name.endswith(("__ext", "_ext")) and name not in ("resource_type", "fhir_comments"):
            is_needed = one.is_required() or bool(said.get("element_required"))
            found[one.alias or name] = ("List" in str(one.annotation), is_needed)
    return {name: one for name, one in found.items() if not name.startswith("_")}


@pytest.mark.parametrize("kind", sorted(ELEMENTS))
def test_the_elements_are_those_of_the_standard(kind: str) -> None:
    """Names, lists and needs. We ask more of a bundle (it holds something), and take fewer kinds of output."""
    known, ours = theirs(kind), ELEMENTS[kind]
    assert set(ours) - {"modifierExtension"} <= set(known)
    missing = set(known) - set(ours)
    assert missing == set() or (kind == "Output" and all(name.startswith("value") for name in missing))
    for name, one in ours.items():
        if one.kind != "no":
            assert one.is_list == known[name][0], name
            assert one.is_needed == known[name][1] or (kind, name) == ("Bundle", "entry"), name


@pytest.mark.parametrize("kind", ["Task", "Encounter", "ServiceRequest", "Consent", "Patient", "EncounterLocation"])
def test_the_codes_are_those_of_the_standard(kind: str) -> None:
    """As far as the library lists them: it ends long lists with a plus, and holds nobody to any."""
    ours = {"EncounterLocation": "Location"}.get(kind, kind)
    for name, one in model(ours).model_fields.items():
        listed = (one.json_schema_extra or {}).get("enum_values") or ()
        element = ELEMENTS[ours].get(one.alias or name)
        if element and element.kind in CODES:
            assert set(listed) - {"+"} <= CODES[element.kind], name
            assert "+" in listed or set(listed) == CODES[element.kind], name


def is_valid(said: dict[str, Any]) -> bool:
    try:
        model("Bundle").model_validate(said)
    except ValueError:
        return False
    return True


def of_read_kinds(said: dict[str, Any]) -> dict[str, Any]:
    """The bundle without what we leave shut, which the library would look into."""
    return {**said, "entry": [one for one in said["entry"] if one["resource"]["resourceType"] in PLACES][:6]}


def test_our_example_is_r4() -> None:
    assert is_valid(of_read_kinds(GOOD))


@pytest.mark.parametrize(
    "changes",
    [
        {"Encounter__class": NOTHING},
        {"Encounter__class": [{"code": "IMP"}]},
        {"Encounter__hospitalization__disposition": "home"},
        {"Patient__birthDate": "1941-13-45"},
        {"Patient__birthDay": "1941-05-06"},
        {"Patient__deceasedBoolean": "maybe"},
        {"Patient__name__0__given": "Ann"},
        {"MessageHeader__source__endpoint": NOTHING},
        {"Consent__category": NOTHING},
        {"Task__intent": NOTHING},
        {"ServiceRequest__subject": NOTHING},
    ],
    ids=lambda changes: re.sub("__", ".", next(iter(changes))),
)
def test_what_it_rejects_we_refuse(changes: dict[str, Any]) -> None:
    assert not is_valid(of_read_kinds(bundle(**changes)))
    kind = next(iter(changes)).split("__")[0]
    assert list(faults_in(bundle(**changes)["entry"][PLACES[kind]]["resource"], kind, kind))


def test_what_it_lets_pass_we_refuse() -> None:
    """Why it is a second opinion and not the first: a status may be any word, a reference point at nothing."""
    assert is_valid(of_read_kinds(bundle(Encounter__status="banana")))
    assert is_valid(of_read_kinds(bundle(Task__for__reference="urn:uuid:nobody")))
