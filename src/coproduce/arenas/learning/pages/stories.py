"""Stories people tell of what they learned, and one's own, told and taken back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coproduce.arenas.learning.actions.stories import take_back_story, tell_story
from coproduce.arenas.learning.forms import StoryForm
from coproduce.arenas.learning.queries.mine import stories
from coproduce.arenas.learning.rules import STORY
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, page_of, refused
from coproduce.community.exchange.forms import KeepingForm
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal


def page(request: MemberRequest) -> HttpResponse:
    """Read the stories; whoever says yes to it tells their own."""
    if not policy.may(request.actor, "learning.read_page"):
        raise Http404
    today = clock.today(request.community.time_zone)
    may_tell = request.actor.agent_id is not None and consents_to(request.actor.agent_id, STORY, today)
    form = StoryForm(request, request.POST or None, initial={"request_id": uuid4()}) if may_tell else None
    if form and request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        outcome = tell_story(request.actor, **{**said, "topic": UUID(said["topic"])})
        if not isinstance(outcome, Refusal):
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    found = stories(request.actor, today)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    rows = page_of(found, request)
    for row in rows:
        row.first_name = row.agent.name.partition(" ")[0]
        row.request_id = uuid4() if row.agent_id == request.actor.agent_id else None
    here: dict[str, Any] = {"page": rows, "form": form, "scope": STORY}
    if not may_tell:
        here["teller"] = myself(request.actor).public_id
    return render(request, "learning/stories.html", here, status=422 if form and form.errors else 200)


@require_POST
def take_back(request: MemberRequest) -> HttpResponse:
    """From now on it is gone."""
    form = KeepingForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    outcome = take_back_story(request.actor, story=said["id"], request_id=said["request_id"])
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    return SeeOther(reverse("learning_stories", kwargs={"community": request.community.slug}))


def _file(request: MemberRequest, found: Any) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    rows = [
        [
            localdate(row.told_at).isoformat(),
            row.topic.category.name,
            row.agent.name.partition(" ")[0],
            row.words,
            made_up,
        ]
        for row in found
    ]
    heads = [_("told on"), _("about"), _("who"), _("words"), _("note")]
    return as_csv(f"{request.community.slug}-learning-stories", heads, rows)
