"""What is asked about an offer, a need, help that was given, a thread, and being asked back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import clock
from coproduce.community.base.forms import Asked, DayInput, Once, TimeField, let_choose
from coproduce.community.base.page import MemberRequest, in_words, refused
from coproduce.community.exchange.models import Ask
from coproduce.community.exchange.queries import categories
from coproduce.community.exchange.recognition import arenas_of
from coproduce.community.exchange.rules import LARGEST_QUANTITY, LONGEST_CATEGORY, LONGEST_WORDS, may_stand_until
from coproduce.community.people.choosing import WhoForm
from coproduce.community.people.models import Community
from coproduce.community.people.queries import myself
from coproduce.core.week import PARTS, week_of

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
PARTS_SAID = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}

#: What may stand in the way of who says no, as it is chosen and as it is counted.
IN_THE_WAY_SAID = {
    "time": _("No time just now"),
    "health": _("My health, or somebody I care for"),
    "getting there": _("Getting there, or the hour"),
    "unsure": _("I am not sure I could"),
    "not mine": _("It is not for me"),
}

NO_DAY = _("This is not a day. Write day, month and year.")
NO_TIME = _("Write how long it took, like 1 h 30.")


class TimeOfDayInput(forms.TimeInput):
    """The browser's own clock, filled as it wants it."""

    input_type = "time"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%H:%M", **more)


class WhatForm(Asked):
    words = forms.CharField(
        label=_("What is it?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. Leave out health, money and telephone numbers."),
        error_messages={
            "required": _("Say in a few words what it is."),
            "max_length": _("Say it in 300 letters or fewer."),
        },
    )


class KindOfForm(Asked):
    category = forms.CharField(
        label=_("What kind of thing is it?"),
        max_length=LONGEST_CATEGORY,
        help_text=_("Choose a word that is in use here, or write a new one."),
        error_messages={
            "required": _("Write what kind of thing it is."),
            "max_length": _("Say it in 60 letters or fewer."),
        },
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.fields["category"].widget.attrs["list"] = "kinds"
        self.suggestions = ("kinds", list(categories(request.actor).values_list("name", flat=True)[:200]))


class HowManyForm(Asked):
    quantity = forms.IntegerField(
        label=_("How many?"),
        required=False,
        min_value=1,
        max_value=LARGEST_QUANTITY,
        localize=False,
        help_text=_("Only for things that are counted. You may leave it empty."),
        error_messages={
            "invalid": _("Write a whole number, or leave it empty."),
            "min_value": _("Write one or more, or leave it empty."),
            "max_value": _("That is more than any list can mean. Check the number."),
        },
    )


class WeekForm(Asked):
    """When it suits: a box for each part of each day. None ticked is any time."""

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        for day in range(7):
            for part in PARTS:
                self.fields[f"{part}_{day}"] = forms.BooleanField(required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Days down, parts of the day across."""
        return [{"day": DAYS[day], "slots": [self[f"{part}_{day}"] for part in PARTS]} for day in range(7)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        ticked = ((day, part) for day in range(7) for part in PARTS if said.get(f"{part}_{day}"))
        return {**said, "week": week_of(ticked)}


class UntilForm(Asked):
    until_on = forms.DateField(
        label=_("Until which day?"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty and it stands for good. You can take it off or let it rest whenever you like."),
        error_messages={"invalid": NO_DAY},
    )

    def clean_until_on(self) -> date | None:
        day: date | None = self.cleaned_data["until_on"]
        if fault := may_stand_until(day, self.today):
            raise forms.ValidationError(refused(fault))
        return day

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.today = clock.today(request.community.time_zone)


class WithWhom(WhoForm):
    """The other of two who helped: anybody but the one who says it."""

    asked = "other"

    def __init__(self, request: MemberRequest, raw: dict[str, Any], answers: Any = None) -> None:
        super().__init__(request, raw, answers)
        self.other = str(myself(request.actor).public_id)


class SideForm(Asked):
    side = forms.ChoiceField(
        label=_("Did you help, or were you helped?"),
        widget=forms.RadioSelect(),
        choices=(("gave", _("I helped someone")), ("received", _("I was helped"))),
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )


class TimeForm(Asked):
    time = TimeField(
        label=_("How long did it take?"),
        max_length=40,
        help_text=_("Like 1 h 30, or 90 min."),
        error_messages={"required": NO_TIME},
    )


class DayForm(Asked):
    done_on = forms.DateField(
        label=_("Which day was it?"),
        widget=DayInput(),
        help_text=_("For example 16 11 2026."),
        error_messages={"required": _("Choose the day."), "invalid": NO_DAY},
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.fields["done_on"].initial = clock.today(request.community.time_zone)


def where_to_belong(community: Community) -> list[tuple[str, str]]:
    """The arenas among which somebody chooses; none where there is nothing to choose."""
    here = [(one.slug, in_words(one.name, {})) for one in arenas_of(community.arenas)]
    return here if len(here) > 1 else []


def ask_where(form: forms.Form, community: Community) -> None:
    """Ask where it belongs, where there is more than one answer: the first stands ready."""
    if here := where_to_belong(community):
        form.fields["arena"] = forms.ChoiceField(
            label=_("Where does it belong?"),
            choices=here,
            initial=here[0][0],
            error_messages={"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")},
        )


class KindForm(Asked):
    category = forms.ChoiceField(
        label=_("What kind of help was it?"),
        error_messages={
            "required": _("Choose what kind of help it was."),
            "invalid_choice": _("Choose one of the list."),
        },
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in categories(request.actor):
            groups.setdefault(kind.parent.name if kind.parent else kind.name, []).append((kind.name, kind.name))
        named = [(name, kinds) if len(kinds) > 1 else kinds[0] for name, kinds in groups.items()]
        let_choose(self, "category", [("", _("Choose")), *named])


class HelpKindForm(KindForm):
    """The kind of help, and where it belongs in a community that has switched several arenas on."""

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        ask_where(self, request.community)


class WordsForm(Asked):
    words = forms.CharField(
        label=_("In a few words: what was done?"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("Whoever took part and the desk can read it. You may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Say it in 300 letters or fewer.")},
    )


class ForSomebody(Once):
    """What is said in a thread, and for whom where the desk speaks for somebody."""

    for_ = forms.UUIDField(required=False, widget=forms.HiddenInput())


class KeepingForm(forms.Form):
    """Which offer or need of one's own."""

    request_id = forms.UUIDField()
    id = forms.UUIDField()


class BeginForm(ForSomebody):
    arena = forms.SlugField(required=False)


class SayForm(ForSomebody):
    words = forms.CharField(
        label=_("Write something"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words."), "max_length": _("Say it in 2,000 letters or fewer.")},
    )


class PlanForm(ForSomebody):
    """Another day, another place, and about how long."""

    day = forms.DateField(label=_("Which day?"), required=False, widget=DayInput(), error_messages={"invalid": NO_DAY})
    at = forms.TimeField(
        label=_("What time?"),
        required=False,
        widget=TimeOfDayInput(),
        error_messages={"invalid": _("This is not a time of the day. Write it like 14:30.")},
    )
    time = TimeField(
        label=_("About how long?"),
        required=False,
        max_length=40,
        help_text=_("Like 1 h 30, or 90 min. How long it took is said once it is done."),
    )
    place = forms.CharField(
        label=_("Where?"),
        required=False,
        max_length=200,
        help_text=_("Only those who take part read it, once all have said yes."),
        error_messages={"max_length": _("Say it in 200 letters or fewer.")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("at") and not said.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose the day as well."))
        return said


class DoneForm(ForSomebody):
    time = TimeField(
        label=_("How long did it take?"),
        max_length=40,
        help_text=_("Like 1 h 30, or 90 min."),
        error_messages={"required": NO_TIME},
    )
    done_on = forms.DateField(
        label=_("Which day was it?"),
        widget=DayInput(),
        error_messages={"required": _("Choose the day."), "invalid": NO_DAY},
    )


class ConfirmForm(ForSomebody):
    """The hours as they were read, so that nobody says yes to others that came meanwhile."""

    minutes = forms.IntegerField(required=False, min_value=1, localize=False, widget=forms.HiddenInput())


class DisputeForm(ForSomebody):
    words = forms.CharField(
        label=_("How do you remember it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say in a few words how you remember it."),
            "max_length": _("Say it in 2,000 letters or fewer."),
        },
    )


class MissForm(ForSomebody):
    who = forms.ChoiceField(
        label=_("Did somebody not come?"),
        required=False,
        help_text=_("Only the desk reads it, and after half a year nobody does. You need not say."),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "who", [("", _("It just did not work out")), *people])


class ThankForm(forms.Form):
    request_id = forms.UUIDField(widget=forms.HiddenInput())
    contribution = forms.UUIDField(widget=forms.HiddenInput())
    words = forms.CharField(
        label=_("A word of thanks, if you like"),
        max_length=LONGEST_WORDS,
        help_text=_("Only the one who helped you reads it, and the desk."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write a few words of thanks."),
            "max_length": _("Say it in 300 letters or fewer."),
        },
    )


class ReadyForm(forms.Form):
    request_id = forms.UUIDField(widget=forms.HiddenInput())
    ask = forms.UUIDField(widget=forms.HiddenInput())


class AnswerForm(forms.Form):
    """The five answers to being asked back; each is a good one."""

    request_id = forms.UUIDField(widget=forms.HiddenInput())
    answer = forms.ChoiceField(
        label=_("What would you like to say?"),
        widget=forms.RadioSelect(),
        choices=(
            (Ask.YES, _("Yes, I would like to")),
            (Ask.LATER, _("Later: ask me another time")),
            (Ask.OTHERWISE, _("I would rather help in another way")),
            (Ask.NO, _("No, thank you")),
            (Ask.NEVER, _("Please don't ask me again")),
        ),
        error_messages={"required": _("Choose one. No is a good answer."), "invalid_choice": _("Choose one of these.")},
    )
    on = forms.DateField(
        label=_("If later: from which day?"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty, and we ask in three months."),
        error_messages={"invalid": NO_DAY},
    )
    in_the_way = forms.ChoiceField(
        label=_("If no: what stands in the way?"),
        required=False,
        help_text=_("Only if you like to say. It is counted without your name."),
        choices=(("", _("I would rather not say")), *IN_THE_WAY_SAID.items()),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    words = forms.CharField(
        label=_("What would you enjoy doing, or when?"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("You may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Say it in 300 letters or fewer.")},
    )
