"""Addresses: the installation's own, then everything of a community under its name."""

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path

from coproduce.community.base import rooms
from coproduce.web import design, health, home, operations, sign_in
from coproduce.web.api import api

handler400 = "coproduce.web.errors.not_understood"
handler403 = "coproduce.web.errors.not_yours"
handler404 = "coproduce.web.errors.not_there"
handler500 = "coproduce.web.errors.our_fault"


def _room_urls() -> list[URLResolver]:
    """Each room's pages under its own name."""
    return [path(f"{rooms.folder_of(urls)}/", include(urls)) for urls in rooms.with_file("urls")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.front, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", allauth.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/closed/", allauth.signup, name="account_signup"),
    path("sign-in/paused/", allauth.account_inactive, name="account_inactive"),
    path("sign-in/demo/<int:number>/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("design/", design.page, name="design"),
    path("health/", health.alive, name="health"),
    path("health/ready/", health.ready, name="ready"),
    path("operations/", operations.jobs, name="jobs"),
    path("operations/<str:job>/again/", operations.try_again, name="try_job_again"),
    path("api/", api.urls),
    path("<slug:community>/", include([path("", home.community, name="community"), *_room_urls()])),
]
