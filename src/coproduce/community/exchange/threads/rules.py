"""What may follow what in a thread, and how hours are shared among many: rules without a database.

proposed → agreed → done → recognised. Hours that somebody said stand once everybody else has said the same, once the
desk has for someone offline, or by themselves after the community's days. Calling off costs nothing, and what did
not happen is written down without blame.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coproduce.core.apportion import apportion
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal

#: In which states a thing may be done to a thread. Whatever is not here is refused.
MAY: Mapping[str, frozenset[str]] = {
    "agree": frozenset({"proposed"}),
    "change": frozenset({"proposed", "agreed"}),
    "say": frozenset({"proposed", "agreed", "done", "disputed"}),
    "do": frozenset({"proposed", "agreed", "done", "disputed"}),
    "confirm": frozenset({"done", "disputed"}),
    "stand": frozenset({"done"}),
    "dispute": frozenset({"done"}),
    "call_off": frozenset({"proposed", "agreed"}),
    "miss": frozenset({"agreed"}),
}

#: What to say instead, by the state the thread is in.
WHY_NOT: Mapping[str, str] = {
    "proposed": "Not everybody has said yes yet.",
    "agreed": "This is agreed, and not done yet. Say how long it took once it is.",
    "done": "It is done: say whether the hours are right.",
    "disputed": "The two of you remember it differently. The desk is looking at it.",
    "recognised": "This is written down and thanked for. If it is wrong, tell the desk: they put it right.",
    "called off": "This was called off. Start a new thread for another time.",
    "missed": "This did not happen. Start a new thread for another time.",
}

#: Days before hours that nobody answered stand by themselves, when the notice goes out.
NOTICE_DAYS = 3

#: After this many days nobody can read any more who did not come.
MISSED_FADES_AFTER = 180


@dataclass(frozen=True, slots=True)
class Cell:
    """What one gave one other, in minutes. The ids are the caller's."""

    giver: int
    receiver: int
    minutes: int


def may(what: str, state: str) -> Refusal | None:
    """None when this may be done to a thread in that state, else what to do instead.

    >>> may("agree", "proposed") is None
    True
    >>> may("agree", "called off").sentence
    'This was called off. Start a new thread for another time.'
    """
    if state in MAY[what]:
        return None
    return Refusal("NOT_NOW", WHY_NOT[state], "agreement")


def may_plan(time: Quantity | None) -> Refusal | None:
    """None when something can be planned to take about so long; None is not said."""
    if time is not None and time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write the time it will take, like 1 h 30.", "time")
    if time is not None and time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say about how long it will take, or leave it out.", "time")
    return None


def split(givers: Mapping[int, int], receivers: Mapping[int, int]) -> tuple[Cell, ...]:
    """Who gave whom how many minutes, when several help or are helped at once; exact to the minute.

    `givers` is minutes each gave, `receivers` a weight for each. Every giver's minutes go out whole. Together the
    receivers get what was given, shared by weight with the largest remainders, ties by id; nobody's share is off
    by more than a minute. Raises ApportionError when nobody was helped, or a number is below nothing.

    Source: TimeOverflow's many-to-one and one-to-many transfers keep both sides equal and opposite; sharing as in
    docs/explanation/sharing.md.

    >>> [(cell.receiver, cell.minutes) for cell in split({1: 100}, {7: 1, 8: 1, 9: 1})]
    [(7, 34), (8, 33), (9, 33)]
    >>> [cell.minutes for cell in split({1: 60, 2: 30}, {7: 1})]
    [60, 30]
    """
    ids = sorted(receivers)
    left = list(apportion(sum(givers.values()), [receivers[agent] for agent in ids], ids=ids).amounts)
    cells = []
    for giver in sorted(givers):
        shares = apportion(givers[giver], left, method="telescoping", caps=left).amounts
        left = [rest - share for rest, share in zip(left, shares, strict=True)]
        cells += [Cell(giver, agent, share) for agent, share in zip(ids, shares, strict=True) if share]
    return tuple(cells)
