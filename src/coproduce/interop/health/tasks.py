"""The answer to a hospital: its own Task, with the state it is in now, in FHIR R4 JSON.

It holds what the hospital sent to be known again, a state, a reason and what came of it in few words: nothing anybody
told a visitor. Whether it may be sent at all is a matter of consent (C3), which is looked at where it is sent.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from coproduce.interop.health.said import AskedTask
from coproduce.interop.health.shapes import CODES

#: States a hospital must be told the reason of.
_NEED_REASON = frozenset({"rejected", "cancelled"})


def to_task_status(
    task: AskedTask, status: str, *, changed_at: datetime, reason: str = "", outputs: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The Task with this status; `outputs` are what came of it, each as (what, how it is). `changed_at` is aware.

    Raises ValueError for a status R4 does not know, and for a no without a reason.
    """
    if status not in CODES["TaskStatus"]:
        raise ValueError(f"{status} is no status of a Task.")
    if status in _NEED_REASON and not reason:
        raise ValueError(f"A Task that is {status} says why.")
    if changed_at.tzinfo is None:
        raise ValueError("The moment needs its time zone.")
    return {
        "resourceType": "Task",
        **({"id": task.id} if task.id else {}),
        "status": status,
        **({"statusReason": {"text": reason}} if reason else {}),
        "intent": "order",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": task.focus},
        "for": {"reference": task.for_},
        **({"authoredOn": task.authored_on} if task.authored_on else {}),
        "lastModified": changed_at.isoformat(timespec="seconds"),
        **({"output": [{"type": {"text": what}, "valueString": how} for what, how in outputs]} if outputs else {}),
    }
