"""What is asked of whoever asks the model: sizes and a few numbers, each with range, unit and source beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import Once, let_choose
from coproduce.web.lab.rules import DIALS, DRAWS, PEOPLE, SEED, YEARS, Moved

#: A town's table is small; more than this is something else.
LONGEST_TABLE = 200_000


def _whole(label: Any, ends: tuple[int, int], first: int, hint: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=ends[0], max_value=ends[1], initial=first, help_text=hint)


#: Where the people of a study live: as the country does, in a town with a table of its own, or as members do here.
USUAL, TABLE, OWN = "usual", "table", "own"


#: The numbers a page shows first; the others are folded away.
FEW = ("sharing", "becomes_active", "asked_back", "drops_out")


class AskForm(Once):
    place = forms.ChoiceField(
        label=_("Which town?"),
        widget=forms.RadioSelect(),
        initial=USUAL,
        choices=[
            (USUAL, _("Any town: ages and sexes as in the whole country")),
            (TABLE, _("My town: its ages and sexes stand below")),
            (OWN, _("Our community: as many adults as members, tied as they are")),
        ],
        help_text=_("The people are drawn by chance; nobody here is one of them."),
    )
    table = forms.CharField(
        label=_("Its ages and sexes"),
        required=False,
        max_length=LONGEST_TABLE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For my town alone. A line of names first: age_band,sex,people. Then one line for each."),
    )
    people = _whole(_("How many adults"), PEOPLE, 1_000, _("200 to 3,000 simulated adults; our community has its own."))
    years = _whole(_("How many years"), YEARS, 5, _("1 to 10."))
    draws = _whole(_("How many draws"), DRAWS, 30, _("30 to 100. Each has people and luck of its own."))
    seed = _whole(_("Number of the draw"), SEED, 1, _("The same number gives the same answer, on any machine."))

    def __init__(self, said: Any = None, *, has_ties: bool = False, **more: Any) -> None:
        from coproduce.economy import PRESETS, SOURCES

        super().__init__(said, **more)
        if not has_ties:
            let_choose(self, "place", self.fields["place"].choices[:-1])  # type: ignore[attr-defined]
        for name in DIALS:
            source, first = SOURCES[name], getattr(PRESETS[3], name)
            self.fields[name] = forms.FloatField(
                label=source.says[:1].upper() + source.says[1:],
                min_value=source.low,
                max_value=source.high,
                initial=first,
                help_text=gettext("%(low)s to %(high)s (%(unit)s). Source: %(source)s (%(mark)s).")
                % {"low": f"{source.low:g}", "high": f"{source.high:g}", "unit": source.unit, "source": source.source,
                   "mark": source.mark},
                widget=forms.NumberInput(attrs={"step": "any", "data-slider": f"{(source.high - source.low) / 100:g}"}),
            )  # fmt: skip

    def sizes(self) -> Any:
        return [self[name] for name in ("people", "years", "draws", "seed")]

    def sizes_are_wrong(self) -> bool:
        """Whether something is to be put right among what is folded away."""
        return any(name in self.errors for name in ("people", "years", "draws", "seed"))

    def dials(self) -> Any:
        """The few that most is asked of."""
        return [self[name] for name in FEW]

    def more_dials(self) -> Any:
        return [self[name] for name in DIALS if name not in FEW]

    def more_are_said(self) -> bool:
        """Whether one of those that are folded away is wrong, or begins with something else."""
        more = [name for name in DIALS if name not in FEW]
        return any(name in self.errors or name in self.initial for name in more)

    def clean(self) -> dict[str, Any]:
        said = dict(super().clean() or {})
        if said.get("place") == TABLE:
            from coproduce.economy.account import core_economy, read_lines

            try:
                bands = core_economy(read_lines(str(said.get("table", "")).splitlines())).adult_bands()
            except ValueError as fault:
                self.add_error("table", str(fault))
            else:
                said["age_sex"] = tuple(many for band in bands for many in band)
        return said

    def moved(self) -> tuple[Moved, ...]:
        """Those set to another number than their source says."""
        return tuple(
            Moved(name, round(1_000_000 * self.cleaned_data[name]))
            for name in DIALS
            if self.cleaned_data[name] != self.fields[name].initial
        )


class InviteForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many can you invite yourselves?"), min_value=1, max_value=500, initial=10, help_text=_("1 to 500.")
    )
    chance = forms.FloatField(
        label=_("How likely is it that one brings along another?"),
        min_value=0.01,
        max_value=1,
        initial=0.1,
        help_text=_("0.01 to 1: the chance that a tie brings somebody along. Nobody knows it; try several."),
        widget=forms.NumberInput(attrs={"step": "any", "data-slider": "0.01"}),
    )


class TownForm(forms.Form):
    table = forms.CharField(
        label=_("Your town by age and sex"),
        required=False,
        max_length=LONGEST_TABLE,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("A line of names first: age_band,sex,people. Then one line for each: 25-34,female,410."),
    )
    file = forms.FileField(label=_("Or a file (CSV)"), required=False)

    def lines(self) -> list[str]:
        """The lines that were sent or pasted. ValueError where a file is no text, or too long."""
        sent = self.cleaned_data["file"]
        if sent is None:
            return str(self.cleaned_data["table"]).splitlines()
        if sent.size > LONGEST_TABLE:
            raise ValueError(gettext("This file is too long for a table of ages. Send the table alone."))
        try:
            return str(sent.read().decode("utf-8-sig")).splitlines()
        except UnicodeDecodeError:
            raise ValueError(gettext("This file is not text. Save it as CSV (UTF-8) and send it again.")) from None
