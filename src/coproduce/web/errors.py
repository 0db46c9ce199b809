"""Pages for when something cannot be shown: what happened, in plain words, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from somewhere else."""
    return render(request, "403_csrf.html", status=403)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may break again while it is read."""
    return HttpResponse(engines["django"].get_template("500.html").render(), status=500)
