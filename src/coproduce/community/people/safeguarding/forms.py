"""What is asked when something of a member was looked at."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once, let_choose
from coproduce.community.people.models import Upload
from coproduce.community.people.safeguarding.checks import ACTIVITIES
from coproduce.community.people.safeguarding.rules import LONGEST

KIND_WORDS = {
    "check": _("A check of records"),
    "insurance": _("An insurance"),
    "training": _("A training"),
    "reference": _("A good word, followed up"),
}
LEVEL_CHOICES = {"basic": _("Basic"), "standard": _("Standard"), "enhanced": _("Enhanced")}
STEP_WORDS = {"recorded": _("Written down"), "renewed": _("Renewed"), "withdrawn": _("Withdrawn")}
NOT_A_DAY = {"invalid": _("Write a day.")}


class Days(Once):
    """The number on the paper, and the days it counts for."""

    number = forms.CharField(
        label=_("The number on it"),
        required=False,
        max_length=LONGEST["number"],
        help_text=_("Read only by the desk, the safeguarding lead and the member themselves; each reading is noted."),
    )
    seen_on = forms.DateField(label=_("Looked at on"), widget=DayInput(), error_messages=NOT_A_DAY)
    until_on = forms.DateField(
        label=_("Look again by"),
        required=False,
        widget=DayInput(),
        help_text=_("Its last day, or the day you want to see a newer one. Left empty, it does not run out."),
        error_messages=NOT_A_DAY,
    )
    paper = forms.TypedChoiceField(
        label=_("Its picture"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("One of those that were handed in. Choose it where your community keeps them."),
    )
    why = forms.CharField(
        label=_("A note for later"),
        required=False,
        max_length=LONGEST["why"],
        help_text=_("Never what the certificate says."),
    )

    def __init__(self, papers: Iterable[Upload], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        handed_in = [(str(one.public_id), date_format(one.made_at)) for one in papers]
        if handed_in:
            let_choose(self, "paper", [("", _("None")), *handed_in])
        else:
            del self.fields["paper"]


class AttestForm(Days):
    """What was looked at. For a check the level, for everything else its name."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=list(KIND_WORDS.items()))
    level = forms.ChoiceField(label=_("Which check?"), required=False)
    what = forms.CharField(
        label=_("What is it called?"),
        required=False,
        max_length=LONGEST["what"],
        help_text=_("The name of a course, what is insured, or who says the good word. Not needed for a check."),
    )
    issuer = forms.CharField(
        label=_("Who gave it out?"),
        max_length=LONGEST["issuer"],
        error_messages={"required": _("Say who gave it out.")},
    )
    field_order = ("kind", "level", "what", "issuer", "number", "seen_on", "until_on", "paper", "why")

    def __init__(self, papers: Iterable[Upload], *args: Any, **more: Any) -> None:
        super().__init__(papers, *args, **more)
        let_choose(self, "level", [("", _("It is no check of records")), *LEVEL_CHOICES.items()])

    def said(self) -> dict[str, Any]:
        """What the verb is asked to write down."""
        given = dict(self.cleaned_data)
        level = given.pop("level")
        return given | ({"what": level} if given["kind"] == "check" else {})


class MeetForm(forms.Form):
    """Whom somebody would help, for what they would meet, and what would be done."""

    q = forms.CharField(label=_("Whom would they help?"), required=False, max_length=80)
    what = forms.ChoiceField(
        label=_("What for?"),
        required=False,
        choices=[
            ("agree", _("To agree something")),
            ("visit", _("A visit")),
            ("come", _("To come to something")),
            ("contact", _("To read each other’s telephone")),
            ("record", _("To write down help that happened")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("What would be done?"),
        required=False,
        choices=[("", _("Nothing of these")), *((code, _(words)) for code, words in ACTIVITIES.items())],
    )


class WithdrawForm(Once):
    why = forms.CharField(
        label=_("Why does it count no more?"),
        max_length=LONGEST["why"],
        help_text=_("It can be read later, with your name. Never what the certificate says."),
        error_messages={"required": _("Say in a few words why.")},
    )
