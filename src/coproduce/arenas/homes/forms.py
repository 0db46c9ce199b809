"""What is asked of families, of whoever leads a build day, of the desk, and of whoever handles the money."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.homes.rules import CameToBuild
from coproduce.community.base.forms import MoneyField, TimeField
from coproduce.community.exchange import fields
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.people.doing import Deed
from coproduce.core.quantity import Unit

NUMBER = {"required": _("Write a number."), "invalid": _("Write a number."), "min_value": _("Write 1 or more."),
          "max_value": _("That is too many.")}  # fmt: skip
KINDS = {
    "construction": _("Building"),
    "office": _("In the office"),
    "shop": _("In the shop"),
    "class": _("In a class"),
    "community": _("For the wider community"),
}
#: So many things one build day asks hands for, on the page.
LINES = 4


def _amount(label: Any, hint: Any = "", **more: Any) -> MoneyField:
    return MoneyField(label=label, max_length=40, help_text=hint,
                      error_messages={"required": _("Write an amount like 250.00.")}, **more)  # fmt: skip


def _rate() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("At which rate a year?"), max_digits=8, decimal_places=7, localize=False,
        help_text=_("A part of 1: 6 % is 0.06. At cost it is 0."), error_messages=NUMBER,
    )  # fmt: skip


def _index(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=4, required=False, localize=False, error_messages=NUMBER,
        help_text=_("Leave it empty to take it from the series in the rules."),
    )  # fmt: skip


def _words(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=600, help_text=hint, widget=forms.Textarea({"rows": 3}),
                           error_messages={"required": _("Say it in a few words.")})  # fmt: skip


def _whole(label: Any, low: int = 1, high: int = 10_000, hint: Any = "", **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=hint, localize=False, error_messages=NUMBER, **more
    )


def _member(label: Any, hint: Any = "", **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=UUID, empty_value=None, help_text=hint, error_messages=fields.CHOOSE, **more
    )


class AcceptForm(Deed):
    accepted_on = fields.day(_("Since which day are they accepted?"))
    home = forms.CharField(label=_("Which home will be theirs?"), required=False, max_length=80,
                           help_text=_("Like no. 14. Leave it empty until it is known."))  # fmt: skip
    repair = TimeField(label=_("Is it a repair? Then how long will it take?"), required=False, max_length=40,
                       help_text=_("Like 40 h. Leave it empty where a home is built."))  # fmt: skip


class WithdrawForm(Deed):
    left_on = fields.day(_("Since which day?"))


class AdultForm(Deed):
    adult = _member(_("Who works with them?"), _("Not in the list? Find them by name, above."))
    from_on = fields.day(_("From which day?"))
    until_on = fields.day(_("Until which day?"), _("Leave it empty while they work with them."), required=False)
    instead_of = fields.day(_("Was another first day written down by mistake? Which?"),
                      _("Leave it empty otherwise: who comes back is written down anew."), required=False)  # fmt: skip


class GateForm(Deed):
    gate = forms.ChoiceField(choices=[("start build", ""), ("close", "")], widget=forms.HiddenInput())


class HoursForm(Deed):
    on = fields.day(_("Which day was it?"))
    begins = fields.clock(_("From when?"))
    ends = fields.clock(_("Until when?"))
    kind = forms.ChoiceField(
        label=_("What kind of work was it?"), choices=list(KINDS.items()), error_messages=fields.CHOOSE
    )
    task = forms.CharField(label=_("What was done?"), required=False, max_length=80, help_text=_("Like painting."))
    site = forms.ChoiceField(label=_("On which home?"), required=False, error_messages=fields.CHOOSE)
    friend = forms.CharField(label=_("Did a friend work who is no member? Their name"), required=False, max_length=120,
                             help_text=_("Leave it empty when it was you."))  # fmt: skip


class HoursForOthersForm(HoursForm):
    """The same by whoever leads a day: who worked, and for which family."""

    family = _member(_("For which family does it count?"))
    worker = _member(_("Who worked?"), _("Not in the list? Find them by name, above."), required=False)


class SignForm(Deed):
    hours = forms.UUIDField(widget=forms.HiddenInput())


class PlanForm(Deed):
    """A build day: one line for each thing that is done."""

    words = forms.CharField(label=_("What is done that day?"), max_length=300,
                            help_text=_("Like “Walls of no. 14”."),
                            error_messages={"required": _("Say in a few words what is done.")})  # fmt: skip
    on = fields.day(_("Which day?"))
    begins = fields.clock(_("From when?"))
    ends = fields.clock(_("Until when?"))
    place = forms.CharField(label=_("Where do people meet?"), required=False, max_length=200,
                            help_text=_("Only those who come read it."))  # fmt: skip

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, choices=choices, **more)
        tasks = [("", _("Nothing more")), *((choices or {}).get("task", ()))]
        for number in range(1, LINES + 1):
            self.fields[f"task_{number}"] = forms.ChoiceField(
                label=_("Hands for"), choices=tasks, required=number == 1, error_messages=fields.CHOOSE
            )
            self.fields[f"places_{number}"] = _whole(_("How many?"), 1, 100, required=False)

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        lines = ((said[f"task_{number}"], said[f"places_{number}"]) for number in range(1, LINES + 1))
        return {
            "words": said["words"],
            "starts_at": datetime.combine(said["on"], said["begins"]),
            "ends_at": datetime.combine(said["on"], said["ends"]),
            "tasks": tuple(SlotWanted(task, places) for task, places in lines if task),
            "place": said["place"],
            "request_id": said["request_id"],
        }


class WeatherForm(Deed):
    wind_kmh = _whole(_("Wind, in kilometres an hour"), 0, 300)
    rain_mm = _whole(_("Rain, in millimetres"), 0, 1000)
    celsius = _whole(_("Coldest, in degrees Celsius"), -60, 60)


class CameForm(Deed):
    """Who came, all of them from when to when; who was there for a shorter time is written down by themselves."""

    site = forms.ChoiceField(label=_("On which home was it?"), error_messages=fields.CHOOSE)
    begins = fields.clock(_("From when?"))
    ends = fields.clock(_("Until when?"))
    who = forms.TypedMultipleChoiceField(
        label=_("Who came?"), coerce=UUID, widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Say who came."), "invalid_choice": _("Choose from the list.")},
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        came = tuple(CameToBuild(one, said["begins"], said["ends"]) for one in said["who"])
        return {"site": said["site"], "came": came, "request_id": said["request_id"]}


class ShowForm(Deed):
    taught = _member(_("Whom did you show it?"), _("Not in the list? Find them by name, above."))
    task = forms.CharField(label=_("What did you show?"), max_length=120, help_text=_("Like “How to hang a door”."),
                           error_messages={"required": _("Say in a few words what was shown.")})  # fmt: skip
    time = TimeField(label=_("How long did it take?"), max_length=40, help_text=_("Like 1 h 30, or 90 min."),
                     error_messages={"required": _("Write how long it took, like 1 h 30.")})  # fmt: skip
    done_on = fields.day(_("Which day was it?"))


class ThingForm(Deed):
    thing = forms.CharField(label=_("Which tool or material?"), max_length=60,
                            error_messages={"required": _("Say which tool or material it is.")})  # fmt: skip
    pieces = _whole(_("How many?"))


class LendForm(ThingForm):
    to = _member(_("To whom?"), _("Not in the list? Find them by name, above."))


class BackForm(ThingForm):
    from_ = _member(_("From whom?"))
    used_up = forms.BooleanField(label=_("It was used up on a home"), required=False)


class LoanForm(Deed):
    principal = _amount(_("How much is lent?"))
    annual_rate = _rate()
    months = _whole(_("In how many months?"), 1, 600)
    from_on = fields.day(_("When is the first payment due?"))
    income = _amount(_("What does the family earn a month?"), _("Only to see what it can afford: it is not kept."))
    escrow = _amount(_("Tax and insurance of a month"))


class PaymentForm(Deed):
    amount = _amount(_("How much came?"))
    paid_on = fields.day(_("Which day did it come?"))


class TellForm(Deed):
    month = forms.IntegerField(widget=forms.HiddenInput(), localize=False)
    supporter = _member(_("Who talks with them about it?"), _("Not in the list? Find them by name, above."))


class AnswerForm(Deed):
    month = forms.IntegerField(widget=forms.HiddenInput(), localize=False)
    answer = _words(_("How was it?"), _("In your own words. Until somebody has decided on it, no step follows."))


class DecideForm(Deed):
    """On what a family answered."""

    month = forms.IntegerField(widget=forms.HiddenInput(), localize=False)
    is_upheld = forms.TypedChoiceField(
        label=_("What do you decide?"), coerce=lambda said: said == "yes", error_messages=fields.CHOOSE,
        choices=[("yes", _("They are right: this month counts for no step")), ("no", _("It stands as it was"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = _words(_("Why?"), _("The family reads it, with your name."))


class EndForm(Deed):
    """At the last step: by a person alone."""

    month = forms.IntegerField(widget=forms.HiddenInput(), localize=False)
    ends = forms.TypedChoiceField(
        label=_("What do you decide?"), coerce=lambda said: said == "yes", error_messages=fields.CHOOSE,
        choices=[("no", _("It goes on: they stand one step lower")), ("yes", _("The agreement ends"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = _words(_("Why?"), _("The family reads it, with your name."))


class AffordForm(forms.Form):
    """What a family could borrow; nothing of it is kept."""

    income = _amount(_("What does the family earn a month?"))
    escrow = _amount(_("Tax and insurance of a month"))
    annual_rate = _rate()
    months = _whole(_("In how many months?"), 1, 600)

    def __init__(self, said: Any, *, money: Unit) -> None:
        super().__init__(said, auto_id="afford_%s", initial={"escrow": "0", "annual_rate": "0", "months": 360})
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.money = money


class FundForm(Deed):
    home = forms.CharField(label=_("Into which home?"), max_length=60,
                           error_messages={"required": _("Say which home it is.")})  # fmt: skip
    amount = _amount(_("How much?"))
    spent_on = fields.day(_("Which day?"))


class ChargeForm(Deed):
    income = _amount(_("What is left of their income a month, after tax?"))
    running = _amount(_("What does running their home cost a month?"))
    shares = _whole(_("What did their home cost, in shares?"), 1, 10_000_000)
    index = _index(_("What does the published index say?"))
    from_on = fields.day(_("From which day?"))


class IndexForm(Deed):
    on = fields.day(_("Of which day is it?"))
    index = forms.DecimalField(
        label=_("What does the published index say?"), min_value=0, max_digits=11, decimal_places=4, localize=False,
        help_text=_("Like 104.25."), error_messages={**NUMBER, "min_value": _("An index is more than 0.")},
    )  # fmt: skip
    decision = _member(_("By which decision?"), _("Which index is taken, members decide, like every rule."))


class PayOutForm(Deed):
    index = _index(_("What does the published index say that day?"))
    paid_on = fields.day(_("On which day do they leave?"))
