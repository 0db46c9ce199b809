"""What is asked when a yes is written down, and when the community writes what it says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once, let_choose
from coproduce.community.people.consent.rules import LONGEST_NOTE, LONGEST_WORDS, PAPER, SPOKEN
from coproduce.community.people.models import Agent, Wording

CHANNEL_WORDS = {"page": _("on the page"), SPOKEN: _("spoken"), PAPER: _("signed on paper")}


class YesForm(Once):
    """A yes of whoever reads the words."""

    version = forms.IntegerField(widget=forms.HiddenInput())


class TakeDownForm(Once):
    """A yes that the desk was told, or has on paper."""

    channel = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[(SPOKEN, _("They said it, when the words were read to them")), (PAPER, _("They signed it on paper"))],
    )
    version = forms.TypedChoiceField(label=_("Which words?"), coerce=int)
    given_by = forms.ChoiceField(label=_("Who said it?"), required=False)
    note = forms.CharField(
        label=_("A note"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Only where somebody else says it for them: whose power of attorney you saw. Never about health."),
    )

    def __init__(self, whose: Agent, wordings: Sequence[Wording], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "version", [(one.version, _words_of(one, one == wordings[0])) for one in wordings])
        if len(wordings) == 1:
            self.fields["version"].widget = forms.HiddenInput()
            self.initial["version"] = wordings[0].version
        them = [("", gettext("They themselves"))]
        if whose.membership.adult_on:
            guardians = Agent.objects.filter(wards__ward=whose, wards__ended_on=None)
            them = [(str(one.public_id), one.name) for one in guardians]
        let_choose(self, "given_by", them)


def _words_of(wording: Wording, is_newest: bool) -> str:
    newest, older = gettext("The words of today, since %(day)s"), gettext("The words of %(day)s")
    return (newest if is_newest else older) % {"day": date_format(wording.from_on)}


class WordsForm(Once):
    words = forms.CharField(
        label=_("The words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_(
            "An empty line begins a paragraph. A line that begins with # is a heading; lines that begin with - are a "
            "list. Short sentences: somebody may read them out on the telephone."
        ),
        error_messages={"required": _("Write what members read.")},
    )
    from_on = forms.DateField(
        label=_("From which day?"), widget=DayInput(), error_messages={"invalid": _("Write a day.")}
    )


class AgreementForm(WordsForm):
    asks_anew = forms.BooleanField(
        label=_("Ask everybody again"),
        required=False,
        help_text=_(
            "For a change that matters. They are asked kindly, and can go on as before meanwhile. Leave it off where "
            "only the spelling changed."
        ),
    )
