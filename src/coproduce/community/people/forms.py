"""The questions of welcoming a member, and of what someone can do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Asked, let_choose
from coproduce.community.base.page import MemberRequest
from coproduce.community.people.rules import EMAIL, PHONE


class NameForm(Asked):
    name = forms.CharField(
        label=_("What is their name?"),
        max_length=120,
        error_messages={
            "required": _("Write the person's name."),
            "max_length": _("Write the name in 120 letters or fewer."),
        },
    )


class ContactForm(Asked):
    email = forms.RegexField(
        EMAIL,
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("They sign in with it. Leave it empty for someone who is not online: print them a card."),
        error_messages={"invalid": _("This is not an e-mail address. Mend it, or leave it empty.")},
    )
    phone = forms.RegexField(
        PHONE,
        label=_("Telephone"),
        required=False,
        max_length=30,
        help_text=_("Only the desk sees it."),
        error_messages={"invalid": _("This is not a telephone number. Mend it, or leave it empty.")},
    )


class AreaForm(Asked):
    neighbourhood = forms.ChoiceField(
        label=_("Which part do they live in?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        names = request.community.neighbourhoods.order_by("name").values_list("name", flat=True)
        let_choose(self, "neighbourhood", [("", _("Not said")), *((name, name) for name in names)])


class StrengthForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("skill", _("Something you can do")),
            ("thing", _("Something you can lend")),
            ("place", _("Somewhere people can meet")),
            ("experience", _("Something you have been through")),
        ],
    )
    words = forms.CharField(
        label=_("In a few words"),
        max_length=200,
        error_messages={
            "required": _("Say in a few words what it is."),
            "max_length": _("Say it in 200 letters or fewer."),
        },
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput())
