"""Changing what an occasion needs hands for: something more, something less, more places or fewer.

What somebody has a place in is not taken from under them: it stays, or they are told and wait for the next free place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db.models import Q

from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.rules import MOST_SLOTS, SlotSaid, may_need
from coproduce.community.exchange.occasions.waiting import leave_nobody_alone, let_wait, move_up
from coproduce.community.exchange.occasions.words import when_of
from coproduce.core.refusal import Refusal

NO_SLOT = Refusal("NOT_FOUND", "That is not needed here any more. Look at what it says now.", "slots")


@dataclass(frozen=True, slots=True)
class SlotChanges:
    """What becomes of the slots, each known by its series, so that the same can be done on other dates."""

    renamed: Mapping[UUID, str]
    resized: Mapping[UUID, int | None]
    taken_off: frozenset[UUID]
    added: Mapping[UUID, SlotSaid]

    def __bool__(self) -> bool:
        return bool(self.renamed or self.resized or self.taken_off or self.added)


@dataclass(frozen=True, slots=True)
class SlotsChanged:
    """On one date: whether somebody's own slot has other words now, and what is told to whom."""

    is_renamed: bool
    notices: tuple[Notice, ...]


def slot_changes(
    row: Occasion, said: Sequence[SlotSaid], take_off: Sequence[UUID], request_id: UUID
) -> SlotChanges | Refusal:
    """How these differ from what the occasion needs now; what nobody names stays as it is."""
    here = {slot.public_id: slot for slot in row.slots.all()}
    named = [*take_off, *(one.slot for one in said if one.slot is not None)]
    if len(set(named)) < len(named) or not here.keys() >= set(named):
        return NO_SLOT
    if fault := may_need(
        [*said, *(SlotSaid(slot.needs) for public_id, slot in here.items() if public_id not in named)]
    ):
        return fault
    stay = [(here[one.slot], one) for one in said if one.slot is not None]
    return SlotChanges(
        {slot.series: one.needs.strip() for slot, one in stay if slot.needs != one.needs.strip()},
        {slot.series: one.capacity for slot, one in stay if slot.capacity != one.capacity},
        frozenset(here[public_id].series for public_id in take_off),
        {uuid5(request_id, f"slot {number}"): one for number, one in enumerate(said) if one.slot is None},
    )


def change_slots(row: Occasion, changes: SlotChanges, *, lets_wait: bool) -> SlotsChanged | Refusal:
    """Do it on one date, under its lock. Who waits has a place as soon as there is one."""
    notices: list[Notice] = []
    is_renamed = False
    slots = {slot.series: slot for slot in row.slots.order_by("pk")}
    if not 0 < len(slots.keys() - changes.taken_off) + len(changes.added) <= MOST_SLOTS:
        return Refusal(
            "WRONG_LENGTH",
            "On %(when)s other things are needed than here. Change that date by itself.",
            "slots",
            {"when": when_of(row)},
        )
    for series, slot in slots.items():
        if series in changes.taken_off:
            if fault := _take_off(row, slot):
                return fault
            continue
        if series in changes.resized:
            slot.capacity = changes.resized[series]
            left_out = _left_out(slot)
            if left_out and not lets_wait:
                return _too_few(row, slot)
            notices += let_wait(row, left_out)
        if series in changes.renamed:
            slot.needs, is_renamed = changes.renamed[series], True
        slot.save(update_fields=["capacity", "needs"])
    Slot.objects.bulk_create(
        Slot(occasion=row, series=series, needs=one.needs.strip(), capacity=one.capacity)
        for series, one in changes.added.items()
    )
    if changes.resized:
        notices += [*move_up(row), *leave_nobody_alone(row)]
    return SlotsChanged(is_renamed, tuple(notices))


def _take_off(row: Occasion, slot: Slot) -> Refusal | None:
    """Nothing is kept of a slot that nobody took."""
    if SignUp.objects.filter(Q(withdrawn_at=None) | Q(waits_since__isnull=False), slot=slot).exists():
        return Refusal(
            "TAKEN",
            "Somebody has a place in “%(needs)s” on %(when)s, or waits for one. Keep it, or ask them first.",
            "slots",
            {"needs": slot.needs, "when": when_of(row)},
        )
    SignUp.objects.filter(slot=slot).delete()
    slot.delete()
    return None


def _left_out(slot: Slot) -> list[SignUp]:
    """Those for whom there is no place any more: whoever said so last."""
    if slot.capacity is None:
        return []
    theirs = SignUp.objects.filter(slot=slot, withdrawn_at=None).select_related("agent").order_by("signed_at", "pk")
    return list(theirs)[slot.capacity :]


def _too_few(row: Occasion, slot: Slot) -> Refusal:
    taken = SignUp.objects.filter(slot=slot, withdrawn_at=None).count()
    return Refusal(
        "TOO_FEW",
        "%(taken)s have a place in “%(needs)s” on %(when)s. Keep as many places, or let those who came last wait for "
        "one: they are told.",
        "slots",
        {"taken": str(taken), "needs": slot.needs, "when": when_of(row)},
    )
