"""Who is asking, in which community: found once, before any page of a community runs.

Every address under `/<community>/…` is for its members. To anybody else the
community is not there, but for the pages marked public: its front and its door.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from coproduce.community.base.actor import Actor, visitor
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.queries import actor_for


def _is_api(request: HttpRequest) -> bool:
    return request.resolver_match is not None and "api" in request.resolver_match.namespaces


def _visitor(slug: str) -> Actor | None:
    found = Community.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return None if found is None else visitor(found)


class CommunityMiddleware:
    """Sets `request.actor` and `request.community` with one's own name there, and the community's own time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = request.community = None  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if _is_api(request) or (slug := kwargs.pop("community", None)) is None:
            return None  # the API finds its actor from the token, and answers in its own way
        actor = actor_for(request.user if request.user.is_authenticated else None, slug, "web")
        if actor is None and getattr(view, "is_public", False):
            actor = _visitor(slug)
        elif not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        if actor is None:
            raise Http404
        request.actor = actor  # type: ignore[attr-defined]
        my_name = Agent.objects.filter(pk=actor.agent_id or 0).values("name")
        request.community = Community.objects.annotate(my_name=Subquery(my_name)).get(pk=actor.community_id)  # type: ignore[attr-defined]
        timezone.activate(request.community.time_zone)  # type: ignore[attr-defined]
        return None
