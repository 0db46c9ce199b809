"""How a case moves on: which state may follow which, and what has to be said with it.

Source: statuses of the Task resource as HL7 FHIR R4 and Gravity SDOH Clinical Care STU 3 use them for referrals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

DRAFT, REQUESTED, ACCEPTED, REJECTED = "draft", "requested", "accepted", "rejected"
IN_PROGRESS, ON_HOLD = "in-progress", "on-hold"
COMPLETED, FAILED, CANCELLED, IN_ERROR = "completed", "failed", "cancelled", "entered-in-error"

#: From each state, those that may follow; any of them may turn out to have been written by mistake, once.
FOLLOWS: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({REQUESTED, IN_ERROR}),
    REQUESTED: frozenset({ACCEPTED, REJECTED, IN_ERROR}),
    ACCEPTED: frozenset({IN_PROGRESS, CANCELLED, IN_ERROR}),
    IN_PROGRESS: frozenset({ON_HOLD, COMPLETED, FAILED, CANCELLED, IN_ERROR}),
    ON_HOLD: frozenset({IN_PROGRESS, IN_ERROR}),
    REJECTED: frozenset({IN_ERROR}),
    COMPLETED: frozenset({IN_ERROR}),
    FAILED: frozenset({IN_ERROR}),
    CANCELLED: frozenset({IN_ERROR}),
    IN_ERROR: frozenset(),
}
STATES = tuple(FOLLOWS)
OPEN = frozenset({DRAFT, REQUESTED, ACCEPTED, IN_PROGRESS, ON_HOLD})
CLOSED = frozenset(FOLLOWS) - OPEN

#: What is never said without a why.
WANT_A_REASON = frozenset({REJECTED, CANCELLED})

NEITHER_HIDDEN = "It is %(state)s, and from there it cannot become %(event)s. It can become: %(next)s."


@dataclass(frozen=True, slots=True)
class Event:
    """A step to another state: which, why, and whether it was whoever asked for the visits that takes it."""

    to: str
    reason: str = ""
    by_requester: bool = False


def next_state(state: str, event: Event | Mapping[str, Any] | str) -> str | Refusal:
    """The state after this event, or why not, naming both states.

    An event is an Event, the same as a mapping, or the name of the state it leads to, of which the table alone is
    asked. ValueError for a state that is none.

    >>> next_state("accepted", "in-progress")
    'in-progress'
    >>> next_state("requested", "completed").sentence
    'It is requested, and from there it cannot become completed. It can become: accepted, entered-in-error, rejected.'
    >>> next_state("accepted", Event("cancelled")).field, next_state("accepted", Event("cancelled", "Moved away"))
    ('reason', 'cancelled')
    """
    if state not in FOLLOWS:
        raise ValueError(f"{state!r} is no state of a case.")
    asked = Event(event) if isinstance(event, str) else told_as(Event, event)
    if asked.to not in FOLLOWS[state]:
        said = {
            "state": state,
            "event": str(asked.to)[:40],
            "next": ", ".join(sorted(FOLLOWS[state])) or "nothing else",
        }
        return Refusal("NOT_NOW", NEITHER_HIDDEN, "event", said)
    if not isinstance(event, str):
        if asked.to in WANT_A_REASON and not (asked.reason or "").strip():
            return Refusal("REASON_MISSING", "Say why: it goes back to whoever asked.", "reason")
        if asked.to == IN_ERROR and not asked.by_requester:
            return Refusal("NOT_ALLOWED", "Only whoever asked for it can say that it was written by mistake.", "event")
    return asked.to


def way_to(state: str, end: str) -> tuple[str, ...]:
    """The steps by which something sudden (a death, a consent taken back, a discharge called off) ends a case.

    Each is written down with the same cause. What has not been taken yet is rejected, what rests goes on first;
    what is over already stays as it is. ValueError for a state that is none.

    >>> way_to("on-hold", "cancelled"), way_to("requested", "cancelled"), way_to("draft", "cancelled")
    (('in-progress', 'cancelled'), ('rejected',), ('requested', 'rejected'))
    """
    if state not in FOLLOWS:
        raise ValueError(f"{state!r} is no state of a case.")
    if state in CLOSED:
        return ()
    if state == DRAFT:
        return (REQUESTED, REJECTED)
    if state == REQUESTED:
        return (REJECTED,)
    return (IN_PROGRESS, end) if state == ON_HOLD else (end,)
