"""What is asked when the desk keeps two apart, and when it does so no more."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once
from coproduce.community.people.apart.desk import LONGEST_WHY
from coproduce.community.people.models import Agent


class EndForm(Once):
    why = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_WHY,
        help_text=_("It stands beside your name, for the desk and the safeguarding lead. Neither of the two reads it."),
        error_messages={"required": _("Say in a few words why.")},
    )


class KeepApartForm(EndForm):
    """Whom, of those found by name, and why."""

    other = forms.UUIDField(
        label=_("From whom?"), widget=forms.RadioSelect(), error_messages={"required": _("Choose one of them.")}
    )
    field_order = ("other", "why")

    def __init__(self, found: Iterable[Agent], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["other"].widget.choices = [(str(one.public_id), one.name) for one in found]
