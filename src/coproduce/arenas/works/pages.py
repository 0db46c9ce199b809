"""The pages of Lanes, drains and water, and its door on the first page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import policy
from coproduce.community.base.page import Door, MemberRequest

DOORS = (Door(_("Lanes, drains and water"), "works", "works.read_page", "home"),)


def first(request: MemberRequest) -> HttpResponse:
    """What people do together here, and where to begin."""
    if not policy.may(request.actor, "works.read_page"):
        raise Http404
    return render(request, "works/first.html")
