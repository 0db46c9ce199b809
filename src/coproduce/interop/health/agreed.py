"""What a bundle's Consents say: yes to being contacted, no, or nothing."""

from coproduce.interop.health.bundle import Bundle, Resource, codes, refuse
from coproduce.interop.health.moments import moment
from coproduce.interop.health.said import Receipt

#: A consent that is only being written, or was written by mistake, says nothing.
_NO_WORD = frozenset({"draft", "proposed", "entered-in-error"})


def consented_in(bundle: Bundle, task: Resource | None, receipt: Receipt) -> str:
    """When the person said yes, in the bundle's words; nothing where it says nothing.

    A no that stands in the bundle is refused whatever else says yes. A consent without a moment of its own was given
    before the Task was written.
    """
    said = [
        _yes(one, task, receipt)
        for one in bundle.all("Consent")
        if "patient-privacy" in codes(one.body["scope"]) and one.body["status"] not in _NO_WORD
        if bundle.to(one, "patient", "Patient")
    ]
    return said[0] if said else ""


def _yes(consent: Resource, task: Resource | None, receipt: Receipt) -> str:
    said, provision = consent.body, consent.body.get("provision", {})
    until = moment(provision.get("period", {}).get("end", ""), receipt.zone)
    if said["status"] != "active" or provision.get("type") == "deny" or (until and until.last < receipt.received_at):
        refuse("NO_CONSENT", consent.path, "They said no, took their yes back, or it has run out.", "Ask them again.")
    if "policyRule" not in said and not any("uri" in policy for policy in said.get("policy", [])):
        refuse("NO_CONSENT", consent.at("policy"), "It does not say to what wording.", "Send the policy's uri.")
    when = said.get("dateTime") or (task.body.get("authoredOn") if task else None)
    if not when:
        refuse("NO_CONSENT", consent.at("dateTime"), "It does not say when.", "Send when they said yes.")
    return str(when)
