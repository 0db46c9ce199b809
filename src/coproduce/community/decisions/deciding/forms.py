"""What is asked of whoever asks, answers, votes, types in and counts."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from coproduce.community.base import clock
from coproduce.community.base.forms import Asked, DayInput, Once, let_choose
from coproduce.community.base.page import MemberRequest
from coproduce.community.decisions.deciding.rules import (
    LONGEST_MINUTES,
    LONGEST_TEXT,
    LONGEST_WORDS,
    MOST_POINTS,
    MOST_PROJECTS,
    MOST_ROUNDS,
    MOST_SHEETS,
    MOST_SHOWN_FROM,
    ProjectWanted,
)
from coproduce.community.decisions.deciding.words import ANSWER_WORDS, WAY_WORDS
from coproduce.community.decisions.forms import BAD_DAY, OptionsForm
from coproduce.community.decisions.models import Proposal
from coproduce.community.decisions.rules import LONGEST_QUESTION, SHOWN_FROM
from coproduce.community.decisions.words import answer_in_words
from coproduce.community.people.queries import MEMBER, roles_here
from coproduce.core.quantity import unit_of_money

#: How long people have where nothing else is said.
USUAL_DAYS = 7


class WhatForm(Asked):
    question = forms.CharField(
        label=_("What do you ask?"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One question, as you would say it: Shall the shed be open on Sundays?"),
        error_messages={"required": _("Say what is asked.")},
    )


class WayForm(Asked):
    way = forms.ChoiceField(
        label=_("How is it decided?"),
        choices=list(WAY_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is decided.")},
    )


class TextForm(Asked):
    text = forms.CharField(
        label=_("What else is there to know?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is proposed, and why. Where people consent, this is the text they agree to."),
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.fields["text"].required = raw.get("way") == "consent"
        self.fields["text"].error_messages["required"] = gettext("Write what is proposed.")


class AnswersForm(OptionsForm):
    options = forms.CharField(
        label=_("What can be answered?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line, two to twelve. Leave it empty for yes and no."),
    )


class RoundsForm(Asked):
    rounds = forms.IntegerField(
        label=_("After how many rounds is it put to a vote?"),
        required=False,
        min_value=1,
        max_value=MOST_ROUNDS,
        help_text=_(
            "Where somebody still objects then, the same people vote on the last text in secret: yes or no. "
            "Leave it empty, and while somebody objects nothing is decided."
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Write 1 to 9, or leave it empty.")),
    )


class PointsForm(Asked):
    highest = forms.IntegerField(
        label=_("How many points at most?"),
        min_value=1,
        max_value=MOST_POINTS,
        initial=5,
        help_text=_("Everybody gives each answer 0 points to so many."),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write 1 to 10.")),
    )


class BudgetForm(Asked):
    budget = forms.CharField(label=_("How much is there to spend?"), max_length=20)

    def clean_budget(self) -> Decimal:
        return _amount(self.cleaned_data["budget"])


class ProjectsForm(Asked):
    projects = forms.CharField(
        label=_("Which projects, and what does each cost?"),
        max_length=MOST_PROJECTS * 160,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One on each line, with what it costs behind it: A bench by the pond; 250"),
        error_messages={"required": _("Name at least one project, with what it costs.")},
    )

    def clean_projects(self) -> tuple[ProjectWanted, ...]:
        return tuple(_project(line) for line in self.cleaned_data["projects"].splitlines() if line.strip())


class WhoForm(Asked):
    role = forms.ChoiceField(label=_("Who may vote?"), help_text=_("Whoever is of age on the day it opens."))
    quorum = forms.IntegerField(
        label=_("How many in a hundred of them have to take part?"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=_("With fewer, nothing is decided. 0, and however many take part are enough."),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write 0 to 100.")),
    )

    shown_from = forms.IntegerField(
        label=_("How many ballots have to be there before each is shown?"),
        min_value=1,
        max_value=MOST_SHOWN_FROM,
        initial=SHOWN_FROM,
        help_text=_(
            "The file to count it again has every ballot without its name. Of very few, each may be guessed: with "
            "fewer than you write here nobody reads the file, and the page says what came of it."
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write 1 to 1000.")),
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        if raw.get("way") == "consent":
            del self.fields["shown_from"]
        roles = [role for role in roles_here(request.actor) if role != MEMBER]
        let_choose(self, "role", [(MEMBER, _("Every member")), *((role, gettext(role)) for role in roles)])


class WhenForm(Asked):
    opens_on = forms.DateField(
        label=_("From which day?"), widget=DayInput, error_messages={"required": _("Choose a day."), "invalid": BAD_DAY}
    )
    closes_on = forms.DateField(
        label=_("Until which day?"),
        widget=DayInput,
        help_text=_("People may answer on this day too; then it is counted."),
        error_messages={"required": _("Choose a day."), "invalid": BAD_DAY},
    )
    review_on = forms.DateField(
        label=_("When do you look at it again?"),
        required=False,
        widget=DayInput,
        help_text=_("On that day it comes up again. You may leave it empty."),
        error_messages={"invalid": BAD_DAY},
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        today = clock.today(request.community.time_zone)
        self.initial.update(opens_on=today, closes_on=today + timedelta(days=USUAL_DAYS))


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The file (.pb)"),
        widget=forms.FileInput(attrs={"accept": ".pb,text/plain"}),
        help_text=_("As Pabulib has them: the budget, and each project with its number, name and cost."),
        error_messages={"required": _("Choose the file.")},
    )


class AnswerForm(Once):
    answer = forms.ChoiceField(
        label=_("What do you say to it?"),
        choices=list(ANSWER_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you say.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("An objection needs its reason: what would go wrong?"),
    )


class WordsForm(Once):
    words = forms.CharField(
        label=_("Say something about it"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody here reads it, with your name."),
        error_messages={"required": _("Write a few words.")},
    )


class AmendForm(Once):
    text = forms.CharField(
        label=_("What is proposed now?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what is proposed now.")},
    )
    closes_on = forms.DateField(
        label=_("Until which day?"),
        widget=DayInput,
        error_messages={"required": _("Choose a day."), "invalid": BAD_DAY},
    )


class BallotForm(Once):
    """One ballot, without a word of whose it is: kept by nobody until it is put in."""

    #: Whether it was looked at again.
    is_checked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, row: Proposal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.row = row
        names = [(one["id"], _called(row, one)) for one in row.options]
        if row.way == "score":
            points = [(str(many), str(many)) for many in range((row.highest or 0) + 1)]
            for option, name in names:
                self.fields[f"points_{option}"] = forms.ChoiceField(
                    label=name, required=False, choices=[("", gettext("No answer")), *points]
                )
        else:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=row.question,
                required=False,
                choices=names,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Choose from the list.")},
            )

    def points(self) -> list[Any]:
        """The questions of a score, one for each answer."""
        return [self[name] for name in self.fields if name.startswith("points_")]

    def marks(self) -> tuple[str, ...]:
        """What is on it, as it is counted."""
        if self.row.way != "score":
            return tuple(self.cleaned_data["chosen"])
        given = {name.removeprefix("points_"): said for name, said in self.cleaned_data.items() if "points_" in name}
        return tuple(f"{option}={said}" for option, said in given.items() if said)

    def says(self) -> list[str]:
        """What is on it, in words."""
        names = {one["id"]: _called(self.row, one) for one in self.row.options}
        return [_mark_in_words(names, mark) for mark in self.marks()]


class SheetForm(BallotForm):
    sheet = forms.IntegerField(
        label=_("Which number stands on the sheet?"),
        min_value=1,
        max_value=MOST_SHEETS,
        help_text=_("Write a number on each sheet once it is out of the box."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write the number that stands on the sheet.")
        ),
    )
    is_spoilt = forms.BooleanField(label=_("Nothing can be read from it"), required=False)

    field_order = ("sheet",)


class PaperForm(Once):
    member = forms.UUIDField(
        label=_("Who takes a paper?"), widget=forms.Select, error_messages={"required": _("Choose who takes one.")}
    )


class CountForm(Once):
    minutes = forms.CharField(
        label=_("What was said and done?"),
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The minutes, without names: they stand in the file that everybody can read and count again."),
        error_messages={"required": _("Write what was said and done, without names.")},
    )
    effective_on = forms.DateField(
        label=_("From which day does it hold?"), widget=DayInput, required=False, error_messages={"invalid": BAD_DAY}
    )


def _called(row: Proposal, option: dict[str, Any]) -> str:
    """An option as a ballot has it; a project with what it costs."""
    name = answer_in_words(str(option["name"]))
    return f"{name} ({unit_of_money(row.unit)(option['cost_minor'])})" if row.way == "budget" else name


def _mark_in_words(names: dict[str, str], mark: str) -> str:
    option, _, points = mark.partition("=")
    if not points:
        return names[option]
    many = int(points)
    return f"{names[option]}: " + ngettext("%(number)s point", "%(number)s points", many) % {"number": many}


def _amount(said: str) -> Decimal:
    """An amount of money as people write it, without a sign of a currency."""
    try:
        found = Decimal(said.strip().lstrip("£€$").replace(" ", ""))
    except InvalidOperation:
        raise forms.ValidationError(
            gettext("%(given)s is no amount. Write it like 250 or 250.50."), params={"given": f"“{said}”"}
        ) from None
    if not found.is_finite():
        raise forms.ValidationError(gettext("Write an amount like 250 or 250.50."))
    return found


def _project(line: str) -> ProjectWanted:
    """A project and what it costs, with its number before it where it has one."""
    parts = [part.strip() for part in line.rsplit(";", 1)]
    if len(parts) != 2 or not all(parts):
        raise forms.ValidationError(
            gettext("Write what it costs behind a semicolon: %(line)s"), params={"line": f"“{line.strip()}; 250”"}
        )
    number, _, name = parts[0].rpartition(";")
    return ProjectWanted(name.strip(), _amount(parts[1]), number.strip())
