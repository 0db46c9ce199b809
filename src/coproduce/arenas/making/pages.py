"""The pages of Making things near, and its place in the menu."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, Place

PLACES = (Place(_("Making things near"), "making", "needle", "making.read_page", "same community", begins="making"),)


def first(request: MemberRequest) -> HttpResponse:
    """What people do together here, and where to begin."""
    if not policy.may(request.actor, "making.read_page"):
        raise Http404
    return render(request, "making/first.html")
