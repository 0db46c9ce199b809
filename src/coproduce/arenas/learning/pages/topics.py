"""What people show each other here, and the professional beside each: kept by the desk."""

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.learning.actions.topics import write_topic
from coproduce.arenas.learning.forms import NewTopicForm
from coproduce.arenas.learning.queries.mine import topics
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, refused
from coproduce.core.refusal import Refusal


def page(request: MemberRequest) -> HttpResponse:
    """All topics, and a new one."""
    if not policy.may(request.actor, "learning.write_topic"):
        raise Http404
    form = NewTopicForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = write_topic(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    found = topics(request.actor)
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        rows = [[row.category.name, row.professional, made_up] for row in found]
        heads = [_("what"), _("professional"), _("note")]
        return as_csv(f"{request.community.slug}-learning-topics", heads, rows)
    return render(request, "learning/topics.html", {"topics": found, "form": form}, status=422 if form.errors else 200)
