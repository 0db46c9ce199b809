"""What every page knows: the community, who is looking, and the places they can go."""

from typing import Any

from coproduce.community.base import rooms
from coproduce.community.base.page import MemberRequest, Place
from coproduce.community.people.consent.scopes import NOTICES


def house(request: MemberRequest) -> dict[str, Any]:
    """Context of the base template; nothing of any community on pages that belong to none."""
    community = getattr(request, "community", None)
    actor = getattr(request, "actor", None)
    if community is None or actor is None:
        return {"community": None, "actor": None, "me": "", "places": [], "rest": []}
    return {
        "community": community,
        "actor": actor,
        "me": community.my_name,
        "notices": NOTICES,
        "growth": community.growth if community.is_demo else None,
        "home_path": f"/{community.slug}/",
        **_places(request),
    }


#: As many as stand under the thumb of a phone, Home and, where there are more of them, the way to the rest among them.
UNDER_THE_THUMB = 5


def _places(request: MemberRequest) -> dict[str, list[dict[str, Any]]]:
    """Where they can go; of many, `rest` are those one tap farther on a phone."""
    declared: list[Place] = [place for room in rooms.with_file("pages") for place in getattr(room, "PLACES", ())]
    slug = request.community.slug
    places = [place for place in declared if place.is_open_to(request.actor)]
    around = [place for place in places if place.is_here(request)]
    here = max(around, key=lambda place: len(place.url(slug)), default=None)  # the nearest, where one is within another
    many = len(places) > UNDER_THE_THUMB - 1
    near = sorted(places, key=lambda place: place.tap)[: UNDER_THE_THUMB - 2] if many else places
    rows = [
        {"title": place.title, "icon": place.icon, "url": place.url(slug), "is_here": place is here,
         "is_near": place in near}
        for place in places
    ]  # fmt: skip
    return {"places": rows, "rest": [row for row in rows if not row["is_near"]]}
