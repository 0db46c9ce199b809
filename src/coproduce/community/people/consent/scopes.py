"""What can be said and asked here: the notices of every community, and the scopes its rooms and arenas declare."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import rooms
from coproduce.community.people.consent.rules import Scope
from coproduce.community.people.consent.shipped import shipped

#: What every community says to everybody, members and visitors, and what it is called; linked in the foot of each page.
NOTICES: Mapping[str, str | Promise] = {
    "privacy": _("Privacy"),
    "terms": _("Terms"),
    "contact": _("Contact"),
    "accessibility": _("Accessibility"),
}


@cache
def every_scope() -> Mapping[str, Scope]:
    """All that anybody may say yes to, by code, from the ground up."""
    found = {scope.code: scope for module in rooms.with_file("consents") for scope in module.SCOPES}
    assert not set(found) & set(NOTICES), "a notice is said, and nobody says yes to it"
    return found


def scopes_of(arenas: frozenset[str] | list[str]) -> Iterator[Scope]:
    """Those of the rooms, and of the arenas that are switched on."""
    known = {arena.slug for arena in rooms.arenas()}
    for module in rooms.with_file("consents"):
        if (slug := rooms.folder_of(module)) not in known or slug in arenas:
            yield from module.SCOPES


def title_of(scope: str) -> str | Promise:
    """What a notice or a scope is called."""
    return NOTICES[scope] if scope in NOTICES else every_scope()[scope].title


def words_to_start_with(scope: str, community: str) -> str:
    """The shipped words of a notice or a scope, for a community of this name."""
    words = shipped(scope) if scope in NOTICES else str(every_scope()[scope].words)
    return words.replace("{community}", community)
