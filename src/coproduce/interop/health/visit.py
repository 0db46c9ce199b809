"""Whether a bundle asks for a visit, after which stay, and that somebody goes home from it."""

from zoneinfo import ZoneInfo

from coproduce.interop.health.bundle import Bundle, Resource, codes, only, refuse
from coproduce.interop.health.moments import moment
from coproduce.interop.health.said import AskedTask

#: What says that somebody goes home, by code system; HL7's is meant where none is named.
_HL7 = "http://terminology.hl7.org/CodeSystem/discharge-disposition"
_NUBC = frozenset({"01", "06", "07"})
HOME = {
    _HL7: frozenset({"home", "alt-home", "aadvice"}),
    "http://www.nubc.org/patient-discharge": _NUBC,
    "https://www.nubc.org/CodeSystem/PatDischargeStatus": _NUBC,
}
#: HL7's and NUBC's codes for somebody who died.
DIED = frozenset({"exp", "20", "40", "41", "42"})
#: A stay that never was.
_NEVER = frozenset({"planned", "cancelled", "entered-in-error"})


def task_in(bundle: Bundle) -> Resource | None:
    """The Task that asks for a visit to this person, where there is one."""
    task = bundle.only("Task")
    if task is None:
        return None
    task.must_be("status", "requested")
    task.must_be("intent", "order")
    if "fulfill" not in codes(task.body.get("code", {})):
        refuse("NOT_ASKED", task.at("code"), "It does not ask that something is done.", "Use the code fulfill.")
    bundle.to(task, "for", "Patient")
    return task


def asked_with(task: Resource) -> AskedTask:
    """What the answer has to repeat."""
    said = task.body
    return AskedTask(
        said.get("id", ""), said["focus"]["reference"], said["for"]["reference"], said.get("authoredOn", "")
    )


def request_in(bundle: Bundle, task: Resource | None) -> Resource | None:
    """The ServiceRequest the Task points at; without a Task the one for company, where there is one."""
    if task:
        request = bundle.to(task, "focus", "ServiceRequest")
        if not _is_for_company(request):
            refuse("NOT_ASKED", request.at("category"), "It asks for something else.", "Use social-connection.")
    elif (found := only([one for one in bundle.all("ServiceRequest") if _is_for_company(one)])) is None:
        return None
    else:
        request = found
    request.must_be("status", "active")
    request.must_be("intent", "order")
    if request.body.get("doNotPerform"):
        refuse("NOT_ASKED", request.at("doNotPerform"), "It asks that this is not done.", "Send it without.")
    if "code" not in request.body:
        refuse("NOT_ASKED", request.at("code"), "It does not say what is asked.", "Say it in code.text.")
    bundle.to(request, "subject", "Patient")
    return request


def stay_in(bundle: Bundle, request: Resource | None, zone: ZoneInfo) -> Resource:
    """The stay that is over: the one the request names, else the inpatient stay that began last."""
    if request and "encounter" in request.body:
        stay = bundle.to(request, "encounter", "Encounter")
    else:
        stays = [one for one in bundle.all("Encounter") if _is_inpatient(one) and one.body["status"] not in _NEVER]
        if not stays:
            refuse("NO_STAY", "Bundle.entry", "There is no inpatient stay in it.", "Send the Encounter, class IMP.")
        stay = max(stays, key=lambda one: _began(one, zone))
    stay.must_be("status", "finished")
    if not _is_inpatient(stay):
        refuse("NO_STAY", stay.at("class.code"), "It is no inpatient stay.", "Send the Encounter of class IMP.")
    bundle.to(stay, "subject", "Patient")
    for end in ("start", "end"):
        if end not in stay.body.get("period", {}):
            refuse("MISSING", stay.at(f"period.{end}"), "It is missing.", "Send when they came in and when they left.")
    return stay


def must_go_home(stay: Resource) -> None:
    """Refuse a stay that ended elsewhere. Where it says nothing, a coordinator asks."""
    going = stay.body.get("hospitalization", {}).get("dischargeDisposition")
    if going is None:
        return
    path, codings = stay.at("hospitalization.dischargeDisposition"), going.get("coding", [])
    if codes(going) & DIED:
        refuse("DIED", path, "They died.", "Nobody is visited.")
    if not any(one.get("code") in HOME.get(one.get("system", _HL7), ()) for one in codings):
        refuse("NOT_HOME", path, "It does not say that they go home.", "Use HL7's code home, alt-home or aadvice.")


def said_of(stay: Resource, request: Resource | None) -> dict[str, str]:
    """The words of a list, taken from the stay and from what is asked."""
    wards = [name for one in stay.body.get("location", []) if (name := one["location"].get("display"))]
    asked = request.body if request else {}
    return {
        "discharge_at": stay.body["period"]["end"],
        "ward": wards[-1] if wards else "",
        "visit_risk_notes": "\n".join(note["text"] for note in asked.get("note", [])),
        "red_flag_text": asked.get("patientInstruction", ""),
    }


def _is_for_company(request: Resource) -> bool:
    return any("social-connection" in codes(one) for one in request.body.get("category", []))


def _is_inpatient(stay: Resource) -> bool:
    return bool(stay.body["class"].get("code") == "IMP")


def _began(stay: Resource, zone: ZoneInfo) -> float:
    began = moment(stay.body.get("period", {}).get("start", ""), zone)
    return began.first.timestamp() if began else float("-inf")
