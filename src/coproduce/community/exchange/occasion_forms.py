"""What is asked about an occasion: when and where it is, what hands it needs, a place in it, and who came."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import DayInput, TimeField, let_choose
from coproduce.community.exchange.forms import NO_DAY, NO_TIME, TimeOfDayInput
from coproduce.community.exchange.models import Category, Occasion
from coproduce.community.exchange.occasion_rules import LARGEST_CAPACITY, LONGEST_PLACE, MOST_SLOTS, Came, SlotWanted
from coproduce.community.exchange.rules import LONGEST_WORDS
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

NOT_LISTED = _("Choose one of the list.")
NO_CLOCK = _("This is not a time of the day. Write it like 14:30.")

#: Lines for what is needed on an empty form.
LINES = 3

REPEATS_SAID = (
    ("once", _("No, only this once")),
    ("weekly", _("Every week")),
    ("every two weeks", _("Every two weeks")),
    ("monthly", _("Every month, on the same day of the week")),
)

#: Which field of a form asks for an argument of the verb.
ASKED_BY = {"starts_at": "day", "ends_at": "ends", "slots": "needs_0"}


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


class NewOccasionForm(OccasionForm):
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
        self.numbers = range(min(max(lines, 1), MOST_SLOTS))
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

    def lines(self) -> list[dict[str, Any]]:
        """What is needed and for how many, line by line."""
        return [{"needs": self[f"needs_{n}"], "capacity": self[f"capacity_{n}"]} for n in self.numbers]

    def has_room(self) -> bool:
        """Whether another line may be added."""
        return len(self.numbers) < MOST_SLOTS

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        found = []
        for n in self.numbers:
            needs, capacity = said.get(f"needs_{n}", ""), said.get(f"capacity_{n}")
            if needs:
                found.append(SlotWanted(needs, capacity))
            elif capacity is not None:
                self.add_error(f"needs_{n}", _("Say what they are needed for."))
        if not found and not self.errors:
            self.add_error("needs_0", _("Say what hands are needed for. “Company” will do."))
        return {**said, "slots": tuple(found)}


class ChangeOccasionForm(OccasionForm):
    version = forms.IntegerField(localize=False, widget=forms.HiddenInput())


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=_("Why? Everybody who has a place reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave out health and money: “It cannot take place this time” is enough."),
        error_messages={"required": _("Say in a few words why."), "max_length": _("Say it in 300 letters or fewer.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput())


class PlaceForm(forms.Form):
    """A tap about one place: which slot or whose place, for whom, and with whom it is swapped."""

    request_id = forms.UUIDField()
    slot = forms.UUIDField(required=False)
    sign_up = forms.UUIDField(required=False)
    for_ = forms.UUIDField(required=False)
    with_ = forms.UUIDField(required=False)


class CameForm(forms.Form):
    """A line for each person: whether they came and for how long; at the desk also whether they were helped."""

    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, people: Sequence[Agent], signed: set[int], row: Occasion, is_desk: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.people, self.is_desk = people, is_desk
        minutes = int((row.ends_at - row.starts_at) / timedelta(minutes=1))
        for agent in people:
            self.fields[f"came_{agent.public_id}"] = forms.BooleanField(
                label=_("Gave a hand"), required=False, initial=agent.pk in signed
            )
            self.fields[f"time_{agent.public_id}"] = TimeField(
                label=_("How long?"),
                required=False,
                max_length=40,
                initial=str(HOURS(minutes)),
                error_messages={"required": NO_TIME},
            )
            if is_desk:
                self.fields[f"helped_{agent.public_id}"] = forms.BooleanField(label=_("Was helped"), required=False)

    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "agent": agent,
                "came": self[f"came_{agent.public_id}"],
                "time": self[f"time_{agent.public_id}"],
                "helped": self[f"helped_{agent.public_id}"] if self.is_desk else None,
            }
            for agent in self.people
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        came, helped = [], []
        for agent in self.people:
            name = str(agent.public_id)
            if said.get(f"helped_{name}"):
                helped.append(agent.public_id)
            if not said.get(f"came_{name}"):
                self.errors.pop(f"time_{name}", None)
            elif time := said.get(f"time_{name}"):
                came.append(Came(agent.public_id, time.minor))
            elif f"time_{name}" not in self.errors:
                self.add_error(f"time_{name}", NO_TIME)
        if not came and not self.errors:
            self.add_error(None, _("Tick who came. If nobody did, there is nothing to write down."))
        return {**said, "came": tuple(came), "helped": tuple(helped)}
