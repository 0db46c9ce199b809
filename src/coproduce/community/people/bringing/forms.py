"""What is asked about a file a broker brings: which file, and which of its headings is which."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base import bringing
from coproduce.community.base.cells import in_words
from coproduce.community.base.forms import Once
from coproduce.community.base.sheets import Listing, Map

#: What each kind of list is called.
KINDS = {
    "members": _("People"),
    "offers": _("Offers"),
    "needs": _("Needs"),
    "contributions": _("Help given before"),
    "openings": _("Hours people bring with them"),
}

#: What each field of a list is called.
FIELDS = {
    "id": _("Its own number"),
    "name": _("Name"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "neighbourhood": _("Lives in"),
    "strengths": _("What they can do"),
    "who": _("Whose it is"),
    "category": _("What kind of help"),
    "words": _("In words"),
    "quantity": _("How many"),
    "said_on": _("Since which day"),
    "member": _("Member"),
    "time": _("How long"),
    "on": _("As it was on which day"),
    "giver": _("Who helped"),
    "receiver": _("Who was helped"),
    "done_on": _("On which day"),
    "arena": _("Part of the community’s work"),
}

#: What to do about a cell, where the page has more to offer than the row.
_DAY = _("Write the day like 2026-11-16. If all are written in one other way, say which under “Change”.")
REMEDIES = {
    "time": _("Write it like 1 h 30. If all count hours, minutes or seconds, say which under “Change”."),
    "said_on": _DAY,
    "done_on": _DAY,
    "on": _DAY,
}

DATES = (
    ("iso", _("2026-11-16: year, month, day")),
    ("dmy", _("16/11/2026: day, month, year")),
    ("mdy", _("11/16/2026: month, day, year")),
)
TIMES = (
    ("", _("It says so itself, like 1 h 30 or 90 min")),
    ("hours", _("Hours")),
    ("minutes", _("Minutes")),
    ("seconds", _("Seconds")),
)


def kind_name(kind: str) -> str:
    """What a kind of list is called: here, by the arena whose list it is, or by its own word."""
    called = next((one.called for one in bringing.listings() if one.name == kind), "")
    return str(KINDS.get(kind) or called or kind.replace("-", " "))


def field_name(field: str) -> str:
    """What a field of a list is called."""
    return str(FIELDS.get(field, in_words(field)))


def remedy(field: str, said: str) -> str:
    """What to do about a cell of this field."""
    return str(REMEDIES.get(field) or (said and gettext(said)))


class BringForm(Once):
    file = forms.FileField(
        label=_("Your list"),
        allow_empty_file=True,
        max_length=250,
        help_text=_("XLSX or CSV from any spreadsheet, 10 MB at most. The first row says what each column is."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Choose the file your list is in."),
            "max_length": _("Give the file a shorter name."),
            "invalid": _("Choose the file your list is in."),
        },
    )


class ColumnsForm(forms.Form):
    """Which heading stands for which field, how days are written, and what bare numbers of time count."""

    source = forms.CharField(
        label=_("What is this list called?"),
        max_length=80,
        help_text=_("Call it the same whenever you bring it: so each row counts once."),
        error_messages={"required": _("Give the list a name.")},
    )

    def __init__(self, listing: Listing, headings: Sequence[str], by: Map, said: Any = None) -> None:
        places = {heading: str(place) for place, heading in reversed(list(enumerate(headings)))}
        chosen = {f"of_{name}": places.get(heading, "") for name, heading in by.columns.items()}
        super().__init__(said, initial={"source": by.source, "dates": by.dates, "time": by.time, **chosen})
        self.listing, self.headings = listing, headings
        choices = [
            ("", _("Left out")),
            *((str(place), heading or gettext("(no heading)")) for place, heading in enumerate(headings)),
        ]
        for column in listing.columns:
            self.fields[f"of_{column.field}"] = forms.ChoiceField(
                label=field_name(column.field),
                choices=choices,
                required=column.is_needed,
                error_messages={
                    "required": _("Choose the column that says it: no row can do without."),
                    "invalid_choice": _("Choose one of the columns of your file."),
                },
            )
        names = {column.field for column in listing.columns}
        if "time" in names:
            self.fields["time"] = forms.ChoiceField(
                label=_("What do bare numbers of time count?"), choices=TIMES, required=False
            )
        if names & {"said_on", "done_on", "on"}:
            self.fields["dates"] = forms.ChoiceField(label=_("How are days written?"), choices=DATES)

    def clean(self) -> dict[str, Any]:
        """One column says one thing."""
        said = super().clean() or {}
        taken: set[str] = set()
        for column in self.listing.columns:
            place = said.get(f"of_{column.field}", "")
            if place and place in taken:
                self.add_error(f"of_{column.field}", _("Another line has chosen this column already."))
            taken.add(place)
        return said

    def as_map(self) -> Map:
        """What was said, as a map."""
        said = self.cleaned_data
        columns = {
            column.field: self.headings[int(place)]
            for column in self.listing.columns
            if (place := said.get(f"of_{column.field}"))
        }
        return Map(self.listing, said["source"], columns, said.get("dates") or "iso", said.get("time") or "")
