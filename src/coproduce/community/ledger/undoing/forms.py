"""Why something is taken back, and what the second person says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once
from coproduce.community.ledger.undoing.actions import LONGEST_REASON


class TakeBackForm(Once):
    reason = forms.CharField(
        label=_("Why is it put right?"),
        max_length=LONGEST_REASON,
        help_text=_("Both sides read it: it was another day, it was written down twice."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why it is put right: both sides will read it."),
            "max_length": _("Say it in 200 letters or fewer."),
        },
    )


class DecideForm(Once):
    undoing = forms.UUIDField()
