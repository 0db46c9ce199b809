"""The questions of an offer or a need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Asked
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.queries import categories
from coproduce.community.exchange.rules import LARGEST_QUANTITY, LONGEST_CATEGORY, LONGEST_WORDS


class WhatForm(Asked):
    words = forms.CharField(
        label=_("What is it?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. Leave out health, money and telephone numbers."),
        error_messages={
            "required": _("Say in a few words what it is."),
            "max_length": _("Say it in 300 letters or fewer."),
        },
    )


class KindOfForm(Asked):
    category = forms.CharField(
        label=_("What kind of thing is it?"),
        max_length=LONGEST_CATEGORY,
        help_text=_("Choose a word that is in use here, or write a new one."),
        error_messages={
            "required": _("Write what kind of thing it is."),
            "max_length": _("Say it in 60 letters or fewer."),
        },
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.fields["category"].widget.attrs["list"] = "kinds"
        self.suggestions = ("kinds", list(categories(request.actor).values_list("name", flat=True)[:200]))


class HowManyForm(Asked):
    quantity = forms.IntegerField(
        label=_("How many?"),
        required=False,
        min_value=1,
        max_value=LARGEST_QUANTITY,
        localize=False,
        help_text=_("Only for things that are counted. You may leave it empty."),
        error_messages={
            "invalid": _("Write a whole number, or leave it empty."),
            "min_value": _("Write one or more, or leave it empty."),
            "max_value": _("That is more than any list can mean. Check the number."),
        },
    )
