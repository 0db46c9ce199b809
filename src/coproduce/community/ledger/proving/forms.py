"""What is asked before the books are proved, and before a seal goes out of the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once
from coproduce.community.ledger.seals.actions import LONGEST_PLACE


class VerifyForm(Once):
    anchor = forms.CharField(
        label=_("A seal you kept, if you have one"),
        required=False,
        max_length=200,
        help_text=_(
            "From a letter, a sheet or the minutes of a meeting. Left empty, the books are added up all the same."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnchorForm(Once):
    place = forms.CharField(
        label=_("Where will you keep it?"),
        max_length=LONGEST_PLACE,
        help_text=_("The minutes of a meeting, the parish council, another community."),
        error_messages={"required": _("Say where you keep it: the minutes of a meeting, your auditor.")},
    )
