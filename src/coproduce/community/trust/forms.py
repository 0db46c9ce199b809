"""What is asked about who is near."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once
from coproduce.community.people.doing import Deed
from coproduce.community.trust.models import Rhythm, Silence, Tie
from coproduce.community.trust.rules import FEWEST_DAYS, MOST_DAYS

DAYS = _("Choose from 2 to 60 days.")


class LookOutForm(Deed):
    member = forms.ChoiceField(
        label=_("Who is it?"),
        error_messages={"required": _("Choose somebody."), "invalid_choice": _("Choose somebody of the list.")},
    )
    rings = forms.BooleanField(label=_("I would ring them now and then"), required=False)
    is_rung = forms.BooleanField(label=_("I would be glad if they rang me"), required=False)


class AnswerForm(Once):
    """A yes or a no, as its buttons send it."""

    tie = forms.UUIDField(widget=forms.HiddenInput())
    says = forms.ChoiceField(choices=Tie.ANSWERS, widget=forms.HiddenInput())


class LetGoForm(Once):
    tie = forms.UUIDField(widget=forms.HiddenInput())


class IntroduceForm(Once):
    """Two people, as the desk's button sends them."""

    one = forms.UUIDField(widget=forms.HiddenInput())
    other = forms.UUIDField(widget=forms.HiddenInput())


class RhythmForm(Deed):
    days = forms.IntegerField(
        label=_("Ring me if nobody has heard from me for more than so many days"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": DAYS, "invalid": DAYS, "min_value": DAYS, "max_value": DAYS},
    )


class EndForm(Deed):
    """Taking it back asks nothing."""


class WellForm(Deed):
    """All is well, said by oneself: nothing is asked."""


class HeardForm(Deed):
    how = forms.ChoiceField(
        label=_("How did you hear from them?"),
        choices=[(Rhythm.RANG, _("I rang")), (Rhythm.VISITED, _("I was at their door")), (Rhythm.MET, _("I met them"))],
    )
    came = forms.ChoiceField(
        label=_("How was it?"),
        choices=[(Silence.GLAD, _("They were glad that somebody asked")), (Silence.FINE, _("All was well without"))],
    )
    heard_on = forms.DateField(
        label=_("On which day?"),
        widget=DayInput,
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day like 2026-11-16.")},
    )


class UnreachedForm(Deed):
    """Nobody there: nothing is asked."""
