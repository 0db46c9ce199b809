"""Who is asking, in which community: found once, before any page of a community runs; and how small it is sent.

Every address under `/<community>/…` is for its members. To anybody else the
community is not there, but for the pages marked public: its front and its door.
Who does things for a member they help opens what is marked for that, and whether they still help is asked each time.
"""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduce.community.base import clock
from coproduce.community.base.actor import visitor
from coproduce.community.people.consent.queries import has_agreed
from coproduce.community.people.helping import session as helping
from coproduce.community.people.helping.queries import acting_for
from coproduce.community.people.models import Community
from coproduce.community.people.queries import actor_of_member, member_of
from coproduce.web import demo
from coproduce.web.signing_in import again, second_step

#: What gets smaller by being compressed; fonts and pictures are already.
TEXT = ("text/", "application/json", "application/javascript", "application/problem+json", "image/svg+xml")


class CompressMiddleware(GZipMiddleware):
    """Text is sent compressed; fonts, pictures, and a part of a file that was asked for go as they are.

    A compressed page could be guessed at letter by letter from its length (BREACH). The one secret on a page is the
    token of its forms, which Django masks anew each time, and some random bytes are added to each answer.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_part = response.status_code == HTTPStatus.PARTIAL_CONTENT
        if is_part or not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)


def _is_api(request: HttpRequest) -> bool:
    return request.resolver_match is not None and "api" in request.resolver_match.namespaces


def unkept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What members read is kept by no browser and nothing on the way: the next at the library's computer sees none."""
    if not response.has_header("Cache-Control") and (_is_api(request) or request.user.is_authenticated):
        response["Cache-Control"] = "private, no-store"
    return response


class CommunityMiddleware:
    """Sets `request.actor` and `request.community` with one's own name there, and the community's own time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = request.community = None  # type: ignore[attr-defined]
        try:
            return unkept(request, self.get_response(request))
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "POST"])  # what a request carried is sent back to nobody
        if _is_api(request):
            return None  # the API finds its actor from the token, and answers in its own way
        if request.method in getattr(view, "asks_again", ()) and (ask := again.asked_first(request)):
            return ask
        if (slug := kwargs.pop("community", None)) is None:
            return None
        member = member_of(
            request.user if request.user.is_authenticated else None,
            slug,
            **demo.DAYS,
            has_agreed=has_agreed(clock.today("UTC")),
        )
        if member is not None:
            actor, community, name = actor_of_member(member, "web"), member.community, member.agent.name
            actor = replace(actor, signed_in_long_ago=again.is_long_ago(request))
            if second_step.is_missing(request, member):
                return redirect("offer_second_step")
            if whom := helping.whom(request, slug):
                acting = acting_for(actor, whom)
                if acting is None:
                    helping.stop(request, slug)
                    messages.warning(request, _("You do nothing for them here any more. Nothing was done just now."))
                    return redirect("helping", community=slug)
                actor, name = acting.actor, acting.name
        elif getattr(view, "is_public", False):
            community = get_object_or_404(Community, slug=slug)
            actor, name = visitor(community.pk, community.arenas), None
        elif not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        else:
            raise Http404
        request.actor, request.community = actor, community  # type: ignore[attr-defined]
        community.my_name = name  # type: ignore[attr-defined]
        community.has_agreed = getattr(member, "has_agreed", False) or actor.helped_by is not None  # type: ignore[attr-defined]
        alone = demo.growth() if member is None and community.is_demo else None
        community.growth = demo.growth_of(member) if member else alone  # type: ignore[attr-defined]
        timezone.activate(community.time_zone)
        is_open = getattr(view, "is_for_another", False) or getattr(view, "is_public", False)
        if actor.helped_by is not None and not is_open:
            return render(request, "people/not_for_another.html", status=403)
        return None
