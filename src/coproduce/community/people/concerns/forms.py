"""What is asked of whoever is worried, and of the safeguarding leads who see to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.people.concerns.rules import LONGEST
from coproduce.community.people.joining.forms import Once


class WorryForm(Once):
    words = forms.CharField(
        label=_("What worries you?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In your own words: what you saw or heard, when, and whom it is about. You need not be sure."),
        error_messages={"required": _("Say in your own words what worries you.")},
    )


class NoteForm(Once):
    words = forms.CharField(
        label=_("What was done?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words what was done.")},
    )


class OverForm(Once):
    words = forms.CharField(
        label=_("Why is it over?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is over.")},
    )


class NotOverForm(Once):
    words = forms.CharField(
        label=_("Why is it not over yet?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is not over yet.")},
    )
