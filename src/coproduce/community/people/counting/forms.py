"""What is asked so that it can be counted: about oneself, and how many hours were paid."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import Once, TimeField, let_choose
from coproduce.community.base.rooms import arenas
from coproduce.community.people.counting.languages import LANGUAGES
from coproduce.community.people.counting.rules import NOT_SAID, NOTHING
from coproduce.community.people.models import Community, StaffHours
from coproduce.core.quantity import HOURS

SEX_WORDS = [("woman", _("A woman")), ("man", _("A man")), ("other word", _("Another word fits me better"))]
AGE_WORDS = [
    ("under 18", _("Under 18")),
    ("18 to 29", _("18 to 29")),
    ("30 to 44", _("30 to 44")),
    ("45 to 59", _("45 to 59")),
    ("60 to 74", _("60 to 74")),
    ("75 and over", _("75 and over")),
]
YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]

#: Months to choose from, this one and those before; older ones are sent by script.
MONTHS_BACK = 36

CHOOSE = {"invalid_choice": _("Choose one of the list.")}


class AboutMeForm(Once):
    """Four questions, each answered or not. `is_own` shows what stands; the desk may only leave it as it is."""

    sex = forms.ChoiceField(label=_("Are you a woman or a man?"), error_messages=CHOOSE)
    age_band = forms.ChoiceField(label=_("How old are you?"), error_messages=CHOOSE)
    disability = forms.ChoiceField(
        label=_("Do you live with a disability, or an illness that lasts?"),
        help_text=_("What you call so yourself. Nobody asks for a paper."),
        error_messages=CHOOSE,
    )
    language = forms.ChoiceField(
        label=_("Which language is your own?"), help_text=_("The one you are most at home in."), error_messages=CHOOSE
    )

    def __init__(self, is_own: bool, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        first: list[tuple[str, Any]] = [] if is_own else [("", _("Leave as it is"))]
        words: dict[str, list[tuple[str, Any]]] = {
            "sex": SEX_WORDS, "age_band": AGE_WORDS, "disability": YES_OR_NO, "language": list(LANGUAGES.items())
        }  # fmt: skip
        for name, answers in words.items():
            let_choose(self, name, [*first, (NOT_SAID, _("Not said")), *answers])
            self.fields[name].required = False


class StaffHoursForm(Once):
    """The paid hours of one kind of work in one month."""

    replaces = forms.UUIDField(widget=forms.HiddenInput(), required=False)
    month = forms.ChoiceField(label=_("Which month?"), error_messages=CHOOSE)
    role = forms.CharField(
        label=_("What kind of work?"),
        max_length=80,
        help_text=_("Broker, driver, cook: the work, not the person’s name."),
        error_messages={"required": _("Say what kind of work it was: broker, driver, cook.")},
    )
    arena = forms.ChoiceField(label=_("What for?"), required=False, error_messages=CHOOSE)
    women = TimeField(label=_("Women"), required=False)
    men = TimeField(label=_("Men"), required=False)
    other = TimeField(label=_("Others"), required=False)
    not_said = TimeField(label=_("Not said whose"), required=False)
    note = forms.CharField(
        label=_("A note"),
        max_length=300,
        required=False,
        error_messages={"max_length": _("Say it in 300 letters or fewer.")},
    )

    #: The four that are written side by side.
    WHOSE = ("women", "men", "other", "not_said")

    def __init__(self, community: Community, today: date, wrong: StaffHours | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        first = today.replace(day=1)
        back = [month_before(first, number) for number in range(MONTHS_BACK)]
        here = back if wrong is None or wrong.month_on in back else [*back, wrong.month_on]
        let_choose(self, "month", [(f"{day:%Y-%m}", date_format(day, "YEAR_MONTH_FORMAT")) for day in here])
        let_choose(self, "arena", [("", _("The whole community")), *arena_words(community).items()])

    def said(self) -> dict[str, Any]:
        """What the verb is asked to write down."""
        given = dict(self.cleaned_data)
        given["month"] = date.fromisoformat(f"{given['month']}-01")
        return given | {name: given[name] or NOTHING for name in self.WHOSE}

    def hours(self) -> list[Any]:
        return [self[name] for name in self.WHOSE]


def month_before(first: date, number: int) -> date:
    """The first day of the month so many months before another's.

    >>> month_before(date(2026, 2, 1), 3)
    datetime.date(2025, 11, 1)
    """
    months = first.year * 12 + first.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def arena_words(community: Community) -> dict[str, str]:
    """What the arenas that are switched on are called."""
    return {arena.slug: gettext(arena.name) for arena in arenas() if arena.slug in community.arenas}


def as_written(row: StaffHours) -> dict[str, Any]:
    """A row as it fills the form that puts it right."""
    hours = {"women": row.women_minutes, "men": row.men_minutes, "other": row.other_minutes,
             "not_said": row.not_said_minutes}  # fmt: skip
    return {
        "replaces": row.public_id,
        "month": f"{row.month_on:%Y-%m}",
        "role": row.role,
        "arena": row.arena,
        "note": row.note,
        **{name: str(HOURS(minutes)) for name, minutes in hours.items() if minutes},
    }
