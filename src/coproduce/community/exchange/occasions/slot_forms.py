"""What hands an occasion needs, asked line by line: something to do, and for how many people."""

from collections.abc import Container, Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.exchange.models import Slot
from coproduce.community.exchange.occasions.rules import LARGEST_CAPACITY, MOST_SLOTS, SlotSaid

#: Lines for what is needed on an empty form.
LINES = 3


class SlotLines(forms.Form):
    """The lines of a form. A line of what is needed already carries its `slot_`, and `off_` where nobody took it."""

    def ask_lines(self, lines: int, slots: Sequence[Slot] = (), taken: Container[UUID] = ()) -> None:
        """Ask so many lines, those that are needed already first; what another took off meanwhile is asked anew."""
        self.numbers = range(min(max(lines, 1), MOST_SLOTS))
        before = self.data if self.is_bound else self.initial
        asked = (
            before
            if self.is_bound or "lines" in before
            else {f"slot_{n}": slot.public_id for n, slot in enumerate(slots)}
        )
        standing = {str(slot.public_id): slot for slot in slots}
        for number in self.numbers:
            self.fields[f"needs_{number}"] = forms.CharField(
                label=_("What is needed?"),
                required=False,
                max_length=120,
                error_messages={"max_length": _("Say it in 120 letters or fewer.")},
            )
            self.fields[f"capacity_{number}"] = forms.IntegerField(
                label=_("How many people?"),
                required=False,
                localize=False,
                min_value=1,
                max_value=LARGEST_CAPACITY,
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"), _("Write how many, from 1 to 1,000, or leave it open.")
                ),
            )
            if slot := standing.get(str(asked.get(f"slot_{number}", ""))):
                self._ask_about(number, slot, is_taken=slot.public_id in taken)

    def _ask_about(self, number: int, slot: Slot, *, is_taken: bool) -> None:
        """A line of what is needed already."""
        self.fields[f"slot_{number}"] = forms.UUIDField(widget=forms.HiddenInput(), initial=slot.public_id)
        self.fields[f"needs_{number}"].initial = slot.needs
        self.fields[f"capacity_{number}"].initial = slot.capacity
        if not is_taken:
            self.fields[f"off_{number}"] = forms.BooleanField(label=_("Not needed any more"), required=False)

    def lines(self) -> list[dict[str, Any]]:
        """What is needed and for how many, line by line."""
        return [
            {name: self[f"{name}_{n}"] for name in ("needs", "capacity", "slot", "off") if f"{name}_{n}" in self.fields}
            for n in self.numbers
        ]

    def has_room(self) -> bool:
        """Whether another line may be added."""
        return len(self.numbers) < MOST_SLOTS

    def lines_said(self, said: dict[str, Any]) -> Iterator[SlotSaid]:
        """What each line says; one that is empty says nothing, and is a mistake where something is needed already."""
        for n in self.numbers:
            if said.get(f"off_{n}"):
                continue
            needs, capacity, slot = (said.get(f"{name}_{n}") for name in ("needs", "capacity", "slot"))
            if needs:
                yield SlotSaid(needs, capacity, slot)
            elif capacity is not None or slot is not None:
                self.add_error(f"needs_{n}", _("Say what they are needed for."))

    def taken_off(self, said: dict[str, Any]) -> tuple[UUID, ...]:
        """What is not needed any more."""
        return tuple(said[f"slot_{n}"] for n in self.numbers if said.get(f"off_{n}") and said.get(f"slot_{n}"))
