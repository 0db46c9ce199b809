"""By what a community puts right, and what the second person says to more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once, TimeField
from coproduce.community.ledger.bounds.rules import LONGEST_REASON, MOST_DAYS


class DecideForm(Once):
    asked = forms.UUIDField()


class UndoingForm(Once):
    """Both may be left empty: then anything is put right at any time, by one person."""

    days = forms.IntegerField(
        label=_("For how many days can something be put right?"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        localize=False,
        help_text=_("Counted from the day it was written down. Leave it empty, and it can be put right at any time."),
        error_messages={
            "invalid": _("Write a whole number, or leave it empty."),
            "min_value": _("Write one day or more, or leave it empty."),
            "max_value": _("Choose ten years or fewer, or leave it empty."),
        },
    )
    two_from = TimeField(
        label=_("From how many hours on does it take two?"),
        required=False,
        max_length=40,
        help_text=_(
            "One asks, and another at the desk agrees or says no. Like 8 h. Leave it empty, and one person is enough."
        ),
    )
    why = forms.CharField(
        label=_("Why, where one person may do more from now on?"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("More hours than before, or no bound at all, count once a second person agreed. They read this."),
        error_messages={"max_length": _("Say it in 200 letters or fewer.")},
    )
