"""What is asked of whoever is worried, and of the safeguarding leads who see to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once
from coproduce.community.people.concerns.rules import LONGEST


def _in_words(label: Any, missing: Any, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
        error_messages={"required": missing},
    )


class WorryForm(Once):
    words = _in_words(
        _("What worries you?"),
        _("Say in your own words what worries you."),
        8,
        _("In your own words: what you saw or heard, when, and whom it is about. You need not be sure."),
    )


class NoteForm(Once):
    words = _in_words(_("What was done?"), _("Say in a few words what was done."), 4)


class OverForm(Once):
    words = _in_words(_("Why is it over?"), _("Say why it is over."), 3)


class NotOverForm(Once):
    words = _in_words(_("Why is it not over yet?"), _("Say why it is not over yet."), 3)
