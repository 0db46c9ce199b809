"""What is asked of whoever leads a lane, lives in one, or works for it."""

import csv
import io
import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.works.rules import WorksError, millimetres
from coproduce.community.base.forms import MoneyField, Once, TimeField
from coproduce.community.exchange import fields
from coproduce.community.people.doing import Deed
from coproduce.interop.sheets_reading import SheetError, read_sheet

NUMBER = {"required": _("Write a number."), "invalid": _("Write a number."), "min_value": _("Write 0 or more."),
          "max_value": _("That is too many.")}  # fmt: skip
STAGES = {"building": _("We begin to dig"), "inspected": _("It was inspected"), "in use": _("Its water runs")}
UNITS = [("m", _("metres")), ("ft", _("feet")), ("mm", _("millimetres")), ("in", _("inches"))]
#: What stands between numbers of a line that is typed.
_GAP = re.compile(r"[\s;,]+")
NOTHING_READ = ("-", "–", "—")
#: Stands among the houses that paid where no house did.
FUND = "fund"


class LengthField(forms.CharField):
    """A length in metres, as people write it: kept in whole millimetres."""

    def clean(self, value: Any) -> int:
        said = super().clean(value)
        if not said:
            return 0
        try:
            return millimetres([said], "m")[0]
        except WorksError as fault:
            raise forms.ValidationError(_("Write metres like 12.5.")) from fault


def _length(label: Any, hint: Any = "", **more: Any) -> LengthField:
    return LengthField(label=label, max_length=20, help_text=hint,
                       error_messages={"required": _("Write metres like 12.5.")}, **more)  # fmt: skip


def _words(label: Any, missing: Any, hint: Any = "", most: int = 120) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=hint, error_messages={"required": missing})


def _whole(label: Any, low: int, high: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=hint, localize=False,
                              error_messages=NUMBER)  # fmt: skip


def _time() -> TimeField:
    return TimeField(label=_("How long did it take?"), max_length=40, help_text=_("Like 3 h, or 90 min."),
                     error_messages={"required": _("Write how long it took, like 3 h.")})  # fmt: skip


class LaneForm(Deed):
    name = _words(_("What is it called?"), _("Say what the lane is called."), _("Like “Lane 4”."), 80)
    into = fields.which(_("What does it run into?"), _("Leave it open as long as nobody knows."), required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"), error_messages=fields.CHOOSE,
        choices=(("lane", _("A lane, laid by those who live there")), ("trunk", _("A trunk that is still to be laid")),
                 ("laid", _("A trunk that lies"))),
    )  # fmt: skip
    shows_names = forms.BooleanField(
        label=_("Houses stand on the board by name"), required=False,
        help_text=_("Only if the lane wants it so. Otherwise they stand there by plot."),
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        kind = said.pop("kind")
        return {**said, "is_trunk": kind != "lane", "is_laid": kind == "laid"}


class HouseForm(Deed):
    plot = _words(_("Which plot?"), _("Write the number of its plot."), _("Like 4-12. Once more changes it."), 40)
    people = _whole(_("How many live there?"), 0, 1000)
    chainage_mm = _length(_("How many metres from the upper end does it join?"))
    frontage_mm = _length(_("How many metres wide does it stand at the lane?"),
                          _("Only needed where dues go by width."), required=False)  # fmt: skip
    speaker = fields.which(_("Who speaks for it?"), _("Not in the list? Find them by name, above."), required=False)
    is_out = forms.BooleanField(label=_("Take it out again"), required=False)


class ManagerForm(Deed):
    manager = fields.which(_("Whom did the lane elect?"), _("Not in the list? Find them by name, above."))
    decision = fields.which(_("By which decision?"), _("Write down first what the lane decided, under decisions."))


class StageForm(Deed):
    stage = forms.ChoiceField(choices=[(one, one) for one in STAGES], widget=forms.HiddenInput())
    on = fields.day(_("Since which day?"))


class DesignForm(Deed):
    pipe_mm = forms.TypedChoiceField(label=_("Which pipe do you choose?"), coerce=int, error_messages=fields.CHOOSE)


class ShareForm(Deed):
    by = forms.ChoiceField(
        label=_("How is it shared?"), error_messages=fields.CHOOSE,
        choices=(("equal", _("Each house the same")), ("frontage", _("By how wide a house stands at the lane"))),
    )  # fmt: skip
    first_on = fields.day(_("By which day is the first part due?"))
    parts = _whole(_("In how many monthly parts?"), 1, 60)
    fund = forms.CharField(
        label=_("Which fund meets what a house need not pay?"), max_length=60, required=False,
        help_text=_("Leave it empty where the others do."),
    )  # fmt: skip


class AgreeForm(Deed):
    house = forms.UUIDField(widget=forms.HiddenInput())


class WaiveForm(Deed):
    house = fields.which(_("Which house?"))
    is_waived = forms.TypedChoiceField(
        label=_("What is asked of it?"), coerce=lambda said: said == "no", error_messages=fields.CHOOSE,
        choices=(("no", _("Nothing: nobody is asked why")), ("yes", _("Its share, as of the others"))),
    )  # fmt: skip


class PaymentForm(Deed):
    house = forms.TypedChoiceField(label=_("Which house paid?"), error_messages=fields.CHOOSE,
                                   coerce=lambda said: None if said == FUND else UUID(said))  # fmt: skip
    amount = MoneyField(label=_("How much came?"), max_length=40,
                        error_messages={"required": _("Write an amount like 250.00.")})  # fmt: skip
    paid_on = fields.day(_("Which day did it come?"))


class DayForm(Deed):
    task = _words(_("What did you do?"), _("Say in a few words what you did."), _("Like “Dug from plot 3 to plot 5”."))
    time = _time()
    done_on = fields.day(_("Which day was it?"))


class TurnForm(Deed):
    due_on = forms.TypedChoiceField(label=_("Which turn was it?"), coerce=date.fromisoformat,
                                    error_messages=fields.CHOOSE)  # fmt: skip
    time = _time()
    done_on = fields.day(_("Which day was it?"))


class BlockageForm(Deed):
    trouble = _words(_("What is wrong, and where?"), _("Say what is wrong, and where."),
                  _("Like “Water stands in the chamber by plot 7”."), 200)  # fmt: skip


class ClearForm(Deed):
    blockage = forms.UUIDField(widget=forms.HiddenInput())
    time = _time()
    cleared_on = fields.day(_("Which day was it cleared?"))


class ThankForm(Deed):
    blockage = forms.UUIDField(widget=forms.HiddenInput())
    thanks = _words(_("A word of thanks"), _("Say thank you in a few words."), most=300)


class SurveyForm(Once):
    """A survey as a file, or typed from the sheet that was written in the lane."""

    kind = forms.ChoiceField(
        label=_("What stands on the sheet?"), error_messages=fields.CHOOSE, widget=forms.RadioSelect,
        choices=(("levels", _("Levels: how far along the lane, and how high")),
                 ("walk", _("What was read on the staff: it ends where it began"))),
    )  # fmt: skip
    typed = forms.CharField(
        label=_("Type it here, a line for each place"), required=False, max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Levels: chainage and level, like 16 11.92. A walk: where, chainage, back, between, fore, "
                    "and a dash for what was not read, like well - 1.50 - -."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or bring it as a file (CSV or XLSX)"), required=False,
                           help_text=_("Its first row names the columns as above: chainage, level."))  # fmt: skip
    unit = forms.ChoiceField(label=_("What is it measured in?"), choices=UNITS, error_messages=fields.CHOOSE)
    start = forms.CharField(label=_("A walk begins from which known level?"), required=False, max_length=20,
                            help_text=_("Leave it empty for levels."))  # fmt: skip
    outlet = forms.CharField(label=_("How high is the bed of what it runs into?"), required=False, max_length=20,
                             help_text=_("Leave it empty as long as there is nothing to run into."))  # fmt: skip
    head = forms.CharField(label=_("Is there water for a main? How high does it stand?"), required=False, max_length=20,
                           help_text=_("At the upper end. Leave it empty otherwise."))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("typed", "").strip()) is bool(said.get("file")):
            raise forms.ValidationError(_("Type the sheet, or bring it as a file: one of the two."))
        return said

    def clean_file(self) -> Any:
        """The rows of the file as text, whatever kind of sheet it was."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            sheet = read_sheet(file.read())
        except SheetError as fault:
            raise forms.ValidationError(str(fault)) from fault
        return as_text([sheet.headings, *sheet.rows])

    def arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        kind, typed, file = said.pop("kind"), said.pop("typed"), said.pop("file")
        return {**said, "levels": file or _typed(kind, typed)}

    @property
    def is_typed(self) -> bool:
        return bool(self.cleaned_data.get("typed", "").strip())


def _typed(kind: str, text: str) -> str:
    """Lines as they were typed, as a sheet with its heading."""
    heads = ("chainage", "level") if kind == "levels" else ("where", "chainage", "back", "between", "fore")
    rows: list[tuple[str, ...]] = [heads]
    for line in text.strip().splitlines():
        cells = ["" if cell in NOTHING_READ else cell for cell in _GAP.split(line.strip().replace(",", "."))]
        if kind == "walk":
            # A place may be called by several words: the numbers are the last four.
            cells = [" ".join(cells[:-4]), *cells[-4:]]
        rows.append(tuple(cells))
    return as_text(rows)


def as_text(rows: Any) -> str:
    """Rows as the text of a sheet."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def by_line(sentence: str) -> str:
    """What is said of a row, of the line that was typed: no heading stands over those.

    >>> by_line("Row 3, level: “high” is no length.")
    'Line 2, level: “high” is no length.'
    """
    said = re.sub(r"\bRow (\d+)", lambda found: f"Line {int(found[1]) - 1}", sentence)
    return re.sub(r"\brow (\d+)", lambda found: f"line {int(found[1]) - 1}", said)
