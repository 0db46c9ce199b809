from django.urls import path

from coproduce.community.notices import pages

urlpatterns = [
    path("", pages.own, name="notices"),
    path("letters/", pages.letters_page, name="letters"),
    path("calls/", pages.calls_page, name="calls"),
    path("not-arriving/", pages.not_arriving_page, name="not_arriving"),
    path("<uuid:member>/", pages.channel_of, name="channel_of"),
]
