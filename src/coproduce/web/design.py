"""Every component once, so that a new page is put together from what is there."""

import re
from functools import cache
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from coproduce.community.ledger.queries import Cord
from coproduce.core.quantity import HOURS

SWATCHES = (
    ("paper", _("behind everything")),
    ("sheet", _("what you handle")),
    ("sunk", _("badges")),
    ("ink", _("words")),
    ("line", _("edges")),
    ("give", _("what goes out")),
    ("get", _("what comes back")),
    ("act", _("what you can press")),
    ("weld", _("please look")),
    ("error", _("put right")),
    ("leaf", _("done")),
)

VOICE = (
    (_("member, neighbour, the person’s name"), _("someone who belongs here")),
    (_("what would help?"), _("asking")),
    (_("what do you enjoy doing?"), _("offering")),
    (_("given, received"), _("hours that went out and came back")),
    (_("not this time"), _("an answer that is always fine")),
    (_("put right"), _("a line that mends an earlier one")),
    (_("we cannot tell"), _("figures that do not show it")),
)


class SpecimenForm(forms.Form):
    time = forms.CharField(
        label=_("How long did it take?"),
        help_text=_("Like 1 h 30, or 90 min."),
        error_messages={"required": _("Write how long it took, like 1 h 30.")},
    )


@cache
def icons() -> tuple[str, ...]:
    """The names of the signs, from the sheet they are drawn on."""
    sheet = Path(__file__).parent / "static" / "coproduce" / "icons.svg"
    return tuple(re.findall(r'id="i-([a-z]+)"', sheet.read_text(encoding="utf-8")))


def page(request: HttpRequest) -> HttpResponse:
    """The look, shown; `?theme=` and `?dir=` switch it without script."""
    theme, direction = request.GET.get("theme", ""), request.GET.get("dir", "")
    return render(
        request,
        "design.html",
        {
            "theme": theme if theme in ("light", "dark") else "",
            "direction": direction if direction == "rtl" else "",
            "swatches": [{"name": name, "use": use} for name, use in SWATCHES],
            "voice": VOICE,
            "icons": icons(),
            "cord": Cord(HOURS(14 * 60), HOURS(11 * 60 + 30)),
            "form": SpecimenForm({"time": ""}),
            "page": Paginator(range(50), 10).page(2),
        },
    )
