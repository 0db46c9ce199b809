"""How things stand here, in members' words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coproduce.arenas.play.models import Festival
from coproduce.arenas.play.queries.festivals import Stand
from coproduce.arenas.play.rules import AGREED, ANNOUNCED, BARRIERS, CANCELLED, DONE, IDEA, ON, STATUSES
from coproduce.community.base.page import MemberRequest

STANDS: dict[str, Any] = {
    IDEA: _("An idea"),
    AGREED: _("Agreed, being planned"),
    ANNOUNCED: _("Everybody is invited"),
    ON: _("On now"),
    DONE: _("Over"),
    CANCELLED: _("Called off"),
}

WAITS: dict[str, Any] = {
    "others": _("Others say yes to it first."),
    "guardian": _("A guardian says yes first, because whoever thought of it is not of age."),
}

LACKS: dict[str, Any] = {
    "parts": _("at least one part of the programme"),
    "quiet": _("where it is quiet"),
    "access": _("how everybody gets there and in"),
    "rain": _("what happens if it rains"),
}

#: What whoever comes wants to know of a festival, in the order in which it is read.
HOW: dict[str, Any] = {
    "quiet": _("Where it is quiet"),
    "access": _("Getting there and in"),
    "rain": _("If it rains"),
    "kit": _("Bring along"),
}

#: What came of a repair, and what stood in the way, as the Open Repair Data Standard lists them.
OUTCOMES: dict[str, Any] = dict(
    zip(STATUSES, (_("Mended"), _("Can still be mended"), _("Cannot be mended"), _("Not known")), strict=True)
)
HINDERED: dict[str, Any] = dict(
    zip(
        BARRIERS,
        (_("There are no spare parts"), _("Spare parts cost too much"), _("There is no way to open it"),
         _("How to mend it is told nowhere"), _("A tool is missing"), _("It is too worn out")),
        strict=True,
    )
)  # fmt: skip


def stands_as(one: Stand) -> Any:
    """How a festival stands; once its last part is over it is over, whether or not somebody said so."""
    return STANDS[DONE if one.state == ON and one.is_past else one.state]


def how(row: Festival) -> list[tuple[str, str]]:
    """How it is, as far as it is said."""
    return [(str(words), getattr(row, name)) for name, words in HOW.items() if getattr(row, name)]


def speaks(request: MemberRequest) -> bool:
    """Whether this reader does things here for themselves."""
    return bool(request.actor.agent_id) and not request.actor.helped_by
