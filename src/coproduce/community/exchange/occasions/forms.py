"""What is asked about an occasion: when and where it is, and a place in it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import DayInput, let_choose
from coproduce.community.exchange.forms import NO_DAY, TimeOfDayInput
from coproduce.community.exchange.models import Category, Slot
from coproduce.community.exchange.occasions.rules import DATES, LONGEST_PLACE, SlotWanted
from coproduce.community.exchange.occasions.slot_forms import SlotLines
from coproduce.community.exchange.rules import LONGEST_WORDS
from coproduce.core.refusal import Refusal

NOT_LISTED = _("Choose one of the list.")
WHICH = _("Say for which dates.")
NO_CLOCK = _("This is not a time of the day. Write it like 14:30.")

REPEATS_SAID = (
    ("once", _("No, only this once")),
    ("weekly", _("Every week")),
    ("every two weeks", _("Every two weeks")),
    ("monthly", _("Every month, on the same day of the week")),
)

#: Which field of a form asks for an argument of the verb.
ASKED_BY = {"starts_at": "day", "ends_at": "ends", "slots": "needs_0", "take_off": "needs_0"}


def placed(outcome: Refusal) -> Refusal:
    """The refusal at the field of the form that asks for it."""
    return replace(outcome, field=ASKED_BY.get(outcome.field, outcome.field))


class OccasionForm(forms.Form):
    """Words, day, times and place of an occasion."""

    words = forms.CharField(
        label=_("What is it?"),
        max_length=LONGEST_WORDS,
        help_text=_("Like “Repair café” or “Garden morning”."),
        error_messages={
            "required": _("Say in a few words what it is."),
            "max_length": _("Say it in 300 letters or fewer."),
        },
    )
    day = forms.DateField(
        label=_("Which day?"), widget=DayInput(), error_messages={"required": _("Choose the day."), "invalid": NO_DAY}
    )
    begins = forms.TimeField(
        label=_("From"),
        widget=TimeOfDayInput(),
        error_messages={"required": _("Say when it begins, like 10:00."), "invalid": NO_CLOCK},
    )
    ends = forms.TimeField(
        label=_("To"),
        widget=TimeOfDayInput(),
        error_messages={"required": _("Say when it ends, like 13:00."), "invalid": NO_CLOCK},
    )
    last_day = forms.DateField(
        label=_("Does it end on another day?"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty if it ends on the same day."),
        error_messages={"invalid": NO_DAY},
    )
    area = forms.ChoiceField(
        label=_("Which part of town?"),
        required=False,
        help_text=_("Everybody here reads it."),
        error_messages={"invalid_choice": NOT_LISTED},
    )
    place = forms.CharField(
        label=_("Where exactly?"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("Only those who come read it, whoever organises it, and the desk."),
        error_messages={"max_length": _("Say it in 200 letters or fewer.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, areas: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "area", [("", gettext("Not said")), *((area, area) for area in areas)])

    def clean(self) -> dict[str, Any]:
        """Day and times together, by the clock on the wall: the verb reads them by the community's."""
        said = super().clean() or {}
        if all(said.get(name) is not None for name in ("day", "begins", "ends")):
            said["starts_at"] = datetime.combine(said["day"], said["begins"])
            said["ends_at"] = datetime.combine(said.get("last_day") or said["day"], said["ends"])
        return said


class NewOccasionForm(SlotLines, OccasionForm):
    """An occasion that is planned: whose it is, of which kind, what is needed, and whether it comes round."""

    category = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        error_messages={"required": _("Choose what kind of thing it is."), "invalid_choice": NOT_LISTED},
    )
    organiser = forms.ChoiceField(label=_("Who invites?"), error_messages={"invalid_choice": NOT_LISTED})
    repeats = forms.ChoiceField(
        label=_("Does it come round?"), choices=REPEATS_SAID, error_messages={"invalid_choice": NOT_LISTED}
    )
    until_on = forms.DateField(
        label=_("If so: until which day?"),
        required=False,
        widget=DayInput(),
        help_text=_("The last day it may take place."),
        error_messages={"invalid": NO_DAY},
    )

    def __init__(
        self, *args: Any, kinds: Sequence[Category], organisers: Mapping[str, str], lines: int, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        let_choose(self, "category", [("", gettext("Choose")), *((kind.name, kind.name) for kind in kinds)])
        let_choose(self, "organiser", list(organisers.items()))
        if len(organisers) == 1:
            self.fields["organiser"].widget = forms.HiddenInput()
        self.ask_lines(lines)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        found = tuple(SlotWanted(line.needs, line.capacity) for line in self.lines_said(said))
        if not found and not self.errors:
            self.add_error("needs_0", _("Say what hands are needed for. “Company” will do."))
        return {**said, "slots": found}


class ChangeOccasionForm(SlotLines, OccasionForm):
    """An occasion that is changed, and what it needs with it; for one date of its series or for more."""

    version = forms.IntegerField(localize=False, widget=forms.HiddenInput())
    dates = forms.ChoiceField(
        label=_("For which dates?"),
        widget=forms.RadioSelect(),
        required=False,
        error_messages={"invalid_choice": WHICH},
    )
    lets_wait = forms.BooleanField(label=_("Let those who came last wait for a place. They are told."), required=False)

    def __init__(
        self, *args: Any, slots: Sequence[Slot], taken: Container[UUID], lines: int, dates: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        let_choose(self, "dates", dates)
        self.ask_lines(lines, slots, taken)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        return {
            **said,
            "slots": tuple(self.lines_said(said)),
            "take_off": self.taken_off(said),
            "dates": said.get("dates") or DATES[0],
        }


class CallOffForm(forms.Form):
    dates = forms.ChoiceField(
        label=_("Which dates?"), widget=forms.RadioSelect(), required=False, error_messages={"invalid_choice": WHICH}
    )
    reason = forms.CharField(
        label=_("Why? Everybody who has a place reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave out health and money: “It cannot take place this time” is enough."),
        error_messages={"required": _("Say in a few words why."), "max_length": _("Say it in 300 letters or fewer.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, dates: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "dates", dates)

    def clean_dates(self) -> str:
        return self.cleaned_data["dates"] or DATES[0]


class PlaceForm(forms.Form):
    """A tap about one place: which slot or whose place, for whom, and with whom it is swapped."""

    request_id = forms.UUIDField()
    slot = forms.UUIDField(required=False)
    sign_up = forms.UUIDField(required=False)
    for_ = forms.UUIDField(required=False)
    with_ = forms.UUIDField(required=False)
