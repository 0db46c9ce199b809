"""The questions a broker answers to record help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import clock
from coproduce.community.base.forms import Asked, DayInput, TimeField
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.queries import categories


class TimeForm(Asked):
    time = TimeField(
        label=_("How long did it take?"),
        max_length=40,
        help_text=_("Like 1 h 30, or 90 min."),
        error_messages={"required": _("Write how long it took, like 1 h 30.")},
    )


class DayForm(Asked):
    done_on = forms.DateField(
        label=_("Which day was it?"),
        widget=DayInput(),
        help_text=_("For example 16 11 2026."),
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("This is not a day. Write day, month and year."),
        },
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.fields["done_on"].initial = clock.today(request.community.time_zone)


class KindForm(Asked):
    category = forms.ChoiceField(
        label=_("What kind of help was it?"),
        error_messages={
            "required": _("Choose what kind of help it was."),
            "invalid_choice": _("Choose one of the list."),
        },
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        names = categories(request.actor).values_list("name", flat=True)
        self.fields["category"].choices = [("", _("Choose")), *((name, name) for name in names)]  # type: ignore[attr-defined]


class WordsForm(Asked):
    words = forms.CharField(
        label=_("In a few words: what was done?"),
        max_length=300,
        required=False,
        help_text=_("The two of them and the desk can read it. You may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Say it in 300 letters or fewer.")},
    )
