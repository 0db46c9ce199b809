"""A file of readings, handed in: what was taken, and each row that was set aside, with what to do."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.energy.actions.readings import Brought, bring_readings
from coproduce.arenas.energy.forms import ReadingsForm, first_of_last_month
from coproduce.arenas.energy.pages.words import DOUBTS
from coproduce.arenas.energy.rules import month_of
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, refused
from coproduce.core.refusal import Refusal


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Hand in a file; nothing of it is mended in silence, and twice it changes nothing."""
    if not policy.may(request.actor, "energy.bring_readings"):
        raise Http404
    zone = request.community.time_zone
    last = month_of(first_of_last_month(clock.today(zone)), zone)
    first = {"request_id": uuid4(), "from_on": last.first_on, "until_on": last.last_on}
    form = ReadingsForm(request.POST or None, request.FILES or None, initial=first)
    found: Brought | None = None
    if request.method == "POST" and form.is_valid():
        outcome = bring_readings(request.actor, **form.arguments())
        if isinstance(outcome, Refusal):
            field = "file" if outcome.field == "text" else outcome.field
            form.add_error(field if field in form.fields else None, refused(outcome))
        else:
            found = outcome.value
            messages.success(request, _("Taken."))
            form = ReadingsForm(initial=first)
    doubts = [{"row": one.row, "says": DOUBTS[one.code]} for one in found.doubts] if found else []
    said = {"form": form, "found": found, "doubts": doubts, "more": found.doubted - len(doubts) if found else 0}
    return render(request, "energy/readings.html", said, status=422 if form.errors else 200)
