"""How it is said on the pages: gates, kinds of work, and where a family stands."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.homes.forms import KINDS
from coproduce.arenas.homes.models import HomeHour
from coproduce.arenas.homes.queries.gates import Stand
from coproduce.community.base.page import in_words
from coproduce.core.quantity import HOURS

GATES: Mapping[str, Any] = {"start build": gettext_lazy("The start of building"), "close": gettext_lazy("The key")}
STEPS: Mapping[str, Any] = {
    "": gettext_lazy("All is paid as agreed."),
    "letter": gettext_lazy("A letter: something is missing, and nothing follows yet."),
    "talk": gettext_lazy("A talk with somebody you know."),
    "plan": gettext_lazy("A plan together, how it is made up."),
    "proposal": gettext_lazy("Somebody decides what comes next, gives their name and says why."),
}


def kind_in_words(kind: str) -> str:
    """A kind of work."""
    return str(KINDS.get(kind, kind))


def shown_gate(stand: Stand) -> dict[str, Any]:
    """A gate as a family reads it."""
    return {
        "name": stand.name,
        "title": GATES[stand.name],
        "is_open": stand.is_open,
        "passed_on": stand.passed_on,
        "why": [
            in_words(words, {**said, "about": kind_said(said.get("about", ""))}) for words, said in stand.sentences
        ],
    }


def kind_said(about: str) -> str:
    """What a sentence is about: a kind of work, a home, or both with a name before."""
    known = {**{kind: str(words) for kind, words in KINDS.items()}, "own home": _("Work on your own home")}
    who, colon, kind = about.partition(": ")
    return f"{who}: {known.get(kind, kind)}" if colon else known.get(about, about)


def shown_hours(row: HomeHour, actor_agent: int | None) -> dict[str, Any]:
    """A shift as a line of a list."""
    return {
        "id": row.public_id,
        "on": row.on,
        "from": f"{row.begins // 60}:{row.begins % 60:02}",
        "until": f"{row.ends // 60}:{row.ends % 60:02}",
        "time": HOURS(row.minutes),
        "minutes": row.minutes,
        "who": row.agent.name if row.agent else row.friend,
        "is_friend": row.agent is None,
        "kind": kind_in_words(row.kind),
        "site": row.site,
        "signed": row.signed_by.name if row.signed_by else "",
        "led": row.lead_signed_by.name if row.lead_signed_by else "",
        "is_whole": bool(row.signed_by_id and row.lead_signed_by_id),
        "may_sign": row.signed_by_id is None and row.agent_id == actor_agent,
    }
