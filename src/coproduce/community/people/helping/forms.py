"""What is asked about who may do things for somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once
from coproduce.community.people.helping.rules import LONGEST_WHAT


class HelperForm(Once):
    helper = forms.UUIDField(
        label=_("Who?"),
        widget=forms.Select,
        error_messages={"required": _("Choose a member."), "invalid": _("Choose a member.")},
    )
    what = forms.CharField(
        label=_("With what, above all?"),
        required=False,
        max_length=LONGEST_WHAT,
        help_text=_("In a few words, for the two of you: the letters, the telephone."),
    )
    until_on = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=DayInput(),
        help_text=_("Left empty, until one of you ends it."),
        error_messages={"invalid": _("Write a day.")},
    )
    channel = forms.ChoiceField(
        label=_("How did they say it?"), choices=[("spoken", _("They told me")), ("paper", _("On paper"))]
    )
