"""A FHIR bundle opened: the resources we read, by kind, what a reference may point at, and a count of the rest."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, NoReturn

from coproduce.interop.health.said import Fault, FaultError, shown
from coproduce.interop.health.shapes import MOST_FAULTS, faults_in
from coproduce.interop.sheets_reading import LARGEST_FILE

KINDS = ("MessageHeader", "Patient", "Encounter", "Consent", "ServiceRequest", "Task")

Body = dict[str, Any]


def refuse(code: str, path: str, reason: str, remedy: str) -> NoReturn:
    raise FaultError(Fault(code, path, reason, remedy))


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a bundle, and where it stands."""

    kind: str
    path: str
    body: Body

    def at(self, name: str) -> str:
        return f"{self.path}.{name}"

    def must_be(self, name: str, wanted: str) -> None:
        """Refuse where a code of this resource is another than the one that is wanted."""
        if (said := self.body[name]) != wanted:
            refuse("NOT_ASKED", self.at(name), f"It is {said}, not {wanted}.", f"Send it once it is {wanted}.")


class Bundle:
    """What a bundle holds. Only kinds that are read are kept; of the others their number."""

    def __init__(self, said: Body) -> None:
        self.kind: str = said["type"]
        self.ignored: Counter[str] = Counter()
        self._kinds: dict[str, list[Resource]] = {kind: [] for kind in KINDS}
        self._pointed: dict[str, Resource] = {}
        for place, entry in enumerate(said["entry"]):
            if "resource" in entry:
                self._hold(entry, f"Bundle.entry[{place}]")

    def _hold(self, entry: Body, path: str) -> None:
        body = entry["resource"]
        if not isinstance(body, dict) or not isinstance(kind := body.get("resourceType"), str):
            refuse("NOT_R4", f"{path}.resource", "It says no resourceType.", "Say which resource it is.")
        resource = Resource(kind, f"{path}.resource", body if kind in self._kinds else {})
        names = {entry["fullUrl"]} if "fullUrl" in entry else set()
        if isinstance(body.get("id"), str):
            names.add(f"{kind}/{body['id']}")
        for name in names:
            if name in self._pointed:
                refuse("TWICE", path, "Another entry is called so too.", "Give every resource a name of its own.")
            self._pointed[name] = resource
        if kind in self._kinds:
            self._kinds[kind].append(resource)
        else:
            self.ignored[shown(kind)] += 1

    def all(self, kind: str) -> list[Resource]:
        return self._kinds[kind]

    def only(self, kind: str) -> Resource | None:
        """The one resource of a kind, if there is any."""
        return only(self.all(kind))

    def to(self, resource: Resource, name: str, kind: str) -> Resource:
        """What a reference points at, which must stand in the same bundle and be of this kind."""
        path = resource.at(f"{name}.reference")
        reference = resource.body.get(name, {}).get("reference")
        if reference is None:
            refuse("NO_REFERENCE", path, "It is missing.", f"Point at the {kind} in this bundle.")
        found = self._pointed.get(reference)
        if found is None:
            refuse("NO_REFERENCE", path, "It points at nothing in this bundle.", f"Send the {kind} beside it.")
        if found.kind != kind:
            refuse("NO_REFERENCE", path, f"It points at a {shown(found.kind)}.", f"Point at the {kind}.")
        return found

    def not_r4(self) -> list[Fault]:
        """What R4 does not allow in the resources that are read, as far as somebody reads on."""
        found: list[Fault] = []
        for one in (one for kind in KINDS for one in self.all(kind)):
            found += faults_in(one.body, one.kind, one.path)
            if len(found) >= MOST_FAULTS:
                break
        return found


def only(found: list[Resource]) -> Resource | None:
    """The one that was found, if any; a second is one too many."""
    if len(found) > 1:
        refuse("TOO_MANY", found[1].path, f"A second {found[1].kind}.", "Send one bundle for each person and visit.")
    return found[0] if found else None


def opened(content: bytes) -> Body:
    """The bundle as plain JSON. Raises FaultError where it is none."""
    if len(content) > LARGEST_FILE:
        refuse("TOO_LARGE", "", "The bundle is larger than 50 MB.", "Send what the visit needs.")
    try:
        said = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        raise FaultError(Fault("NO_JSON", "", "It cannot be read as JSON.", "Send it again, whole.")) from fault
    if not isinstance(said, dict) or said.get("resourceType") != "Bundle":
        refuse("NO_BUNDLE", "", "It is no FHIR bundle.", "Send a Bundle of type message, transaction or collection.")
    return said


def _no_number(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number of JSON")


def codes(concept: Body) -> set[str]:
    """The codes of a concept, whoever's they are."""
    return {one["code"] for one in concept.get("coding", []) if "code" in one}
