"""What is read of a Patient: how to call and reach somebody, and that they live.

Birthday, sex, marriage, numbers of passports and of taxes, and all extensions stay shut.
"""

from coproduce.interop.health.bundle import Body, Resource, codes, refuse
from coproduce.interop.health.judging import no_nhs_number
from coproduce.interop.health.numbers import nhs_number
from coproduce.interop.health.said import FaultError, Receipt

NHS = "https://fhir.nhs.uk/Id/nhs-number"
#: Numbers the state gave somebody for other things: security, driving, passports, taxes.
_THE_STATES = frozenset({"SS", "DL", "PPN", "TAX", "NI"})
_MEDICAL_RECORD = "MR"
_NEXT_OF_KIN = "N"

#: Where each of the words below comes from.
ELEMENTS = {
    "external_id": "identifier",
    "full_name": "name",
    "preferred_name": "name",
    "phone": "telecom",
    "address": "address",
    "postcode": "address",
    "language": "communication",
    "next_of_kin": "contact",
}


def said_of(patient: Body, numbered: str, receipt: Receipt) -> dict[str, str]:
    """The words of a list, taken from a Patient. What is old or over is left out."""
    today = f"{receipt.received_at.astimezone(receipt.zone):%Y-%m-%d}"
    names = _current(patient.get("name", []), today)
    full = next((one for use in ("official", "usual", None) for one in names if one.get("use") == use), {})
    called = next((one for use in ("nickname", "usual") for one in names if one.get("use") == use), {})
    home = next(iter(_current(patient.get("address", []), today)), {})
    spoken = sorted(patient.get("communication", []), key=lambda one: not one.get("preferred", False))
    near = [one for one in _current(patient.get("contact", []), today) if _is_next_of_kin(one)]
    return {
        "external_id": _external_id(_current(patient.get("identifier", []), today), numbered, patient.get("id", "")),
        "full_name": _name(full),
        "preferred_name": _name(called) if called is not full else "",
        "phone": _phone(patient, today),
        "address": ", ".join([*home.get("line", []), *filter(None, [home.get("city")])]) or home.get("text", ""),
        "postcode": home.get("postalCode", ""),
        "language": _in_words(spoken[0]["language"]) if spoken else "",
        "next_of_kin": _near(near[0], today) if near else "",
    }


def numbered_as(patient: Resource) -> str:
    """Their NHS number, which has to be one; nothing where there is none."""
    for place, one in enumerate(patient.body.get("identifier", [])):
        if one.get("system") == NHS and "value" in one and one.get("use") != "old":
            if number := nhs_number(one["value"]):
                return number
            raise FaultError(no_nhs_number(patient.at(f"identifier[{place}].value")))
    return ""


def must_live(patient: Resource) -> None:
    """Refuse somebody who died, on whatever day, and a record that is no longer theirs."""
    for name in ("deceasedBoolean", "deceasedDateTime"):
        if patient.body.get(name):
            refuse("DIED", patient.at(name), "They died.", "Nobody is visited.")
    if patient.body.get("active") is False:
        refuse("NO_RECORD", patient.at("active"), "This record is no longer used.", "Send the one that is.")
    if any(one["type"] == "replaced-by" for one in patient.body.get("link", [])):
        refuse("NO_RECORD", patient.at("link"), "Another record took its place.", "Send that one.")


def _current(found: list[Body], today: str) -> list[Body]:
    """Those that are not called old, and not over."""
    return [one for one in found if one.get("use") != "old" and one.get("period", {}).get("end", today) >= today]


def _external_id(found: list[Body], numbered: str, id_: str) -> str:
    """The hospital's own number for them, else the NHS number, else any other that is not the state's, else the id."""
    known = [one for one in found if "value" in one and one.get("system") != NHS]
    own = [one["value"] for one in known if _MEDICAL_RECORD in codes(one.get("type", {}))]
    other = [one["value"] for one in known if not codes(one.get("type", {})) & _THE_STATES]
    return str([*own, *([f"NHS {numbered}"] if numbered else []), *other, id_][0])


def _name(name: Body) -> str:
    if "text" in name:
        return str(name["text"])
    return " ".join([*name.get("given", []), *filter(None, [name.get("family")])])


def _phone(of: Body, today: str) -> str:
    found = [one for one in _current(of.get("telecom", []), today) if one.get("system") == "phone" and "value" in one]
    return str(min(found, key=lambda one: one.get("rank", len(found)))["value"]) if found else ""


def _near(contact: Body, today: str) -> str:
    return ", ".join(filter(None, [_name(contact.get("name", {})), _phone(contact, today)]))


def _is_next_of_kin(contact: Body) -> bool:
    return any(_NEXT_OF_KIN in codes(one) for one in contact.get("relationship", []))


def _in_words(concept: Body) -> str:
    said = [concept.get("text"), *(one.get("display") or one.get("code") for one in concept.get("coding", []))]
    return str(next(filter(None, said), ""))
