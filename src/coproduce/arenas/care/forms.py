"""What is asked on the pages of visiting, in short words."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.care.consents import ADDRESS, CONTACT, INVITED
from coproduce.arenas.care.models import Case, Flag, Visit
from coproduce.arenas.care.rules import ACTIVITIES, as_printed, read_card
from coproduce.arenas.care.rules.checklist import NOT_ASKED, QUESTIONS, URGENT, Answer
from coproduce.arenas.care.rules.checks import PROHIBITED
from coproduce.community.base.forms import Asked, DayInput, Once, let_choose
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.joining.forms import NO_PHONE
from coproduce.community.people.rules import PHONE
from coproduce.core.refusal import Refusal

YES_WORDS = {
    CONTACT: _("You may ring me about a visit"),
    ADDRESS: _("Whoever visits me may see my address"),
    INVITED: _("Once I am well, you may ask me whether I could do the same for someone else"),
}
CHANNEL_WORDS = {Case.PHONE: _("They rang"), Case.POST: _("It came by post")}
KIND_WORDS = {Visit.CALL: _("a call"), Visit.DOORSTEP: _("a talk at the door"), Visit.HOME: _("a visit at home")}
ANSWER_WORDS = {
    "fine": _("Fine"),
    "needs a hand": _("Needs a hand"),
    "urgent": _("Urgent"),
    "not asked": _("Not asked"),
    "didn't want to say": _("Would rather not say"),
}
OUTCOME_WORDS = {Flag.SEEN_TO: _("Seen to"), Flag.PASSED_ON: _("Passed on"), Flag.NOTHING: _("It was nothing")}
ACTIVITY_WORDS = {
    "welfare chat": _("A chat at home"),
    "telephone call": _("A telephone call"),
    "walk together": _("A walk together"),
    "lift to clinic": _("A lift to the clinic (takes the highest check)"),
    "shopping with the person's cash": _("Shopping with their money (takes the highest check)"),
    "bills and cash": _("Paying bills (takes the highest check)"),
    "running a household": _("Running a household (takes the highest check)"),
}
assert set(ACTIVITY_WORDS) == {one for one, level in ACTIVITIES.items() if level != PROHIBITED}


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class NumberForm(Asked):
    """What stands on the card; the desk also says how it came."""

    card = forms.CharField(
        label=_("The number on the card"), max_length=40, help_text=_("Ten letters and figures, in two groups."),
        error_messages={"required": _("Type the number that stands on the card.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        if "is_desk" in raw:
            self.fields["channel"] = forms.ChoiceField(label=_("How did it come?"), choices=list(CHANNEL_WORDS.items()))

    def clean_card(self) -> str:
        number = read_card(str(self.cleaned_data["card"]))
        if isinstance(number, Refusal):
            raise forms.ValidationError(refused(number))
        return as_printed(number)


class WhoForm(Asked):
    """Who came home, and whoever fills this in for them."""

    name = forms.CharField(
        label=_("Name of who came home"), max_length=120, error_messages={"required": _("Write the name.")}
    )
    phone = forms.RegexField(
        PHONE, label=_("Telephone"), max_length=30, error_messages={"invalid": NO_PHONE, "required": NO_PHONE}
    )
    opened_by = forms.CharField(
        label=_("Is it for somebody else? Then write who you are"), required=False, max_length=120,
        help_text=_("“Her daughter Mia”, say. Leave it empty when it is for you. We ring and ask them ourselves."),
    )  # fmt: skip


class HomeForm(Asked):
    """Since when they are home, and where; the desk adds what the ward wrote on the letter."""

    home_on = forms.DateField(
        label=_("On which day did they come home?"), required=False, widget=DayInput(),
        help_text=_("Nobody knows? Leave it empty: then we count from today."),
        error_messages={"invalid": _("Write a day.")},
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    neighbourhood = forms.ChoiceField(label=_("Part of town"), required=False)
    wish = forms.CharField(label=_("A language or a way of living we should know of"), required=False, max_length=80)

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        names = request.community.neighbourhoods.order_by("name").values_list("name", flat=True)
        let_choose(self, "neighbourhood", [("", _("Not said")), *((name, name) for name in names)])
        if "is_known" in raw:
            del self.fields["neighbourhood"]
        if "is_desk" in raw:
            self.fields["red_flags"] = forms.CharField(
                label=_("Signs the ward wrote on the letter, and whom to ring"), required=False, max_length=600,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip


class YesForm(Asked):
    """What they say yes to, each by itself."""

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        for code, words in YES_WORDS.items():
            self.fields[code] = forms.BooleanField(label=words, required=False)


class TriageForm(Once):
    risk_note = forms.CharField(
        label=_("Is there anything to mind?"), required=False, max_length=300,
        help_text=_("A dog, a stair, a quarrel. Never an illness. With a note, every visit is made by two."),
    )  # fmt: skip


class ReasonForm(Once):
    reason = forms.CharField(
        label=_("Why?"), max_length=300, error_messages={"required": _("Say why: it goes back to whoever asked.")}
    )


class MayReasonForm(Once):
    reason = forms.CharField(label=_("A word for the desk, if it is needed"), required=False, max_length=300)


class ChooseForm(Once):
    visitor = forms.ChoiceField(label=_("Who shall come?"), required=False, widget=forms.RadioSelect)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "visitor", choices)


class NotComeForm(Once):
    member = forms.TypedChoiceField(
        label=_("Who shall not come?"), coerce=UUID, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )  # fmt: skip

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "member", choices)


class PlanForm(Once):
    """When, how long, where, and who goes along."""

    starts_at = forms.DateTimeField(
        label=_("When?"), widget=MomentInput(), error_messages={"required": _("Write a day and a time."),
                                                                "invalid": _("Write a day and a time.")},
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("For how many minutes?"), initial=60, min_value=5, max_value=480)
    kind = forms.ChoiceField(
        label=_("Where?"), choices=[(one, KIND_WORDS[one]) for one in (Visit.HOME, Visit.DOORSTEP)]
    )
    companion = forms.ChoiceField(label=_("Who goes along?"), required=False)

    def __init__(self, others: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "companion", [("", _("Nobody: I go alone")), *others])


class AnswersForm(Once):
    """The list, one question after another; what is not touched was not asked."""

    told_person = forms.BooleanField(label=_("I told them what is passed on"), required=False)

    def __init__(self, *args: Any, on_paper: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        for place, one in enumerate(QUESTIONS):
            choices = [(answer, words) for answer, words in ANSWER_WORDS.items() if answer != URGENT or one.red]
            self.fields[f"answer_{place}"] = forms.ChoiceField(
                label=_(one.ask), choices=choices, initial=NOT_ASKED, widget=forms.RadioSelect, required=False
            )
            self.fields[f"words_{place}"] = forms.CharField(label=_("In their words"), required=False, max_length=300)
        if on_paper:
            self.fields["observed_at"] = forms.DateTimeField(label=_("When was it seen?"), widget=MomentInput())

    def questions(self) -> list[dict[str, Any]]:
        return [
            {"one": one, "answer": self[f"answer_{place}"], "words": self[f"words_{place}"]}
            for place, one in enumerate(QUESTIONS)
        ]

    def said(self) -> tuple[Answer, ...]:
        given = self.cleaned_data
        return tuple(
            Answer(one.code, given[f"answer_{place}"] or NOT_ASKED, given[f"words_{place}"])
            for place, one in enumerate(QUESTIONS)
        )


class CallForm(AnswersForm):
    """How long a call was; the list can be gone through on the telephone too."""

    minutes = forms.IntegerField(label=_("How many minutes did you talk?"), min_value=1, max_value=480)
    field_order = ("minutes",)


class CloseForm(Once):
    needs_met = forms.NullBooleanField(
        label=_("Was it what they needed?"),
        widget=forms.Select(choices=[("", _("Not said")), ("true", _("Yes")), ("false", _("No"))]),
        required=False,
    )
    harm = forms.BooleanField(label=_("Harm came of it"), required=False)
    how = forms.CharField(
        label=_("How did it end, and who can they turn to now?"), max_length=300,
        error_messages={"required": _("Say in a sentence how it ended, and who they can turn to now.")},
    )  # fmt: skip


class SeenToForm(Once):
    done = forms.CharField(
        label=_("What was done?"), max_length=300, error_messages={"required": _("Say in a sentence what was done.")}
    )
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=list(OUTCOME_WORDS.items()))


class VisitorForm(Once):
    """What somebody says of themselves as a visitor."""

    activities = forms.MultipleChoiceField(
        label=_("What would you do?"), choices=list(ACTIVITY_WORDS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say at least one thing you would do.")},
    )  # fmt: skip
    about = forms.CharField(
        label=_("A sentence about you, for who chooses"), required=False, max_length=300,
        help_text=_("“I argue about roses”, say."),
    )  # fmt: skip
    cap = forms.IntegerField(label=_("How many people at a time?"), initial=2, min_value=1, max_value=8)
    radius_km = forms.IntegerField(label=_("How many kilometres from home?"), initial=5, min_value=1, max_value=50)
    experience = forms.CharField(
        label=_("What have you been through yourself?"), required=False, max_length=400,
        help_text=_("Only if you like, in your own words, with commas: a new hip, living alone again."),
    )  # fmt: skip
    languages = forms.CharField(
        label=_("Languages, or a way of living you know"), required=False, max_length=400, help_text=_("With commas.")
    )
    no_go = forms.CharField(
        label=_("Where or whom would you rather not visit?"), required=False, max_length=300,
        help_text=_("The desk alone reads this. You need say no reason."),
    )  # fmt: skip

    def __init__(self, *args: Any, supervisors: list[tuple[str, str]] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if supervisors is not None:
            self.fields["supervisor"] = forms.ChoiceField(
                label=_("Whom do they talk to about visits?"), required=False,
                choices=[("", _("Nobody yet")), *supervisors],
            )  # fmt: skip
            self.fields["shadowed_on"] = forms.DateField(
                label=_("When did they go along with somebody?"), required=False, widget=DayInput()
            )

    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for name in ("experience", "languages"):
            given[name] = tuple(one.strip() for one in given[name].split(",") if one.strip())
        for name in ("supervisor", "shadowed_on"):
            if not given.get(name):
                given.pop(name, None)
        return {**given, "activities": tuple(given["activities"])}


class BatchForm(Once):
    size = forms.IntegerField(label=_("How many cards?"), initial=8, min_value=1, max_value=200)


class DischargesForm(Once):
    """What a hospital sent."""

    list = forms.FileField(
        label=_("The list of the ward (CSV), or a bundle (FHIR R4, JSON)"),
        error_messages={"required": _("Choose the file.")},
    )
    consents = forms.FileField(label=_("What they said yes to, where it came in a file of its own"), required=False)


class TallyForm(Once):
    """Of which cards, and how many so far."""

    prefix = "tally"
    batch = forms.TypedChoiceField(label=_("Which cards?"), coerce=UUID)
    handed_out = forms.IntegerField(
        label=_("Handed out so far"), min_value=0, max_value=200,
        error_messages={"required": _("Write how many the ward handed out.")},
    )  # fmt: skip

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "batch", choices)
