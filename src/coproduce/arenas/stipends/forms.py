"""What is asked of families, of the school, and of whoever pays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.stipends.actions.families import MOST_ADULTS
from coproduce.arenas.stipends.actions.registers import LONGEST_DAYS, MOST_LESSONS, MOST_LESSONS_A_DAY
from coproduce.community.base.forms import DayInput, Once, let_choose
from coproduce.core.quantity import Quantity, QuantityError, Unit

CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}
NO_DAY = {"required": _("Choose the day."), "invalid": _("Write the day like 2026-11-16.")}
SEXES = (("", _("not said")), ("girl", _("girl")), ("boy", _("boy")), ("other", _("another word")))
WENT = (
    ("present", _("there")),
    ("absent", _("not there")),
    ("excused", _("excused")),
    ("no_school", _("no school")),
    ("unknown", _("not known")),
)
DISABILITIES = (("", _("not said")), ("yes", _("yes")), ("no", _("no")))


class WordsField(forms.CharField):
    """Some sentences."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=600, widget=forms.Textarea(attrs={"rows": 4}), **more)


class AnswerForm(Once):
    words = WordsField(
        label=_("How was it?"),
        help_text=_("In your own words. Illness, a road under water, a fee nobody could pay: say what it was."),
        error_messages={"required": _("Say in your own words how it was."), "max_length": _("600 letters or fewer.")},
    )


class TellForm(Once):
    supporter = forms.ChoiceField(
        label=_("Who stands beside them?"),
        help_text=_("A member they can ask for help. Ask both first."),
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "supporter", [("", _("Choose")), *members])


class DecideForm(Once):
    is_upheld = forms.TypedChoiceField(
        label=_("Are they right?"),
        coerce=lambda said: said == "yes",
        choices=(("yes", _("Yes: these months are not counted")), ("no", _("No: it stays as it is"))),
        widget=forms.RadioSelect(),
        error_messages=CHOOSE,
    )
    words = WordsField(label=_("Why?"), help_text=_("The family reads it, with your name."),
                       error_messages={"required": _("Say why: the family reads it.")})  # fmt: skip


class EndForm(Once):
    ends = forms.TypedChoiceField(
        label=_("What do you decide?"),
        coerce=lambda said: said == "yes",
        choices=(("no", _("It goes on: nothing ends")), ("yes", _("This child’s part ends"))),
        widget=forms.RadioSelect(),
        error_messages=CHOOSE,
    )
    why = WordsField(label=_("Why?"), help_text=_("The family reads it, with your name. No rule decides this."),
                     error_messages={"required": _("Say why: the family reads it, with your name.")})  # fmt: skip


class AgainForm(Once):
    """What had ended begins anew."""

    why = WordsField(
        label=_("Why?"), help_text=_("What was missed before counts no more. The family reads it, with your name."),
        error_messages={"required": _("Say why: the family reads it, with your name.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "ends": False}


class MoneyField(forms.CharField):
    """Money as people write it, in the money used here."""

    unit: Unit

    def clean(self, value: Any) -> Quantity:
        try:
            return self.unit.parse(super().clean(value))
        except QuantityError as fault:
            raise forms.ValidationError(_("Write an amount, like 120.50.")) from fault


class FamilyForm(Once):
    family = forms.ChoiceField(
        label=_("Who is paid for the family?"), help_text=_("The mother, unless she chose somebody else."),
        error_messages=CHOOSE,
    )  # fmt: skip
    adults = forms.IntegerField(label=_("How many adults live in the family?"), min_value=1, max_value=MOST_ADULTS)
    income = MoneyField(label=_("What do all of them earn together in a month?"), max_length=40)
    pay_to = forms.CharField(
        label=_("Where is the money paid to?"),
        max_length=60,
        help_text=_("A telephone with + and its country, like +5581999990000, or the IBAN of an account."),
        error_messages={"required": _("Write a telephone, or the IBAN of an account.")},
    )

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], unit: Unit, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "family", [("", _("Choose")), *members])
        self.fields["income"].unit = unit  # type: ignore[attr-defined]


class ChildForm(Once):
    name = forms.CharField(label=_("The child’s name"), max_length=120)
    number = forms.CharField(
        label=_("The number the school knows it by"), max_length=40, help_text=_("One number is of one child.")
    )
    school = forms.CharField(label=_("Which school?"), max_length=80)
    class_name = forms.CharField(label=_("Which class?"), max_length=20, required=False)
    born_on = forms.DateField(label=_("When was it born?"), widget=DayInput(), error_messages=NO_DAY)
    sex = forms.ChoiceField(label=_("Girl or boy?"), choices=SEXES, required=False)
    disability = forms.ChoiceField(
        label=_("Does it live with a disability?"), choices=DISABILITIES, required=False,
        help_text=_("Only to see whether steps fall on all children alike. Leave it out if nobody said."),
    )  # fmt: skip


class MonthsForm(forms.Form):
    """Which months."""

    from_on = forms.DateField(label=_("First day"), widget=DayInput(), error_messages=NO_DAY)
    until_on = forms.DateField(label=_("Last day"), widget=DayInput(), error_messages=NO_DAY)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("from_on"), said.get("until_on")
        if isinstance(first, date) and isinstance(last, date) and not 0 <= (last - first).days <= LONGEST_DAYS:
            self.add_error("until_on", _("Choose a last day after the first, and not more than three months later."))
        return said


class ClassForm(forms.Form):
    """Which class: by the number of its line."""

    of = forms.ChoiceField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, classes: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = {str(number): one for number, one in enumerate(classes)}
        let_choose(self, "of", [(number, number) for number in self.places])

    @property
    def place(self) -> dict[str, Any]:
        """Its school and its name."""
        school, class_name = self.places[self.cleaned_data["of"]]
        return {"school": school, "class_name": class_name}


class SheetForm(MonthsForm, ClassForm):
    """Which class and which months."""


class LineForm(forms.Form):
    """One child's line of a sheet. Left empty, nothing is said of it."""

    held = forms.IntegerField(label=_("Held"), min_value=0, max_value=MOST_LESSONS, required=False)
    present = forms.IntegerField(label=_("There"), min_value=0, max_value=MOST_LESSONS, required=False)
    excused = forms.IntegerField(label=_("Excused"), min_value=0, max_value=MOST_LESSONS, required=False)
    no_school = forms.IntegerField(label=_("No school"), min_value=0, max_value=MOST_LESSONS, required=False)
    unknown = forms.IntegerField(label=_("Not known"), min_value=0, max_value=MOST_LESSONS, required=False)
    why_excused = forms.CharField(label=_("Why excused"), max_length=200, required=False)

    def said(self) -> dict[str, Any]:
        """The numbers as a register has them, or nothing: what is left of those held was missed."""
        given = self.cleaned_data
        if given["held"] is None or given["present"] is None:
            return {}
        names = ("held", "present", "excused", "no_school", "unknown")
        counts = {name: given[name] or 0 for name in names}
        absent = counts["held"] - sum(counts[name] for name in names[1:])
        return {**counts, "absent": max(0, absent), "why_excused": given["why_excused"]}


class LessonForm(Once):
    """Which lesson of a class."""

    on = forms.DateField(label=_("On which day?"), widget=DayInput(), error_messages=NO_DAY)
    lesson = forms.IntegerField(
        label=_("Which lesson of that day?"), min_value=1, max_value=MOST_LESSONS_A_DAY, initial=1,
        help_text=_("1 where a register is kept by the day."),
    )  # fmt: skip


class MarkForm(forms.Form):
    """How it went for one child."""

    went = forms.ChoiceField(label=_("Was it there?"), choices=WENT, initial="present", error_messages=CHOOSE)
    why = forms.CharField(label=_("Why excused"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("went") == "excused" and not said.get("why"):
            self.add_error("why", _("Write why: illness, mourning, a road under water."))
        return said


class CloseForm(Once, ClassForm):
    """Which class’s months are whole."""

    until_on = forms.DateField(widget=forms.HiddenInput())


class MonthForm(Once):
    month_on = forms.DateField(
        label=_("Which month?"), widget=DayInput(), error_messages=NO_DAY, help_text=_("Its first day.")
    )


class BankForm(forms.Form):
    from_account = forms.CharField(
        label=_("From which account?"), max_length=60, help_text=_("Its IBAN. It is not kept here."),
        error_messages={"required": _("Write the IBAN of the account it is paid from.")},
    )  # fmt: skip
    pay_on = forms.DateField(label=_("On which day?"), widget=DayInput(), error_messages=NO_DAY)


class PaymentForm(Once):
    payment = forms.UUIDField(widget=forms.HiddenInput())


class BackForm(PaymentForm):
    why = forms.CharField(
        label=_("Why?"), max_length=200, help_text=_("The family reads it."),
        error_messages={"required": _("Say why: the family reads it.")},
    )  # fmt: skip
