"""What is asked of whoever closes the books, or opens them again: up to which day, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once
from coproduce.community.ledger.closed_days.rules import LONGEST_REASON

BAD_DAY = _("Write the day like 2026-11-16.")


class CloseForm(Once):
    """The last day that is to be closed, and why."""

    through = forms.DateField(
        label=_("The last day to close"),
        widget=DayInput,
        help_text=_("A day that is over: the end of a month, or of a year."),
        error_messages={"required": _("Choose a day that is over."), "invalid": BAD_DAY},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        help_text=_("Whoever cannot write on such a day reads it."),
        error_messages={"required": _("Say why, in a few words.")},
    )


class OpenForm(Once):
    """Up to which day the books stay closed, if any, and why."""

    through = forms.DateField(
        label=_("Up to which day do they stay closed?"),
        widget=DayInput,
        required=False,
        help_text=_("Left empty, every day is open again."),
        error_messages={"invalid": BAD_DAY},
    )
    why = forms.CharField(
        label=_("Why?"), max_length=LONGEST_REASON, error_messages={"required": _("Say why, in a few words.")}
    )
