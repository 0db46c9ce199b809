"""Handing pictures in, looking at them, taking them away."""

import base64
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, for_another, refused
from coproduce.community.people.models import Agent, Upload
from coproduce.community.people.queries import agents
from coproduce.community.people.uploads import files, taking
from coproduce.community.people.uploads.actions import hand_in, take_away
from coproduce.community.people.uploads.forms import PictureForm
from coproduce.community.people.uploads.queries import papers, picture, with_photo
from coproduce.community.people.uploads.rules import LARGEST, TOO_LARGE
from coproduce.core.refusal import Refusal

#: A form with a picture of the largest size in it.
MOST_SENT = LARGEST + 100_000

#: A picture runs nothing and frames nothing, whatever somebody made of it.
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


class InMemory(taking.InMemory):
    most = MOST_SENT


@for_another
@require_safe
def shown(request: MemberRequest, upload: UUID) -> HttpResponse:
    """One picture, for whoever may look at it."""
    row = picture(request.actor, upload)
    if row is None or not files.place_of(row.name).is_file():
        raise Http404
    return as_picture(row)


def as_picture(row: Upload) -> HttpResponse:
    """The file of a picture whoever asks may look at: nothing in it runs, and nobody on the way keeps it."""
    answer = HttpResponse(files.place_of(row.name).read_bytes(), content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="{row.kind}.jpg"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


@csrf_exempt
def listed(request: MemberRequest, member: UUID) -> HttpResponse:
    """The pictures of one member, and handing in another."""
    request.upload_handlers = [InMemory(request)]
    return _listed(request, member)


@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def _listed(request: MemberRequest, member: UUID) -> HttpResponse:
    whose = _whose(request, member)
    form = PictureForm(request.POST or None, request.FILES or None, initial={"request_id": uuid4()})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        form.errors.clear()
        form.add_error("picture", refused(TOO_LARGE))
    elif request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["picture"] = base64.b64encode(said["picture"].read()).decode()
        outcome = hand_in(request.actor, member=member, **said)
        if not isinstance(outcome, Refusal):
            messages.success(request, gettext("Thank you, it is here."))
            return redirect("pictures", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
        form.data = request.POST.copy()
        form.data["request_id"] = str(uuid4())
    said = {
        "form": form,
        "whose": whose,
        "is_me": whose.pk == request.actor.agent_id,
        "papers": [{"row": one, "request_id": uuid4()} for one in papers(request.actor, whose)],
        "request_id": uuid4(),
    }
    return render(request, "people/pictures.html", said, status=422 if form.errors else 200)


@require_POST
def taken_away(request: MemberRequest, member: UUID) -> HttpResponse:
    """Delete one."""
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("upload", "request_id")}
    try:
        upload, request_id = UUID(said["upload"]), UUID(said["request_id"])
    except ValueError as fault:
        raise Http404 from fault
    outcome = take_away(request.actor, upload=upload, request_id=request_id)
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, gettext("It is taken away, and kept nowhere here."))
    return redirect("pictures", community=request.community.slug, member=member)


def _whose(request: MemberRequest, member: UUID) -> Agent:
    found = with_photo(agents(request.actor)).filter(public_id=member, membership__isnull=False).first()
    if found is None or not policy.may(request.actor, "people.hand_in", policy.towards(request.actor, found.pk)):
        raise Http404
    return found
