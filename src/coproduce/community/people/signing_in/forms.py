"""What the desk asks about how somebody signs in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once


def _hidden() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})


class WordForm(Once):
    """Typed twice, seen by nobody beside."""

    word = forms.CharField(
        label=_("Your word"),
        max_length=80,
        widget=_hidden(),
        help_text=_("Something only you would say, like “blue kettle”. Capitals and spaces make no difference."),
        error_messages={"required": _("Type the word.")},
    )
    once_more = forms.CharField(
        label=_("The same once more"), max_length=80, widget=_hidden(), error_messages={"required": _("Type it again.")}
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "word" in said and "once_more" in said and said["word"] != said.pop("once_more"):
            self.add_error("once_more", _("The two are not the same. Type your word again."))
        return said
