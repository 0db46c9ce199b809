"""How members vouch for a role, as the desk sets it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once, let_choose
from coproduce.community.people.vouching.rules import MOST_FIXED

NUMBER = _("Choose from 1 to 50, or leave it empty.")


class RoleForm(Once):
    """One role, as its buttons send it."""

    role = forms.CharField(widget=forms.HiddenInput(), max_length=40)


class VouchingForm(Once):
    role = forms.ChoiceField(
        label=_("Which role?"),
        error_messages={"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")},
    )
    is_open = forms.BooleanField(
        label=_("Members vouch for it"),
        required=False,
        help_text=_("Left off, nobody vouches for it any more, and whoever has the role keeps it."),
    )
    threshold = forms.IntegerField(
        label=_("How many members does it take?"),
        required=False,
        min_value=1,
        max_value=MOST_FIXED,
        help_text=_("Left empty: half of those who are here, and never more than three."),
        error_messages={"invalid": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    )
    giver_role = forms.ChoiceField(
        label=_("Who may vouch?"), required=False, error_messages={"invalid_choice": _("Choose one of the list.")}
    )
    counts_former = forms.BooleanField(
        label=_("It counts on when who vouched has left"),
        required=False,
        help_text=_("Left on, trust outlives whoever gave it. It is marked either way."),
    )

    def __init__(self, *args: Any, roles: list[str], known: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "role", [(role, role) for role in roles])
        let_choose(self, "giver_role", [("", _("Every member")), *((role, role) for role in known)])
