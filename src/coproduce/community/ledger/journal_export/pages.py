"""A page that says what is in the journal to take along, and the two files."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest
from coproduce.community.ledger.journal_export.files import FORMS, as_file
from coproduce.community.ledger.models import Entry


def shown(request: MemberRequest) -> HttpResponse | HttpResponseBase:
    """What it holds; with `?as=` the file."""
    if not policy.may(request.actor, "ledger.read_journal"):
        raise Http404
    if "as" in request.GET:
        form = request.GET["as"]
        found = as_file(request.actor, request.community, form) if form in FORMS else None
        if found is None:
            raise Http404
        return found
    number = Entry.objects.filter(community_id=request.actor.community_id).count()
    return render(request, "ledger/journal.html", {"number": number})
