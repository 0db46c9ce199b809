"""Fields that the forms of several arenas ask with, each with its sentence for what is missing or wrong."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, MoneyField
from coproduce.community.exchange.forms import NO_DAY, TimeOfDayInput

CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}
WHOLE = {
    "required": _("Write a whole number."),
    "invalid": _("Write a whole number."),
    "min_value": _("That is too few."),
    "max_value": _("That is too many."),
}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def whole(label: Any, low: int = 0, high: int = 1_000_000, hint: Any = "", **more: Any) -> forms.IntegerField:
    """A whole number from `low` to `high`."""
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=hint, localize=False, **{"error_messages": WHOLE, **more}
    )


def words(label: Any, most: int, missing: Any = "", hint: Any = "", *, lines: int = 0) -> forms.CharField:
    """So many letters at most, wanted where there is a sentence for `missing`; in `lines` where there are several."""
    wrong = {"required": missing} if missing else {}
    more: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": lines})} if lines else {}
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), help_text=hint, error_messages=wrong, **more
    )


def day(label: Any, hint: Any = "", **more: Any) -> forms.DateField:
    wrong = {"required": _("Choose the day."), "invalid": NO_DAY}
    return forms.DateField(label=label, help_text=hint, widget=DayInput(), error_messages=wrong, **more)


def clock(label: Any, **more: Any) -> forms.TimeField:
    """A time of day."""
    wrong = {"required": _("Write a time like 9:00."), "invalid": _("Write a time like 9:00.")}
    return forms.TimeField(label=label, widget=TimeOfDayInput(), error_messages=wrong, **more)


def one_of(label: Any, choices: Any = (), hint: Any = "", **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, error_messages=CHOOSE, **more)


def yes(label: Any, hint: Any = "", *, choices: Any = YES_NO, **more: Any) -> forms.TypedChoiceField:
    """True for yes."""
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=lambda said: said == "yes", help_text=hint, error_messages=CHOOSE, **more
    )


def freely(label: Any, hint: Any = "", *, choices: Any = YES_NO) -> forms.TypedChoiceField:
    """True for yes; neither is chosen beforehand."""
    return yes(label, hint, choices=choices, widget=forms.RadioSelect)


def which(label: Any, hint: Any = "", **more: Any) -> forms.TypedChoiceField:
    """One of what is here, by its id."""
    return forms.TypedChoiceField(
        label=label, coerce=UUID, empty_value=None, help_text=hint, error_messages=CHOOSE, **more
    )


def amount(label: Any, hint: Any = "") -> MoneyField:
    wrong = {"required": _("Write an amount like 2.50.")}
    return MoneyField(label=label, max_length=40, help_text=hint, error_messages=wrong)
