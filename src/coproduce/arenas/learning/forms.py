"""What is asked of those who learn from each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.learning.actions.stories import LONGEST_STORY
from coproduce.arenas.learning.actions.wishes import HIGHEST
from coproduce.arenas.learning.models import Pair
from coproduce.arenas.learning.queries.mine import topics
from coproduce.community.base.forms import Asked, DayInput, Once, TimeField, let_choose
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.forms import NO_DAY, NO_TIME, ForSomebody
from coproduce.community.exchange.rules import LONGEST_CATEGORY
from coproduce.community.exchange.threads.actions import LONGEST_MESSAGE

CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}

NUMBERS = [("", _("I would rather not say")), *((str(number), str(number)) for number in range(HIGHEST + 1))]


class TopicForm(Asked):
    topic = forms.ChoiceField(
        label=_("What would you like to learn?"),
        widget=forms.RadioSelect(),
        help_text=_("A professional stands beside each. Something else? Ask the desk to find one."),
        error_messages=CHOOSE,
    )

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        let_choose(self, "topic", [(str(one.public_id), one.category.name) for one in topics(request.actor)])


class GoalForm(Asked):
    goal = forms.CharField(
        label=_("In your own words: what would you like to be able to do?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Members read this on the list. Leave out health and telephone numbers, if you like."),
        error_messages={
            "required": _("Say in your own words what you want to learn."),
            "max_length": _("Say it in 300 letters or fewer."),
        },
    )


class ScaleForm(Asked):
    """A scale of one's own: what its ends are, and where one stands."""

    lowest = forms.CharField(
        label=_("On a scale of your own: what is 0?"),
        required=False,
        max_length=60,
        help_text=_("Like “I am afraid of it”. You, whoever you learn with and the desk read this."),
    )
    highest = forms.CharField(
        label=_("And what is 10?"), required=False, max_length=60, help_text=_("Like “I do it without thinking”.")
    )
    now = forms.TypedChoiceField(
        label=_("Where do you stand today?"), required=False, coerce=int, empty_value=None, choices=NUMBERS
    )


class SayForm(ForSomebody):
    """What each says of a day they learned together."""

    done_on = forms.DateField(
        label=_("Which day was it?"),
        widget=DayInput(),
        error_messages={"required": _("Choose the day."), "invalid": NO_DAY},
    )
    time = TimeField(
        label=_("How long did it take?"),
        max_length=40,
        help_text=_("Like 1 h 30, or 90 min."),
        error_messages={"required": NO_TIME},
    )
    learned = forms.CharField(
        label=_("What did you learn?"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. The others in your thread read it."),
        error_messages={
            "required": _("Say in a few words what you learned."),
            "max_length": _("Say it in 2,000 letters or fewer."),
        },
    )
    useful = forms.TypedChoiceField(
        label=_("How useful was it to you?"),
        coerce=int,
        choices=[(3, _("Very")), (2, _("Quite")), (1, _("A little")), (0, _("Not at all"))],
        initial=2,
        error_messages=CHOOSE,
    )
    needed = forms.ChoiceField(
        label=_("Did someone need you this week?"),
        required=False,
        choices=[("", _("I would rather not say")), ("yes", _("Yes, someone needed me")), ("no", _("No"))],
        error_messages=CHOOSE,
    )
    on_scale = forms.TypedChoiceField(
        label=_("Where do you stand on your own scale?"), required=False, coerce=int, empty_value=None, choices=NUMBERS
    )
    alone = forms.BooleanField(label=_("I can do it on my own now"), required=False)

    def __init__(self, *args: Any, is_learner: bool, can_alone: bool, **more: Any) -> None:
        """Who learns says where they stand, and that they can do it alone until they have said so."""
        super().__init__(*args, **more)
        if not is_learner:
            del self.fields["on_scale"]
        if not is_learner or can_alone:
            del self.fields["alone"]


class StageForm(ForSomebody):
    stage = forms.ChoiceField(
        choices=[(stage, stage) for stage, _label in Pair.STAGES], widget=forms.HiddenInput(), error_messages=CHOOSE
    )


class StoryForm(Once):
    topic = forms.ChoiceField(label=_("What is it about?"), error_messages=CHOOSE)
    words = forms.CharField(
        label=_("How did it go for you?"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Your experience, in your own words. Members read it with your first name."),
        error_messages={
            "required": _("Tell how it went, in your own words."),
            "max_length": _("Say it in 4,000 letters or fewer."),
        },
    )

    def __init__(self, request: MemberRequest, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "topic", [(str(one.public_id), one.category.name) for one in topics(request.actor)])


class NewTopicForm(Once):
    called = forms.CharField(
        label=_("What do people show each other?"),
        max_length=LONGEST_CATEGORY,
        help_text=_("Write one that is there already to change who can be asked."),
        error_messages={"required": _("Say what people can learn."), "max_length": _("60 letters or fewer.")},
    )
    professional = forms.CharField(
        label=_("Which professional can be asked, and how?"),
        max_length=200,
        help_text=_("Like “Mrs Okoro, dietician at the surgery, Tuesdays 9 to 10”. Ask them first."),
        error_messages={
            "required": _("Say which professional can be asked, and how."),
            "max_length": _("200 letters or fewer."),
        },
    )
