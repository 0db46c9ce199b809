"""How things stand here, in members' words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coproduce.arenas.play.rules import AGREED, ANNOUNCED, CANCELLED, DONE, IDEA, ON
from coproduce.community.base.page import MemberRequest

STANDS: dict[str, Any] = {
    IDEA: _("an idea"),
    AGREED: _("agreed, being planned"),
    ANNOUNCED: _("everybody is invited"),
    ON: _("on now"),
    DONE: _("over"),
    CANCELLED: _("called off"),
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


def speaks(request: MemberRequest) -> bool:
    """Whether this reader does things here for themselves."""
    return bool(request.actor.agent_id) and not request.actor.helped_by
