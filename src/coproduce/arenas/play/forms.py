"""What is asked of whoever has an idea, plans, gives, lends or mends."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.play.pages.words import HINDERED, OUTCOMES
from coproduce.arenas.play.rules import CATEGORIES
from coproduce.community.exchange import fields
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.people.doing import Deed
from coproduce.community.people.uploads.forms import PICTURES
from coproduce.core.quantity import KG, Quantity, QuantityError

KINDS = [("festival", _("A festival")), ("challenge", _("A challenge that many take on"))]
THINGS = [("toy", _("A toy")), ("tool", _("A tool")), ("other", _("Something else"))]


def several(label: Any) -> forms.TypedMultipleChoiceField:
    """Any of the people who can be chosen."""
    return forms.TypedMultipleChoiceField(
        label=label, coerce=UUID, widget=forms.CheckboxSelectMultiple(), required=False, error_messages=fields.CHOOSE
    )


class Press(Deed):
    """Nothing is asked: what it is about stands on the page."""


class IdeaForm(Deed):
    name = fields.words(_("What is it called?"), 80, _("Say what it is called."))
    kind = fields.one_of(_("What is it?"), KINDS)
    words = fields.words(_("What would you like to do?"), 1000, lines=3)


class HowForm(Deed):
    name = fields.words(_("What is it called?"), 80, _("Say what it is called."))
    words = fields.words(_("What happens?"), 1000, lines=3)
    quiet = fields.words(_("Where is it quiet?"), 500, hint=_("A place to rest from noise and people."))
    access = fields.words(_("How does everybody get there and in?"), 500, hint=_("Steps, toilets, buses, lifts."))
    rain = fields.words(_("What if it rains?"), 500)
    kit = fields.words(_("What should people bring?"), 500, hint=_("Leave it empty if there is nothing."))


class PartForm(Deed):
    words = fields.words(_("What happens then?"), 120, _("Say in a few words what happens."),
                         hint=_("The same words again change it."))  # fmt: skip
    on = fields.day(_("Which day?"))
    begins = fields.clock(_("From"))
    ends = fields.clock(_("To"))
    place = fields.words(_("Where exactly?"), 200, hint=_("Only those who come read it."))
    hands = fields.words(
        _("What can people take a place in?"), 2000, _("Say it in a line for each, like “Tea; 3” or “Company”."),
        hint=_("A line for each, with how many: Tea; 3. Without a number, as many as like to."), lines=3,
    )  # fmt: skip

    def clean_hands(self) -> tuple[SlotWanted, ...]:
        found = []
        for line in self.cleaned_data["hands"].splitlines():
            needs, _sign, number = (one.strip() for one in line.partition(";"))
            if number and not (number.isdecimal() and len(number) < 5):
                raise forms.ValidationError(_("Behind the “;” stands how many, like “Tea; 3”."))
            if needs:
                found.append(SlotWanted(needs, int(number) if number else None))
        return tuple(found)

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        starts, ends = (datetime.combine(said["on"], said[name]) for name in ("begins", "ends"))
        return {
            "request_id": said["request_id"], "words": said["words"], "place": said["place"], "slots": said["hands"],
            "starts_at": starts, "ends_at": ends,
        }  # fmt: skip


class CancelForm(Deed):
    reason = fields.words(_("Why? Everybody who has a place reads it."), 300, _("Say in a few words why."), lines=2)


class CameForm(Deed):
    helped = several(_("Who gave a hand?"))
    came = several(_("Who came?"))
    others = fields.whole(_("How many more came, about?"), 0, 100_000, required=False)

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {**said, "came": tuple(said["came"]), "helped": tuple(said["helped"]), "others": said["others"] or 0}


class PictureForm(Deed):
    on_it = several(_("Who can be seen on it?"))
    picture = forms.FileField(
        label=_("The picture"), widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("JPEG or PNG, 10 MB or less. Where and when it was taken is not kept."),
        error_messages={"required": _("Choose a picture."), "empty": _("There is nothing in this file.")},
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {**said, "on_it": tuple(said["on_it"]), "picture": base64.b64encode(said["picture"].read()).decode()}


class GoalForm(Deed):
    name = fields.words(_("What would we like to reach together?"), 80, _("Say it in a few words."))
    target = fields.words(_("How much?"), 20, _("Write a number, like 100."))
    unit = fields.words(_("Of what?"), 20, _("Say what is counted, like kg or books."))


class GiveForm(Deed):
    amount = fields.words(_("How much did you add?"), 20, _("Write a number, like 12.5."))
    is_unnamed = forms.BooleanField(label=_("Without my name"), required=False)


class PutRightForm(Deed):
    corrects = fields.which(_("Which of your lines is wrong?"))
    less = fields.words(_("How much too much is it?"), 20, _("Write a number, like 12.5."))

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {"request_id": said["request_id"], "corrects": said["corrects"], "amount": f"-{said['less'].strip()}"}


class ThingForm(Deed):
    name = fields.words(_("What is it?"), 80, _("Say what it is, like “Drill”."))
    kind = fields.one_of(_("Which kind?"), THINGS)
    words = fields.words(_("What is good to know about it?"), 300)
    days = fields.whole(
        _("For how many days do you lend it?"),
        1,
        366,
        _("Leave it empty for as long as is usual here."),
        required=False,
    )


class BorrowForm(Deed):
    thing = forms.UUIDField(widget=forms.HiddenInput())


class OffForm(Deed):
    name = forms.CharField(widget=forms.HiddenInput())


class RepairForm(Deed):
    item = fields.words(_("What was brought?"), 80, _("Say what was brought, like “Kettle”."))
    category = fields.one_of(
        _("What kind of thing is it?"), [("", _("Nothing with a plug")), *((one, one) for one in sorted(CATEGORIES))],
        required=False,
    )  # fmt: skip
    problem = fields.words(_("What was wrong with it?"), 300, _("Say what was wrong with it."),
                           hint=_("About the thing, and nobody’s name: this is handed on."), lines=2)  # fmt: skip
    status = fields.one_of(_("What came of it?"), list(OUTCOMES.items()))
    barrier = fields.one_of(
        _("If it cannot be mended: what stood in the way?"), [("", _("Not said")), *HINDERED.items()],
        required=False,
    )  # fmt: skip
    brand = fields.words(_("Who made it?"), 60)
    year = fields.whole(
        _("About when was it made?"), 1800, 2200, _("Like 2015. Leave it empty if nobody knows."), required=False
    )
    weight = fields.words(_("About what does it weigh?"), 20, hint=_("Like 1.2 kg. Leave it empty if nobody knows."))
    brought_by = fields.which(_("Whose is it?"), _("Only where they are a member here. Find them by name first."),
                              required=False)  # fmt: skip

    def clean_weight(self) -> Quantity | None:
        said = self.cleaned_data["weight"].strip()
        try:
            return KG.parse(said) if said else None
        except QuantityError as wrong:
            raise forms.ValidationError(_("Write about what it weighs, like 1.2 kg.")) from wrong
