"""Which role somebody is given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once, let_choose


class GiveForm(Once):
    role = forms.ChoiceField(
        label=_("What are they here from now on?"),
        error_messages={"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")},
    )

    def __init__(self, *args: Any, roles: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "role", [(role, role.capitalize()) for role in roles])
