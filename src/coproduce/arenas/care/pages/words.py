"""Terms of a score, states and levels, in words anybody reads."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.care.rules.matching import WEIGHTS

STATE_WORDS: Mapping[str, str | Promise] = {
    "draft": gettext_lazy("Opened: ask them whether they may be rung"),
    "requested": gettext_lazy("Waiting for the desk"),
    "accepted": gettext_lazy("Taken on"),
    "rejected": gettext_lazy("Not taken on"),
    "in-progress": gettext_lazy("Visits go on"),
    "on-hold": gettext_lazy("Visits rest"),
    "completed": gettext_lazy("Ended, with a last talk"),
    "failed": gettext_lazy("Ended before it came to anything"),
    "cancelled": gettext_lazy("Ended early"),
    "entered-in-error": gettext_lazy("Written down by mistake"),
}
LEVEL_WORDS: Mapping[str, str | Promise] = {
    "red": gettext_lazy("Now"),
    "amber": gettext_lazy("Today"),
    "blue": gettext_lazy("This week"),
}


def why(terms: Mapping[str, float]) -> list[str]:
    """Why somebody might suit, in words and without a number; what does not count for them is left out."""
    said = {
        "km": _("lives near you"),
        "slot_overlap": _("is free when it suits you"),
        "experience": _("has been through something like it"),
        "wish": _("knows the language or the way of living you wish for"),
        "load": _("has time for one more"),
    }
    return [said[name] for name in WEIGHTS if terms[name] >= float(WEIGHTS[name]) / 2]
