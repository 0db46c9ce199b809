"""What the desk is asked about a kind of help: its name, its everyday words, and where it stands."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import let_choose
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.rules import LONGEST_CATEGORY, everyday
from coproduce.community.people.safeguarding.checks import ACTIVITIES

NOT_LISTED = _("Choose one of the list.")


class CategoryForm(forms.Form):
    """A kind of help, new or as it is. `tops` are those it may stand under, `beside` those it stands among now."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=LONGEST_CATEGORY,
        error_messages={"required": _("Write what it is called."), "max_length": _("Say it in 60 letters or fewer.")},
    )
    words = forms.CharField(
        label=_("What do people say when they mean it?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One on each line, in the plainest form: “walk dog” also finds “walking my old dog”. "
            "Lists you bring, messages you paste and the search all find the kind by these."
        ),
    )
    parent = forms.ChoiceField(
        label=_("What does it stand under?"), required=False, error_messages={"invalid_choice": NOT_LISTED}
    )
    position = forms.TypedChoiceField(
        label=_("Where in the list?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("If you put it under another, it stands last there."),
        error_messages={"invalid_choice": NOT_LISTED},
    )
    activities = forms.MultipleChoiceField(
        label=_("What is done in it?"),
        required=False,
        choices=[(code, _(words)) for code, words in ACTIVITIES.items()],
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Only if one of these is. Which check somebody needs for it follows from that alone."),
        error_messages={"invalid_choice": NOT_LISTED},
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, tops: Sequence[Category], beside: Sequence[Category] | None, **more: Any) -> None:
        super().__init__(*args, **more)
        under = [("", gettext("Nothing: it stands at the top")), *((one.name, one.name) for one in tops)]
        let_choose(self, "parent", under)
        if beside is None:
            del self.fields["position"]
        else:
            after = (
                (place, gettext("After %(kind)s") % {"kind": one.name}) for place, one in enumerate(beside, start=2)
            )
            let_choose(self, "position", [("", gettext("Where it is now")), (1, gettext("First")), *after])

    def clean_words(self) -> str:
        """One on each line, however they were separated."""
        return "\n".join(everyday(re.split(r"[\r\n,;]+", self.cleaned_data["words"])))


class RetireForm(forms.Form):
    """Whether what stands in a kind moves to another."""

    into = forms.ChoiceField(
        label=_("What stands in it now"),
        required=False,
        help_text=_("What was done keeps the kind it was done as. The everyday words go along."),
        error_messages={"invalid_choice": NOT_LISTED},
    )
    version = forms.IntegerField(widget=forms.HiddenInput())
    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, others: Sequence[Category], **more: Any) -> None:
        super().__init__(*args, **more)
        moves = ((one.name, gettext("moves to %(kind)s") % {"kind": one.name}) for one in others)
        let_choose(self, "into", [("", gettext("stays as it is")), *moves])


class BringBackForm(forms.Form):
    version = forms.IntegerField()
    request_id = forms.UUIDField()
