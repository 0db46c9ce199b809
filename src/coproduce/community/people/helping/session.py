"""For whom a browser does things now, in each community: kept in its session, asked again with each request.

Whatever was begun under the other name is dropped, and what stands open in another window is refused when it is sent,
so that nothing is done in a name that was not the one on the page.
"""

from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

KEY = "does_for"


def whom(request: HttpRequest, community: str) -> UUID | None:
    """The member for whom this browser does things in a community."""
    said = request.session.get(KEY, {}).get(community)
    return UUID(said) if said else None


def begin(request: HttpRequest, community: str, member: UUID) -> None:
    """From the next request on it does things for them."""
    _now(request, {**request.session.get(KEY, {}), community: str(member)})


def stop(request: HttpRequest, community: str) -> None:
    """From the next request on it does things for its own member again."""
    _now(request, {slug: who for slug, who in request.session.get(KEY, {}).items() if slug != community})


def _now(request: HttpRequest, whom: dict[str, str]) -> None:
    request.session[KEY] = whom
    request.session.pop("drafts", None)
    rotate_token(request)
