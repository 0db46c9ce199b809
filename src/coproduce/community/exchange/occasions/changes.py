"""The verbs that change an occasion or call it off: one date, this and the following, or all that are still to come.

On the other dates of a series only what is changed here changes, so that what is peculiar to one of them stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.held import area_named, organised_dates, save_change
from coproduce.community.exchange.occasions.rules import (
    DATES,
    LONGEST_PLACE,
    SlotSaid,
    local,
    may_take_place,
    moments,
    moved,
)
from coproduce.community.exchange.occasions.slots import SlotChanges, change_slots, slot_changes
from coproduce.community.exchange.occasions.words import tell
from coproduce.community.exchange.rules import LONGEST_WORDS
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Planned:
    """One occasion, how often it was changed, and on how many dates of its series the same was done."""

    occasion: UUID
    version: int
    dates: int = 1


@action("exchange.change_occasion", receipt=Planned)
def change_occasion(
    actor: Actor,
    *,
    occasion: UUID,
    version: int,
    words: str,
    starts_at: datetime,
    ends_at: datetime,
    area: str = "",
    place: str = "",
    slots: tuple[SlotSaid, ...] = (),
    take_off: tuple[UUID, ...] = (),
    dates: str = DATES[0],
    lets_wait: bool = False,
    request_id: UUID,
) -> Done[Planned] | Refusal:
    """Another day, place, other words or other hands needed; everybody whom it concerns is told.

    Of the slots, those in `slots` are said anew or are more, those in `take_off` go, and the others stay. Fewer places
    than people is refused, unless it `lets_wait` those who came last. `dates` says for which of its series.
    """
    rows = organised_dates(actor, "exchange.change_occasion", occasion, dates)
    if isinstance(rows, Refusal):
        return rows
    row = rows[0]
    if row.version != version:
        return Refusal(
            "CHANGED_MEANWHILE",
            "Somebody changed this meanwhile. Look at what it says now, then keep yours.",
            "version",
        )
    zone = ZoneInfo(row.community.time_zone)
    fault = (
        may_say(words, "words", LONGEST_WORDS, "Say in a few words what it is.")
        or may_say(place, "place", LONGEST_PLACE)
        or may_take_place(starts_at, ends_at, clock.now(), zone)
    )
    if fault:
        return fault
    near = area_named(row.community, area)
    if isinstance(near, Refusal):
        return near
    needed = slot_changes(row, slots, take_off, request_id)
    if isinstance(needed, Refusal):
        return needed
    said = {"words": words.strip(), "area": near, "place": place.strip()}
    differs = {name: new for name, new in said.items() if getattr(row, name) != new}
    whens = _whens(rows, starts_at, ends_at, zone)
    if isinstance(whens, Refusal):
        return whens
    told = _change(actor, rows, differs, whens, needed, lets_wait=lets_wait)
    return told if isinstance(told, Refusal) else Done(Planned(row.public_id, row.version, len(rows)), told)


def _whens(
    rows: Sequence[Occasion], starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> Sequence[tuple[datetime, datetime]] | Refusal:
    """From when to when each date is from now on; all as they were, when the first of them stays."""
    row = rows[0]
    [now] = moments(starts_at, ends_at, (local(starts_at, zone).date(),), zone)
    if now == (row.starts_at, row.ends_at):
        return [(one.starts_at, one.ends_at) for one in rows]
    found = moved([one.starts_at for one in rows], row.starts_at, starts_at, ends_at, zone)
    faults = (may_take_place(begins, ends, clock.now(), zone) for begins, ends in found)
    return next((fault for fault in faults if fault), None) or found


def _change(
    actor: Actor,
    rows: Sequence[Occasion],
    differs: dict[str, Any],
    whens: Sequence[tuple[datetime, datetime]],
    needed: SlotChanges,
    *,
    lets_wait: bool,
) -> tuple[Notice, ...] | Refusal:
    """Change each date, and say who is told what: of their own place first, and then that something changed."""
    told: list[Notice] = []
    changed = []
    for row, when in zip(rows, whens, strict=True):
        is_other = bool(differs) or when != (row.starts_at, row.ends_at)
        for name, new in differs.items():
            setattr(row, name, new)
        row.starts_at, row.ends_at = when
        if needed:
            outcome = change_slots(row, needed, lets_wait=lets_wait)
            if isinstance(outcome, Refusal):
                return outcome
            told += outcome.notices
            is_other = is_other or outcome.is_renamed
        save_change(row, "words", "area", "place", "starts_at", "ends_at")
        if is_other:
            changed.append(row)
    return (
        *told,
        *tell(
            actor,
            changed,
            "It has changed: %(what)s, now %(when)s. If you cannot come, say so with one tap.",
            "%(number)s dates have changed: %(what)s, the first now %(when)s. If you cannot come, say so with one tap.",
        ),
    )


@action("exchange.cancel_occasion", receipt=Planned)
def cancel_occasion(
    actor: Actor, *, occasion: UUID, reason: str, dates: str = DATES[0], request_id: UUID
) -> Done[Planned] | Refusal:
    """Call an occasion off, or more dates of its series; everybody who has a place is told why, nobody is to blame."""
    rows = organised_dates(actor, "exchange.cancel_occasion", occasion, dates)
    if isinstance(rows, Refusal):
        return rows
    told = call_off(actor, rows, reason)
    return told if isinstance(told, Refusal) else Done(Planned(rows[0].public_id, rows[0].version, len(rows)), told)


def call_off(actor: Actor, rows: Sequence[Occasion], reason: str) -> tuple[Notice, ...] | Refusal:
    """Call these off, held as they are, for one reason; what everybody who has a place in one of them is told, once."""
    if fault := may_say(reason, "reason", 300, "Say in a few words why."):
        return fault
    for row in rows:
        row.cancelled_at, row.cancelled_because = clock.now(), reason.strip()
        save_change(row, "cancelled_at", "cancelled_because")
    return tell(
        actor,
        rows,
        "Called off: %(what)s, %(when)s. %(why)s",
        "Called off on %(number)s dates: %(what)s, the first %(when)s. %(why)s",
        urgent=True,
        why=reason.strip(),
    )
