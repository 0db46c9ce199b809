"""What is asked of whoever writes down a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Asked, DayInput, let_choose
from coproduce.community.base.page import MemberRequest
from coproduce.community.decisions.rules import (
    LONGEST_OPTION,
    LONGEST_PLACE,
    LONGEST_QUESTION,
    LONGEST_WHO,
    MOST_OPTIONS,
    YES_OR_NO,
)
from coproduce.community.decisions.words import answer_in_words

BAD_DAY = _("Write the day like 2026-11-16.")


class QuestionForm(Asked):
    question = forms.CharField(
        label=_("What was asked?"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it was put to the meeting: Shall the shed be open on Sundays?"),
        error_messages={"required": _("Say what was asked.")},
    )


class OptionsForm(Asked):
    options = forms.CharField(
        label=_("Which answers were there?"),
        required=False,
        max_length=MOST_OPTIONS * (LONGEST_OPTION + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line. Leave it empty where it was yes or no."),
    )

    def clean_options(self) -> tuple[str, ...]:
        found = tuple(line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip())
        if not found:
            return YES_OR_NO
        if not 2 <= len(set(found)) == len(found) <= MOST_OPTIONS or max(map(len, found)) > LONGEST_OPTION:
            raise forms.ValidationError(
                _("Write two to %(most)s answers that differ, one on each line, each in %(long)s letters or fewer."),
                params={"most": MOST_OPTIONS, "long": LONGEST_OPTION},
            )
        return found


class ResultForm(Asked):
    result = forms.ChoiceField(
        label=_("What was decided?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what was decided."),
            "invalid_choice": _("Choose one of the answers there were."),
        },
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        asked = OptionsForm(request, raw, raw)
        options = asked.cleaned_data["options"] if asked.is_valid() else YES_OR_NO
        let_choose(self, "result", [(one, answer_in_words(one)) for one in options])


class WhoForm(Asked):
    who_decided = forms.CharField(
        label=_("Who decided it?"),
        max_length=LONGEST_WHO,
        help_text=_("Which meeting it was, and how many were there: the members’ meeting, 14 of 40."),
        error_messages={"required": _("Say which meeting it was, and how many were there.")},
    )


class MinutesForm(Asked):
    minutes = forms.CharField(
        label=_("Where are the minutes?"),
        max_length=LONGEST_PLACE,
        help_text=_("So that anybody can look it up: the blue folder at the desk, page 3."),
        error_messages={"required": _("Say where the minutes are.")},
    )


class DaysForm(Asked):
    decided_on = forms.DateField(
        label=_("On which day was it decided?"),
        widget=DayInput,
        error_messages={"required": _("Choose the day it was decided on."), "invalid": BAD_DAY},
    )
    effective_on = forms.DateField(
        label=_("From which day does it hold?"),
        widget=DayInput,
        help_text=_("The same day, or a later one."),
        error_messages={"required": _("Choose the day it holds from."), "invalid": BAD_DAY},
    )
