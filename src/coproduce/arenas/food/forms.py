"""What is asked of whoever orders, grows, packs, brings round, passes on and settles."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.food.rules import ALLERGENS, Drives, PiecesCame
from coproduce.community.base.forms import TimeField
from coproduce.community.exchange import fields
from coproduce.community.people.doing import Deed
from coproduce.core.quantity import KG, Quantity, QuantityError

UNITS = {"piece": _("By the piece"), "g": _("In grams"), "ml": _("In millilitres")}
STORED = {"ambient": _("Keeps without a fridge"), "chilled": _("In the fridge"), "hot": _("Is hot")}
DATED = {"": _("Neither"), "use by": _("Use by"), "best before": _("Best before")}
NAMES = {
    "gluten": _("Gluten"), "crustaceans": _("Crustaceans"), "eggs": _("Eggs"), "fish": _("Fish"),
    "peanuts": _("Peanuts"), "soybeans": _("Soybeans"), "milk": _("Milk"), "nuts": _("Nuts"), "celery": _("Celery"),
    "mustard": _("Mustard"), "sesame": _("Sesame"), "sulphites": _("Sulphites"), "lupin": _("Lupin"),
    "molluscs": _("Molluscs"),
}  # fmt: skip
#: What is ticked where somebody knows that there is none of them in it.
NONE_OF_THEM = "none"

#: So many drivers are asked for at once, on the page.
LINES = 3


class AllergensField(forms.MultipleChoiceField):
    """Allergens that are in it; None as long as nobody has said, which is not the same as none of them."""

    def __init__(self, label: Any, *, may_be_unknown: bool = True) -> None:
        none = [(NONE_OF_THEM, _("None of them"))] if may_be_unknown else []
        super().__init__(
            label=label, required=False, widget=forms.CheckboxSelectMultiple(), choices=[*none, *NAMES.items()],
            help_text=_("Leave it empty as long as nobody knows.") if may_be_unknown else "",
        )  # fmt: skip
        self.may_be_unknown = may_be_unknown

    def clean(self, value: Any) -> tuple[str, ...] | None:
        said = super().clean(value)
        if NONE_OF_THEM in said and len(said) > 1:
            raise forms.ValidationError(_("Either none of them, or which: not both."))
        if not said and self.may_be_unknown:
            return None
        return tuple(one for one in said if one in ALLERGENS)


class OrderForm(Deed):
    product = fields.which(_("What would you like?"))
    quantity = fields.whole(
        _("How much do you want in all?"), hint=_("Pieces, grams or millilitres. 0 is nothing of it.")
    )
    tolerance = fields.whole(_("How much more would you take, to fill a pack?"), initial=0,
                       hint=_("You get it only if a pack needs it."))  # fmt: skip


class StandingForm(OrderForm):
    """The same, for every order from now on."""


class TermsForm(Deed):
    band = fields.one_of(_("Which price do you choose?"), required=False, hint=_("Choose freely. Nobody asks why."))
    avoids = AllergensField(_("What do you avoid?"), may_be_unknown=False)
    is_brought = fields.yes(_("Is your food to be brought to you?"), choices=fields.YES_NO[::-1])
    begins = fields.clock(_("At home from"))
    ends = fields.clock(_("Until"))


class ShareForm(Deed):
    kind = fields.one_of(_("Which share of the harvest?"))
    from_on = fields.day(_("From which day?"))


class EndShareForm(Deed):
    kind = fields.one_of(_("Which share ends?"))
    until_on = fields.day(_("What is its last day?"))


class ExcuseForm(Deed):
    who = fields.which(_("Who is excused?"), _("Not in the list? Find them by name, above."))
    on = fields.day(_("From work on which day?"))
    jobs = fields.whole(_("From how many jobs?"), 1, 100, initial=1)
    is_core = fields.yes(_("Is it core work, like harvest?"), choices=fields.YES_NO[::-1])
    why = fields.words(_("Why?"), 120, _("Say in a few words why: they read it."))


class ProductForm(Deed):
    name = fields.words(_("What is it?"), 80, _("Say what it is, like “Leeks”."))
    unit = fields.one_of(_("How is it counted?"), list(UNITS.items()))
    pack = fields.whole(
        _("How many are in a pack?"), 1, hint=_("Pieces, grams or millilitres; 1 where it needs no pack.")
    )
    least_packs = fields.whole(_("How many packs have to be ordered at least?"), 0, 1000, initial=0)
    price = fields.amount(_("What does it cost?"), _("A piece; or 1000 grams or millilitres."))
    grams = fields.whole(_("About how many grams does a piece weigh?"), 1, required=False,
                   hint=_("Somebody carries it. Leave it empty for grams and millilitres."))  # fmt: skip
    contains = AllergensField(_("Which of these are in it?"))
    traces = AllergensField(_("Of which may there be traces?"))
    storage = fields.one_of(_("How is it kept?"), list(STORED.items())[:2])
    dated = fields.one_of(_("Which date is on it?"), list(DATED.items()), required=False)
    keeps_days = fields.whole(_("For how many days does it keep?"), 0, 3660, required=False)
    is_sold = fields.yes(_("Is it sold now?"), choices=fields.YES_NO[::-1])


class ProductForOthersForm(ProductForm):
    """The same by the desk: whose it is."""

    producer = fields.which(_("Who grows or makes it?"), _("Not in the list? Find them by name, above."))


class OpenForm(Deed):
    words = fields.words(_("What is it called?"), 120, _("Give it a name, like “Week 21”."))
    closes_on = fields.day(_("On which day does it close?"))
    closes = fields.clock(_("At which time?"))
    comes_on = fields.day(_("On which day does the food come?"))

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        closes_at = datetime.combine(said["closes_on"], said["closes"])
        return {name: said[name] for name in ("words", "comes_on", "request_id")} | {"closes_at": closes_at}


class CloseForm(Deed):
    """It is closed; before its moment, early."""


class WhyForm(Deed):
    why = fields.words(_("Why?"), 200, _("Say why it is off: everybody who ordered reads it."))


class CameForm(Deed):
    """How much came of each product that was ordered: a field for each."""

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, choices=choices, **more)
        for product, words, pieces in (choices or {}).get("came", ()):
            self.fields[f"came_{product}"] = fields.whole(words, initial=pieces)

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        came = tuple(PiecesCame(UUID(name[5:]), number) for name, number in said.items() if name.startswith("came_"))
        return {"came": came, "request_id": said["request_id"]}


class InsteadForm(Deed):
    product = fields.which(_("Of what did too little come?"))
    instead = fields.which(_("What is there instead?"))
    pieces = fields.whole(_("How much of it is there?"), 1)


class SettleForm(Deed):
    """It is settled."""


class RightForm(Deed):
    who = fields.which(_("Who got something else than is written down?"))
    product = fields.which(_("Of what?"))
    received = fields.whole(_("How much did they get?"))
    why = fields.words(_("Why?"), 200, _("Say why it is put right: they read it."))


class PaymentForm(Deed):
    who = fields.which(_("Who?"), _("Not in the list? Find them by name, above."))
    amount = fields.amount(_("How much?"))
    paid_on = fields.day(_("Which day was it?"))
    is_out = fields.one_of(_("Which way?"), [("in", _("They paid")), ("out", _("They were paid"))])

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_out": self.cleaned_data["is_out"] == "out"}


class SurplusForm(Deed):
    words = fields.words(_("What is over, and how much?"), 200, _("Say what it is and how much, like “3 loaves”."))
    storage = fields.one_of(_("How is it kept?"), list(STORED.items()))
    contains = AllergensField(_("Which of these are in it?"))
    place = fields.words(_("Where is it fetched?"), 200, hint=_("Only who fetches it reads this."))


class ThisForm(Deed):
    """Something about one that is on the page."""

    surplus = forms.UUIDField(widget=forms.HiddenInput())


class FetchedForm(ThisForm):
    weight = fields.words(_("About what did it weigh?"), 40, _("Write about what it weighs, like 2.5 kg."))
    thanks = fields.words(_("A word of thanks"), 300)

    def clean_weight(self) -> Quantity:
        try:
            return KG.parse(self.cleaned_data["weight"])
        except QuantityError as fault:
            raise forms.ValidationError(_("Write about what it weighs, like 2.5 kg.")) from fault


class RoundForm(Deed):
    """Who drives: a line for each."""

    depot = fields.one_of(_("In which part of town does it begin?"))

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, choices=choices, **more)
        nobody = [("", _("Nobody more")), *((choices or {}).get("driver", ()))]
        for number in range(1, LINES + 1):
            self.fields[f"who_{number}"] = fields.one_of(_("Who drives?"), nobody, required=number == 1)
            self.fields[f"by_{number}"] = fields.one_of(
                _("By bike or van?"), [("bike", _("By bike")), ("van", _("By van"))]
            )
            self.fields[f"begins_{number}"] = fields.clock(_("From when?"), initial="16:00")
            self.fields[f"ends_{number}"] = fields.clock(_("Until when?"), initial="20:00")

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        drivers = tuple(
            Drives(UUID(said[f"who_{number}"]), said[f"by_{number}"], said[f"begins_{number}"], said[f"ends_{number}"])
            for number in range(1, LINES + 1)
            if said[f"who_{number}"]
        )
        return {"depot": said["depot"], "drivers": drivers, "request_id": said["request_id"]}


class DroppedForm(Deed):
    driver = forms.UUIDField(widget=forms.HiddenInput())


class BroughtForm(DroppedForm):
    time = TimeField(label=_("How long did the round take?"), max_length=40, help_text=_("Like 1 h 30, or 90 min."),
                     error_messages={"required": _("Write the time it took, like 1 h 30.")})  # fmt: skip
