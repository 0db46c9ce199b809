"""For whoever keeps the installation running: which jobs went wrong, and trying one again. No community's content."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coproduce.community.base import clock, schedule
from coproduce.community.base.models import Schedule


def jobs(request: HttpRequest) -> HttpResponse:
    """Every job, what is in trouble first."""
    _operators_only(request)
    rows = sorted(Schedule.objects.all(), key=lambda row: (not row.trouble, row.job))
    return render(request, "jobs.html", {"rows": rows, "in_trouble": sum(bool(row.trouble) for row in rows)})


@require_POST
def try_again(request: HttpRequest, job: str) -> HttpResponse:
    """It is due from now on: the worker comes to it in a few seconds."""
    _operators_only(request)
    if not schedule.make_due(job, clock.now()):
        raise Http404
    messages.success(request, _("It is tried again in a few seconds. Look at this page once more."))
    return redirect("jobs")


def _operators_only(request: HttpRequest) -> None:
    """To anybody else there is no such page."""
    if not (request.user.is_authenticated and request.user.is_operator):
        raise Http404
