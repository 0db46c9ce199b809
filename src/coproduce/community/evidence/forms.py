"""What is asked of whoever plans a study, one question at a time, and of whoever writes a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Asked, DayInput
from coproduce.community.base.page import MemberRequest
from coproduce.community.evidence.actions.plans import MOST_A_YEAR
from coproduce.community.evidence.rules import power
from coproduce.community.evidence.rules.report import LONGEST
from coproduce.community.evidence.rules.sheet import LONGEST as LONGEST_WORDS, MOST_DAYS
from coproduce.community.evidence.words import ANALYSIS_WORDS, COVARIATE_WORDS, years
from coproduce.community.people.doing import Deed

#: People a year of schemes that stand in the table beside the question.
SIZES = (50, 100, 200, 500, 1000, 2000)

BAD_DAY = _("Write the day like 2026-11-16.")
NUMBER = {"required": _("Write a whole number."), "invalid": _("Write a whole number.")}


def _words(label: Any, hint: Any, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_WORDS,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "max_length": _("Say it in 200 letters or fewer.")},
    )


class QuestionForm(Asked):
    question = _words(
        _("What do you want to know?"),
        _("One thing: Do fewer people go back to hospital when a neighbour offers to visit?"),
        _("Say what you want to know."),
    )


class WhoForm(Asked):
    who = _words(
        _("Who is in it?"),
        _("Everybody of whom it can be told on the first day: everybody who leaves one of the four wards."),
        _("Say who is in it."),
    )


class OfferForm(Asked):
    offer = _words(
        _("What is offered?"),
        _("It is the offer that is compared, not whether somebody took it: a visit at home within three days."),
        _("Say what is offered."),
    )


class ComparedForm(Asked):
    compared_with = _words(
        _("What do the others have?"), _("Like: nothing but the usual letter."), _("Say what the others have.")
    )


class ZeroForm(Asked):
    time_zero = _words(
        _("From when is each person followed?"),
        _("One moment for both groups, like leaving the ward. Not the visit: who comes to that has come far."),
        _("Say from when each person is followed."),
    )


class OutcomeForm(Asked):
    outcome = _words(
        _("What do you count?"),
        _("Something that happened or did not: back in hospital, unplanned."),
        _("Say what you count."),
    )


class FollowForm(Asked):
    follow_up_days = forms.IntegerField(
        label=_("For how many days is each person followed?"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("The last day counts: on day 30 is within 30 days, on day 31 is not."),
        error_messages=NUMBER,
    )


class AnalysisForm(Asked):
    analysis = forms.ChoiceField(
        label=_("How is it compared?"),
        choices=list(ANALYSIS_WORDS.items()),
        widget=forms.RadioSelect,
        help_text=_("The higher up, the more it can tell."),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )


class BeganForm(Asked):
    began_on = forms.DateField(
        label=_("On which day does it begin there?"),
        widget=DayInput,
        error_messages={"required": _("Choose the day it begins."), "invalid": BAD_DAY},
    )


class CovariatesForm(Asked):
    """What is said is kept as words with commas between, so that a draft can hold it."""

    covariates = forms.CharField(
        label=_("What is known of people beforehand, to compare like with like?"),
        help_text=_(
            "Words with commas between, from these: age, sex, lives_alone, admissions, stay_days, ward, month."
        ),
        error_messages={"required": _("Write one of them at least.")},
    )

    def clean_covariates(self) -> tuple[str, ...]:
        said = tuple(dict.fromkeys(one.strip() for one in self.cleaned_data["covariates"].split(",") if one.strip()))
        if strange := [one for one in said if one not in COVARIATE_WORDS]:
            raise forms.ValidationError(
                _("“%(word)s” is none of them. What came after the first day may not be held equal."),
                params={"word": strange[0][:40]},
            )
        return said


class WindowForm(Asked):
    from_on = forms.DateField(
        label=_("On which day does the first person come in?"),
        widget=DayInput,
        error_messages={"required": _("Choose the first day."), "invalid": BAD_DAY},
    )
    until_on = forms.DateField(
        label=_("On which day does the last?"),
        widget=DayInput,
        error_messages={"required": _("Choose the last day."), "invalid": BAD_DAY},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day comes after the first."))
        return said


class SharesForm(Asked):
    share_without = forms.IntegerField(
        label=_("Of a hundred without the offer, to how many does it happen?"),
        min_value=0,
        max_value=100,
        error_messages=NUMBER,
    )
    share_with = forms.IntegerField(
        label=_("And to how many with it, for it to be worth while?"), min_value=0, max_value=100, error_messages=NUMBER
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("share_with") is not None and said.get("share_with") == said.get("share_without"):
            self.add_error("share_with", _("The two numbers are alike: say how large a difference would matter."))
        return said


class YearForm(Asked):
    """`takes` is what stands beside the question: how long it takes with so many a year."""

    a_year = forms.IntegerField(
        label=_("How many people come in a year, both sides together?"),
        min_value=1,
        max_value=MOST_A_YEAR,
        error_messages=NUMBER,
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        shares = SharesForm(request, raw, raw)
        self.takes = _takes(**shares.cleaned_data) if shares.is_valid() else []


def _takes(share_without: int, share_with: int) -> list[dict[str, Any]]:
    """What it takes for such a difference, for schemes of several sizes."""
    found = [power(share_without, share_with, a_year) for a_year in SIZES]
    return [
        {
            "a_year": one.a_year,
            "each": one.each,
            "alone": years(one.years_alone),
            "together": years(one.years_with_nine_more),
            "is_too_small": one.is_too_small,
        }
        for one in found
    ]


class SayForm(Deed):
    words = forms.CharField(
        label=_("What is there to say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what there is to say; “nothing” is an answer.")},
    )
