"""A hospital's list, handed in at the desk: who was taken, and each that could not be, with what to mend."""

from uuid import uuid4

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.care.forms import DischargesForm
from coproduce.arenas.care.imports import Brought, bring
from coproduce.arenas.care.queries.tasks import as_bundle, tasks
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest


@never_cache
@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    """What goes back to the hospital, as one file: taken as often as anybody likes, it is the same."""
    if not policy.may(request.actor, "care.read_tasks"):
        raise Http404
    answer = JsonResponse(as_bundle(tasks(request.actor)), content_type="application/fhir+json")
    answer["Content-Disposition"] = f'attachment; filename="{request.community.slug}-tasks.json"'
    return answer


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Hand in a file. Without a yes to being rung nothing of anybody is kept; a diagnosis has no place to stand."""
    if not policy.may(request.actor, "care.take_discharge"):
        raise Http404
    form = DischargesForm(request.POST or None, request.FILES or None, initial={"request_id": uuid4()})
    found: Brought | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        beside = given["consents"].read() if given["consents"] else b""
        found = bring(request.actor, given["list"].read(), given["list"].name, beside, given["request_id"])
        form = DischargesForm(initial={"request_id": uuid4()})
    return render(request, "care/discharges.html", {"form": form, "found": found}, status=422 if form.errors else 200)
