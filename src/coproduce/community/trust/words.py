"""What is said of ties and the net, in members' words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.trust.models import Tie
from coproduce.community.trust.queries.ties import Close

#: Why somebody might like a call.
WHY: Mapping[str, Promise] = {
    "few names": gettext_lazy("fewer than two people would ring them"),
    "a while ago": gettext_lazy("they had little to do with anybody lately"),
}

#: What comes next when nobody was reached.
NEXT: Mapping[str, Promise] = {
    "ring": gettext_lazy("Ring them."),
    "ring again": gettext_lazy("Ring again, at another hour."),
    "named contact": gettext_lazy("Ring whoever they named for this."),
    "key": gettext_lazy("Ask whoever has a key."),
    "doorstep": gettext_lazy("Go to the door, two of you."),
    "emergency": gettext_lazy("Ask the police to look, by your community’s own rules. Is there danger? Ring 999."),
}

#: How near somebody is drawn.
NEAR: Mapping[str, Promise] = {
    "near": gettext_lazy("lately"),
    "further": gettext_lazy("some weeks ago"),
    "far": gettext_lazy("longer ago"),
}


def about(one: Close) -> list[str]:
    """What ties somebody to me, in a few words each."""
    said = (
        (one.i_ring, _("you would ring them")),
        (one.they_ring, _("they would ring you")),
        (one.introduced, _("you were introduced")),
        (one.helped, _("you helped each other")),
    )
    return [words for is_so, words in said if is_so]


def question(row: Tie, me: int) -> str:
    """What I am asked of a tie."""
    other = row.other if row.one_id == me else row.one
    name = {"name": other.name}
    if row.kind == Tie.INTRODUCED:
        return _("You and %(name)s might like to know each other. Would you?") % name
    if row.one_id == me:
        return _("%(name)s would be glad if you rang them now and then. Would you?") % name
    return _("%(name)s would ring you now and then. Is that all right?") % name


def asked(row: Tie, me: int) -> str:
    """What I asked, and nobody has answered."""
    other = row.other if row.one_id == me else row.one
    name = {"name": other.name}
    if row.kind == Tie.INTRODUCED:
        return _("You said yes to knowing %(name)s.") % name
    if row.one_id == me:
        return _("You would ring %(name)s.") % name
    return _("You would be glad if %(name)s rang you.") % name
