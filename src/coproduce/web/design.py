"""Every component once, so that a new page is put together from what is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """The look, shown; `?theme=` and `?dir=` switch it without script."""
    theme, direction = request.GET.get("theme", ""), request.GET.get("dir", "")
    return render(request, "design.html", {
        "theme": theme if theme in ("light", "dark") else "", "direction": direction if direction == "rtl" else "",
    })
