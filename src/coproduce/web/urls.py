"""Addresses: the installation's own, then everything of a community under its name."""

from django.urls import URLPattern, URLResolver, include, path

from coproduce.community.base import rooms
from coproduce.web import design, health, home, operations
from coproduce.web.api import api
from coproduce.web.signing_in import urls as signing_in

handler400 = "coproduce.web.errors.not_understood"
handler403 = "coproduce.web.errors.not_yours"
handler404 = "coproduce.web.errors.not_there"
handler500 = "coproduce.web.errors.our_fault"


def _room_urls() -> list[URLResolver]:
    """Each room's pages under its own name."""
    return [path(f"{rooms.folder_of(urls)}/", include(urls)) for urls in rooms.with_file("urls")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.front, name="home"),
    path("", include(signing_in)),
    path("design/", design.page, name="design"),
    path("health/", health.alive, name="health"),
    path("health/ready/", health.ready, name="ready"),
    path("operations/", operations.jobs, name="jobs"),
    path("operations/<str:job>/again/", operations.try_again, name="try_job_again"),
    path("api/", api.urls),
    path("<slug:community>/", include([path("", home.community, name="community"), *_room_urls()])),
]
