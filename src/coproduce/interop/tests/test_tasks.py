"""The hospital's own Task goes back with its state, and passes every check it passed when it came."""

import json
from datetime import UTC, datetime

import pytest

from coproduce.interop.health.shapes import CODES, faults_in
from coproduce.interop.health.tasks import to_task_status
from coproduce.interop.tests.bundles import GOOD, NOTHING, PLACES, bundle, read, taken

LATER = datetime(2025, 3, 30, 12, tzinfo=UTC)


def answered(status: str, **said: object) -> dict[str, object]:
    task = taken(GOOD).task
    assert task
    return to_task_status(task, status, changed_at=LATER, **said)  # type: ignore[arg-type]


def test_an_answer() -> None:
    made = answered("completed", reason="They are well.", outputs=[("needs met", "yes"), ("visits", "3")])
    assert json.loads(json.dumps(made)) == {
        "resourceType": "Task",
        "id": "t-17",
        "status": "completed",
        "statusReason": {"text": "They are well."},
        "intent": "order",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": "urn:uuid:s"},
        "for": {"reference": "urn:uuid:p"},
        "authoredOn": "2025-03-01T10:00:00Z",
        "lastModified": "2025-03-30T12:00:00+00:00",
        "output": [
            {"type": {"text": "needs met"}, "valueString": "yes"},
            {"type": {"text": "visits"}, "valueString": "3"},
        ],
    }


@pytest.mark.parametrize("status", sorted(CODES["TaskStatus"]))
def test_it_comes_round(status: str) -> None:
    """In the place of the one that came it is R4 and points at what it must; asked anew it is the same discharge."""
    made = answered(status, reason="Said why.", outputs=[("needs met", "yes")])
    assert not list(faults_in(made, "Task", "Task"))
    said = bundle()
    said["entry"][PLACES["Task"]]["resource"] = made
    assert [fault.field for fault in read(said).faults] == (
        [] if status == "requested" else [f"Bundle.entry[{PLACES['Task']}].resource.status"]
    )
    made["status"] = "requested"
    assert taken(said) == taken(GOOD)


def test_what_was_not_said_is_not_made_up() -> None:
    task = taken(bundle(Task__id=NOTHING, Task__authoredOn=NOTHING)).task
    assert task
    made = to_task_status(task, "accepted", changed_at=LATER)
    assert not {"id", "authoredOn", "statusReason", "output"} & set(made)
    assert not list(faults_in(made, "Task", "Task"))


def test_what_is_no_answer() -> None:
    for status, said in (("banana", {}), ("rejected", {}), ("cancelled", {})):
        with pytest.raises(ValueError, match=status):
            answered(status, **said)
    task = taken(GOOD).task
    assert task
    with pytest.raises(ValueError, match="time zone"):
        to_task_status(task, "accepted", changed_at=LATER.replace(tzinfo=None))
