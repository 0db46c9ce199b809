"""What somebody is asked about how things are, in one go; and the file of a scale."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once, let_choose
from coproduce.community.evidence.outcomes.actions import Answer
from coproduce.community.evidence.outcomes.rules import LONGEST_FILE, LONGEST_GOAL, PAPER, PHONE, Measure
from coproduce.community.people.doing import Deed

CHOOSE = {"invalid_choice": _("Choose one of the list.")}
NO_ANSWER = ("", _("No answer"))


class AnswerForm(Once):
    """The questions of one measure, each answered or not; for the desk also how and when it was said."""

    def __init__(self, measure: Measure, is_own: bool, today: date, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.measure, self.is_own = measure, is_own
        if measure.asks_goal:
            self.fields["goal"] = forms.CharField(
                label=_("What would you like to come to?"),
                help_text=_("In your own words: “walk to the market by myself”."),
                max_length=LONGEST_GOAL,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"max_length": _("Say it in 300 letters or fewer.")},
            )
        for item in measure.items:
            self.fields[item.code] = forms.ChoiceField(label=str(item.words), required=False, error_messages=CHOOSE)
            let_choose(self, item.code, [NO_ANSWER, *((str(number), words) for number, words in item.answers)])
        if not is_own:
            self.fields["channel"] = forms.ChoiceField(label=_("How was it said?"), error_messages=CHOOSE)
            let_choose(self, "channel", [(PAPER, _("On a sheet")), (PHONE, _("By telephone, or aloud"))])
            self.fields["asked_on"] = forms.DateField(
                label=_("On which day?"),
                initial=today,
                widget=DayInput(),
                error_messages={"invalid": _("Write the day like 2026-11-16."), "required": _("Say on which day.")},
            )

    def said(self) -> dict[str, Any]:
        """What the verb is handed."""
        given = self.cleaned_data
        more = {} if self.is_own else {"channel": given["channel"], "asked_on": given["asked_on"]}
        return more | {
            "measure": self.measure.slug,
            "goal": given.get("goal", ""),
            "answers": tuple(
                Answer(item.code, int(given[item.code])) for item in self.measure.items if given.get(item.code)
            ),
        }


class MeasureForm(Deed):
    text = forms.CharField(
        label=_("The file of the scale"),
        help_text=_("Put in the text of the file: its questions, their answers and its licence, as in the example."),
        max_length=LONGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": _("Put in the text of the file.")},
    )
