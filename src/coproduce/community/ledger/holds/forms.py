"""What is asked of whoever keeps hours back, or lets them go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Asked, DayInput, Once, TimeField
from coproduce.community.ledger.holds.rules import LONGEST_REASON, LONGEST_WHAT


class HowMuchForm(Asked):
    time = TimeField(
        label=_("How much is kept back?"),
        max_length=40,
        help_text=_("Write it like 1 h 30, or 90 min."),
        error_messages={"required": _("Say how much. Write it like 1 h 30, or 90 min.")},
    )


class UntilForm(Asked):
    until = forms.DateField(
        label=_("Until which day?"),
        widget=DayInput(),
        help_text=_("After that day it comes free by itself."),
        error_messages={"required": _("Choose the day."), "invalid": _("That is not a day. Write it like 16 11 2026.")},
    )


class WhatForm(Asked):
    what = forms.CharField(
        label=_("In a few words: what is it for?"),
        max_length=LONGEST_WHAT,
        help_text=_("Both of them read it."),
        error_messages={
            "required": _("Say in a few words what it is for: both of them read it."),
            "max_length": _("Say it in 60 letters or fewer."),
        },
    )


class LetGoForm(Once):
    reason = forms.CharField(
        label=_("Why is it let go?"),
        max_length=LONGEST_REASON,
        help_text=_("Both sides read it: it will not be done, it was another day."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why it is let go: both sides will read it."),
            "max_length": _("Say it in 200 letters or fewer."),
        },
    )
