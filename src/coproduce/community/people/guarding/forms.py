"""What is asked about who is not of age and who says yes for them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once
from coproduce.community.people.guarding.rules import LONGEST_WORDS


class AgeForm(Once):
    adult_on = forms.DateField(
        label=_("From which day will they be of age?"),
        required=False,
        widget=DayInput(),
        help_text=_("Only for somebody who is not of age yet. Left empty, they are of age, and nothing is kept."),
        error_messages={"invalid": _("Write a day.")},
    )


class GuardianForm(Once):
    guardian = forms.UUIDField(
        label=_("Who says yes for them?"),
        widget=forms.Select,
        error_messages={"required": _("Choose a member."), "invalid": _("Choose a member.")},
    )
    words = forms.CharField(
        label=_("What are they to each other?"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("Mother, foster father, aunt. Only the desk and the two of them read it."),
    )


class YesForm(Once):
    channel = forms.ChoiceField(
        label=_("How did they say it?"), choices=[("spoken", _("They told me")), ("paper", _("On paper"))]
    )
    until_on = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=DayInput(),
        help_text=_("Left empty, until it is taken back, or until they are of age."),
        error_messages={"invalid": _("Write a day.")},
    )
