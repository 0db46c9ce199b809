"""What is asked of whoever looks at a statement: which days, and by which of their two dates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput
from coproduce.community.ledger.days import Days

BAD_DAY = {"invalid": _("Write the day like 2026-11-16.")}


class DaysForm(forms.Form):
    """Nothing said is every line there is."""

    by = forms.ChoiceField(
        label=_("Which day counts?"),
        choices=[("happened", _("The day it happened")), ("written", _("The day it was written down"))],
        required=False,
    )
    first = forms.DateField(label=_("From"), widget=DayInput, required=False, error_messages=BAD_DAY)
    until = forms.DateField(label=_("Until"), widget=DayInput, required=False, error_messages=BAD_DAY)

    def days(self, zone: str) -> Days | None:
        """The days asked for; None where nothing was said that can be read."""
        if not self.is_valid() or not any(self.cleaned_data.values()):
            return None
        said = self.cleaned_data
        return Days("written" if said["by"] == "written" else "happened", said["first"], said["until"], zone)
