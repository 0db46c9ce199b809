"""The form for a question of the door, and the questions as the door's own form asks them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import Once
from coproduce.community.people.joining.rules import LONG, LONGEST, MOST_QUESTIONS, NO, ONE_OF, SHORT, YES, YES_OR_NO
from coproduce.community.people.models import JoinQuestion


class QuestionForm(Once):
    words = forms.CharField(
        label=_("The question"), max_length=200, error_messages={"required": _("Write the question.")}
    )
    hint = forms.CharField(
        label=_("A word of help beside it"),
        required=False,
        max_length=300,
        help_text=_("An example, or why you ask. Ask only what you need: whoever answers can read it again, always."),
    )
    kind = forms.ChoiceField(
        label=_("How is it answered?"),
        choices=[
            (SHORT, _("In a few words")),
            (LONG, _("In a few sentences")),
            (YES_OR_NO, _("With yes or no")),
            (ONE_OF, _("With one of a list")),
        ],
    )
    choices = forms.CharField(
        label=_("The list to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only for “one of a list”: each on a line of its own."),
    )
    is_required = forms.BooleanField(
        label=_("It has to be answered"), required=False, help_text=_("Left off, it can be left empty.")
    )
    place = forms.IntegerField(
        label=_("Which one is it?"),
        min_value=1,
        max_value=MOST_QUESTIONS,
        help_text=_("1 is asked first."),
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write a number."),
            "min_value": _("Choose from 1 to 12."),
            "max_value": _("Choose from 1 to 12."),
        },
    )

    def clean_choices(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip())


def named(question: JoinQuestion) -> str:
    """What the field of a question is called in the door's form."""
    return f"answer_{question.public_id}"


def ask(form: forms.Form, questions: Iterable[JoinQuestion]) -> None:
    """Put these questions into the door's form."""
    for one in questions:
        form.fields[named(one)] = _field(one)


def _field(question: JoinQuestion) -> forms.Field:
    more: dict[str, Any] = {
        "label": question.words,
        "help_text": question.hint,
        "required": question.is_required,
        "error_messages": {"required": gettext("Answer this too: %(question)s") % {"question": question.words}},
    }
    most = LONGEST[question.kind]
    if question.kind == YES_OR_NO:
        return forms.ChoiceField(choices=[("", _("Not said")), (YES, _("Yes")), (NO, _("No"))], **more)
    if question.kind == ONE_OF:
        return forms.ChoiceField(choices=[("", _("Not said")), *((one, one) for one in question.choices)], **more)
    if question.kind == LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=most, **more)
    return forms.CharField(max_length=most, **more)
