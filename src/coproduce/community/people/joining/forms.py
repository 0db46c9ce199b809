"""What the door asks, what the desk notes of it, and what members and brokers change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, Once, let_choose
from coproduce.community.base.page import MemberRequest
from coproduce.community.people.choosing import SHOWN
from coproduce.community.people.models import Community
from coproduce.community.people.queries import agents
from coproduce.community.people.rules import (
    EMAIL,
    LONGEST_CONFIRM_DAYS,
    MOST_KEPT_DAYS,
    MOST_TRIAL_TIMES,
    PHONE,
    is_public_id,
)
from coproduce.community.people.safeguarding.checks import CHOICES

NO_EMAIL = _("This is not an e-mail address. Mend it, or leave it empty.")
NO_PHONE = _("This is not a telephone number. Mend it, or leave it empty.")


def _places(community: Community) -> list[tuple[str, Any]]:
    names = community.neighbourhoods.order_by("name").values_list("name", flat=True)
    return [("", _("Not said")), *((name, name) for name in names)]


class Contacts(Once):
    """A name and how to reach it."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write the name.")})
    email = forms.RegexField(
        EMAIL, label=_("E-mail address"), required=False, max_length=254, error_messages={"invalid": NO_EMAIL}
    )
    phone = forms.RegexField(
        PHONE, label=_("Telephone"), required=False, max_length=30, error_messages={"invalid": NO_PHONE}
    )
    neighbourhood = forms.ChoiceField(
        label=_("Part of town"), required=False, error_messages={"invalid_choice": _("Choose one of the list.")}
    )

    def __init__(self, community: Community, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "neighbourhood", _places(community))


class JoinForm(Contacts):
    words = forms.CharField(
        label=_("What would you enjoy doing?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough: walking a dog, mending a shelf, a cup of tea with someone."),
        error_messages={"required": _("Say in a sentence what you would enjoy doing.")},
    )
    knows_1 = forms.CharField(
        label=_("Someone who knows you"),
        max_length=120,
        help_text=_("A neighbour, a colleague, anybody. They need not be a member."),
        error_messages={"required": _("Write the name of someone who knows you.")},
    )
    reach_1 = forms.CharField(
        label=_("How can we reach them?"),
        max_length=254,
        error_messages={"required": _("Say how we can reach the person who knows you.")},
    )
    knows_2 = forms.CharField(
        label=_("Someone else who knows you"),
        max_length=120,
        error_messages={"required": _("Write the name of someone else who knows you.")},
    )
    reach_2 = forms.CharField(
        label=_("How can we reach this person?"),
        max_length=254,
        error_messages={"required": _("Say how we can reach the second person who knows you.")},
    )
    adult_on = forms.DateField(
        label=_("Not of age yet? On which day will you be?"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "Leave it empty if you are of age. If not, we talk to whoever looks after you before you begin, and keep "
            "only this day, no birthday."
        ),
        error_messages={"invalid": _("Write a day.")},
    )
    agrees = forms.BooleanField(
        label=_("I have read our agreement, and say yes to it"),
        error_messages={"required": _("Read our agreement, and say whether you can say yes to it. Or ring us first.")},
    )
    field_order = (
        "name", "email", "phone", "neighbourhood", "words", "knows_1", "reach_1", "knows_2", "reach_2", "adult_on",
    )  # fmt: skip

    def __init__(self, community: Community, *args: Any, is_desk: bool, **more: Any) -> None:
        super().__init__(community, *args, **more)
        self.fields["agrees"].required = not is_desk
        if is_desk:
            self.fields["agrees"].label = _("The agreement was read to them, and they say yes to it")


class DetailsForm(Contacts):
    version = forms.IntegerField(widget=forms.HiddenInput())


class HeardForm(Once):
    reference = forms.UUIDField(widget=forms.HiddenInput())
    words = forms.CharField(max_length=300)


class DeclineForm(Once):
    sentence = forms.CharField(
        label=_("What we write to them"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read exactly this. Kind and short."),
        error_messages={"required": _("Write a kind sentence to send.")},
    )
    because = forms.CharField(
        label=_("Why, for the desk only"),
        max_length=300,
        required=False,
        help_text=_("They never read this. It helps whoever is at the desk if they ask again."),
    )


class LeaveForm(Once):
    ended = forms.ChoiceField(
        label=_("Why?"),
        choices=[("left", _("They want to stop")), ("moved", _("They moved away")), ("died", _("They died"))],
    )


class LeaveMyselfForm(Once):
    ended = forms.ChoiceField(label=_("Why?"), choices=[("left", _("I want to stop")), ("moved", _("I moved away"))])


class GroupForm(Once):
    """A household or an organisation: those ticked so far, and those whose names hold the words looked for."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("household", _("A household: people who live together")),
            ("organisation", _("An organisation: a school, a library, a shop")),
        ],
    )
    name = forms.CharField(
        label=_("What is it called?"), max_length=120, error_messages={"required": _("Write what it is called.")}
    )
    members = forms.MultipleChoiceField(
        label=_("Who lives there, or speaks for it?"),
        error_messages={
            "required": _("Choose at least one member: find them by name, and tick them."),
            "invalid_choice": _("There is nobody of that name here. Look for them in the list."),
        },
    )

    def __init__(self, request: MemberRequest, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.search = request.POST.get("q", "").strip()[:80]
        ticked = {one for one in request.POST.getlist("members") if is_public_id(one)} - {request.POST.get("off")}
        here = agents(request.actor).filter(kind="person").select_related("membership__neighbourhood")
        self.chosen = list(here.filter(public_id__in=ticked)) if ticked else []
        words = agents(request.actor, self.search).filter(kind="person").select_related("membership__neighbourhood")
        found = list(words.exclude(public_id__in=ticked)[: SHOWN + 1])
        self.found, self.there_are_more = found[:SHOWN], len(found) > SHOWN
        let_choose(self, "members", [(str(one.public_id), one.name) for one in self.chosen])


class SettingsForm(Once):
    version = forms.IntegerField(widget=forms.HiddenInput())
    name = forms.CharField(
        label=_("What the community is called"),
        max_length=80,
        error_messages={"required": _("Write the community's name.")},
    )
    phone = forms.RegexField(
        PHONE,
        label=_("The telephone of the desk"),
        required=False,
        max_length=30,
        help_text=_("It stands on every page, and on everything you print."),
        error_messages={"invalid": NO_PHONE},
    )
    welcome_words = forms.CharField(
        label=_("What visitors read on the front page"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Anybody may read them: what you do here, where and when people can find you."),
    )
    confirm_days = forms.IntegerField(
        label=_("How many days may hours wait for the other’s word?"),
        min_value=1,
        max_value=LONGEST_CONFIRM_DAYS,
        help_text=_(
            "One of two wrote hours down, and the other has not said whether they are right. After so many days the "
            "hours stand as they were written. Both are told before."
        ),
        error_messages={
            "required": _("Choose from 1 to 90 days."),
            "invalid": _("Write a whole number of days."),
            "min_value": _("Choose from 1 to 90 days."),
            "max_value": _("Choose from 1 to 90 days."),
        },
    )
    kept_days = forms.IntegerField(
        label=_("Keep the hours aside when people agree: for how many days?"),
        required=False,
        min_value=0,
        max_value=MOST_KEPT_DAYS,
        help_text=_(
            "Counted from the day two people chose. Until then nothing else uses the hours it takes; once done they go "
            "over, called off or too late they are free. Care keeps nothing. 0: nothing is kept aside."
        ),
        error_messages={
            "invalid": _("Write a whole number of days."),
            "min_value": _("Choose from 0 to 90 days."),
            "max_value": _("Choose from 0 to 90 days."),
        },
    )
    shows_balances = forms.BooleanField(
        label=_("Show given and received as one number"),
        required=False,
        help_text=_(
            "For banks that are used to it: what somebody received is taken off what they gave. Left off, members read "
            "both side by side, and never a minus sign."
        ),
    )
    benefits_safe = forms.BooleanField(
        label=_("Hours never buy goods or money"),
        required=False,
        help_text=_(
            "Leave this on. Where hours buy goods or money, an office may count them as income, "
            "and members may lose benefits they live on."
        ),
    )

    by_decision = forms.BooleanField(
        label=_("What is set here changes only by a decision of members"),
        required=False,
        help_text=_(
            "From then on whoever changes a setting, a limit, or how members vouch says by which decision. Rules and "
            "keys always do."
        ),
    )

    second_step_from = forms.DateField(
        label=_("From which day do roles need a second step to sign in?"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "Brokers, treasurers, safeguarding leads and link workers see what is others’. They are asked for one each "
            "time they sign in; from this day on nothing opens without. Give them some weeks. Empty: only asked."
        ),
        error_messages={"invalid": _("Choose a day, or leave it empty.")},
    )

    checks = forms.ChoiceField(
        label=_("By whose rules do you check people?"),
        required=False,
        choices=[
            ("", _("None: nobody is asked for a check here")),
            *((slug, _(name)) for slug, name in CHOICES.items()),
        ],
        help_text=_(
            "Which check somebody needs follows from what they do, never from who they are. Asking for more than the "
            "law of your place allows is unlawful: verify locally. What is done in each kind of help stands with it."
        ),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    trial_times = forms.IntegerField(
        label=_("How many times does somebody new help in company, or where the desk introduced them?"),
        required=False,
        min_value=0,
        max_value=MOST_TRIAL_TIMES,
        help_text=_(
            "After so many times they are settled, and agree with anybody by themselves. 0: no trial. Whoever is here "
            "when you begin with it is settled already."
        ),
        error_messages={
            "invalid": _("Write a whole number."),
            "min_value": _("Choose from 0 to 20."),
            "max_value": _("Choose from 0 to 20."),
        },
    )

    def clean_second_step_from(self) -> str:
        day = self.cleaned_data["second_step_from"]
        return day.isoformat() if day else ""


class MergeForm(Once):
    gone = forms.UUIDField(
        label=_("The other record"),
        widget=forms.Select,
        error_messages={"required": _("Choose the other record."), "invalid": _("Choose the other record.")},
    )
