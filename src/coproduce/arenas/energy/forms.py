"""What is asked of who shares energy, and of whoever keeps its books."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now, gettext_lazy as _

from coproduce.arenas.energy.actions.keys import MOST_PRICE, PartOf
from coproduce.arenas.energy.actions.points import MOST_W
from coproduce.arenas.energy.actions.readings import UNITS
from coproduce.arenas.energy.models import Point, Readings
from coproduce.arenas.energy.rules import Premium
from coproduce.community.base.forms import DayInput, Once, let_choose
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.words import in_short
from coproduce.core.apportion import ONE, apportion

CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}
NO_DAY = {"required": _("Choose the day."), "invalid": _("Write the day like 2026-11-16.")}
NUMBER = {"required": _("Write a number."), "invalid": _("Write a number, like 12.5.")}
KINDS = (
    (Point.USES, _("It uses energy: a home, a school")),
    (Point.MAKES, _("It makes energy: a roof, a river")),
    (Point.BOTH, _("It does both, on one meter")),
)
#: How files write a moment, as of `strptime`; a day in it comes before the time.
TIMES = (
    ("", _("2026-05-31 14:30")),
    ("%d/%m/%Y %H:%M", _("31/05/2026 14:30")),
    ("%d.%m.%Y %H:%M", _("31.05.2026 14:30")),
    ("%m/%d/%Y %H:%M", _("05/31/2026 14:30")),
)
#: One part of a hundred, in parts of a million.
PER_CENT = ONE // 100


class PartField(forms.DecimalField):
    """A part in a hundred, kept in parts of a million."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=4, error_messages={
            **NUMBER, "min_value": _("Write 0 to 100."), "max_value": _("Write 0 to 100."),
            "max_decimal_places": _("Write at most four places after the point."),
        }, **more)  # fmt: skip

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        return None if said is None else int(said * PER_CENT)


class PointForm(Once):
    holder = forms.ChoiceField(label=_("Whose is it?"), error_messages=CHOOSE)
    name = forms.CharField(
        label=_("Which place is it?"), max_length=60, help_text=_("The school; the roof of no. 5."),
        error_messages={"required": _("Say which place it is: the school, the roof of no. 5.")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("The number of its meter"), max_length=40, help_text=_("As files with readings say it."),
        error_messages={"required": _("Write the number of the meter.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What does it do?"), choices=KINDS, error_messages=CHOOSE)
    from_on = forms.DateField(label=_("From which day does it share?"), widget=DayInput(), error_messages=NO_DAY)
    parts = PartField(label=_("How much of it, in a hundred?"), help_text=_("100 where it shares here alone."))
    fuse_w = forms.IntegerField(
        label=_("What does its fuse let through, in watts?"), min_value=0, max_value=MOST_W, required=False,
        help_text=_("Readings above it are set aside. Leave it out where nobody knows."),
    )  # fmt: skip
    plant_w = forms.IntegerField(
        label=_("What can it make, in watts?"), min_value=0, max_value=MOST_W, required=False,
        help_text=_("Leave it out where it makes nothing."),
    )  # fmt: skip
    has_low_income = forms.BooleanField(
        label=_("A home of little income"), required=False,
        help_text=_("Only to see whether a key is fair. Ask them first."),
    )  # fmt: skip
    is_named = forms.BooleanField(label=_("Its name may stand on neighbours’ statements"), required=False)

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "holder", [("", _("Choose")), *members])

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "holder": UUID(given["holder"]), "fuse_w": given["fuse_w"] or 0,
                "plant_w": given["plant_w"] or 0}  # fmt: skip


class ShareForm(Once):
    from_on = forms.DateField(label=_("From which day?"), widget=DayInput(), error_messages=NO_DAY)
    parts = PartField(label=_("How much of it is shared then, in a hundred?"), help_text=_("0 ends it."))
    of = forms.CharField(
        label=_("In another community?"), max_length=60, required=False,
        help_text=_("Write what it is called. Leave it empty for here."),
    )  # fmt: skip


class ReadingsForm(Once):
    file = forms.FileField(label=_("The file (CSV)"), error_messages={"required": _("Choose the file.")})
    what = forms.ChoiceField(
        label=_("What does it say?"), error_messages=CHOOSE,
        choices=((Readings.USED, _("what was used")), (Readings.MADE, _("what was made"))),
    )  # fmt: skip
    from_on = forms.DateField(label=_("First day"), widget=DayInput(), error_messages=NO_DAY)
    until_on = forms.DateField(label=_("Last day"), widget=DayInput(), error_messages=NO_DAY)
    shape = forms.ChoiceField(
        label=_("What is a row?"),
        choices=(("long", _("one reading of one meter")), ("wide", _("one time, with a column for each meter")),
                 ("days", _("one day of one meter, with a column for each interval"))),
        error_messages=CHOOSE,
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("In which unit?"), choices=[(one, one) for one in UNITS], initial="kWh")
    step_minutes = forms.TypedChoiceField(
        label=_("How long is an interval?"), coerce=int, initial=15,
        choices=((15, _("15 minutes")), (30, _("30 minutes")), (60, _("60 minutes"))), error_messages=CHOOSE,
    )  # fmt: skip
    stamp = forms.ChoiceField(label=_("How does it write a time?"), choices=TIMES, required=False)
    marks_end = forms.BooleanField(label=_("A time says when its interval ends"), required=False)
    is_register = forms.BooleanField(label=_("It is a register that runs on"), required=False)
    has_comma = forms.BooleanField(label=_("Numbers have a comma: 1,5"), required=False)

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if given["shape"] == "days":
            given["stamp"] = given["stamp"].partition(" ")[0]
        content = given.pop("file").read()
        try:
            return {**given, "text": content.decode("utf-8-sig")}
        except UnicodeDecodeError:
            return {**given, "text": content.decode("cp1252", errors="replace")}


class PricesForm(forms.Form):
    """What a kWh costs, in smallest coins."""

    price = forms.DecimalField(label=_("Among neighbours"), min_value=0, max_value=MOST_PRICE, decimal_places=4,
                               error_messages=NUMBER)  # fmt: skip
    retail = forms.DecimalField(label=_("From a supplier"), min_value=0, max_value=MOST_PRICE, decimal_places=4,
                                error_messages=NUMBER)  # fmt: skip
    feed_in = forms.DecimalField(label=_("To the grid"), min_value=0, max_value=MOST_PRICE, decimal_places=4,
                                 error_messages=NUMBER)  # fmt: skip


class KeyForm(PricesForm, Once):
    """By which decision, from when, at which prices; and what the key goes by, a question for each supply point."""

    decision = forms.TypedChoiceField(
        label=_("By which decision?"), coerce=UUID,
        error_messages={**CHOOSE, "required": _("Choose the decision, or write it down first.")},
    )  # fmt: skip
    from_on = forms.DateField(
        label=_("From which month on?"), widget=DayInput(), error_messages=NO_DAY, help_text=_("Its first day.")
    )

    def __init__(
        self, key: str, points: Sequence[Point], decisions: Iterable[Decision], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        found = [(str(one.public_id), f"{date_format(one.decided_on)}: {in_short(one)}") for one in decisions]
        let_choose(self, "decision", [("", _now("Choose one")), *found])
        self.key, self.asked = key, dict[str, tuple[Point, Point | None]]()
        users = [one for one in points if one.kind != Point.MAKES]
        if key == "cascade":
            for one in users:
                self._ask(one, None, forms.IntegerField(
                    label=_now("Class of %(name)s") % {"name": one.name}, min_value=1, max_value=max(1, len(points)),
                    initial=1 if one.has_low_income else 2 if len(points) > 1 else 1,
                ))  # fmt: skip
        givers = [one for one in points if one.kind != Point.USES] if key == "pair" else [None]
        if key in ("static", "hybrid", "pair"):
            equal = apportion(ONE, [1] * len(users)).amounts
            for giver in givers:
                for one, part in zip(users, equal, strict=True):
                    self._ask(one, giver, PartField(label=_part_of(one, giver), initial=_in_hundred(part)))
        self.order_fields(["request_id", "decision", "from_on", "price", "retail", "feed_in"])

    def _ask(self, one: Point, giver: Point | None, field: forms.Field) -> None:
        name = f"of_{one.pk}_{giver.pk if giver else 0}"
        self.fields[name], self.asked[name] = field, (one, giver)

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        goes_by = []
        for name, (one, giver) in self.asked.items():
            said = given.pop(name)
            by_class = {"rank": said} if self.key == "cascade" else {"parts": said}
            goes_by.append(PartOf(one.public_id, giver=giver.public_id if giver else None, **by_class))
        return {**given, "goes_by": tuple(goes_by)}


def _in_hundred(parts: int) -> Decimal:
    return Decimal(f"{(Decimal(parts) / PER_CENT).normalize():f}")


def _part_of(one: Point, giver: Point | None) -> str:
    if giver is None:
        return _now("Part of %(name)s, in a hundred") % {"name": one.name}
    return _now("Part of %(name)s in what %(giver)s has over, in a hundred") % {"name": one.name, "giver": giver.name}


class MonthForm(Once):
    month_on = forms.DateField(
        label=_("Which month?"), widget=DayInput(), error_messages=NO_DAY, help_text=_("Its first day.")
    )


class PremiumForm(Once):
    zonal_price_mwh = forms.DecimalField(label=_("Zonal price of a MWh"), decimal_places=2, error_messages=NUMBER)
    plant_kw = forms.IntegerField(label=_("Size of the plant, in kW"), min_value=1, error_messages=NUMBER)
    zone = forms.ChoiceField(label=_("Which zone?"), error_messages=CHOOSE)
    is_granted = forms.BooleanField(label=_("It was built with a grant"), required=False)

    def __init__(self, premium: Premium, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        let_choose(self, "zone", [(one, one) for one in premium.zone_mwh_euros])


def first_of_last_month(today: date) -> date:
    """The month that is over and may be closed.

    >>> first_of_last_month(date(2026, 1, 5)).isoformat()
    '2025-12-01'
    """
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
